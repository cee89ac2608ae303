"""A table of texts in columns of given widths.

Rich's own table would do: it wraps, measures, fills up and cuts every cell several times over, which takes longer
than all else a report is drawn with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.control import strip_control_codes
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from smmfunnel.dataclass import dataclass
from smmfunnel.render.screen.look import INDENT, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions

    Lines = list[list[Segment]]

GAP = 2
"""Spaces between two columns."""

HEAD, LINE = "not bold dim", "dim"


@dataclass(frozen=True)
class Sheet:
    """Heads, a line under them, and rows, all indented."""

    widths: Sequence[int]
    right: Sequence[bool]
    """Which columns stand to the right."""
    heads: Sequence[str]
    rows: Sequence[Sequence[tuple[str, str]]]
    """Text and tone of each cell."""
    rule: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """See Rich: called to draw."""
        head, line = console.get_style(HEAD), console.get_style(LINE)
        tones = {tone: console.get_style(style) for tone, style in STYLES.items()}
        indent, between, end = Segment(" " * INDENT), Segment(" ", line), Segment.line()

        def drawn(cells: Sequence[Lines]) -> Iterator[Segment]:
            for parts in zip(*cells, strict=True):
                yield indent
                yield from parts[0]
                for part in parts[1:]:
                    yield between
                    yield from part
                yield end

        heads = self._cells(console, self.heads, [head] * len(self.heads), head)
        highest = max(1, *map(len, heads))
        yield from drawn([self._blank(at, highest - len(text), head) + text for at, text in enumerate(heads)])
        yield indent
        yield Segment(self.rule * (sum(self.widths) + GAP * (len(self.widths) - 1)), line)
        yield end
        for row in self.rows:
            texts = self._cells(console, [text for text, _ in row], [tones[tone] for _, tone in row], Style.null())
            highest = max(1, *map(len, texts))
            yield from drawn([text + self._blank(at, highest - len(text), None) for at, text in enumerate(texts)])

    def _beside(self, at: int) -> str:
        """Return what of the gap belongs to the cell before it; the rest is the line's between the two."""
        return " " * (GAP - 1) if at < len(self.widths) - 1 else ""

    def _blank(self, at: int, lines: int, style: Style | None) -> Lines:
        return [[Segment(" " * self.widths[at] + self._beside(at), style)]] * lines

    def _cells(self, console: Console, texts: Iterable[str], styles: Iterable[Style], beside: Style) -> list[Lines]:
        found = []
        for at, (text, style) in enumerate(zip(texts, styles, strict=True)):
            gap = [Segment(self._beside(at), beside)] if self._beside(at) else []
            lines = _lines(console, strip_control_codes(text), self.widths[at], right=self.right[at])
            found.append([[Segment(line, style), *gap] for line in lines])
        return found


def _lines(console: Console, text: str, width: int, *, right: bool) -> list[str]:
    """Wrap a text into lines that fill the width, its own lines kept; none where there is no width."""
    if width < 1:
        return []
    lines = text.split("\n")
    if "\t" in text or any(cell_len(line) > width for line in lines):
        wrapped = Text(text).wrap(console, width, justify="right" if right else "left", overflow="fold")
        return [set_cell_size(line.plain, width) for line in wrapped]
    if right:
        lines = [line.rstrip() for line in lines]
        return [" " * (width - cell_len(line)) + line for line in lines]
    return [line + " " * (width - cell_len(line)) for line in lines]
