"""Rows that are not data: totals, footers, blanks and repeated headers; totals are kept as a checksum."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.reading.numbers import parse_micros
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
    marked = _labelled(first, pattern)
    for name in ("day", "period_start", "campaign", "source"):
        if name in cells.columns:
            labelled = _labelled(cells.raw(name), pattern)
            # A campaign may be called Total; a row with a day of its own is that campaign's.
            labelled = pc.and_(labelled, pc.invert(day)) if name == "campaign" and day is not None else labelled
            marked = pc.or_(marked, labelled)
    names = [name for name in form.blank_total if name in cells.columns]
    if names:
        blank = pa.array([True] * cells.rows, pa.bool_())
        for name in names:
            blank = pc.and_(blank, pc.is_null(cells.text(name)))
        marked = pc.or_(marked, blank)
    return marked


def _labelled(cells: pa.Array, pattern: str) -> pa.Array:
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

    def verdict(self) -> tuple[ColumnTotal, ...]:
        """Hold the stated totals against the sums; of several totals rows the one nearest to the sums counts."""
        usable = [row for row in self.stated if any(value is not None for value in row.values())]
        if not usable:
            return ()
        best = max(usable, key=lambda row: (sum(self._agrees(n, v) for n, v in row.items()), str(row)))
        return tuple(
            ColumnTotal(name, _plain(value), _plain(self.summed[name]), self._agrees(name, value))
            for name, value in best.items()
            if value is not None and name in self.summed
        )

    def _agrees(self, name: str, value: int | None) -> bool:
        if value is None or name not in self.summed:
            return False
        slack = ROUNDING * (self.rows + 1) if name == "spend" or value % MICRO else 0
        return abs(value - self.summed[name]) <= slack


def _plain(micros: int) -> int | float:
    return micros // MICRO if micros % MICRO == 0 else micros / MICRO
