"""Tables of typed cells turned into people's texts, once, for every format people read.

What a layout does with them (bars, pipes, spaces) cannot change a figure any more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.render.model import Cell, Column, Row, Table, Unit
from smmfunnel.render.words import one_line
from smmfunnel.results import Estimate
from smmfunnel.texts import has

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.render.words import Words

NUMERIC = frozenset(
    {
        Unit.COUNT,
        Unit.SHARE,
        Unit.POINTS,
        Unit.RATIO,
        Unit.MONEY,
        Unit.SALES,
        Unit.NUMBER,
        Unit.MINUTES,
        Unit.DAYS,
    }
)
"""Units of columns that stand to the right and are never folded."""


@dataclass(frozen=True)
class Text:
    """One cell as people read it."""

    text: str
    tone: str = ""
    """bad, dim, strong or plain: what a terminal may show in colour; no meaning hangs on it alone."""


@dataclass(frozen=True)
class Head:
    """The head of one column."""

    name: str
    """Name of the column it shows."""
    text: str
    number: bool
    group: str = ""
    part: int = 0
    """The part of a folded table it would rather be in."""
    whole: bool = False
    """Whether its texts, though no numbers, are never folded: days are not."""


@dataclass(frozen=True)
class TextTable:
    """One table as people read it."""

    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Text, ...], ...]
    legend: tuple[str, ...] = ()
    """Lines below it that explain its marks."""
    aside: str = ""
    """A remark beside the title."""
    lines: tuple[str, ...] = ()
    """What is said before the table; a table without heads is only that."""

    def without_empty(self, nothing: str) -> TextTable:
        """Leave out the columns where no row has anything to say."""
        kept = [
            at
            for at in range(len(self.heads))
            if not self.rows or any(row[at].text not in {"", nothing} for row in self.rows)
        ]
        heads = tuple(self.heads[at] for at in kept)
        return replace(self, heads=heads, rows=tuple(tuple(r[at] for at in kept) for r in self.rows))


def nothing(words: Words) -> str:
    """Return the mark of what is unknown."""
    return words.mark("—")


def write_cell(column: Column, cell: Cell, words: Words, currency: str | None = None) -> str:
    """Write one cell for people; `currency` is named with money only where the head does not name it.

    Example:
        >>> from smmfunnel.render import RenderOptions, words
        >>> english = words.Words.of(RenderOptions())
        >>> write_cell(Column("cpl", Unit.MONEY), Estimate(812.5), english, "RUB")
        '₽812.50'
    """
    if isinstance(cell, Estimate) and cell.value is None and cell.reason:
        return f"{nothing(words)} ({words.why_not(column.name, cell.reason)})"
    value = cell.value if isinstance(cell, Estimate) else cell
    if value is None:
        expected = column.unit in NUMERIC and (not column.estimate or isinstance(cell, Estimate))
        return nothing(words) if expected else ""
    if isinstance(value, bool):
        return words.label("answer", "yes" if value else "no")
    if isinstance(value, int | float):
        if isinstance(cell, Estimate) and column.unit is Unit.POINTS:
            return words.numbers.change(value, size(cell))
        return write_number(column, value, words, currency)
    return _codes(column, value.isoformat() if isinstance(value, date) else value, words)


def _codes(column: Column, value: str | tuple[str, ...], words: Words) -> str:
    codes = value if isinstance(value, tuple) else (value,)
    return ", ".join(words.label(column.words, code) if column.words else one_line(code) for code in codes)


def write_number(column: Column, value: float, words: Words, currency: str | None = None) -> str:
    """Write a number in the unit of its column."""
    numbers = words.numbers
    if column.unit is Unit.MONEY:
        if column.rounded:
            return numbers.amount(value, currency, signed=column.signed)
        return numbers.money(value, currency)
    if column.unit is Unit.SALES:
        return numbers.sales(value, signed=column.signed)
    if column.unit is Unit.MINUTES:
        return words.duration(value)
    if column.unit is Unit.SHARE and column.signed:
        return numbers.relative(value)
    writers = {
        Unit.SHARE: numbers.share,
        Unit.POINTS: numbers.change,
        Unit.RATIO: numbers.plain,
        Unit.NUMBER: numbers.plain,
    }
    return writers.get(column.unit, numbers.count)(value)


def size(difference: Estimate) -> float:
    """Return the largest of a difference and the ends of its interval, by which all three are rounded."""
    known = (each for each in (difference.value, difference.low, difference.high) if each is not None)
    return max(map(abs, known), default=0.0)


def write_interval(unit: Unit, cell: Cell, words: Words, *, signed: bool = False) -> str:
    """Write the 95 % interval of an Estimate in the unit of its value, or nothing where it has none."""
    if not isinstance(cell, Estimate) or cell.low is None or cell.high is None:
        return ""
    if unit is Unit.SALES:
        return words.numbers.sales_between(cell.low, cell.high, signed=signed) if cell.low < cell.high else ""
    if unit is Unit.MONEY and signed:
        return words.numbers.amounts_between(cell.low, cell.high) if cell.low < cell.high else ""
    near = cell.value if cell.value is not None else cell.low
    if unit is Unit.POINTS:
        near = size(cell)
    scale = 100 if unit in {Unit.SHARE, Unit.POINTS} else 1
    return words.numbers.between(cell.low, cell.high, near=near, scale=scale)


def head_text(section: str, column: Column, words: Words) -> str:
    """Name a column for people: by its section, by itself, or by its machine name in words."""
    if column.head:
        return words.label(*column.head.split(".", 1))
    own = f"column.{section}.{column.name}"
    return words.say(own) if has(own, words.lang) else words.label("column", column.name)


def one_currency(rows: Sequence[Row]) -> str | None:
    """Return the currency all rows share, which then stands in the heads; None if they differ."""
    found = {row.currency for row in rows}
    return found.pop() if len(found) == 1 else None


def texted(table: Table, words: Words, hidden: frozenset[str] = frozenset(), *, terse: bool = False) -> TextTable:
    """Write a whole table, a head and its texts a column; empty columns are left out.

    `terse` leaves out the intervals, which otherwise are columns of their own, and the reasons.
    """
    sign = words.numbers.currency(one_currency(table.rows))
    heads: list[Head] = []
    columns: list[list[Text]] = []
    for at, column in enumerate(table.columns):
        if column.name in hidden:
            continue
        heads.append(_head(table.section, column, words, sign))
        columns.append([_text(column, row.cells[at], row, words, sign, terse=terse) for row in table.rows])
        if column.estimate and not terse:
            head = words.say("column.interval")
            heads.append(Head(f"{column.name}_interval", head, number=True, group=column.group))
            ends = (write_interval(column.unit, row.cells[at], words, signed=column.signed) for row in table.rows)
            columns.append([Text(text) for text in ends])
    rows = tuple(zip(*columns, strict=True)) if table.rows else ()
    whole = TextTable(words.label("section", table.section), tuple(heads), rows)
    return whole.without_empty(nothing(words))


def _head(section: str, column: Column, words: Words, sign: str) -> Head:
    name = head_text(section, column, words)
    text = f"{name}, {sign}" if sign and column.unit is Unit.MONEY else name
    return Head(
        column.name,
        text,
        number=column.unit in NUMERIC,
        group=column.group,
        part=column.part,
        whole=column.unit is Unit.DAY,
    )


def _text(column: Column, cell: Cell, row: Row, words: Words, sign: str, *, terse: bool) -> Text:
    brief = Estimate(cell.value) if terse and isinstance(cell, Estimate) else cell
    return Text(write_cell(column, brief, words, None if sign else row.currency))


def upright(table: Table, words: Words, hidden: frozenset[str] = frozenset()) -> TextTable:
    """Write a table of few rows with its rows as columns: one line a figure."""
    shown = [(at, c) for at, c in enumerate(table.columns) if c.name not in hidden and not c.key]
    keys = [
        " ".join(str(c) for c, col in zip(r.cells, table.columns, strict=True) if col.key and c) for r in table.rows
    ]
    heads = [Head("figure", words.say("column.figure"), number=False)]
    heads += [Head(key, one_line(key) or words.say("column.value"), number=True) for key in keys]
    lines = []
    for at, column in shown:
        texts = [Text(_with_interval(column, row, at, words)) for row in table.rows]
        if any(text.text not in {"", nothing(words)} for text in texts):
            lines.append((Text(head_text(table.section, column, words)), *texts))
    return TextTable(words.label("section", table.section), tuple(heads), tuple(lines))


def _with_interval(column: Column, row: Row, at: int, words: Words) -> str:
    cell = row.cells[at]
    text = write_cell(column, cell, words, row.currency)
    interval = write_interval(column.unit, cell, words, signed=column.signed)
    if not interval:
        return text
    return f"{text} ({interval})" if text != nothing(words) else interval
