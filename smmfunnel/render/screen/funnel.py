"""The funnel as bars: counts on a logarithmic scale, for they fall by orders of magnitude."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from smmfunnel.render.screen.look import STYLES, Look, body, styled, table_body, title
from smmfunnel.render.screen.steps import Step, bar, step_of
from smmfunnel.render.words import cells
from smmfunnel.vocabulary import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from smmfunnel.render.words import Words
    from smmfunnel.results import FunnelStage, Report

BAR = 36
"""Columns of the longest bar where there is room."""

SHORT_BAR = 16
"""Columns the longest bar needs before all else may stand beside it and not under it."""

LEAST_BAR = 10
"""Columns of the longest bar where there is little; where there is less still, no bars are drawn."""

LEAST_TEXT = 16
"""Columns the text beside a rate needs: no figure of it is longer. With less it stands below."""

GAP = 2


def funnel(report: Report, look: Look) -> Iterator[RenderableType]:
    """Draw the stages, each with its bar, its rate and what the reference had."""
    words = look.words
    yield title(look, words.label("section", "funnel"), words.say("funnel.scale") if report.funnel else "")
    if not report.funnel:
        yield body(styled(words.say("funnel.empty"), "dim"), look)
        return
    steps = [step_of(each, words) for each in report.funnel]
    drawn = _beside(report, steps, look) or _captioned(report, steps, look)
    yield table_body(drawn or _narrow(report, steps, look) or _stacked(report, steps, look))
    for line in _remarks(report, words):
        yield body(styled(line, "dim"), look)


def _beside(report: Report, steps: Sequence[Step], look: Look) -> Table | None:
    """Draw one line a stage, all columns side by side; None where the room is too narrow for it."""
    words = look.words
    heads = {
        "rate": words.say("funnel.rate"),
        "of": words.say("column.interval"),
        "was": words.say("funnel.was"),
        "change": words.say("funnel.change"),
        "zone": words.say("column.zone"),
    }
    shown = ("stage", "count", "bar", "rate", "of", "was", "change", "zone", "mark")
    names = [name for name in shown if name == "bar" or any(getattr(step, name) for step in steps)]
    widths = {name: _widest(steps, name, heads.get(name, "")) for name in names if name != "bar"}
    room = look.room - sum(widths.values()) - GAP * (len(names) - 1)
    if room < SHORT_BAR:
        return None
    table = _frame(header=True)
    for name in names:
        right = name in {"count", "rate", "was"}
        width = min(room, BAR) if name == "bar" else widths[name]
        table.add_column(styled(heads.get(name, "")), justify="right" if right else "left", width=width)
    bars = _bars(report, min(room, BAR), look)
    for each, step, drawn in zip(report.funnel, steps, bars, strict=True):
        table.add_row(*(drawn if n == "bar" else _text(getattr(step, n), n, each) for n in names))
    return table


def _captioned(report: Report, steps: Sequence[Step], look: Look) -> Table | None:
    """Draw the bar and the rate, and under them what else is known; None where bars have no room."""
    widths = {name: _widest(steps, name, "") for name in ("stage", "count", "rate", "of")}
    rest = look.room - widths["stage"] - widths["count"] - 2 * GAP
    room = min(BAR, rest - widths["rate"] - widths["of"] - 2 * GAP)
    if room < LEAST_BAR:
        return None
    table = _frame(header=False)
    table.add_column(width=widths["stage"])
    table.add_column(justify="right", width=widths["count"])
    table.add_column(width=rest, overflow="fold")
    bars = _bars(report, room, look)
    for each, step, drawn in zip(report.funnel, steps, bars, strict=True):
        drawn.append(" " * (room - cells(drawn.plain)))
        rate = _text(step.rate.rjust(widths["rate"]), "rate", each)
        lines = [Text("  ").join([drawn, rate, _text(step.of, "of", each)])]
        lines.append(_text(step.caption(look.words), "caption", each))
        told = Text("\n").join(line for line in lines if line.plain)
        table.add_row(_text(step.stage, "stage", each), _text(step.count, "count", each), told)
    return table


def _narrow(report: Report, steps: Sequence[Step], look: Look) -> Table | None:
    """Draw no bars, and fold what belongs to a rate at its words; None where that has no room beside it."""
    widths = {name: _widest(steps, name, "") for name in ("stage", "count", "rate")}
    room = look.room - sum(widths.values()) - 3 * GAP
    if room < LEAST_TEXT:
        return None
    table = _frame(header=False)
    table.add_column(width=widths["stage"])
    table.add_column(justify="right", width=widths["count"])
    table.add_column(justify="right", width=widths["rate"])
    table.add_column(width=room, overflow="fold")
    for each, step in zip(report.funnel, steps, strict=True):
        lines = [_text(step.of, "of", each), _text(step.caption(look.words), "caption", each)]
        told = Text("\n").join(line for line in lines if line.plain)
        table.add_row(*(_text(getattr(step, name), name, each) for name in widths), told)
    return table


def _stacked(report: Report, steps: Sequence[Step], look: Look) -> Group:
    """Draw a line of figures a stage, and under it what belongs to its rate."""
    widths = {name: _widest(steps, name, "") for name in ("stage", "count", "rate")}
    lines: list[RenderableType] = []
    for each, step in zip(report.funnel, steps, strict=True):
        figures = [
            step.stage.ljust(widths["stage"]),
            step.count.rjust(widths["count"]),
            step.rate.rjust(widths["rate"]),
        ]
        named = zip(("stage", "count", "rate"), figures, strict=True)
        lines.append(Text("  ").join(_text(text, name, each) for name, text in named))
        told = [_text(step.of, "of", each), _text(step.caption(look.words), "caption", each)]
        under = Constrain(Text("\n").join(line for line in told if line.plain), look.room - GAP)
        if any(line.plain for line in told):
            lines.append(Padding(under, (0, 0, 0, GAP), expand=False))
    return Group(*lines)


def _frame(*, header: bool) -> Table:
    return Table(
        box=None,
        show_header=header,
        header_style="not bold dim",
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP, 0, 0),
    )


def _widest(steps: Sequence[Step], name: str, head: str) -> int:
    return max(cells(head), *(cells(getattr(step, name)) for step in steps))


def _bars(report: Report, width: int, look: Look) -> list[Text]:
    largest = max(each.count for each in report.funnel)
    return [
        Text(
            bar(each.count, largest, width, unicode=look.words.unicode),
            style=STYLES["bad"] if each.worst else "blue",
        )
        for each in report.funnel
    ]


def _text(text: str, name: str, each: FunnelStage) -> Text:
    if each.worst and name not in {"of", "zone", "was"}:
        return styled(text, "bad")
    return styled(text, {"stage": "strong", "of": "dim", "zone": "dim", "caption": "dim"}.get(name, ""))


def _remarks(report: Report, words: Words) -> Iterator[str]:
    present = {each.stage for each in report.funnel}
    absent = [stage for stage in Stage if stage not in present and stage is not Stage.PLATFORM_LEADS]
    if report.open_leads:
        yield words.say("funnel.open", n=report.open_leads)
    if absent:
        names = ", ".join(words.label("stage", stage.value).lower() for stage in absent)
        yield words.say("funnel.absent", stages=names)
