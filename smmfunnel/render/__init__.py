"""Report or Check in, text out: pure functions, one a format.

`render_report(report, options)` and `render_check(check, options)` return the whole text with a final
newline; `section_tables` gives the sections as typed tables and `section_files` as the texts of
`-o DIR/`; `error_document` is what a failed run prints with `-f json`; `schema` describes the JSON.
"""

from __future__ import annotations

from smmfunnel.render.api import render_check, render_report, section_files, section_tables
from smmfunnel.render.document import error_document
from smmfunnel.render.formats import FORMATS, Format
from smmfunnel.render.model import Column, Row, Table, Unit
from smmfunnel.render.options import RenderOptions
from smmfunnel.render.schema import SCHEMAS, schema
from smmfunnel.results.names import CHECK_SECTIONS, SECTIONS, UNJUDGED

__all__ = [
    "CHECK_SECTIONS",
    "FORMATS",
    "SCHEMAS",
    "SECTIONS",
    "UNJUDGED",
    "Column",
    "Format",
    "RenderOptions",
    "Row",
    "Table",
    "Unit",
    "error_document",
    "render_check",
    "render_report",
    "schema",
    "section_files",
    "section_tables",
]
