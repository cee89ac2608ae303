"""Blocks of the audit alone: every file, both sides' figures, and what the data are fit for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from smmfunnel.render import audit, sources
from smmfunnel.render.notes import message
from smmfunnel.render.screen.grids import section
from smmfunnel.render.screen.look import INDENT, Look, body, styled, table_body, title
from smmfunnel.render.screen.sources import common_folder, count_files, rows_kept
from smmfunnel.render.words import cells, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from smmfunnel.render.words import Words
    from smmfunnel.results import Check, Fitness, Input, Report

SIGNS = {
    "closed_in_period_of_earlier_leads": "−",
    "unlinked": "−",
    "undated": "+",
    "closed_later_of_period_leads": "+",
    "by_lead_day": "=",
}
"""What each step of the bridge does to the sales by closing day."""


def inputs(check: Check, look: Look) -> Iterator[RenderableType]:
    """Draw every file: what it was taken for, what was kept of it, and what was not and why."""
    words = look.words
    if not check.inputs:
        return
    folder = common_folder(each.path for each in check.inputs)
    yield title(look, words.label("section", "inputs"), count_files(len(check.inputs), folder, words))
    for each in check.inputs:
        yield body(RichText.assemble((one_line(each.path.removeprefix(folder)), "bold"), overflow="fold"), look)
        for line in _story(each, words):
            yield _under(line, "dim", look)
        for note in each.notes:
            if note not in check.warnings:
                yield _under(one_line(words.mark(message(note, words.lang))), "warn", look)


def _under(text: str, tone: str, look: Look) -> RenderableType:
    return body(Padding(styled(text, tone), (0, 0, 0, INDENT)), look)


def _story(each: Input, words: Words) -> Iterator[str]:
    dot = words.mark(" · ")
    named = each.delimiter and words.label("delimiter", each.delimiter)
    delimiter = words.say("inputs.delimiter", delimiter=named) if named else ""
    container = [
        each.title,
        words.label("kind_of_file", each.kind),
        each.encoding or "",
        delimiter,
        each.currency or "",
    ]
    yield dot.join(one_line(part) for part in container if part)
    rows = rows_kept(each.rows_kept, each.rows_read, words)
    left = [
        words.say("inputs.left_out_one", rows=words.numbers.count(n), why=words.label("row", cause))
        for cause, n in sorted(each.skipped.items())
        if n
    ]
    if left:
        rows = words.say("inputs.left_out", rows=rows, why=", ".join(left))
    days = words.numbers.span(each.first_day, each.last_day) if each.first_day and each.last_day else ""
    yield dot.join(part for part in (rows, days, _totals(each, words)) if part)


def _totals(each: Input, words: Words) -> str:
    if not each.totals:
        return ""
    return words.say("totals.agree" if all(total.agrees for total in each.totals) else "totals.disagree")


def totals(answer: Report | Check, look: Look) -> Iterator[RenderableType]:
    """Draw the files' own totals beside the sums of their rows."""
    yield from section(answer, sources.totals(answer), look)


def cabinets(check: Check, look: Look) -> Iterator[RenderableType]:
    """Draw each cabinet's own figures beside what was used of them."""
    yield from section(check, audit.cabinets(check), look)


def leads(check: Check, look: Look) -> Iterator[RenderableType]:
    """Say how many leads were created before any was left out."""
    for row in audit.leads(check).rows:
        count = look.words.numbers.count(int(str(row.cells[1])))
        yield title(look, look.words.label("section", "leads"), look.words.say("leads.created", leads=count))


def bridge(check: Check, look: Look) -> Iterator[RenderableType]:
    """Draw the way from the sales by closing day to those by lead day as a sum."""
    table = audit.bridge(check)
    if not table.rows:
        return
    words = look.words
    yield title(look, words.label("section", "bridge"))
    grid = Table.grid(padding=(0, 2, 0, 0))
    steps = [(str(row.cells[0]), words.numbers.count(int(str(row.cells[1])))) for row in table.rows]
    grid.add_column(width=1)
    grid.add_column(justify="right", width=max(cells(count) for _, count in steps))
    names = [words.label("bridge", step) for step, _ in steps]
    longest = max(map(cells, names))
    grid.add_column(width=max(min(longest, look.room - 20), 16), overflow="fold")
    for (step, count), name in zip(steps, names, strict=True):
        tone = "strong" if step.startswith("by_") else ""
        grid.add_row(words.mark(SIGNS.get(step, "")), styled(count, tone), styled(name, tone))
    yield table_body(grid)


def fitness(check: Check, look: Look) -> Iterator[RenderableType]:
    """Draw what these files can answer, what only in part, and what would settle it."""
    words = look.words
    if not check.fitness:
        return
    yield title(look, words.label("section", "fitness"))
    grid = Table.grid(padding=(0, 2, 0, 0))
    answers = {each.answer: words.label("answer", each.answer) for each in check.fitness}
    width = max(map(cells, answers.values()))
    grid.add_column(width=width)
    questions = [_question(each, words) for each in check.fitness]
    longest = max(cells(line) for each in questions for line in each.plain.split("\n"))
    grid.add_column(width=max(min(longest, look.room - width - 2), 16), overflow="fold")
    for each, text in zip(check.fitness, questions, strict=True):
        grid.add_row(styled(answers[each.answer], _TONES.get(each.answer, "")), text)
    yield table_body(grid)


_TONES = {"yes": "good", "partly": "warn", "no": "bad"}


def _question(each: Fitness, words: Words) -> RichText:
    text = RichText(words.label("fit", each.question), overflow="fold")
    for code in each.missing:
        text.append("\n" + words.say("fitness.missing", what=words.label("missing", code)), "dim")
    return text
