"""JSON Schema (draft 2020-12) of the documents: what programs may rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render.document import ENVELOPE
from smmfunnel.render.funnels import COUNTS as SEGMENT_COUNTS
from smmfunnel.render.funnels import QUOTIENTS
from smmfunnel.render.schema_judged import judged
from smmfunnel.render.schema_leads import lead_list
from smmfunnel.render.schema_terms import (
    CODE,
    COUNT,
    COUNTS,
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
from smmfunnel.render.sources import MATCHED_BY
from smmfunnel.vocabulary import Kind, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMAS = ("smmfunnel/report/1", "smmfunnel/check/1", "smmfunnel/leads/1")
"""Names of the documents, as their member `schema` says."""


def schema(name: str) -> Schema:
    """Return the JSON Schema of a document, one of `SCHEMAS`.

    Members beyond the envelope are optional: `--section` leaves out the rest, a failed run all of them.

    Raises:
        KeyError: there is no such document.
    """
    bodies = dict(zip(SCHEMAS, (_report, _check, lead_list), strict=True))
    envelope = _envelope(name)
    failure = record({"code": CODE, "message": TEXT, "hint": maybe(TEXT)})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "type": "object",
        "properties": envelope | bodies[name]() | {"error": failure},
        "required": list(ENVELOPE),
        "additionalProperties": False,
        "if": {"required": ["error"]},
        "else": {"properties": {"scope": CODE}},
    }


def _envelope(name: str) -> dict[str, Schema]:
    return {
        "schema": {"const": name},
        "tool": record({"name": {"const": "smmfunnel"}, "version": TEXT}),
        "as_of": maybe(DAY),
        "lang": TEXT,
        "currency": maybe(TEXT),
        "config_path": maybe(TEXT),
        "config_sha256": maybe(TEXT),
        "period": maybe(span()),
        "reference": maybe(span()),
        "scope": maybe(CODE),
    }


def _report() -> dict[str, Schema]:
    origin = {"origin": CODE, "source": maybe(TEXT), "leads": COUNT, "sales": maybe(COUNT)}
    return {
        **judged(),
        "inputs": array(_input()),
        "skipped": array(_skipped()),
        "funnel": array(_stage()),
        "open_leads": maybe(COUNT),
        "money": maybe(_money()),
        "money_by_currency": array(_money()),
        "awareness": array(_awareness()),
        "segments": array(_segment()),
        "origins": array(record(origin | {"qualified": maybe(COUNT)})),
        "excluded": COUNTS,
        "match": maybe(_match()),
        "unmapped": array(_word()),
        "warnings": array(note()),
    }


def _check() -> dict[str, Schema]:
    fitness = {
        "question": CODE,
        "answer": {"enum": ["yes", "partly", "no"]},
        "missing": array(CODE),
    }
    return {
        "inputs": array(_input()),
        "skipped": array(_skipped()),
        "reconciliation": _reconciliation(),
        "match": maybe(_match()),
        "unmapped": array(_word()),
        "fitness": array(record(fitness)),
        "warnings": array(note()),
    }


def _input() -> Schema:
    total = {"column": TEXT, "stated": NUMBER, "summed": NUMBER, "agrees": FLAG}
    return record(
        {
            "path": TEXT,
            "sha256": TEXT,
            "kind": {"enum": [kind.value for kind in Kind]},
            "format": TEXT,
            "title": TEXT,
            "encoding": maybe(TEXT),
            "delimiter": maybe(TEXT),
            "rows_read": COUNT,
            "rows_kept": COUNT,
            "skipped": COUNTS,
            "first_day": maybe(DAY),
            "last_day": maybe(DAY),
            "currency": maybe(TEXT),
            "totals": array(record(total)),
            "notes": array(note()),
        }
    )


def _skipped() -> Schema:
    return record({"path": TEXT, "code": CODE, "message": TEXT})


def _stage() -> Schema:
    stages: Schema = {"enum": [stage.value for stage in Stage]}
    return record(
        {
            "stage": stages,
            "count": NUMBER,
            "of": maybe(stages),
            "rate": maybe(estimate()),
            "zone": maybe(ZONE),
            "lost": maybe(NUMBER),
            "reference_count": maybe(NUMBER),
            "reference_rate": maybe(estimate()),
            "difference": maybe(estimate()),
            "worst": FLAG,
        }
    )


def _quotients(names: Iterable[str]) -> dict[str, Schema]:
    ends = record(each(("low", "high"), maybe(NUMBER)))
    return {
        **each(names, maybe(NUMBER)),
        "reasons": {"type": "object", "additionalProperties": CODE},
        "intervals": {"type": "object", "additionalProperties": ends},
    }


def _money() -> Schema:
    return record(
        {
            "currency": maybe(TEXT),
            **each(("spend", "revenue"), maybe(NUMBER)),
            **_quotients(QUOTIENTS),
            "costs": array(CODE),
            **each(("costs_total", "repeat_revenue"), maybe(NUMBER)),
        }
    )


def _awareness() -> Schema:
    figures = ("spend", "impressions", "reach_largest", "video_views", "followers")
    return record(
        {
            "currency": maybe(TEXT),
            "campaigns": COUNT,
            **each(figures, maybe(NUMBER)),
            **_quotients(("cpm", "cpv")),
        }
    )


def _segment() -> Schema:
    return record(
        {
            "by": CODE,
            **each(("key", "platform"), maybe(TEXT)),
            "other": FLAG,
            "members": COUNT,
            **each(SEGMENT_COUNTS, maybe(NUMBER)),
            "rates": {"type": "object", "additionalProperties": estimate()},
            "currency": maybe(TEXT),
            **each(("spend", "revenue"), maybe(NUMBER)),
            **_quotients(("cpl", "cac", "roas")),
            "flagged": array(CODE),
            "too_little": FLAG,
        }
    )


def _match() -> Schema:
    near = {"value": TEXT, "leads": COUNT, "campaign": TEXT}
    by = {
        "type": "object",
        "properties": each(MATCHED_BY, COUNT),
        "required": list(MATCHED_BY),
        "additionalProperties": COUNT,
    }
    return record(
        {
            **each(("leads", "matched"), COUNT),
            "by": by,
            **each(("unmatched", "broken_tags"), COUNT),
            "spend_without_leads": maybe(NUMBER),
            "campaigns_without_leads": COUNT,
            "suggestions": array(record(near)),
            "cpl_bounds": maybe(estimate()),
        }
    )


def _word() -> Schema:
    return record({"path": TEXT, "column": CODE, "value": TEXT, "rows": COUNT})


def _reconciliation() -> Schema:
    cabinet = {
        "platform": TEXT,
        "currency": maybe(TEXT),
        **each(("spend_in_files", "spend_set_aside", "spend_used", "platform_leads"), maybe(NUMBER)),
        "crm_leads": maybe(COUNT),
        **each(("first_day", "last_day"), maybe(DAY)),
    }
    steps = (
        "by_closing_day",
        "closed_in_period_of_earlier_leads",
        "closed_later_of_period_leads",
        "undated",
        "unlinked",
        "by_lead_day",
    )
    return record(
        {
            "cabinets": array(record(cabinet)),
            "leads_by_creation": maybe(COUNT),
            "excluded": COUNTS,
            "bridge": maybe(record(each(steps, COUNT))),
        }
    )
