"""The money: what was spent, what came back, and what each step cost, every figure with its unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from smmfunnel.dataclass import dataclass
from smmfunnel.render.funnels import quotient
from smmfunnel.render.screen.look import Look, body, styled, table_body, title
from smmfunnel.render.texted import nothing, write_cell, write_interval
from smmfunnel.render.words import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from smmfunnel.render.words import Words
    from smmfunnel.results import Awareness, Estimate, Money, Report

_RETURNS = ("average_deal", "roas", "romi", "drr")
_COSTS = ("cpm", "cpc", "cpv", "cpl", "cpql", "cac")
GAP = 2
BETWEEN = 5
"""Spaces between two columns of figures."""


@dataclass(frozen=True)
class Figure:
    """One line of the block."""

    name: str
    value: str
    unit: str
    """What it is of, or why there is none."""
    known: bool = True


def money(report: Report, look: Look) -> Iterator[RenderableType]:
    """Draw one block of figures a currency, those without data left out."""
    words = look.words
    drawn = False
    for each in report.money:
        left, right = _returns(each, words), _figures(each, _COSTS, each.currency, words)
        if not left and not right:
            continue
        if drawn:
            yield Text("")
        drawn = True
        yield title(look, words.label("section", "money"), each.currency or "")
        yield from _columns((left, right), look)
        if each.costs and _shown(each.romi):
            yield body(styled(_costs(each, words), "dim"), look)


def awareness(report: Report, look: Look) -> Iterator[RenderableType]:
    """Draw the campaigns that buy attention, apart from the funnel and its cost of a lead."""
    words = look.words
    for at, each in enumerate(report.awareness):
        if at:
            yield Text("")
        currency = each.currency or report.heading.currency
        yield title(look, words.label("section", "awareness"), words.say("awareness.aside", n=each.campaigns))
        yield from _columns((_reached(each, words), _prices(each, currency, words)), look)
        if each.reach_largest is not None:
            yield body(styled(words.say("awareness.reach"), "dim"), look)


def _returns(each: Money, words: Words) -> list[Figure]:
    sums = [("spend", each.spend), ("revenue", each.revenue), ("repeat_revenue", each.repeat_revenue)]
    figures = [
        Figure(words.label("column", name), words.numbers.money(value, each.currency), words.label("unit", name))
        for name, value in sums
        if value is not None
    ]
    return figures + _figures(each, _RETURNS, each.currency, words)


def _figures(record: Money | Awareness, names: Sequence[str], currency: str | None, words: Words) -> list[Figure]:
    found: list[Figure] = []
    for name in names:
        estimate: Estimate = getattr(record, name)
        label = words.label("column", name)
        if estimate.value is not None:
            column = quotient(name)
            value = write_cell(column, estimate.value, words, currency)
            interval = write_interval(column.unit, estimate, words)
            unit = words.label("unit", name)
            found.append(Figure(label, value, f"{unit}, {interval}" if interval else unit))
        elif _shown(estimate):
            found.append(Figure(label, nothing(words), words.why_not(name, estimate.reason or "absent"), known=False))
    return found


def _shown(estimate: Estimate) -> bool:
    """Tell whether a figure is there, or is missing for a reason other than that nothing was exported."""
    return estimate.value is not None or estimate.reason not in {None, "absent"}


def _reached(each: Awareness, words: Words) -> list[Figure]:
    counts = [
        ("impressions", each.impressions),
        ("reach_largest", each.reach_largest),
        ("video_views", each.video_views),
        ("followers", each.followers),
    ]
    return [
        Figure(words.label("column", name), words.numbers.count(value), words.label("unit", name))
        for name, value in counts
        if value is not None
    ]


def _prices(each: Awareness, currency: str | None, words: Words) -> list[Figure]:
    spend = [] if each.spend is None else [words.numbers.money(each.spend, currency)]
    figures = [Figure(words.label("column", "spend"), value, words.label("unit", "spend")) for value in spend]
    return figures + _figures(each, ("cpm", "cpv"), currency, words)


def _costs(each: Money, words: Words) -> str:
    names = ", ".join(words.label("cost", code) for code in each.costs)
    if each.costs_total is None or len(each.costs) == 1:
        return words.say("money.costs" if len(each.costs) > 1 else "money.costs_only", costs=names)
    total = words.numbers.money(each.costs_total, each.currency)
    return words.say("money.costs_total", costs=names, total=total)


def _columns(sides: Sequence[Sequence[Figure]], look: Look) -> Iterator[RenderableType]:
    """Draw the figures in two columns, or one under the other where the room is narrow."""
    filled = [side for side in sides if side]
    whole = sum(_width(side) for side in filled) + BETWEEN * (len(filled) - 1)
    if whole > look.room:
        yield table_body(_list([figure for side in filled for figure in side], look))
        return
    grid = Table.grid(padding=(0, BETWEEN, 0, 0))
    for side in filled:
        grid.add_column(width=_width(side))
    grid.add_row(*(_list(side, look) for side in filled))
    yield table_body(grid)


def _widths(side: Sequence[Figure]) -> tuple[int, int, int]:
    return (
        max(cells(each.name) for each in side),
        max(cells(each.value) for each in side),
        max(cells(each.unit) for each in side),
    )


def _width(side: Sequence[Figure]) -> int:
    return sum(_widths(side)) + 2 * GAP


def _list(side: Sequence[Figure], look: Look) -> RenderableType:
    name, value, unit = _widths(side)
    word = max(cells(word) for each in side for word in f"{each.unit} ".split(" "))
    room = look.room - name - value - 2 * GAP
    if room < word:
        return _stacked(side, name, value, look)
    grid = Table.grid(padding=(0, GAP, 0, 0))
    grid.add_column(width=name)
    grid.add_column(justify="right", width=value)
    grid.add_column(width=min(unit, room))
    for each in side:
        grid.add_row(styled(each.name), _value(each), styled(each.unit, "dim"))
    return grid


def _stacked(side: Sequence[Figure], name: int, value: int, look: Look) -> Group:
    """Draw what a figure is of under it, where no word of that has room beside it."""
    lines: list[RenderableType] = []
    for each in side:
        gap = " " * (name - cells(each.name) + GAP + value - cells(each.value))
        lines.append(Text.assemble(styled(each.name), gap, _value(each)))
        if each.unit:
            under = Constrain(styled(each.unit, "dim"), look.room - GAP)
            lines.append(Padding(under, (0, 0, 0, GAP), expand=False))
    return Group(*lines)


def _value(each: Figure) -> Text:
    return styled(each.value, "strong" if each.known else "dim")
