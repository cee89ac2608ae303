"""Plain text and Markdown: one record a line, aligned, and nothing in a cell that breaks out of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from smmfunnel.render import RenderOptions, render_check, render_report
from smmfunnel.render.markdown import escape
from smmfunnel.render.words import Words, cells, one_line
from smmfunnel.render.yaml_lines import quoted, yaml_lines
from smmfunnel.results import Word
from tests.render.samples import NASTY, REPORTS, hostile, rich, rich_check

if TYPE_CHECKING:
    from collections.abc import Callable

    from smmfunnel.results import Report

WORDS = Words.of(RenderOptions())


def blocks(text: str) -> list[list[str]]:
    return [block.split("\n") for block in text.rstrip("\n").split("\n\n")]


def test_plain_aligns_numbers_by_their_last_figure() -> None:
    [block] = [b for b in blocks(render_report(rich(), RenderOptions("plain"))) if b[0] == "Origin of leads"]
    assert {cells(line) for line in block[1:]} == {cells(block[1])}
    assert block[2].split() == ["SMM", "vk", "780", "214", "31"]


def test_plain_never_folds_and_never_colours() -> None:
    wide = render_report(rich(), RenderOptions("plain"))
    assert render_report(rich(), RenderOptions("plain", width=40, color=True)) == wide
    assert any(cells(line) > 200 for line in wide.splitlines())


def test_plain_has_one_record_a_line() -> None:
    text = render_report(hostile(), RenderOptions("plain", sections=("origins",)))
    assert len(blocks(text)[1]) == 2 + len(NASTY)


@pytest.mark.parametrize("make", REPORTS.values(), ids=REPORTS)
def test_every_row_of_a_markdown_table_has_the_cells_of_its_head(make: Callable[[], Report]) -> None:
    for block in blocks(render_report(make(), RenderOptions("md"))):
        rows = [re.findall(r"(?<!\\)(?:\\\\)*\|", line) for line in block if line.startswith("|")]
        assert len({len(row) for row in rows}) <= 1


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", r"a\|b"),
        ("a\nb\r\nc", "a b c"),
        ("snake_case", "snake_case"),
        ("_it_", r"\_it\_"),
        ("<b>", r"\<b\>"),
        ("[a](b)", r"[a]\(b)"),
        ("![a]", r"!\[a]"),
        (r"a\b", r"a\\b"),
        ("[RU] [/50%] =1+1", "[RU] [/50%] =1+1"),
    ],
)
def test_markdown_shows_a_name_as_it_is(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_the_lines_to_paste_hold_whatever_the_words_are() -> None:
    found = [Word("a.csv", "status", name, 1) for name in NASTY]
    assert yaml.safe_load("\n".join(yaml_lines(found, WORDS))) == {"statuses": dict.fromkeys(NASTY, "unmapped")}


@pytest.mark.parametrize("name", ["plain", "md"])
def test_an_audit_ends_with_the_lines_to_paste(name: str) -> None:
    text = render_check(rich_check(), RenderOptions(name))
    assert '  "Думает": unmapped  # 23 rows\n' in text
    assert "Paste into" not in render_check(rich_check(), RenderOptions(name, sections=("fitness",)))


@pytest.mark.parametrize("value", ["\u2028", "\U000e0001", "\x00", "null", "yes", ": #", "'"])
def test_a_quoted_word_comes_back(value: str) -> None:
    assert yaml.safe_load(quoted(value)) == value


def test_a_value_on_one_line_keeps_its_letters() -> None:
    assert one_line("👩\u200d👧 a\u00a0b") == "👩\u200d👧 a b"
    assert one_line("a\u2028b\u202ec") == "a b�c"
