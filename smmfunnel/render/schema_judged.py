"""JSON Schema of the verdict, the ledger and the sections beside them."""

from __future__ import annotations

from smmfunnel.render.schema_terms import (
    CODE,
    COUNT,
    DAY,
    FLAG,
    NUMBER,
    TEXT,
    ZONE,
    Schema,
    array,
    each,
    estimate,
    maybe,
    note,
    record,
    span,
)
from smmfunnel.vocabulary import Factor, Outcome, ResponseClass

_FACTOR: Schema = {"enum": [factor.value for factor in Factor]}
_OUTCOME: Schema = {"enum": [outcome.value for outcome in Outcome]}
_BAND: Schema = {"enum": [band.value for band in ResponseClass]}
_NAMED: Schema = {"enum": [zone for zone in ZONE["enum"] if zone != "unattributed"]}
"""Zones a verdict can name: the unattributed is none."""


def judged() -> dict[str, Schema]:
    """Return the schemas of these members of a report by name."""
    return {
        "attribution": maybe(_attribution()),
        "rescue": maybe(_rescue()),
        "ledger": maybe(_ledger()),
        "response": maybe(_response()),
        "managers": array(_manager()),
        "clickbait": array(_clickbait()),
        "cohorts": array(_cohort()),
        "maturity": maybe(_maturity()),
        "credit": maybe(_credit()),
        "actions": array(_action()),
    }


def _ends() -> Schema:
    return record(each(("low", "high"), NUMBER))


def _effect() -> dict[str, Schema]:
    return each(("effect", "low", "high"), NUMBER)


def _attribution() -> Schema:
    return record(
        {
            "kind": CODE,
            "why": CODE,
            "period": span(),
            "reference": maybe(span()),
            "scaled_by": NUMBER,
            "grain": {"enum": ["campaign", "platform", "total"]},
            "lead_sale": {"enum": ["judged", "unjudged", "held"]},
            "unit": {"const": "sales"},
            "horizon_days": COUNT,
            **each(("reference_sales", "period_sales", "change"), maybe(NUMBER)),
            "interval": maybe(_ends()),
            "zones": array(_zone()),
            "residual": maybe(NUMBER),
            "crosschecks": _crosschecks(),
            "sensitivity": array(_reading()),
            "ladder": array(record({"code": CODE, "held": FLAG, "missing": array(CODE)})),
            "verdict": _verdict(),
            "checks": _checks(),
            "notes": array(note()),
        }
    )


def _zone() -> Schema:
    factor = record(
        {
            "factor": _FACTOR,
            **_effect(),
            **each(("reference", "period"), maybe(NUMBER)),
            "takers": array(ZONE),
        }
    )
    return record(
        {
            "zone": ZONE,
            **_effect(),
            "bounds": _ends(),
            "significant": FLAG,
            "money": maybe(record(_effect())),
            "factors": array(factor),
        }
    )


def _crosschecks() -> Schema:
    return record(
        {
            "lmdi": array(record({"zone": ZONE, "effect": NUMBER})),
            "order_range": array(record({"factor": _FACTOR, **each(("low", "high"), NUMBER)})),
            "lead_sale_shapley": array(record({"factor": _FACTOR, "effect": NUMBER})),
            "notes": array(CODE),
        }
    )


def _reading() -> Schema:
    zones = array(record({"zone": ZONE, "effect": NUMBER}))
    return record({"factor": _FACTOR, "zone": ZONE, "zones": zones, "named": array(_NAMED)})


def _verdict() -> Schema:
    params: Schema = {"type": "object", "additionalProperties": {"type": ["string", "number"]}}
    missing = record({"code": CODE, "message": TEXT, "params": params})
    return record(
        {"zone": maybe(_NAMED), "zones": array(_NAMED), "kind": CODE, "sentence": TEXT, "missing": array(missing)}
    )


def _checks() -> Schema:
    figures = ("e_value", "e_value_of_interval", "tagging_drift", "overload", "off_hours_ratio")
    return record({**each(figures, maybe(NUMBER)), "placebo": maybe(record(_effect()))})


