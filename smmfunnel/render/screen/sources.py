"""The first lines of a report, its files, and what the reader is warned of."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text as RichText

from smmfunnel.render.heading import heading as heading_lines
from smmfunnel.render.notes import grouped
from smmfunnel.render.screen.grids import grids
from smmfunnel.render.screen.look import Look, body, styled, table_body, title
from smmfunnel.render.sources import why_skipped
from smmfunnel.render.texted import Head, Text, TextTable
from smmfunnel.render.words import cells, one_line
from smmfunnel.render.yaml_lines import meanings, yaml_lines
from smmfunnel.results import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from smmfunnel.render.words import Words
    from smmfunnel.results import Check, Input, Note

FILES = 10
"""More files than this are counted by format in a report; the audit lists every one."""

ALIKE = 3
"""So many warnings of one kind are said in a report; the audit says them all."""

LINES = 8
"""So many words without a meaning are said in a report; the audit says them all."""

MARK = 2
"""Columns of the mark before a warning."""


def heading(answer: Report | Check, look: Look) -> Iterator[RenderableType]:
    """Draw the facts of the run, each with its reason and the option that changes it."""
    lines = heading_lines(answer, look.words)
    name = max(cells(line.label) for line in lines)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=name)
    room = look.room - name - 2 if look.width is not None else None
    longest = max(cells(line.sentence()) + 2 for line in lines)
    grid.add_column(width=max(min(room, longest) if room else longest, 16), overflow="fold")
    for line in lines:
        told = RichText(line.value, "bold", overflow="fold")
        if line.why:
            told.append(f": {line.why}", "not bold")
        if line.option:
            told.append(f"  {line.option}", "not bold dim")
        grid.add_row(styled(line.label, "dim"), told)
    yield grid


def inputs(report: Report, look: Look) -> Iterator[RenderableType]:
    """Draw the files, one a line, or the formats where there are many files."""
    words = look.words
    if not report.inputs:
        return
    folder = common_folder(each.path for each in report.inputs)
    yield title(look, words.label("section", "inputs"), count_files(len(report.inputs), folder, words))
    few = len(report.inputs) <= FILES
    yield from grids(_files(report.inputs, folder, words) if few else _formats(report.inputs, words), look)
    yield from _disagreements(report, folder, look)


def common_folder(paths: Iterable[str]) -> str:
    """Return the folder that several files share, with its last slash; nothing where they share none.

    Example:
        >>> common_folder(["exports/a.csv", "exports/b.csv"]), common_folder(["a.csv", "-"])
        ('exports/', '')
    """
    folders = [re.split(r"(?<=[/\\])", path)[:-1] for path in paths]
    alike = takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))
    return "".join(parts[0] for parts in alike) if len(folders) > 1 else ""


def count_files(n: int, folder: str, words: Words) -> str:
    """Say how many files there are, and in which folder if they share one."""
    if not folder:
        return words.say("inputs.count", n=n)
    return words.say("inputs.count_in", n=n, folder=one_line(folder))


def _files(files: Iterable[Input], folder: str, words: Words) -> TextTable:
    rows = tuple((Text(one_line(each.path.removeprefix(folder))), *_facts([each], words)) for each in files)
    return TextTable("", _heads("path", words), rows)


def _formats(files: Iterable[Input], words: Words) -> TextTable:
    by_title: dict[str, list[Input]] = {}
    for each in files:
        by_title.setdefault(each.title, []).append(each)
    rows = tuple((Text(words.say("inputs.count", n=len(same))), *_facts(same, words)) for same in by_title.values())
    return TextTable("", _heads("files", words), rows)


def _heads(first: str, words: Words) -> tuple[Head, ...]:
    names = ("rows", "title", "kind", "days")
    texts = {name: words.say(f"column.inputs.{name}") for name in names}
    return (
        Head(first, words.label("column", first), number=False),
        *(Head(n, text, number=n == "rows", whole=n == "days") for n, text in texts.items()),
    )


def _facts(files: list[Input], words: Words) -> tuple[Text, ...]:
    kept, read = sum(each.rows_kept for each in files), sum(each.rows_read for each in files)
    first = min((each.first_day for each in files if each.first_day), default=None)
    last = max((each.last_day for each in files if each.last_day), default=None)
    return (
        Text(rows_kept(kept, read, words)),
        Text(one_line(files[0].title)),
        Text(words.label("kind_of_file", files[0].kind), "dim"),
        Text(words.numbers.span(first, last) if first and last else "", "dim"),
    )


def rows_kept(kept: int, read: int, words: Words) -> str:
    """Say how many rows were kept of those read."""
    if not read:
        return words.say("inputs.no_rows")
    key = "inputs.rows" if kept != read else "inputs.all_rows"
    return words.say(key, kept=words.numbers.count(kept), read=words.numbers.count(read))


def _disagreements(report: Report, folder: str, look: Look) -> Iterator[RenderableType]:
    words = look.words
    count = words.numbers.count
    for each in report.inputs:
        path = one_line(each.path.removeprefix(folder))
        for total in (total for total in each.totals if not total.agrees):
            figures = {"stated": count(total.stated), "summed": count(total.summed)}
            line = words.say("totals.differ", path=path, column=total.column, **figures)
            yield body(styled(line, "warn"), look)


def skipped(answer: Report | Check, look: Look) -> Iterator[RenderableType]:
    """List the files nobody could read, with why."""
    if not answer.skipped:
        return
    words = look.words
    folder = common_folder(each.path for each in answer.skipped)
    yield title(look, words.label("section", "skipped"), count_files(len(answer.skipped), folder, words))
    most = FILES if isinstance(answer, Report) else len(answer.skipped)
    for each in answer.skipped[:most]:
        why = one_line(words.mark(why_skipped(each, words.lang)))
        yield body(styled(f"{one_line(each.path.removeprefix(folder))}: {why}", "dim"), look)
    if len(answer.skipped) > most:
        yield body(styled(words.say("skipped.more", n=len(answer.skipped) - most), "dim"), look)


def unmapped(answer: Report | Check, look: Look) -> Iterator[RenderableType]:
    """Draw the lines to paste, never folded, so that they stay valid YAML."""
    if not answer.words:
        return
    words = look.words
    yield title(look, words.label("section", "unmapped"), words.say("unmapped.paste"))
    brief = isinstance(answer, Report)
    for line in [] if brief else meanings(answer.words, words):
        yield body(styled(line, "dim"), look)
    for line in yaml_lines(answer.words, words, LINES if brief else None):
        yield table_body(RichText(line, no_wrap=True, overflow="ignore"))


def warnings(answer: Report | Check, look: Look) -> Iterator[RenderableType]:
    """Draw the warnings by kind, the one to read first at the end."""
    words = look.words
    folder = common_folder(each.path for each in answer.inputs)
    groups = grouped([_nearer(note, folder) for note in answer.warnings], words)
    if not groups:
        return
    yield title(look, words.label("section", "warnings"))
    most = ALIKE if isinstance(answer, Report) else max(len(group.lines) for group in groups)
    grid = Table.grid(padding=0)
    grid.add_column(width=MARK)
    lines = [(group.level, line) for group in groups for line in _shortened(group.lines, most, words)]
    longest = max(cells(line) for _, line in lines)
    grid.add_column(width=max(min(longest, look.room - MARK), 16), overflow="fold")
    for level, line in lines:
        mark, tone = ("!", "warn") if level == "warning" else (words.mark("·"), "dim")
        grid.add_row(styled(mark, tone), styled(line, "" if level == "warning" else "dim"))
    yield table_body(grid)


def _nearer(note: Note, folder: str) -> Note:
    """Name the file of a note as the list of files does, without the folder they share."""
    return replace(note, source=note.source.removeprefix(folder)) if note.source else note


def _shortened(lines: tuple[str, ...], most: int, words: Words) -> Iterator[str]:
    yield from (one_line(line) for line in lines[:most])
    if len(lines) > most:
        yield words.say("warnings.more", n=len(lines) - most)
