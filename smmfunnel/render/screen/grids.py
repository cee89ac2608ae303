"""Tables that fold into the room there is: long names wrap, columns move below, numbers stay whole."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from smmfunnel.dataclass import dataclass
from smmfunnel.render.screen.look import Look, title
from smmfunnel.render.screen.sheet import GAP, Sheet
from smmfunnel.render.views import views
from smmfunnel.render.words import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from smmfunnel.render.model import Table as SectionTable
    from smmfunnel.render.texted import Head, TextTable
    from smmfunnel.results import Check, Report

NARROWEST = 16
"""A name is not folded narrower than this while columns can still move below."""

PLACES = 12
"""Columns kept beside the names for a number at least; names are folded narrower still where they would take these."""

SHORTEST = 6
"""No name is folded narrower than this."""


@dataclass(frozen=True)
class Part:
    """Columns that stand side by side, by their place in the whole table, and their widths."""

    columns: tuple[int, ...]
    widths: tuple[int, ...]


def grids(view: TextTable, look: Look) -> Iterator[RenderableType]:
    """Draw a table in as many parts as the room asks for, the names repeated before each."""
    for at, part in enumerate(fold(view, look.room)):
        if at:
            yield Text("")
        yield _sheet(view, part, look)


def section(answer: Report | Check, table: SectionTable, look: Look) -> Iterator[RenderableType]:
    """Draw a section as people's formats write it, under its title; nothing where it is empty."""
    for view in views(answer, table, look.words):
        yield title(look, view.title)
        yield from grids(view, look)


def fold(view: TextTable, room: int) -> tuple[Part, ...]:
    """Choose columns and widths of each part, so that none is wider than the room if it can be helped."""
    full = [_full(view, at) for at in range(len(view.heads))]
    names = _names(view.heads)
    widths = _squeeze(view.heads, full, room)
    if _total(widths) <= room:
        return (Part(tuple(range(len(widths))), tuple(widths)),)
    rest = [at for at in range(len(view.heads)) if at not in names]
    kept = room - max(PLACES, *map(_total, _numbers(view.heads, widths, rest)))
    for at in names:
        widths[at] = min(full[at], _narrowest(room, kept, len(names)))
    beside = max(room - sum(widths[at] + GAP for at in names), 1)
    for at in rest:
        if _folds(view.heads[at]):
            widths[at] = min(widths[at], max(beside, SHORTEST))
    blocks = _blocks(view.heads, widths, rest, beside)
    spare = [room - _total([widths[at] for at in (*names, *block)]) for block in blocks]
    widths = _widen(names, widths, full, min(spare))
    parts = []
    for block in blocks:
        columns = (*names, *block)
        left = room - _total([widths[at] for at in columns])
        texts = [at for at in block if _folds(view.heads[at])]
        own = _widen(texts, widths, full, left)
        parts.append(Part(columns, tuple(own[at] for at in columns)))
    return tuple(parts)


def _narrowest(room: int, kept: int, names: int) -> int:
    """Return how narrow a name may be folded: a third of the room, less where numbers would have no place."""
    wanted = max(NARROWEST, room // (3 * names))
    return max(min(wanted, kept // names - GAP), SHORTEST)


def _numbers(heads: Sequence[Head], widths: Sequence[int], rest: Sequence[int]) -> list[list[int]]:
    """Return the widths of each group of columns that stays together and cannot be folded."""
    groups = (list(same) for _, same in groupby(rest, key=lambda at: heads[at].group or f"#{at}"))
    return [[], *([widths[at] for at in same] for same in groups if not any(_folds(heads[at]) for at in same))]


def _widen(texts: Sequence[int], widths: Sequence[int], full: Sequence[int], spare: int) -> list[int]:
    """Give room that is left to columns of text, each as far as its longest line needs it."""
    wider = list(widths)
    for at in texts:
        more = min(max(spare, 0), full[at] - wider[at])
        wider[at] += more
        spare -= more
    return wider


def _full(view: TextTable, at: int) -> int:
    head = view.heads[at]
    longest = max((cells(row[at].text) for row in view.rows), default=0)
    if head.number or head.whole:
        return max(longest, *(cells(word) for word in _words(head.text)))
    return max(longest, cells(head.text))


def _folds(head: Head) -> bool:
    return not head.number and not head.whole


def _words(text: str) -> list[str]:
    """Return the words a head may be folded between; a unit after a comma stays with its word."""
    return re.split("(?<!,) ", text)


def _folded(text: str, width: int) -> str:
    lines: list[str] = []
    for word in _words(text):
        if lines and cells(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)


def _names(heads: Sequence[Head]) -> tuple[int, ...]:
    """Return the columns before the first number: they name the row."""
    first = next((at for at, head in enumerate(heads) if head.number), 1)
    return tuple(range(max(first, 1)))


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _squeeze(heads: Sequence[Head], full: Sequence[int], room: int) -> list[int]:
    """Fold the widest text column by column until the table fits or no text can be narrower."""
    widths = list(full)
    while (over := _total(widths) - room) > 0:
        texts = [at for at, head in enumerate(heads) if _folds(head) and widths[at] > NARROWEST]
        if not texts:
            break
        widest = max(texts, key=lambda at: widths[at])
        widths[widest] = max(NARROWEST, widths[widest] - max(over // len(texts), 1))
    return widths


def _blocks(heads: Sequence[Head], widths: Sequence[int], rest: Sequence[int], room: int) -> list[list[int]]:
    """Share columns out among as few blocks as can be, broken between parts if that costs no block more."""
    groups = [list(same) for _, same in groupby(rest, key=lambda at: heads[at].group or f"#{at}")]
    parts = [list(same) for _, same in groupby(rest, key=lambda at: heads[at].part)]
    fewest = _pack(groups, widths, room)
    by_part = _pack(parts, widths, room)
    if len(by_part) <= len(fewest) and all(_total([widths[at] for at in same]) <= room for same in by_part):
        return by_part
    even = next(r for r in range(1, room + 1) if len(_pack(groups, widths, r)) == len(fewest))
    return _pack(groups, widths, even)


def _pack(groups: Sequence[Sequence[int]], widths: Sequence[int], room: int) -> list[list[int]]:
    """Fill blocks one after another with whole groups; a group wider than the room has its own."""
    packed: list[list[int]] = []
    for group in groups:
        if packed and _total([widths[at] for at in (*packed[-1], *group)]) <= room:
            packed[-1] += group
        else:
            packed.append(list(group))
    return packed


def _sheet(view: TextTable, part: Part, look: Look) -> Sheet:
    heads = [view.heads[at] for at in part.columns]
    return Sheet(
        widths=part.widths,
        right=tuple(head.number for head in heads),
        heads=tuple(_folded(head.text, width) for head, width in zip(heads, part.widths, strict=True)),
        rows=tuple(tuple((row[at].text, row[at].tone) for at in part.columns) for row in view.rows),
        rule="─" if look.words.unicode else "-",
    )
