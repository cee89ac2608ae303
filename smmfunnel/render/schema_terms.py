"""The building blocks of the JSON Schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smmfunnel.vocabulary import Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
CODE: Schema = {"type": "string", "pattern": "^[a-z0-9_-]+$"}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
COUNTS: Schema = {"type": "object", "additionalProperties": COUNT}
ZONE: Schema = {"enum": [zone.value for zone in Zone]}


def maybe(given: Schema) -> Schema:
    """Allow null beside a value."""
    return {"anyOf": [given, {"type": "null"}]}


def array(of: Schema) -> Schema:
    """Describe a list of items of one kind."""
    return {"type": "array", "items": of}


def record(members: dict[str, Schema]) -> Schema:
    """Describe an object with these members, all of them and no others."""
    return {
        "type": "object",
        "properties": members,
        "required": list(members),
        "additionalProperties": False,
    }


def each(names: Iterable[str], of: Schema) -> dict[str, Schema]:
    """Give several members one schema."""
    return dict.fromkeys(names, of)


def estimate() -> Schema:
    """Describe a figure with its interval, or the reason why there is none."""
    return record(each(("value", "low", "high"), maybe(NUMBER)) | {"reason": maybe(CODE)})


def span() -> Schema:
    """Describe a range of days and why it was taken."""
    return record({"kind": CODE, "start": DAY, "end": DAY, "why": CODE})


def note() -> Schema:
    """Describe a warning or a remark."""
    return record(
        {
            "code": CODE,
            "message": TEXT,
            "count": maybe({"type": "integer"}),
            "source": maybe(TEXT),
            "level": {"enum": ["info", "warning"]},
        }
    )
