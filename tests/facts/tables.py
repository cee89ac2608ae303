"""Canonical rows made by hand, loaded into an engine: what reading would have left."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from smmfunnel.facts.stage import FILES, TAG_ORDER
from smmfunnel.reading.frames import TYPES
from smmfunnel.reading.frames import frame as canonical
from smmfunnel.tables import MICRO, TABLES, TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.engines import Engine
    from smmfunnel.vocabulary import Kind

Row = dict[str, Any]


def frame(columns: Mapping[str, str], rows: Sequence[Row]) -> pa.Table:
    """Make a canonical frame; days and moments may be ISO texts."""
    arrays = {
        name: pa.array([_value(kind, row.get(name)) for row in rows], TYPES[kind]) for name, kind in columns.items()
    }
    return canonical(columns, arrays, len(rows))


def _value(kind: str, value: Any) -> Any:
    if isinstance(value, str) and kind == "DATE":
        return date.fromisoformat(value)
    if isinstance(value, str) and kind == "TIMESTAMP":
        return datetime.fromisoformat(value)
    return value


def ad(file: int, day: str, campaign: str, last: str | None = None, **given: Any) -> Row:
    """An ad row of platform vk; figures are given in whole units."""
    row: Row = {
        "file": file,
        "platform": "vk",
        "first_day": day,
        "last_day": last or day,
        "campaign": campaign,
        "campaign_key": campaign.lower(),
        "currency": "RUB",
        **{k: v * MICRO if isinstance(v, int) else v for k, v in given.items()},
    }
    row["print"] = str(sorted(row.items(), key=str)).replace(f"'file', {file}", "")
    return row


def load(engine: Engine, kind: Kind, rows: Sequence[Row]) -> None:
    """Create the table of a kind and put rows into it."""
    columns = TABLES[kind]
    engine.create(kind.value, columns)
    numbered = [{"row": n, **row} for n, row in enumerate(rows)]
    engine.load(kind.value, [frame(columns, numbered)])


def load_files(engine: Engine, files: Sequence[Row]) -> None:
    """Create the table of files; `file` and `kind` are enough."""
    engine.create("files", FILES)
    rows = [
        {
            "space": "crm",
            "role": "crm",
            "supplement": False,
            "rank": file["file"],
            "level": 1,
            "dims": "",
            **file,
        }
        for file in files
    ]
    engine.load("files", [frame(FILES, rows)])


def load_tags(engine: Engine, tags: Sequence[Row]) -> None:
    """Create the tables of tags; tag 0 is the one without any field."""
    rows = [{"tag": 0, "broken": False}, *({"broken": False, **tag} for tag in tags)]
    engine.create("tags", TAGS)
    engine.load("tags", [frame(TAGS, rows)])
    engine.run(TAG_ORDER)
