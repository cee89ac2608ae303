"""Room, words and colours of one drawing, and the drawing itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.constrain import Constrain
from rich.segment import Segment
from rich.text import Text

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smmfunnel.render.words import Words

INDENT = 2
"""Columns before the body of a block."""

BOUNDLESS = 100_000
"""Width of the canvas: blocks fit themselves to the room, so that Rich never cuts a number."""

STYLES = {"bad": "bold red", "dim": "dim", "strong": "bold", "good": "green", "warn": "yellow", "": ""}
"""ANSI styles of the tones: the terminal's own palette, and nothing that colour alone says."""


@dataclass(frozen=True)
class Indented:
    """A part of a block with its indent before each line.

    Rich's own padding measures every line, fills it up and cuts it to the width, which takes longer than drawing.
    """

    part: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """See Rich: called to draw."""
        for line in Segment.split_lines(console.render(self.part, options)):
            yield Segment(" " * INDENT)
            yield from line
            yield Segment.line()


@dataclass(frozen=True)
class Look:
    """What the blocks need to know."""

    words: Words
    width: int | None
    """Columns of the terminal, None for a pipe."""
    color: bool

    @property
    def room(self) -> int:
        """Columns a block has beside its indent."""
        return BOUNDLESS if self.width is None else max(self.width - INDENT, 20)


class Toned(Text):
    """A text in one tone. Where it is one line that has room, as most are, Rich need not look how to wrap it."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[Segment]:
        """See Rich: called to draw."""
        text = self.plain
        spare = options.max_width - cell_len(text)
        justify = self.justify or options.justify
        if self._spans or spare < 0 or justify not in _ALIGNED or "\n" in text or "\t" in text:
            yield from super().__rich_console__(console, options)
            return
        if justify == "left":
            text += " " * spare
        elif justify == "right":
            text = text.rstrip()
            text = " " * (options.max_width - cell_len(text)) + text
        yield Segment(text, console.get_style(self.style))
        yield Segment(self.end)


_ALIGNED = frozenset([None, "default", "left", "right"])


def styled(text: str, tone: str = "") -> Text:
    """Return a text in a tone; no markup, no emoji codes, whatever it says."""
    return Toned(text, style=STYLES[tone], overflow="fold")


def title(look: Look, text: str, aside: str = "") -> RenderableType:
    """Return the title of a block with a remark beside it."""
    line = Text.assemble((text, "bold cyan"), overflow="fold")
    if aside:
        line.append("  ").append(aside, "dim")
    return Constrain(line, look.room + INDENT)


def body(part: RenderableType, look: Look) -> RenderableType:
    """Return a part of a block, indented and held to the room there is."""
    return Indented(Constrain(part, look.room))


def table_body(part: RenderableType) -> RenderableType:
    """Return a table that already fits the room, indented."""
    return Indented(part)


def paint(blocks: Iterable[Iterable[RenderableType]], look: Look) -> str:
    """Draw the blocks one under another with an empty line between, and return the text.

    The environment has no say here: what the stream can show is in the options already.
    """
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=BOUNDLESS,
        height=100,
        color_system="standard" if look.color else None,
        force_terminal=look.color,
        no_color=not look.color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    drawn = [Group(*parts) for block in blocks if (parts := list(block))]
    for at, block in enumerate(drawn):
        if at:
            console.print(crop=False)
        console.print(block, crop=False)
    return "".join(line.rstrip() + "\n" for line in stream.getvalue().splitlines())
