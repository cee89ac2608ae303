"""Records of a delimited text, split so that one broken quote cannot swallow the lines after it."""

from __future__ import annotations

import csv
import io
from itertools import chain
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smmfunnel.reading.container import Source

# The module's limit of 128 KB a cell is for all of the process; a cell of an export may be larger.
csv.field_size_limit(1 << 27)
LONGEST = 200
"""Lines one quoted cell may span; a quote that stays open longer was never closed."""


@dataclass(frozen=True)
class Record:
    """One record and where it begins."""

    cells: tuple[str, ...]
    line: int
    """Physical line, from 1."""
    unclosed: bool = False
    """Its quote is never closed; the cells are those of its first line."""


def text_lines(source: Source, encoding: str, faults: str = "strict") -> Iterator[str]:
    """Yield the physical lines of a file, line ends included, without NULs and byte order marks.

    Args:
        source: the file.
        encoding: its encoding.
        faults: what is done with bytes that are no character, as Python names it.

    Raises:
        InputError: the bytes are no text in the encoding.
    """
    number = 0
    with source.open() as file, io.TextIOWrapper(file, encoding=encoding, errors=faults, newline=None) as text:
        try:
            for number, line in enumerate(text, 1):
                cleaned = line.replace("\x00", "") if "\x00" in line else line
                yield cleaned.lstrip("\ufeff") if number == 1 else cleaned
        except UnicodeError as error:
            raise InputError("not_text", Where(source.display, number + 1), encoding=encoding) from error


def records(lines: Iterator[str], delimiter: str, width: int | None = None, line: int = 1) -> Iterator[Record]:
    """Split lines into records; lines without any cell are left out.

    Args:
        lines: physical lines with their ends.
        delimiter: one character.
        width: cells of a sound record, where it is known: a record over several lines with another width is
            taken for a broken quote.
        line: number of the first line.
    """
    ahead: list[str] = []
    while True:
        start = ahead.pop(0) if ahead else next(lines, None)
        if start is None:
            return
        if '"' not in start:
            cells = tuple(start.rstrip("\n").split(delimiter))
            if any(cells):
                yield Record(cells, line)
            line += 1
            continue
        taken = [start]
        cells, closed = _parse(taken, delimiter)
        while not closed and len(taken) < LONGEST:
            more = ahead.pop(0) if ahead else next(lines, None)
            if more is None:
                break
            taken.append(more)
            if '"' in more:
                cells, closed = _parse(taken, delimiter)
        if not closed or (len(taken) > 1 and not _sound(taken, delimiter, cells, width)):
            cells, unclosed = _parse(taken[:1], delimiter)[0], True
            ahead = list(chain(taken[1:], ahead))
            taken = taken[:1]
        else:
            unclosed = False
        if any(cells):
            yield Record(cells, line, unclosed)
        line += len(taken)


def _parse(lines: list[str], delimiter: str) -> tuple[tuple[str, ...], bool]:
    """Parse lines as one record, and tell whether its quotes are closed."""
    text = "".join(lines)
    probe = csv.reader(iter([text, "\x1e"]), delimiter=delimiter)
    cells = next(probe, [])
    # An open quote takes the probe line into its last cell.
    closed = not (cells and cells[-1].endswith("\x1e"))
    if not closed:
        cells = [*cells[:-1], cells[-1][:-1].rstrip("\n")]
    return tuple(cells), closed


def _sound(lines: list[str], delimiter: str, cells: tuple[str, ...], width: int | None) -> bool:
    """Tell whether a record over several lines is one: of the usual width, nothing after a closing quote."""
    if width is not None and len(cells) != width:
        return False
    try:
        next(csv.reader(iter(lines), delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True
