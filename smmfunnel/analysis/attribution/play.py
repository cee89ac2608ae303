"""From facts to the attribution: choose the reference, play the game, say what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.attribution import beside, spans, standards, targets
from smmfunnel.analysis.attribution.bounds import zone_effects
from smmfunnel.analysis.attribution.case import JUDGED, Case, total
from smmfunnel.analysis.attribution.checks import checks
from smmfunnel.analysis.attribution.crosschecks import crosschecks
from smmfunnel.analysis.attribution.drift import drift
from smmfunnel.analysis.attribution.judging import unjudged
from smmfunnel.analysis.attribution.ladder import Ladder, ladder
from smmfunnel.analysis.attribution.naming import interval
from smmfunnel.analysis.attribution.power import needed
from smmfunnel.analysis.attribution.refusals import SPAN_KINDS, of_ads, refusal
from smmfunnel.analysis.attribution.sensitivity import sensitivity
from smmfunnel.analysis.attribution.shares import share
from smmfunnel.analysis.attribution.verdict import refused, verdict
from smmfunnel.analysis.counts import scope_of
from smmfunnel.analysis.leadsale import DRAWS
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.evidence import SMM
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import Attribution, Checks, CrossCheck, Interval, Missing, Note, Span
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smmfunnel.analysis.attribution.case import Setting
    from smmfunnel.analysis.leadsale import SaleModel
    from smmfunnel.config import Settings
    from smmfunnel.facts.values import Facts
    from smmfunnel.results import Verdict

DEFAULT_HORIZON = 60


@dataclass(frozen=True)
class Played:
    """The attribution, and the lead→sale model it was made with, for the sections to price leads with."""

    attribution: Attribution | None
    model: SaleModel | None


def play(facts: Facts, settings: Settings, *, draws: int = DRAWS) -> Played:
    """Compare the period with its reference and share the change of expected sales among the zones.

    Args:
        facts: what the SQL left; ads, visits and leads of the compared spans.
        settings: the terms of the run: zone map, targets, response standard, seed.
        draws: posterior draws, for tests; a report takes the default.

    Returns:
        The attribution, None only without leads, and the lead→sale model, None without a CRM that holds sales.
    """
    if facts.evidence is None:
        return Played(_bare(facts), None)
    evidence = facts.evidence
    case = Case(
        facts=facts,
        evidence=evidence,
        settings=settings,
        scope=scope_of(facts),
        drift=drift(evidence.unknown_origin, total(evidence.model, PERIOD)),
        draws=draws,
        judged=unjudged(facts) if facts.known.crm else None,
    )
    no = refusal(case)
    if no is not None:
        return Played(_empty(case, no), _priced(case))
    if evidence.compared.kind == "standards":
        return _standards(case)
    setting, model = _set_up(case)
    attribution = _played(case, setting, model)
    if model is None or setting.level != "campaign":
        model = _priced(case)
    return Played(attribution, model)


def attribute(facts: Facts, settings: Settings, *, draws: int = DRAWS) -> Attribution | None:
    """Return the attribution alone, see `play`."""
    return play(facts, settings, draws=draws).attribution


def _set_up(case: Case) -> tuple[Setting, SaleModel | None]:
    kind = case.evidence.compared.kind
    if kind in SPAN_KINDS:
        return spans.set_up(case)
    if kind == "before":
        return beside.before(case), None
    if kind == "control":
        return beside.control(case), None
    return targets.set_up(case), None


def _priced(case: Case) -> SaleModel | None:
    """Fit the model of the leads by campaign, for the worth of single leads."""
    cells = case.evidence.model
    if not case.facts.known.crm or not any(cell.sales for cell in cells):
        return None
    two = case.evidence.compared.kind in SPAN_KINDS and total(cells, REFERENCE) > 0
    compared = (PERIOD, REFERENCE) if two else (PERIOD,)
    found = ladder(case.evidence, cells, case.drift, spans=compared, control=two)
    return case.fit([cell for cell in cells if cell.span in compared], found.terms)


def _played(case: Case, setting: Setting, model: SaleModel | None) -> Attribution:
    game, answer = setting.game, setting.answer
    shares = share(game, answer.zones)
    money = None
    if setting.amounts is not None:
        money = share(game.with_factor(Factor.DEAL, *setting.amounts), answer.zones)
    zones = zone_effects(shares, answer, money)
    change = shares.effects.sum(axis=0)
    reference, period = (float(game.value(period=at)[0]) for at in (False, True))
    more = needed(shares, min(setting.leads), answer.least)
    tried = checks(case, model, control=setting.ladder.terms.control)
    compared = case.evidence.compared
    return Attribution(
        kind=compared.kind,
        why=compared.why,
        period=compared.period,
        reference=compared.reference,
        unit="sales",
        horizon_days=case.evidence.horizon.days,
        reference_sales=reference,
        period_sales=period,
        change=period - reference,
        interval=Interval(*interval(change)),
        zones=zones,
        residual=period - reference - float(change[0]),
        crosschecks=crosschecks(game, answer.zones),
        sensitivity=sensitivity(game, shares, answer),
        ladder=setting.ladder.rungs,
        verdict=verdict(case, zones, setting.ladder, least=answer.least, more=more, change=Interval(*interval(change))),
        checks=tried,
        scaled_by=setting.scale,
        lead_sale=case.lead_sale if case.facts.known.crm else JUDGED,
        grain=setting.level,
        notes=(*compared.refused, *_notes(case), *_advertising(case), *setting.notes, *_placebo(tried)),
    )


def _standards(case: Case) -> Played:
    gaps = standards.gaps(case)
    known = {row.zone for row in gaps.zones if row.factors}
    found = (
        verdict(case, gaps.zones, gaps.ladder, least=0.0) if known else refused("no_reference", *_rungs(gaps.ladder))
    )
    empty = _empty(case, found, gaps.ladder)
    from dataclasses import replace

    attribution = replace(
        empty,
        period_sales=gaps.period_sales,
        zones=gaps.zones,
        checks=checks(case, gaps.model, control=False),
        grain="campaign",
        notes=(*empty.notes, *(_advertising(case) if known else ()), *gaps.notes),
    )
    return Played(attribution, gaps.model)


def _rungs(found: Ladder) -> Iterator[Missing]:
    for rung in found.rungs:
        if rung.code in {"history", "handling", "quality"}:
            yield from (Missing(code) for code in rung.missing)


def _empty(case: Case, found: Verdict, rungs: Ladder | None = None) -> Attribution:
    """Return an attribution without effects: the comparison that was asked for, and why it has no answer."""
    compared = case.evidence.compared
    if rungs is None:
        compared_spans = (PERIOD, REFERENCE) if compared.reference else (PERIOD,)
        rungs = ladder(case.evidence, case.evidence.model, case.drift, spans=compared_spans, control=True)
    return Attribution(
        kind=compared.kind,
        why=compared.why,
        period=compared.period,
        reference=compared.reference,
        unit="sales",
        horizon_days=case.evidence.horizon.days,
        reference_sales=None,
        period_sales=None,
        change=None,
        interval=None,
        zones=(),
        residual=None,
        crosschecks=CrossCheck(),
        sensitivity=(),
        ladder=rungs.rungs,
        verdict=found,
        checks=Checks(tagging_drift=case.drift.p_value),
        grain="total",
        notes=(*compared.refused, *_notes(case)),
    )


def _placebo(tried: Checks) -> Iterator[Note]:
    """Warn where the method finds a change between two spans of which nothing is claimed."""
    found = tried.placebo
    if found is not None and (found.high < 0 or found.low > 0):
        yield Note("placebo_not_null", params={"effect": found.effect, "low": found.low, "high": found.high})


def _notes(case: Case) -> Iterator[Note]:
    if case.drift.drifted:
        yield Note("tagging_drift", params={"points": round(100 * case.drift.moved, 1)})
    if case.facts.known.crm and case.evidence.has.get("closed") and not case.evidence.has.get("lost", True):
        yield Note("no_lost_leads")


def _advertising(case: Case) -> Iterator[Note]:
    """Say that leads of advertising are compared, where funnel and ledger count those of every source."""
    leads = total(case.evidence.model, PERIOD)
    others = any(cell.leads for cell in case.evidence.model if cell.group != SMM and cell.span == PERIOD)
    if case.advertising and case.scope.name == "all" and leads and others:
        yield Note("advertising_compared", leads, level="info")


def _bare(facts: Facts) -> Attribution | None:
    """Say why nothing is attributed where no evidence was gathered; None without leads."""
    leads = any(cell.figures["platform_leads"] for cell in facts.ads) or any(
        cell.counts["leads"] for cell in facts.leads
    )
    found = of_ads(facts) or refused("no_reference", Missing("history"))
    if facts.days is None or not (leads or found.kind == "not_judged_by_sales"):
        return None
    return Attribution(
        kind="standards",
        why="no_history_standards",
        period=facts.period or Span(*facts.days, why="all_days"),
        reference=None,
        unit="sales",
        horizon_days=DEFAULT_HORIZON,
        reference_sales=None,
        period_sales=None,
        change=None,
        interval=None,
        zones=(),
        residual=None,
        crosschecks=CrossCheck(),
        sensitivity=(),
        ladder=(),
        verdict=found,
        checks=Checks(),
        grain="total",
    )
