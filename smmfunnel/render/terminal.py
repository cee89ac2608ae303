"""The report for a terminal, made to be looked at; Rich draws it and is imported when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smmfunnel.render.options import RenderOptions
    from smmfunnel.results import Check, Report


def write(answer: Report | Check, options: RenderOptions) -> str:
    """Draw the answer in the width and colours of `options`, at its natural width for a pipe."""
    from smmfunnel.render.screen.answer import draw

    return draw(answer, options)