def _rescue() -> Schema:
    return record(
        {
            **each(("leads", "untouched"), COUNT),
            "sales": estimate(),
            "money": maybe(NUMBER),
            "sales_of_untouched": maybe(estimate()),
        }
    )


def _ledger() -> Schema:
    share: Schema = {"type": "number", "minimum": 0, "maximum": 1}
    lost: dict[str, Schema] = {
        "leads": COUNT,
        "share": share,
        "sales_lost": maybe(estimate()),
        "money_lost": maybe(NUMBER),
    }
    trust: dict[str, Schema] = {"completeness": estimate(), "trusted": FLAG, "why": CODE}
    part = {"part": maybe(TEXT), **each(("won", "touched"), COUNT), **trust}
    standard = {"minutes": COUNT, "leads": COUNT, "sales_lost": estimate(), "named": FLAG}
    log = {**trust, "parts": array(record(part))}
    return record(
        {
            "leads": COUNT,
            "sla_minutes": maybe(COUNT),
            "clock": {"enum": ["calendar", "working"]},
            "outcomes": array(record({"outcome": _OUTCOME, "zone": maybe(ZONE), **lost})),
            "zones": array(record({"zone": ZONE, **lost})),
            "rules": array(record({"id": TEXT, "outcome": _OUTCOME, "zone": maybe(ZONE), "leads": COUNT})),
            "touch_log": record(log),
            "by_sla": array(record(standard)),
            "notes": array(note()),
        }
    )


def _response() -> Schema:
    band = record({"band": _BAND, "leads": COUNT, "sales": maybe(COUNT), "rate": estimate()})
    times = ("p50_minutes", "p90_minutes", "p50_working_minutes", "p90_working_minutes")
    return record(
        {
            "sla_minutes": maybe(COUNT),
            **each(("touched", "untouched", "timed"), COUNT),
            **each(times, maybe(NUMBER)),
            "bands": array(band),
            "off_hours": maybe(band),
        }
    )


def _manager() -> Schema:
    return record(
        {
            "manager": maybe(TEXT),
            "leads": COUNT,
            "touched": maybe(COUNT),
            "p50_minutes": maybe(NUMBER),
            "sales": maybe(COUNT),
            **each(("rate", "adjusted_rate", "junk_rate"), estimate()),
            "junk_flag": FLAG,
            "junk_untouched": maybe(COUNT),
            "too_little": FLAG,
        }
    )


def _clickbait() -> Schema:
    return record(
        {
            "by": CODE,
            **each(("key", "platform", "campaign"), maybe(TEXT)),
            "clicks": maybe(NUMBER),
            **each(("click_rate", "landing_rate", "valid_rate", "qualified_rate"), estimate()),
            "leads": COUNT,
            **each(("click_change", "quality_change"), maybe(NUMBER)),
            **each(("flagged", "too_little"), FLAG),
        }
    )


def _cohort() -> Schema:
    return record({"week": DAY, **each(("leads", "sales"), COUNT), "exposure": NUMBER, "rate": estimate()})


def _maturity() -> Schema:
    return record(
        {
            "horizon_days": COUNT,
            "chosen": CODE,
            **each(("share_mature", "median_lag_days", "cycle_p_value"), maybe(NUMBER)),
            "rate": maybe(estimate()),
            "cycle_shift": CODE,
            "cohorts": array(_cohort()),
        }
    )


def _credit() -> Schema:
    counts = (
        "smm_leads",
        "new_to_crm",
        "known_earlier",
        "hand_entered",
        "hand_entered_after_ad",
    )
    sales = each(("sales_of_known_earlier", "sales_of_hand_entered_after_ad"), maybe(COUNT))
    sources = array(record({"source": maybe(TEXT), "leads": COUNT}))
    return record({**each(counts, COUNT), **sales, "earlier_by_source": sources})


def _action() -> Schema:
    return record(
        {
            "zone": ZONE,
            "code": CODE,
            "sentence": TEXT,
            "sales": maybe(estimate()),
            "money": maybe(NUMBER),
            "command": maybe(TEXT),
        }
    )
