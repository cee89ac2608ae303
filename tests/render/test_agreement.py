"""People's cells are the cells of the CSV: the same texts, and numbers that are theirs rounded."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest

from smmfunnel.render import RenderOptions, Unit, render_report, section_tables
from smmfunnel.render.flat import safe
from smmfunnel.render.texted import texted
from smmfunnel.render.views import views
from smmfunnel.render.words import Words, one_line
from tests.render.samples import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from smmfunnel.render import Column
    from smmfunnel.results import Report

SECTIONS = ("funnel", "segments", "origins", "suggestions", "inputs", "totals", "unmapped")
WORDS = Words.of(RenderOptions())
FIGURE = re.compile(r"▼?(−?)[^\d−]*([\d,]+)(?:\.(\d+))?")


def agrees(text: str, column: Column, given: str) -> bool:
    """Tell whether people's text of a cell says what the CSV says."""
    if column.unit not in {Unit.COUNT, Unit.SHARE, Unit.POINTS, Unit.RATIO, Unit.MONEY}:
        return column.unit is not Unit.TEXT or safe(one_line(given.removeprefix("'"))) == safe(text)
    if given == "":
        return text in {"", "—"} or text.startswith("— (")
    found = FIGURE.match(text)
    if not found:
        return False
    minus, whole, part = found.groups()
    value = float(whole.replace(",", "") + "." + (part or "0")) * (-1 if minus else 1)
    scale = 100 if column.unit in {Unit.SHARE, Unit.POINTS} else 1
    return abs(value - float(given) * scale) <= 0.51 * 0.1 ** len(part or "")


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("make", REPORTS.values(), ids=REPORTS)
def test_people_and_programs_read_the_same_cells(make: Callable[[], Report], section: str) -> None:
    report = make()
    table = section_tables(report)[section]
    written = list(csv.DictReader(io.StringIO(render_report(report, RenderOptions("csv", sections=(section,))))))
    view = texted(table, WORDS)
    columns = {column.name: column for column in table.columns}
    assert len(view.rows) == len(written)
    compared = 0
    for row, record in zip(view.rows, written, strict=True):
        for head, cell in zip(view.heads, row, strict=True):
            if head.name in columns:
                assert agrees(cell.text, columns[head.name], record[head.name]), (
                    head.name,
                    cell.text,
                    record,
                )
                compared += 1
    assert compared >= len(written)


@pytest.mark.parametrize("make", REPORTS.values(), ids=REPORTS)
def test_segments_keep_their_figures_on_the_way_to_the_reader(make: Callable[[], Report]) -> None:
    report = make()
    table = section_tables(report)["segments"]
    columns = {column.name: column for column in table.columns if column.name not in {"key", "by"}}
    written = list(csv.DictReader(io.StringIO(render_report(report, RenderOptions("csv", sections=("segments",))))))
    rows = [
        row
        for view in views(report, table, WORDS)
        for row in [dict(zip(view.heads, r, strict=True)) for r in view.rows]
    ]
    assert len(rows) == len(written)
    for row, record in zip(rows, written, strict=True):
        for head, cell in row.items():
            if head.name in columns:
                assert agrees(cell.text, columns[head.name], record[head.name]), (
                    head.name,
                    cell.text,
                    record,
                )


@pytest.mark.parametrize("name", ["table", "plain", "md"])
def test_every_format_of_people_has_every_figure_of_the_segments(name: str) -> None:
    report = REPORTS["rich"]()
    text = render_report(report, RenderOptions(name))
    for view in views(report, section_tables(report)["segments"], WORDS):
        for row in view.rows:
            line = next(line for line in text.splitlines() if all(cell.text in line for cell in row))
            places = [line.index(cell.text) for cell in row if cell.text not in {"", "—"}]
            assert places[0] <= places[-1]


def test_a_wrong_figure_would_be_seen() -> None:
    [column] = [c for c in section_tables(REPORTS["rich"]())["funnel"].columns if c.name == "rate"]
    assert agrees("1.43%", column, "0.0142625")
    assert not agrees("1.44%", column, "0.0142625")
    assert not agrees("−1.43%", column, "0.0142625")
    assert not agrees("", column, "0.0142625")
