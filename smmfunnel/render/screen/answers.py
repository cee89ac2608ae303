"""Blocks of the verdict, the ledger and the sections beside them, drawn as the other formats write them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text as RichText

from smmfunnel.render.desks import action_text
from smmfunnel.render.screen.grids import fold, grids
from smmfunnel.render.screen.look import Look, body, styled, table_body, title
from smmfunnel.render.sections import section_of
from smmfunnel.render.texted import Text
from smmfunnel.render.verdicts import sentences
from smmfunnel.render.views import views
from smmfunnel.render.views_attribution import missing_lines, remarks
from smmfunnel.render.views_desk import worth_of
from smmfunnel.render.words import cells, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from smmfunnel.render.texted import TextTable
    from smmfunnel.results import Action, Report


def verdict(report: Report, look: Look) -> Iterator[RenderableType]:
    """Say the verdict, a sentence a line, then what would settle the rest."""
    found = report.attribution
    if found is None:
        return
    words = look.words
    yield title(look, words.label("section", "verdict"))
    for line in sentences(found, words):
        yield body(styled(line, "strong"), look)
    lines = missing_lines(found, words)
    if lines:
        yield body(styled(words.say("verdict.settles")), look)
        for line in lines:
            yield body(styled(line), look)
    for line in remarks(found, words, report):
        yield body(styled(line, "dim"), look)


def factors(report: Report, look: Look) -> Iterator[RenderableType]:
    """Draw the factors beside their zones or, where that is too wide, under the names of their zones."""
    table = section_of(report, "factors")
    if not table.rows:
        return
    for view in views(report, table, look.words):
        forms = (view, _under(view), _stacked(_under(view)))
        fitting = next((form for form in forms if len(fold(form, look.room)) == 1), forms[-1])
        yield from _view(fitting, look)


def _under(view: TextTable) -> TextTable:
    """Give each zone a line of its own above its factors, in place of a column."""
    rows: list[tuple[Text, ...]] = []
    for zone, *texts in view.rows:
        if zone.text:
            rows.append((Text(zone.text, "strong"), *(Text("") for _ in texts[1:])))
        first, *rest = texts
        rows.append((Text(f"  {first.text}"), *rest))
    return replace(view, heads=view.heads[1:], rows=tuple(rows))


def _stacked(view: TextTable) -> TextTable:
    """Write what a factor was and is under its name, in place of a column."""
    at = next((at for at, head in enumerate(view.heads) if head.name == "was_now"), None)
    if at is None:
        return view
    rows: list[tuple[Text, ...]] = []
    for row in view.rows:
        kept = (*row[:at], *row[at + 1 :])
        rows.append(kept)
        if row[at].text:
            rows.append((Text(f"    {row[at].text}", "dim"), *(Text("") for _ in kept[1:])))
    return replace(view, heads=(*view.heads[:at], *view.heads[at + 1 :]), rows=tuple(rows))


def section(name: str) -> Callable[[Report, Look], Iterator[RenderableType]]:
    """Return what draws a section: title, sentences, table, and what explains its marks."""

    def draw(report: Report, look: Look) -> Iterator[RenderableType]:
        table = section_of(report, name)
        if table.rows:
            for at, view in enumerate(views(report, table, look.words)):
                if at:
                    yield RichText("")
                yield from _view(view, look)

    return draw


def actions(report: Report, look: Look) -> Iterator[RenderableType]:
    """Draw the next steps: the zone, the step and its worth, and under it the command, whole, to be copied."""
    words = look.words
    if not report.actions:
        return
    yield title(look, words.label("section", "actions"))
    zones = [words.label("zone_name", each.zone.value) for each in report.actions]
    width = max(map(cells, zones))
    room = look.room - width - 2
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=width)
    steps = [_step(each, report.heading.currency, look) for each in report.actions]
    longest = max(cells(line) for step in steps for line in step.plain.split("\n"))
    grid.add_column(width=max(min(room, longest), LEAST_STEP), overflow="fold")
    for at, (zone, step) in enumerate(zip(zones, steps, strict=True)):
        grid.add_row(styled("" if at and zones[at - 1] == zone else zone, "strong"), step)
    yield table_body(grid)


LEAST_STEP = 16
"""Columns the text of a step is not folded below."""


def _step(each: Action, currency: str | None, look: Look) -> RichText:
    text = RichText(look.words.mark(action_text(each, look.words.lang)), overflow="fold")
    worth = worth_of(each, currency, look.words)
    if worth:
        text.append(f" {worth}", "dim")
    if each.command:
        text.append(f"\n{one_line(each.command)}", "cyan")
    return text


def _view(view: TextTable, look: Look) -> Iterator[RenderableType]:
    yield title(look, view.title, view.aside)
    for line in view.lines:
        yield body(styled(line), look)
    if view.heads:
        yield from grids(view, look)
    for line in view.legend:
        yield body(styled(line, "dim"), look)
