"""Segments, a table a dimension, with the marks explained under the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from smmfunnel.render.funnels import segments as segment_table
from smmfunnel.render.screen.grids import grids
from smmfunnel.render.screen.look import Look, body, styled, title
from smmfunnel.render.views import segments as segment_views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from smmfunnel.results import Report


def segments(report: Report, look: Look) -> Iterator[RenderableType]:
    """Draw each dimension's table and say what its marks mean."""
    found = segment_views(report, segment_table(report), look.words)
    for at, view in enumerate(found):
        if at:
            yield Text("")
        yield title(look, view.title)
        yield from grids(view, look)
        for line in view.legend:
            yield body(styled(line, "dim"), look)
