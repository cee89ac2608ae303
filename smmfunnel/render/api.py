"""The functions the command line calls: choose the format, check the sections, write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render.formats import FORMATS, Format
from smmfunnel.render.options import RenderOptions
from smmfunnel.render.sections import tables
from smmfunnel.results.names import CHECK_SECTIONS, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.render.model import Table
    from smmfunnel.results import Check, Report


def render_report(report: Report, options: RenderOptions) -> str:
    """Write a Report in the format of `options`: the same values and options, the same text.

    Raises:
        ValueError: there is no such format or section; the command line offers only those there are.
    """
    _known_sections(options.sections, SECTIONS)
    return _format(options.format).write(report, options)


def render_check(check: Check, options: RenderOptions) -> str:
    """Write a Check in the format of `options`.

    Raises:
        ValueError: there is no such format or section; the command line offers only those there are.
    """
    _known_sections(options.sections, CHECK_SECTIONS)
    return _format(options.format).write(check, options)


def section_tables(answer: Report | Check) -> dict[str, Table]:
    """Return every section as a table of typed cells, by its name, empty ones included."""
    return {table.section: table for table in tables(answer)}


def section_files(answer: Report | Check, options: RenderOptions) -> dict[str, str]:
    """Return what `-o DIR/` writes: one CSV a section, by file name, empty ones with their header."""
    csv = FORMATS["csv"]
    return {
        f"{name}.csv": csv.write(
            answer,
            RenderOptions("csv", unicode=options.unicode, lang=options.lang, sections=(name,)),
        )
        for name in section_tables(answer)
    }


def _format(name: str) -> Format:
    if name not in FORMATS:
        message = f"no format {name!r}, there are {', '.join(FORMATS)}"
        raise ValueError(message)
    return FORMATS[name]


def _known_sections(asked: Sequence[str], known: Sequence[str]) -> None:
    for name in asked:
        if name not in known:
            message = f"no section {name!r}, there are {', '.join(known)}"
            raise ValueError(message)
