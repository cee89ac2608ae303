"""Plain text: one record a line, columns two spaces apart, nothing folded, no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render.blocks import mapping_of, tables_of
from smmfunnel.render.heading import heading
from smmfunnel.render.words import Words, cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smmfunnel.render.options import RenderOptions
    from smmfunnel.render.texted import TextTable
    from smmfunnel.results import Check, Report


def write(answer: Report | Check, options: RenderOptions) -> str:
    """Write the answer as blocks of aligned lines under their titles, empty sections left out."""
    words = Words.of(options)
    blocks = [list(_head(answer, words))]
    blocks += [list(lines_of(view)) for view in tables_of(answer, options, words)]
    yaml, meanings = mapping_of(answer, options, words)
    if yaml:
        blocks.append([words.say("unmapped.title"), *meanings, *yaml])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _head(answer: Report | Check, words: Words) -> Iterator[str]:
    lines = [(line.label, line.sentence()) for line in heading(answer, words)]
    wide = max(cells(label) for label, _ in lines)
    yield from (f"{_pad(label, wide)}  {text}" for label, text in lines)


def lines_of(view: TextTable) -> Iterator[str]:
    """Write one table: title, what is said before it, aligned lines, what explains its marks."""
    yield f"{view.title}  {view.aside}" if view.aside else view.title
    yield from view.lines
    if view.heads:
        yield from _grid(view)
    yield from view.legend


def _grid(view: TextTable) -> Iterator[str]:
    grid = [[head.text for head in view.heads], *([cell.text for cell in row] for row in view.rows)]
    wide = [max(cells(row[at]) for row in grid) for at in range(len(view.heads))]
    right = [head.number for head in view.heads]
    yield from (_line(row, wide, right) for row in grid)


def _line(row: Sequence[str], wide: Sequence[int], right: Sequence[bool]) -> str:
    parts = (_pad(text, width, right=at) for text, width, at in zip(row, wide, right, strict=True))
    return "  ".join(parts).rstrip()


def _pad(text: str, width: int, *, right: bool = False) -> str:
    space = " " * (width - cells(text))
    return space + text if right else text + space
