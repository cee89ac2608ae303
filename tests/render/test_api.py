"""The public functions: names there are, names there are not, the same bytes twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smmfunnel import render
from smmfunnel.render import (
    CHECK_SECTIONS,
    FORMATS,
    SECTIONS,
    RenderOptions,
    render_check,
    render_report,
    section_files,
    section_tables,
)
from tests.render.samples import CHECKS, REPORTS, judged, rich, rich_check

if TYPE_CHECKING:
    from collections.abc import Callable

    from smmfunnel.results import Check, Report


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("make", REPORTS.values(), ids=REPORTS)
def test_every_report_in_every_format_ends_with_a_newline_and_is_the_same_twice(
    make: Callable[[], Report], name: str
) -> None:
    text = render_report(make(), RenderOptions(name))
    assert text.endswith("\n")
    assert text == render_report(make(), RenderOptions(name))
    text.encode()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("make", CHECKS.values(), ids=CHECKS)
def test_every_audit_in_every_format(make: Callable[[], Check], name: str) -> None:
    assert render_check(make(), RenderOptions(name)).endswith("\n")


@pytest.mark.parametrize("name", [name for name, each in FORMATS.items() if not each.machine])
def test_no_text_of_people_has_trailing_spaces(name: str) -> None:
    assert not [
        line for line in render_report(rich(), RenderOptions(name, width=100)).splitlines() if line != line.rstrip()
    ]


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_section_alone_in_every_format(section: str, name: str) -> None:
    assert render_report(judged(), RenderOptions(name, sections=(section,)))


@pytest.mark.parametrize("section", CHECK_SECTIONS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_section_of_an_audit_alone_in_every_format(section: str, name: str) -> None:
    assert render_check(rich_check(), RenderOptions(name, sections=(section,)))


def test_there_is_a_table_and_a_file_for_every_section() -> None:
    assert tuple(section_tables(rich())) == SECTIONS
    assert tuple(section_tables(rich_check())) == CHECK_SECTIONS
    assert tuple(section_files(rich(), RenderOptions())) == tuple(f"{name}.csv" for name in SECTIONS)


def test_a_column_is_found_by_its_name() -> None:
    assert section_tables(rich())["funnel"].column("count")[0] == 2_290_268


def test_what_there_is_not_is_named_with_what_there_is() -> None:
    with pytest.raises(ValueError, match="no format 'xml', there are table, plain, json"):
        render_report(rich(), RenderOptions("xml"))
    with pytest.raises(ValueError, match="no section 'bridge', there are about, verdict"):
        render_report(rich(), RenderOptions(sections=("bridge",)))
    with pytest.raises(ValueError, match="no section 'funnel', there are about, inputs"):
        render_check(rich_check(), RenderOptions(sections=("funnel",)))


def test_endings_name_one_format_each() -> None:
    endings = [each.ending for each in FORMATS.values() if each.ending]
    assert len(endings) == len(set(endings))


def test_what_is_exported_is_there() -> None:
    assert sorted(render.__all__) == sorted(set(render.__all__))
    assert all(hasattr(render, name) for name in render.__all__)
