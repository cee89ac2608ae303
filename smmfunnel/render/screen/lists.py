"""A list of rows on a screen: one table, folded into the room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.constrain import Constrain

from smmfunnel.render.screen.grids import grids
from smmfunnel.render.screen.look import Look, paint, styled, title
from smmfunnel.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from smmfunnel.render.options import RenderOptions
    from smmfunnel.render.texted import TextTable


def draw_list(view: TextTable, head: str, options: RenderOptions) -> str:
    """Draw what was asked, and under it a table with its title."""
    look = Look(Words.of(options), options.width, options.color)

    def asked() -> Iterator[RenderableType]:
        yield Constrain(styled(head, "dim"), look.room)

    def block() -> Iterator[RenderableType]:
        yield title(look, view.title, view.aside)
        if view.heads:
            yield from grids(view, look)

    return paint([asked(), block()], look)
