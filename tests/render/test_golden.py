"""One golden file a format: the whole text, byte for byte, in a file a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smmfunnel.render import FORMATS, SECTIONS, RenderOptions, render_check, render_report
from tests.render.samples import (
    empty,
    gaps,
    hostile,
    hostile_desks,
    judged,
    nobody_named,
    refused,
    rich,
    rich_check,
    two_currencies,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from smmfunnel.results import Report

JUDGED = SECTIONS[: SECTIONS.index("funnel")]
"""The verdict and all that belongs to it: the sections before the funnel."""

ENDINGS = {
    "table": "txt",
    "plain": "plain.txt",
    "json": "json",
    "jsonl": "jsonl",
    "csv": "csv",
    "tsv": "tsv",
    "md": "md",
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_in_every_format(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"report.{ENDINGS[name]}", render_report(rich(), RenderOptions(name)))


@pytest.mark.parametrize("name", FORMATS)
def test_an_audit_in_every_format(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"check.{ENDINGS[name]}", render_check(rich_check(), RenderOptions(name)))


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_a_report_in_the_width_of_a_terminal(width: int, golden: Callable[[str, str], None]) -> None:
    golden(f"report-{width}.txt", render_report(rich(), RenderOptions("table", width=width)))


def test_a_report_in_colour(golden: Callable[[str, str], None]) -> None:
    golden("report-color.ansi", render_report(rich(), RenderOptions("table", width=100, color=True)))


def test_a_report_for_a_stream_without_unicode(golden: Callable[[str, str], None]) -> None:
    golden("report-ascii.txt", render_report(rich(), RenderOptions("table", width=100, unicode=False)))


def test_an_empty_report(golden: Callable[[str, str], None]) -> None:
    golden("empty.txt", render_report(empty(), RenderOptions("table", width=100)))


def test_two_currencies(golden: Callable[[str, str], None]) -> None:
    golden("two_currencies.txt", render_report(two_currencies(), RenderOptions("table", width=100)))


@pytest.mark.parametrize("name", ["table", "csv", "md"])
def test_hostile_names(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"hostile.{ENDINGS[name]}", render_report(hostile(), RenderOptions(name)))


@pytest.mark.parametrize("name", FORMATS)
def test_a_verdict_in_every_format(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"judged.{ENDINGS[name]}", render_report(judged(), RenderOptions(name, sections=JUDGED)))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140, 200])
def test_a_verdict_in_the_width_of_a_terminal(width: int, golden: Callable[[str, str], None]) -> None:
    golden(f"judged-{width}.txt", render_report(judged(), RenderOptions("table", width=width, sections=JUDGED)))


def test_a_verdict_in_colour(golden: Callable[[str, str], None]) -> None:
    options = RenderOptions("table", width=100, color=True, sections=JUDGED)
    golden("judged-color.ansi", render_report(judged(), options))


def test_a_verdict_for_a_stream_without_unicode(golden: Callable[[str, str], None]) -> None:
    options = RenderOptions("table", width=100, unicode=False, sections=JUDGED)
    golden("judged-ascii.txt", render_report(judged(), options))


@pytest.mark.parametrize("make", [nobody_named, gaps, refused])
def test_other_verdicts(make: Callable[[], Report], golden: Callable[[str, str], None]) -> None:
    golden(f"{make.__name__}.txt", render_report(make(), RenderOptions("table", width=100, sections=JUDGED)))


def test_hostile_managers_ads_and_sources(golden: Callable[[str, str], None]) -> None:
    sections = ("touch_log", "managers", "clickbait", "credit")
    golden("hostile_desks.txt", render_report(hostile_desks(), RenderOptions("table", sections=sections)))


def test_every_format_has_a_golden_file() -> None:
    assert set(ENDINGS) == set(FORMATS)
