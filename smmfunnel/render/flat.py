"""CSV, TSV and JSON Lines: the whole answer as one long table, or one section as its own table.

Numbers are written as they are. A text that a spreadsheet would run as a formula gets an apostrophe
before it; a text that is itself a number, a negative one included, runs nothing and is left alone.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from smmfunnel.render.model import Cell, Column, Raw, Row, Table, Unit, raw
from smmfunnel.render.sections import chosen
from smmfunnel.results import Estimate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from smmfunnel.render.options import RenderOptions
    from smmfunnel.results import Check, Report

LONG = ("section", "key", "metric", "value", "low", "high", "unit")
"""Header of the long table, by which smmfunnel knows its own output."""

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*\s?%?")


def write_csv(answer: Report | Check, options: RenderOptions) -> str:
    """Write CSV with a line feed after every record and quotes only where they are needed."""
    return "".join(_quoted(record) for record in _records(answer, options))


def write_tsv(answer: Report | Check, options: RenderOptions) -> str:
    """Write TSV without any quotes: tabs and breaks inside a cell become spaces."""
    return "".join("\t".join(map(_flat_cell, record)) + "\n" for record in _records(answer, options))


def write_jsonl(answer: Report | Check, options: RenderOptions) -> str:
    """Write one JSON object a record, unknown as null."""
    names, rows = _grid(answer, options)
    objects = (dict(zip(names, row, strict=True)) for row in rows)
    return "".join(json.dumps(each, ensure_ascii=not options.unicode, allow_nan=False) + "\n" for each in objects)


def csv_of(table: Table) -> str:
    """Write one table as CSV."""
    return "".join(map(_quoted, _told(table)))


def tsv_of(table: Table) -> str:
    """Write one table as TSV."""
    return "".join("\t".join(map(_flat_cell, record)) + "\n" for record in _told(table))


def jsonl_of(table: Table, *, ascii_only: bool = False) -> str:
    """Write one table as JSON Lines."""
    return "".join(json.dumps(each, ensure_ascii=ascii_only, allow_nan=False) + "\n" for each in objects(table))


def objects(table: Table) -> Iterator[dict[str, Raw]]:
    """Yield the rows of one table as objects, unknown as null."""
    names = _names(table)
    yield from (dict(zip(names, _wide(table, row), strict=True)) for row in table.rows)


def _told(table: Table) -> Iterator[Sequence[str]]:
    yield _names(table)
    yield from ([_written(cell) for cell in _wide(table, row)] for row in table.rows)


def safe(text: str) -> str:
    r"""Disarm a text that a spreadsheet would run as a formula.

    Example:
        >>> safe("=1+1"), safe("-5"), safe("+7 911 000-00-00"), safe("[RU] =1+1")
        ("'=1+1", '-5', "'+7 911 000-00-00", '[RU] =1+1')
    """
    return "'" + text if text.startswith(_RUN) and not _NUMBER.fullmatch(text) else text


def _records(answer: Report | Check, options: RenderOptions) -> Iterator[Sequence[str]]:
    names, rows = _grid(answer, options)
    yield names
    for row in rows:
        yield [_written(cell) for cell in row]


def _grid(answer: Report | Check, options: RenderOptions) -> tuple[Sequence[str], Iterable[Sequence[Raw]]]:
    tables = chosen(answer, options.sections)
    if len(options.sections) == 1:
        return _names(tables[0]), (list(_wide(tables[0], row)) for row in tables[0].rows)
    return LONG, (record for table in tables for row in table.rows for record in _long(table, row))


def _names(table: Table) -> list[str]:
    names: list[str] = []
    for column in table.columns:
        names.append(column.name)
        if column.estimate:
            names += [f"{column.name}_low", f"{column.name}_high"]
    return [*names, "reasons"] if any(column.estimate for column in table.columns) else names


def _wide(table: Table, row: Row) -> Iterator[Raw]:
    reasons: list[str] = []
    for column, cell in zip(table.columns, row.cells, strict=True):
        yield raw(cell)
        if column.estimate:
            estimate = cell if isinstance(cell, Estimate) else Estimate(None)
            yield raw(estimate.low)
            yield raw(estimate.high)
            reasons += [f"{column.name}={estimate.reason}"] if estimate.reason else []
    if any(column.estimate for column in table.columns):
        yield ";".join(reasons) or None


def _long(table: Table, row: Row) -> Iterator[Sequence[Raw]]:
    pairs = list(zip(table.columns, row.cells, strict=True))
    key = "/".join(_key(column, cell) for column, cell in pairs if column.key and cell is not False)
    for column, cell in pairs:
        if column.key:
            continue
        low, high = (cell.low, cell.high) if isinstance(cell, Estimate) else (None, None)
        ends = (raw(low), raw(high))
        yield (table.section, key, column.name, raw(cell), *ends, _unit(column, row))
        if isinstance(cell, Estimate) and cell.reason:
            yield (table.section, key, f"{column.name}_reason", cell.reason, None, None, Unit.CODE.value)


def _key(column: Column, cell: Cell) -> str:
    return column.name if cell is True else str(raw(cell) if cell is not None else "")


def _unit(column: Column, row: Row) -> str:
    return row.currency or column.unit.value if column.unit is Unit.MONEY else column.unit.value


def _written(cell: Raw) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return safe(cell) if isinstance(cell, str) else repr(cell)


def _quoted(record: Sequence[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerow(record)
    return buffer.getvalue()


def _flat_cell(text: str) -> str:
    return " ".join(text.splitlines()).replace("\t", " ") if not text.isprintable() else text
