"""Decisions that take all values of a file's columns: decimal marks, and the order of day and month."""

from __future__ import annotations

from dataclasses import field
from functools import reduce
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, Where
from smmfunnel.reading.dateorder import DateEvidence, date_evidence, decide_order
from smmfunnel.reading.decimalmark import NumberEvidence, decide_decimal, number_evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

DAY_FIRST = "dmy"
TWO = 2
WHOLE = ("impressions", "reach", "clicks", "interactions", "landing_views", "video_views", "visits")
"""Columns of counts that no platform reports in fractions."""


@dataclass(frozen=True)
class Decisions:
    """Decimal mark of each numeric column, order of each date column."""

    marks: Mapping[str, str]
    orders: Mapping[str, str]
    one_day: bool = False
    """The whole file names one single day."""


@dataclass
class Evidence:
    """Evidence of a file's columns, gathered batch by batch; the order of batches does not matter."""

    numbers: dict[str, NumberEvidence] = field(default_factory=dict)
    dates: dict[str, DateEvidence] = field(default_factory=dict)
    days: set[str] = field(default_factory=set)
    """Up to two different texts of the `day` column."""

    def see_numbers(self, column: str, cells: pa.Array) -> None:
        """Add the cells of a numeric column."""
        self.numbers[column] = self.numbers.get(column, NumberEvidence()) | number_evidence(cells)

    def see_dates(self, column: str, cells: pa.Array) -> None:
        """Add the cells of a date column."""
        self.dates[column] = self.dates.get(column, DateEvidence()) | date_evidence(cells)
        if column == "day" and len(self.days) < TWO:
            dated = pc.filter(cells, pc.match_substring_regex(cells, "[0-9]"))
            self.days.update(pc.unique(dated).to_pylist()[:TWO])


@dataclass(frozen=True)
class Hints:
    """What settles columns whose own values leave a question open."""

    path: str
    delimiter: str | None
    decimal: str | None = None
    date_order: str | None = None
    forced_decimal: str | None = None
    forced_order: str | None = None
    """What the user said: it also overrules the evidence of other columns."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Canonical column to the header that errors name."""

    def where(self, column: str) -> Where:
        """Return the place of a column."""
        return Where(self.path, column=self.headers.get(column, column))


def decide(evidence: Evidence, hints: Hints, *, final: bool = True) -> Decisions:
    """Decide every column; while there is more to see, what is open yet is taken provisionally.

    Raises:
        InputError: a column contradicts itself, or its dates could be read both ways.
    """
    one_day = len(evidence.days) == 1
    return Decisions(_marks(evidence, hints), _orders(evidence, hints, final=final), one_day)


def _marks(evidence: Evidence, hints: Hints) -> dict[str, str]:
    if hints.forced_decimal:
        return dict.fromkeys(evidence.numbers, hints.forced_decimal)
    decisive = {"." if e.dot else "," for e in evidence.numbers.values() if e.dot != e.comma}
    # A mark that separates thousands in a count is no decimal mark in the money beside it.
    whole = [found for column, found in evidence.numbers.items() if column in WHOLE]
    implied = {"," if found.lone_dot else "." for found in whole if found.lone_dot != found.lone_comma}
    settled = decisive or implied
    shared = settled.pop() if len(settled) == 1 else None
    marks = {}
    for column, found in evidence.numbers.items():
        if column in WHOLE and not (found.dot or found.comma) and found.lone_dot != found.lone_comma:
            # People and clicks come whole: three digits after a mark are thousands.
            marks[column] = "," if found.lone_dot else "."
            continue
        mark = decide_decimal(found, shared, hints.decimal, hints.delimiter)
        if mark is None:
            raise InputError("decimal_conflict", hints.where(column))
        marks[column] = mark
    return marks


def _orders(evidence: Evidence, hints: Hints, *, final: bool) -> dict[str, str]:
    orders = {}
    for column, found in evidence.dates.items():
        others = reduce(
            lambda one, two: one | two,
            (e for name, e in evidence.dates.items() if name != column),
            DateEvidence(),
        )
        if hints.forced_order and not (found.day_first and found.month_first):
            orders[column] = hints.forced_order
            continue
        order = decide_order(found, others, hints.date_order)
        if order.problem == "conflict":
            raise InputError("dates_conflict", hints.where(column), one=found.day_first, two=found.month_first)
        if order.order is None and final:
            raise InputError("dates_ambiguous", hints.where(column))
        orders[column] = order.order or DAY_FIRST
    return orders
