"""Members of the JSON that hold the verdict, the ledger and the sections beside them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from smmfunnel.render.desks import action_text
from smmfunnel.render.members import Json, member, span
from smmfunnel.render.model import raw
from smmfunnel.render.verdicts import missing_text, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from smmfunnel.results import (
        Action,
        Attribution,
        Credit,
        Effect,
        FactorEffect,
        Ledger,
        Missing,
        Report,
        Sensitivity,
        Verdict,
        ZoneEffect,
    )
    from smmfunnel.vocabulary import Factor, Zone


def attribution(found: Attribution | None, lang: str) -> Json:
    """Return the whole comparison; None only where there are no leads."""
    if found is None:
        return None
    ends = found.interval
    return {
        "kind": found.kind,
        "why": found.why,
        "period": span(found.period),
        "reference": span(found.reference),
        "scaled_by": raw(found.scaled_by),
        "grain": found.grain,
        "lead_sale": found.lead_sale,
        "unit": found.unit,
        "horizon_days": found.horizon_days,
        "reference_sales": raw(found.reference_sales),
        "period_sales": raw(found.period_sales),
        "change": raw(found.change),
        "interval": {"low": raw(ends.low), "high": raw(ends.high)} if ends else None,
        "zones": [_zone(each) for each in found.zones],
        "residual": raw(found.residual),
        "crosschecks": _crosschecks(found),
        "sensitivity": [_reading(each) for each in found.sensitivity],
        "ladder": [{"code": e.code, "held": e.held, "missing": list(e.missing)} for e in found.ladder],
        "verdict": _verdict(found.verdict, found, lang),
        "checks": member(found.checks, lang),
        "notes": [member(note, lang) for note in found.notes],
    }


def _effect(effect: Effect | FactorEffect | ZoneEffect) -> dict[str, Json]:
    return {"effect": raw(effect.effect), "low": raw(effect.low), "high": raw(effect.high)}


def _zone(each: ZoneEffect) -> Json:
    return {
        "zone": each.zone.value,
        **_effect(each),
        "bounds": {"low": raw(each.bounds.low), "high": raw(each.bounds.high)},
        "significant": each.significant,
        "money": _effect(each.money) if each.money else None,
        "factors": [_factor(factor) for factor in each.factors],
    }


def _factor(each: FactorEffect) -> Json:
    return {
        "factor": each.factor.value,
        **_effect(each),
        "reference": raw(each.reference),
        "period": raw(each.period),
        "takers": _codes(each.takers),
    }


def _codes(given: Iterable[StrEnum]) -> list[Json]:
    return [each.value for each in given]


def _crosschecks(found: Attribution) -> Json:
    others = found.crosschecks
    return {
        "lmdi": _effects("zone", others.lmdi),
        "order_range": [
            {"factor": each.factor.value, "low": raw(each.low), "high": raw(each.high)} for each in others.order_range
        ],
        "lead_sale_shapley": _effects("factor", others.lead_sale_shapley),
        "notes": list(others.notes),
    }


def _effects(name: str, pairs: Iterable[tuple[Zone | Factor, float]]) -> Json:
    return [{name: each.value, "effect": raw(effect)} for each, effect in pairs]


def _reading(each: Sensitivity) -> Json:
    return {
        "factor": each.factor.value,
        "zone": each.zone.value,
        "zones": _effects("zone", each.zones),
        "named": _codes(each.named),
    }


def _verdict(verdict: Verdict, found: Attribution, lang: str) -> Json:
    return {
        "zone": verdict.zone.value if verdict.zone else None,
        "zones": _codes(verdict.zones),
        "kind": verdict.kind,
        "sentence": sentence(found, lang),
        "missing": [_missing(each, lang) for each in verdict.missing],
    }


def _missing(each: Missing, lang: str) -> Json:
    params: dict[str, Json] = {name: raw(value) for name, value in sorted(each.params.items())}
    return {"code": each.code, "message": missing_text(each, lang), "params": params}


def ledger(found: Ledger | None, lang: str) -> Json:
    """Return the ledger; None where no CRM is loaded."""
    if found is None:
        return None
    log = found.touch_log
    return {
        "leads": found.leads,
        "sla_minutes": found.sla_minutes,
        "clock": found.clock,
        "outcomes": member(found.outcomes, lang),
        "zones": member(found.zones, lang),
        "rules": member(found.rules, lang),
        "touch_log": member(log, lang),
        "by_sla": member(found.by_sla, lang),
        "notes": [member(note, lang) for note in found.notes],
    }


def maturity(report: Report) -> Json:
    """Return how far the leads were followed, the cohorts of their weeks among it."""
    found = report.maturity
    if found is None:
        return None
    told: dict[str, Json] = {each.name: member(getattr(found, each.name), "") for each in fields(found)}
    return told | {"cohorts": member(report.cohorts, "")}


def credit(found: Credit | None) -> Json:
    """Return both sides' claims on the leads."""
    if found is None:
        return None
    told: dict[str, Json] = {each.name: member(getattr(found, each.name), "") for each in fields(found)}
    sources: list[Json] = [{"source": source, "leads": leads} for source, leads in found.earlier_by_source]
    return told | {"earlier_by_source": sources}


def action(each: Action, lang: str) -> Json:
    """Return the next step of a zone in words, with what it is worth and the command behind it."""
    return {
        "zone": each.zone.value,
        "code": each.code,
        "sentence": action_text(each, lang),
        "sales": member(each.sales, lang),
        "money": raw(each.money),
        "command": each.command,
    }
