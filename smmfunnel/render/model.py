"""Sections as tables of typed cells: the one thing every tabular format arranges."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from math import isfinite

from smmfunnel.dataclass import dataclass
from smmfunnel.results import Estimate, Number

Cell = str | bool | Number | date | Estimate | tuple[str, ...] | None
"""What a cell holds; None is unknown, never nought."""


Raw = str | bool | Number | None
"""What a cell is for a machine: one value of JSON without nesting."""


class Unit(StrEnum):
    """What the number of a column is, by its name in the long format."""

    TEXT = "text"
    CODE = "code"
    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    RATIO = "ratio"
    MONEY = "money"
    DAY = "day"
    FLAG = "flag"
    SALES = "sales"
    """Expected sales: not whole, and with a sign where they are a change."""
    NUMBER = "number"
    MINUTES = "minutes"
    DAYS = "days"


@dataclass(frozen=True)
class Column:
    """One column: its machine name, its unit, and where people's words for its codes are."""

    name: str
    unit: Unit = Unit.TEXT
    words: str = ""
    """For codes: the prefix of their texts, `stage` for `stage.clicks`."""
    head: str = ""
    """Key of the text of its head where that is not `column.<name>`."""
    estimate: bool = False
    """Whether its cells are Estimates, so that ends of the interval and a reason stand beside it."""
    key: bool = False
    """Whether it names the row."""
    group: str = ""
    """Columns of one group stay side by side where a narrow terminal folds the table."""
    part: int = 0
    """The part of a folded table the column would rather be in."""
    signed: bool = False
    """Whether people see a plus before a gain: the column holds changes."""
    rounded: bool = False
    """Whether people read its money in whole units: it is an estimate, and no kopeck of it is known."""


@dataclass(frozen=True)
class Row:
    """One row: its cells in the order of the columns and the currency its money is in."""

    cells: tuple[Cell, ...]
    currency: str | None = None


@dataclass(frozen=True)
class Table:
    """One section of a Report or Check."""

    section: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    upright: bool = False
    """Whether people read it better with its few rows as columns."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> tuple[Cell, ...]:
        """Cells of one column from the first row to the last."""
        at = self.names.index(name)
        return tuple(row.cells[at] for row in self.rows)


def raw(cell: Cell) -> Raw:
    """Return a cell as machines read it: days ISO, codes joined by `;`, an Estimate its value.

    Raises:
        ValueError: a number is not finite, which no analysis may hand over.

    Example:
        >>> raw(date(2026, 9, 1)), raw(("clicks", "sales")), raw(Estimate(0.25, 0.2, 0.3))
        ('2026-09-01', 'clicks;sales', 0.25)
    """
    if isinstance(cell, Estimate):
        return raw(cell.value)
    if isinstance(cell, float):
        if not isfinite(cell):
            message = f"not a number to write: {cell}"
            raise ValueError(message)
        return cell or 0.0
    if isinstance(cell, date):
        return cell.isoformat()
    return ";".join(cell) if isinstance(cell, tuple) else cell
