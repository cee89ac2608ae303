"""The bytes of a column's texts as numpy arrays, for questions that need no look at single cells.

A kernel of Arrow costs some fifty nanoseconds a cell as soon as it runs a regular expression or makes new text;
comparing bytes costs a few for the whole cell. So columns whose bytes show that nothing is to be done are left as
they are, and only cells in doubt are read with care.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]
Places = np.ndarray[tuple[int], np.dtype[np.int32]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
Words = np.ndarray[tuple[int], np.dtype[np.uint64]]

_SPACE, _LAST_ASCII = 32, 126
_WORD = 64
"""Bits of a word of the machine."""
_OF_TWO, _OF_THREE = 0xC2, (0xE1, 0xE2, 0xE3)
"""First bytes of the characters past ASCII that may be white space, of two and of three bytes."""
_EN = (0xD0, (0x9D, 0xBD))
"""Bytes of the letter with which «не указано» begins."""


def _white() -> Mask:
    table = np.zeros(256, dtype=np.bool_)
    table[: _SPACE + 1] = table[_LAST_ASCII + 1] = True
    table[[_OF_TWO, *_OF_THREE, 0xEF]] = True
    return table


WHITE = _white()
"""First bytes of white space, of marks of byte order, and of what else one byte does not tell from them."""
_FIRST = WHITE.copy()
# The words of numbers.NULLS begin so, small or capital.
_FIRST[list(b"-nN(#")] = True


@dataclass(frozen=True)
class Octets:
    """Texts as bytes one after another: text `n` is `data[starts[n]:ends[n]]`."""

    data: Bytes
    starts: Places
    ends: Places

    @cached_property
    def sizes(self) -> Places:
        """Bytes of each text."""
        return self.ends - self.starts

    def at(self, places: Places) -> Bytes:
        """Bytes at places of the data; a place outside means the nearest one."""
        return np.take(self.data, places, mode="clip")

    @cached_property
    def width(self) -> int:
        """Bytes of every text, 0 where they differ."""
        first = int(self.ends[0] - self.starts[0])
        return first if bool((self.sizes == first).all()) else 0

    def nth(self, place: int) -> Bytes:
        """The byte at a place of each text; past its end what happens to stand there."""
        return self.data[place :: self.width] if place < self.width else self.at(self.starts + np.int32(place))

    def owners(self, places: np.ndarray[tuple[int], np.dtype[np.intp]]) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        """Number of the text that each place belongs to."""
        return np.searchsorted(self.ends, places, side="right")


def octets(cells: pa.Array) -> Octets | None:
    """Return the bytes of texts; None where there are none. What stands in the place of a null means nothing."""
    _, places, held = cells.buffers() if cells.type == pa.string() else (None, None, None)
    if places is None or held is None or not len(cells):
        return None
    offsets = np.frombuffer(places, np.int32, len(cells) + 1, cells.offset * 4)
    data = np.frombuffer(held, np.uint8)[offsets[0] : offsets[-1]]
    if not len(data):
        return None
    if offsets[0]:
        # A part of a longer column.
        offsets = offsets - offsets[0]
    return Octets(data, offsets[:-1], offsets[1:])


def as_arrow(values: np.ndarray[Any, Any], shown: Mask | None = None) -> pa.Array:
    """Return numbers or truths for kernels, null but for the rows `shown`.

    `pyarrow.array` does the same, but imports numpy.ma to see whether the values are masked.
    """
    nulls = None if shown is None else bits(shown)
    if values.dtype == np.bool_:
        return pa.Array.from_buffers(pa.bool_(), len(values), [nulls, bits(values)])
    held = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [nulls, held])


def bits(mask: Mask) -> pa.Buffer:
    """Return truths as Arrow keeps them, a bit each."""
    return pa.py_buffer(np.packbits(mask, bitorder="little"))


def in_doubt(texts: Octets) -> Mask:
    """Mark the texts that may begin or end with white space, or may be empty or a word for nothing."""
    first = texts.at(texts.starts)
    doubt = looked_up(first, _FIRST)
    # Of an empty text, which is in doubt anyway, what happens to stand there.
    doubt |= texts.at(texts.ends - 1) <= _SPACE
    doubt |= texts.ends == texts.starts
    if not ascii_only(texts):
        doubt |= (first == _EN[0]) & np.isin(texts.at(texts.starts + 1), _EN[1])
        doubt |= texts.at(texts.ends - 2) == _OF_TWO
        doubt |= np.isin(texts.at(texts.ends - 3), _OF_THREE)
    return doubt


def looked_up(data: Bytes, table: Mask) -> Mask:
    """Answer for each byte what a table of 256 says of it: numpy's own way takes four times as long.

    Example:
        >>> looked_up(np.array([1, 7, 1], np.uint8), np.arange(256) == 7).tolist()
        [False, True, False]
    """
    return np.frombuffer(bytearray(data.tobytes().translate(table.tobytes())), np.bool_)


def ascii_only(texts: Octets) -> bool:
    """Tell whether every byte is a character of ASCII."""
    return bool(texts.data.max() <= _LAST_ASCII + 1)


def digit(data: Bytes) -> Mask:
    """Mark the digits 0 to 9."""
    return (data - np.uint8(48)) < 10  # noqa: PLR2004 - as many as there are


def letter(data: Bytes) -> Mask:
    """Mark the Latin letters, small and capital."""
    return ((data | np.uint8(32)) - np.uint8(97)) < 26  # noqa: PLR2004 - as many as there are


def words_of(marks: Mask) -> Words:
    """Pack truths into words of 64 bits, the first lowest: with room for one more, behind them all.

    Example:
        >>> words_of(np.array([True, False, True])).tolist(), len(words_of(np.ones(64, np.bool_)))
        ([5], 2)
    """
    words = np.zeros(len(marks) // _WORD + 1, dtype="<u8")
    packed = np.packbits(marks, bitorder="little")
    words.view(np.uint8)[: len(packed)] = packed
    return words


def marked_before(marks: Mask, places: Places) -> Places:
    """Count the marks before each place.

    Example:
        >>> marked_before(np.array([True, False, True]), np.array([0, 1, 3], np.int32)).tolist()
        [0, 1, 2]
    """
    words = words_of(marks)
    upto = np.zeros(len(words), dtype=np.int32)
    np.cumsum(np.bitwise_count(words[:-1]), out=upto[1:])
    own = places // _WORD
    below = (np.uint64(1) << (places % _WORD).astype(np.uint64)) - np.uint64(1)
    counted: Places = np.take(upto, own) + np.bitwise_count(np.take(words, own) & below)
    return counted


def holds(cells: pa.Array, character: str) -> bool:
    """Tell whether any text holds a character of ASCII."""
    texts = octets(cells)
    return texts is not None and bool((texts.data == ord(character)).any())


def with_words(texts: Octets, words: Sequence[str]) -> Mask | None:
    """Mark the texts in which one of some words begins, capital or small; None where none is to be found.

    A word over the border of two texts is taken for one of the first.

    Args:
        texts: of characters of ASCII.
        words: in small letters.
    """
    held, ends = pa.py_buffer(texts.data), pa.py_buffer(np.array([0, len(texts.data)], np.int32))
    # As one text they are searched through in a fourth of the time that Python takes.
    whole = pa.StringArray.from_buffers(1, ends, held)
    if not any(pc.match_substring(whole, word, ignore_case=True)[0].as_py() for word in words):
        return None
    small = (texts.data | np.uint8(_SPACE)).tobytes()
    places = [place for word in words for place in _places(small, word.encode())]
    mask = np.zeros(len(texts.ends), dtype=np.bool_)
    mask[texts.owners(np.array(places, dtype=np.intp))] = True
    return mask


def _places(text: bytes, word: bytes) -> Iterator[int]:
    """Yield where a word begins, be it in the middle of where it began before."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def in_one_piece(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece; putting together a single piece would copy it."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
