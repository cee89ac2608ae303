"""The change of sales by zone: bars of what can be placed, its interval, and lighter what cannot, to one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from smmfunnel.dataclass import dataclass
from smmfunnel.render import attributed
from smmfunnel.render.screen.look import STYLES, Look, body, styled, table_body, title
from smmfunnel.render.screen.ranges import bar, scale_of, ticks, whisker
from smmfunnel.render.verdicts import UNCOUNTED
from smmfunnel.render.views_attribution import zones as zones_view
from smmfunnel.render.words import cells
from smmfunnel.vocabulary import Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from smmfunnel.render.screen.ranges import Scale
    from smmfunnel.render.texted import TextTable
    from smmfunnel.results import Attribution, Report

PLOT = 72
"""Columns of the widest plot."""

LEAST_PLOT = 24
"""Columns a plot needs to stand beside the figures; where there are less, figures stand alone."""

EASY_PLOT = 40
"""Columns a plot keeps before a column of figures may stand beside it that can be done without."""

GAP = 2


@dataclass(frozen=True)
class Line:
    """One zone, or all of them: two lines of figures, and what is drawn beside them."""

    texts: tuple[tuple[str, str], ...]
    """By column: what stands on the first line and what on the second."""
    effect: float
    interval: tuple[float, float]
    bounds: tuple[float, float]
    tone: str
    faint: bool = False
    """Whether nobody can say whose it is."""


def zones(report: Report, look: Look) -> Iterator[RenderableType]:
    """Draw the zones, two lines each: bar and figure above, interval and bounds below."""
    table = attributed.zones(report)
    found = report.attribution
    if found is None or not table.rows or _nothing(found):
        return
    words = look.words
    [view] = zones_view(report, table, words)
    yield title(look, view.title, view.aside)
    heads = [
        words.say("column.zone"),
        words.say("column.effect_ends"),
        words.say("column.bounds"),
        words.say("column.money"),
    ]
    lines = _lines(found, view)
    widths = [max(cells(text) for text in (head, *_texts(lines, at))) for at, head in enumerate(heads)]
    shown = _shown(widths, look.room)
    room = min(look.room - sum(widths[at] + GAP for at in shown), PLOT)
    if room < LEAST_PLOT:
        yield table_body(_figures_alone(lines, heads, look))
    else:
        yield table_body(_plot(lines, [(heads[at], widths[at], at) for at in shown], room, look))
        yield body(styled(words.say("attribution.bar_key"), "dim"), look)
    for line in view.legend:
        yield body(styled(line, "dim"), look)


def _nothing(found: Attribution) -> bool:
    """Tell whether there is no figure to draw: a refusal says in words why."""
    if found.verdict.kind in UNCOUNTED:
        return True
    return found.change is None and all(each.effect == each.bounds.low == each.bounds.high == 0 for each in found.zones)


def _lines(found: Attribution, view: TextTable) -> list[Line]:
    """Take the texts from the view, so that no format can differ from another."""
    names = [head.name for head in view.heads]
    rows = [{name: cell.text for name, cell in zip(names, row, strict=True)} for row in view.rows]
    lines = []
    for each, row in zip(found.zones, rows, strict=False):
        tone = "bad" if each.significant else "good" if each.low > 0 else ""
        ends = (each.low, each.high), (each.bounds.low, each.bounds.high)
        lines.append(Line(_figures(row), each.effect, *ends, tone, faint=each.zone is Zone.UNATTRIBUTED))
    if found.change is not None:
        whole = (found.interval.low, found.interval.high) if found.interval else (found.change, found.change)
        lines.append(Line(_figures(rows[-1]), found.change, whole, whole, "strong"))
    return lines


def _figures(row: dict[str, str]) -> tuple[tuple[str, str], ...]:
    bounds = row.get("bounds_interval", "")
    return (
        (row["zone"], row.get("named", "")),
        (row["effect"], row.get("effect_interval", "")),
        ("", bounds if bounds != row.get("effect_interval", "") else ""),
        (row.get("money", ""), row.get("money_interval", "")),
    )


def _texts(lines: Sequence[Line], at: int) -> Iterator[str]:
    for line in lines:
        yield from line.texts[at]


def _shown(widths: Sequence[int], room: int) -> list[int]:
    """Choose the columns of figures: zone and effect always, bounds and money where the plot keeps its ease."""
    shown = [0, 1]
    for at in (2, 3):
        if room - sum(widths[each] + GAP for each in (*shown, at)) >= EASY_PLOT:
            shown.append(at)
    return shown


def _plot(lines: Sequence[Line], columns: Sequence[tuple[str, int, int]], room: int, look: Look) -> Table:
    low = min(0.0, *(min(line.effect, line.bounds[0], line.interval[0]) for line in lines))
    high = max(0.0, *(max(line.effect, line.bounds[1], line.interval[1]) for line in lines))
    scale = scale_of(low, high, room)
    unicode = look.words.unicode
    table = Table(box=None, show_edge=False, pad_edge=False, padding=(0, GAP, 0, 0), header_style="not bold dim")
    for head, width, at in columns:
        table.add_column(styled(head), justify="right" if at else "left", width=width, overflow="fold")
    table.add_column(styled(_sides(scale, look)), width=scale.width, no_wrap=True)
    for line in lines:
        above = (styled(line.texts[at][0], "strong" if at < 2 else "") for _, _, at in columns)  # noqa: PLR2004
        below = (styled(line.texts[at][1], line.tone if not at else "dim") for _, _, at in columns)
        drawn = bar(line.effect, scale, unicode=unicode, faint=line.faint)
        table.add_row(*above, _coloured(drawn, scale, line.tone))
        if any(line.texts[at][1] for _, _, at in columns) or line.bounds[0] < line.bounds[1]:
            reach = whisker(line.interval, line.bounds, scale, unicode=unicode)
            table.add_row(*below, Text(reach, style="dim", overflow="fold"))
    table.add_row(*("" for _ in columns), styled(_axis(low, high, scale, look), "dim"))
    return table


def _figures_alone(lines: Sequence[Line], heads: Sequence[str], look: Look) -> Table:
    """Write what there is no room to draw: under each zone its interval, its bounds and its money."""
    words = look.words
    table = Table.grid(padding=(0, GAP, 0, 0))
    table.add_column(overflow="fold")
    table.add_column(justify="right", overflow="fold")
    for line in lines:
        (zone, mark), (effect, interval), (_, bounds), (money, _) = line.texts
        table.add_row(styled(zone, "strong"), styled(effect, "strong"))
        rows = ((words.say("column.interval"), interval), (heads[2], bounds), (heads[3], money))
        for name, text in rows:
            if text:
                table.add_row(styled(f"  {name}", "dim"), styled(text, "dim"))
        if mark:
            table.add_row(styled(f"  {mark}", line.tone), "")
    return table


def _coloured(drawn: str, scale: Scale, tone: str) -> Text:
    text = Text(drawn, style=STYLES[tone] if tone in {"bad", "good"} else "blue", overflow="fold")
    text.stylize("not bold dim", scale.left, scale.left + 1)
    return text


def _sides(scale: Scale, look: Look) -> str:
    """Name the two sides over the line of nought."""
    words = look.words
    loss, gain = words.say("attribution.loss"), words.say("attribution.gain")
    left = loss.rjust(scale.left)[-scale.left :] if scale.left >= cells(loss) else " " * scale.left
    return f"{left} {gain}" if scale.right > cells(gain) else left


def _axis(low: float, high: float, scale: Scale, look: Look) -> str:
    """Write round values under the scale, each around its column."""
    numbers = look.words.numbers
    widest = max(cells(numbers.sales(value, signed=True)) for value in (low, high))
    line = [" "] * scale.width
    for at, value in ticks(low, high, scale, widest + 2 * GAP):
        text = numbers.tick(value)
        start = min(max(at - cells(text) // 2, 0), scale.width - cells(text))
        if all(cell == " " for cell in line[max(start - 1, 0) : start + cells(text) + 1]):
            line[start : start + cells(text)] = text
    return "".join(line)
