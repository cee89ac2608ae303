"""JSON Schema (draft 2020-12) of the documents: what programs may rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smmfunnel.render.document import ENVELOPE
from smmfunnel.render.funnels import COUNTS, QUOTIENTS
from smmfunnel.render.sources import MATCHED_BY
from smmfunnel.vocabulary import Kind, Stage, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

Schema = dict[str, Any]

SCHEMAS = ("smmfunnel/report/1", "smmfunnel/check/1")
"""Names of the documents, as their member `schema` says."""

_TEXT: Schema = {"type": "string"}
_CODE: Schema = {"type": "string", "pattern": "^[a-z0-9_-]+$"}
_NUMBER: Schema = {"type": "number"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_FLAG: Schema = {"type": "boolean"}
_DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_COUNTS: Schema = {"type": "object", "additionalProperties": _COUNT}


def schema(name: str) -> Schema:
    """Return the JSON Schema of a document, `smmfunnel/report/1` or `smmfunnel/check/1`.

    Members beyond the envelope are optional: `--section` leaves out the rest, a failed run all of them.

    Raises:
        KeyError: there is no such document.
    """
    bodies = dict(zip(SCHEMAS, (_report, _check), strict=True))
    envelope = _envelope(name)
    failure = _object({"code": _CODE, "message": _TEXT, "hint": _maybe(_TEXT)})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "type": "object",
        "properties": envelope | bodies[name]() | {"error": failure},
        "required": list(ENVELOPE),
        "additionalProperties": False,
        "if": {"required": ["error"]},
        "else": {"properties": {"scope": _CODE}},
    }


def _maybe(given: Schema) -> Schema:
    return {"anyOf": [given, {"type": "null"}]}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _object(members: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": members,
        "required": list(members),
        "additionalProperties": False,
    }


def _all(names: Iterable[str], of: Schema) -> dict[str, Schema]:
    return dict.fromkeys(names, of)


def _envelope(name: str) -> dict[str, Schema]:
    span = _object({"kind": _CODE, "start": _DAY, "end": _DAY, "why": _CODE})
    return {
        "schema": {"const": name},
        "tool": _object({"name": {"const": "smmfunnel"}, "version": _TEXT}),
        "as_of": _maybe(_DAY),
        "lang": _TEXT,
        "currency": _maybe(_TEXT),
        "config_path": _maybe(_TEXT),
        "config_sha256": _maybe(_TEXT),
        "period": _maybe(span),
        "reference": _maybe(span),
        "scope": _maybe(_CODE),
    }


def _report() -> dict[str, Schema]:
    origin = {"origin": _CODE, "source": _maybe(_TEXT), "leads": _COUNT, "sales": _maybe(_COUNT)}
    return {
        "inputs": _list(_input()),
        "skipped": _list(_skipped()),
        "funnel": _list(_stage()),
        "open_leads": _maybe(_COUNT),
        "money": _maybe(_money()),
        "money_by_currency": _list(_money()),
        "awareness": _list(_awareness()),
        "segments": _list(_segment()),
        "origins": _list(_object(origin | {"qualified": _maybe(_COUNT)})),
        "excluded": _COUNTS,
        "match": _maybe(_match()),
        "unmapped": _list(_word()),
        "warnings": _list(_note()),
    }


def _check() -> dict[str, Schema]:
    fitness = {
        "question": _CODE,
        "answer": {"enum": ["yes", "partly", "no"]},
        "missing": _list(_CODE),
    }
    return {
        "inputs": _list(_input()),
        "skipped": _list(_skipped()),
        "reconciliation": _reconciliation(),
        "match": _maybe(_match()),
        "unmapped": _list(_word()),
        "fitness": _list(_object(fitness)),
        "warnings": _list(_note()),
    }


def _estimate() -> Schema:
    ends = _all(("value", "low", "high"), _maybe(_NUMBER))
    return _object(ends | {"reason": _maybe(_CODE)})


def _note() -> Schema:
    return _object(
        {
            "code": _CODE,
            "message": _TEXT,
            "count": _maybe({"type": "integer"}),
            "source": _maybe(_TEXT),
            "level": {"enum": ["info", "warning"]},
        }
    )


def _input() -> Schema:
    total = {"column": _TEXT, "stated": _NUMBER, "summed": _NUMBER, "agrees": _FLAG}
    return _object(
        {
            "path": _TEXT,
            "sha256": _TEXT,
            "kind": {"enum": [kind.value for kind in Kind]},
            "format": _TEXT,
            "title": _TEXT,
            "encoding": _maybe(_TEXT),
            "delimiter": _maybe(_TEXT),
            "rows_read": _COUNT,
            "rows_kept": _COUNT,
            "skipped": _COUNTS,
            "first_day": _maybe(_DAY),
            "last_day": _maybe(_DAY),
            "currency": _maybe(_TEXT),
            "totals": _list(_object(total)),
            "notes": _list(_note()),
        }
    )


def _skipped() -> Schema:
    return _object({"path": _TEXT, "code": _CODE, "message": _TEXT})


def _stage() -> Schema:
    stages: Schema = {"enum": [stage.value for stage in Stage]}
    return _object(
        {
            "stage": stages,
            "count": _NUMBER,
            "of": _maybe(stages),
            "rate": _maybe(_estimate()),
            "zone": _maybe({"enum": [zone.value for zone in Zone]}),
            "lost": _maybe(_NUMBER),
            "reference_count": _maybe(_NUMBER),
            "reference_rate": _maybe(_estimate()),
            "difference": _maybe(_estimate()),
            "worst": _FLAG,
        }
    )


def _quotients(names: Iterable[str]) -> dict[str, Schema]:
    ends = _object(_all(("low", "high"), _maybe(_NUMBER)))
    return {
        **_all(names, _maybe(_NUMBER)),
        "reasons": {"type": "object", "additionalProperties": _CODE},
        "intervals": {"type": "object", "additionalProperties": ends},
    }


def _money() -> Schema:
    return _object(
        {
            "currency": _maybe(_TEXT),
            **_all(("spend", "revenue"), _maybe(_NUMBER)),
            **_quotients(QUOTIENTS),
            "costs": _list(_CODE),
            **_all(("costs_total", "repeat_revenue"), _maybe(_NUMBER)),
        }
    )


def _awareness() -> Schema:
    figures = ("spend", "impressions", "reach_largest", "video_views", "followers")
    return _object(
        {
            "currency": _maybe(_TEXT),
            "campaigns": _COUNT,
            **_all(figures, _maybe(_NUMBER)),
            **_quotients(("cpm", "cpv")),
        }
    )


def _segment() -> Schema:
    return _object(
        {
            "by": _CODE,
            **_all(("key", "platform"), _maybe(_TEXT)),
            "other": _FLAG,
            "members": _COUNT,
            **_all(COUNTS, _maybe(_NUMBER)),
            "rates": {"type": "object", "additionalProperties": _estimate()},
            "currency": _maybe(_TEXT),
            **_all(("spend", "revenue"), _maybe(_NUMBER)),
            **_quotients(("cpl", "cac", "roas")),
            "flagged": _list(_CODE),
            "too_little": _FLAG,
        }
    )


def _match() -> Schema:
    near = {"value": _TEXT, "leads": _COUNT, "campaign": _TEXT}
    by = {
        "type": "object",
        "properties": _all(MATCHED_BY, _COUNT),
        "required": list(MATCHED_BY),
        "additionalProperties": _COUNT,
    }
    return _object(
        {
            **_all(("leads", "matched"), _COUNT),
            "by": by,
            **_all(("unmatched", "broken_tags"), _COUNT),
            "spend_without_leads": _maybe(_NUMBER),
            "campaigns_without_leads": _COUNT,
            "suggestions": _list(_object(near)),
            "cpl_bounds": _maybe(_estimate()),
        }
    )


def _word() -> Schema:
    return _object({"path": _TEXT, "column": _CODE, "value": _TEXT, "rows": _COUNT})


def _reconciliation() -> Schema:
    cabinet = {
        "platform": _TEXT,
        "currency": _maybe(_TEXT),
        **_all(("spend_in_files", "spend_set_aside", "spend_used", "platform_leads"), _maybe(_NUMBER)),
        "crm_leads": _maybe(_COUNT),
        **_all(("first_day", "last_day"), _maybe(_DAY)),
    }
    steps = (
        "by_closing_day",
        "closed_in_period_of_earlier_leads",
        "closed_later_of_period_leads",
        "undated",
        "unlinked",
        "by_lead_day",
    )
    return _object(
        {
            "cabinets": _list(_object(cabinet)),
            "leads_by_creation": _maybe(_COUNT),
            "excluded": _COUNTS,
            "bridge": _maybe(_object(_all(steps, _COUNT))),
        }
    )
