"""Rows that are not data: totals, footers, blanks and repeated headers; totals are kept as a checksum."""

from __future__ import annotations

import re
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.numbers import parse_micros
from smmfunnel.reading.octets import Mask, as_arrow, looked_up, octets
from smmfunnel.results import ColumnTotal
from smmfunnel.tables import MICRO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.catalog.model import Format
    from smmfunnel.reading.cells import Cells

COMMON = (
    r"итого( .*)?|итого:.*|всего( .*)?|total|totals|total\s*:.*|grand totals?.*|gesamt|gesamt\s*:.*"
    r"|итого и средние|total of \d+ results?|разом|усього|all accounts total"
)
"""Labels of totals rows: whole cells, so that a campaign may begin with `Total`."""
ADDITIVE = ("impressions", "clicks", "interactions", "landing_views", "conversions", "spend", "visits")
"""Columns whose total must be the sum of the rows (reach is not, results are of several kinds)."""
ROUNDING = MICRO // 200
"""Half a hundredth: what one displayed row of money may have lost."""


def label_pattern(form: Format) -> str:
    """Return the pattern of a format's labels of totals rows, for small letters."""
    return "^(?:" + "|".join([COMMON, *(p.casefold() for p in form.totals)]) + ")$"


def total_rows(cells: Cells, form: Format, first: pa.Array, day: pa.Array | None) -> pa.Array:
    """Mark the rows that hold totals.

    Args:
        cells: the batch.
        form: its format.
        first: text of the file's first column.
        day: whether each row's own day can be read, where the file has days.
    """
    pattern = label_pattern(form)
    named = labelled(first, pattern)
    for name in ("campaign", "source"):
        if name in cells.columns:
            named = pc.or_(named, labelled(cells.raw(name), pattern))
    named = pc.or_(named, _labelled_below(cells, pattern))
    # A campaign may be called Total; a row with a day of its own is that campaign's.
    marked = named if day is None else pc.and_(named, pc.invert(day))
    for name in ("day", "week", "month", "period_start"):
        if name in cells.columns:
            marked = pc.or_(marked, labelled(cells.raw(name), pattern))
    names = [name for name in form.blank_total if name in cells.columns]
    if names:
        blank = pa.repeat(pa.scalar(value=True), cells.rows)
        for name in names:
            blank = pc.and_(blank, pc.is_null(cells.text(name)))
        marked = pc.or_(marked, blank)
    return marked


def _labelled_below(cells: Cells, pattern: str) -> pa.Array:
    """Mark the rows whose only name is a label: exports of ads write it in their finest column."""
    places = [name for name in ("campaign", "ad_group", "ad") if name in cells.columns]
    marked = pa.repeat(pa.scalar(value=False), cells.rows)
    for name in places[1:]:
        alone = labelled(cells.raw(name), pattern)
        for other in places:
            if other != name:
                alone = pc.and_(alone, pc.is_null(cells.text(other)))
        marked = pc.or_(marked, alone)
    return marked


@lru_cache(maxsize=64)
def beginnings(pattern: str) -> Mask | None:
    """First bytes a label may have; None where the pattern does not tell."""
    table = np.zeros(256, dtype=np.bool_)
    # Behind spaces anything may stand, and past ASCII small and capital letters need not look alike.
    table[: ord(" ") + 1] = table[127:] = True
    for label in pattern.removeprefix("^(?:").removesuffix(")$").split("|"):
        if not label[:1].isalnum() or label[1:2] in ("?", "*", "{"):
            return None
        if label[0].isascii():
            table[[ord(label[0].lower()), ord(label[0].upper())]] = True
    return table


def labelled(cells: pa.Array, pattern: str) -> pa.Array:
    """Mark the cells that are a label; most show by their first letter that they are none."""
    texts, begins = octets(cells), beginnings(pattern)
    if texts is None or begins is None:
        return fitting(cells, pattern)
    maybe = looked_up(texts.at(texts.starts), begins)
    if not maybe.any():
        return pa.repeat(pa.scalar(value=False), len(cells))
    some = as_arrow(maybe)
    return pc.replace_with_mask(
        pa.repeat(pa.scalar(value=False), len(cells)), some, fitting(cells.filter(some), pattern)
    )


def fitting(cells: pa.Array, pattern: str) -> pa.Array:
    """Mark the cells that are a label, whatever their case and spaces."""
    text = pc.utf8_lower(pc.replace_substring_regex(pc.utf8_trim_whitespace(cells), "[\\s\u00a0]+", " "))
    return pc.fill_null(pc.match_substring_regex(text, pattern), fill_value=False)


def is_total(record: Sequence[str], form: Format) -> bool:
    """Tell whether a ragged record is a totals row, wherever its label stands."""
    pattern = re.compile(label_pattern(form))
    return any(pattern.match(" ".join(cell.casefold().split())) for cell in record if cell)


@dataclass
class Checksum:
    """The totals rows of a file and the sums of its data rows."""

    stated: list[dict[str, int | None]] = field(default_factory=list)
    summed: dict[str, int] = field(default_factory=dict)
    rows: int = 0

    def state(self, cells: Cells, marks: Mapping[str, str]) -> None:
        """Take totals rows, given as a batch of their own."""
        columns = {
            name: parse_micros(cells.raw(name), marks.get(name, ".")).array.to_pylist()
            for name in ADDITIVE
            if name in cells.columns
        }
        self.stated += [{name: values[row] for name, values in columns.items()} for row in range(cells.rows)]

    def add(self, name: str, values: pa.Array) -> None:
        """Add the data rows of a column."""
        self.summed[name] = self.summed.get(name, 0) + int(pc.sum(values).as_py() or 0)

    def merge(self, other: Checksum) -> None:
        """Add the totals rows and sums of the next batch."""
        self.stated += other.stated
        for name, value in other.summed.items():
            self.summed[name] = self.summed.get(name, 0) + value
        self.rows += other.rows

    def verdict(self) -> tuple[ColumnTotal, ...]:
        """Hold the stated totals against the sums; of several totals rows the one nearest to the sums counts."""
        usable = [row for row in self.stated if any(value is not None for value in row.values())]
        if not usable:
            return ()
        best = max(usable, key=lambda row: (sum(self._agrees(n, v) for n, v in row.items()), -self._apart(row)))
        return tuple(
            ColumnTotal(name, _plain(value), _plain(self.summed[name]), self._agrees(name, value))
            for name, value in best.items()
            if value is not None and name in self.summed
        )

    def _apart(self, row: Mapping[str, int | None]) -> float:
        """How far a totals row is from the sums, column by column and relative to them."""
        return sum(
            abs(value - self.summed[name]) / max(abs(self.summed[name]), MICRO)
            for name, value in row.items()
            if value is not None and name in self.summed
        )

    def _agrees(self, name: str, value: int | None) -> bool:
        if value is None or name not in self.summed:
            return False
        slack = ROUNDING * (self.rows + 1) if name == "spend" or value % MICRO else 0
        return abs(value - self.summed[name]) <= slack


def _plain(micros: int) -> int | float:
    return micros // MICRO if micros % MICRO == 0 else micros / MICRO
