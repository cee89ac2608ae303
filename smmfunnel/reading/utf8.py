"""Whether bytes that come in pieces are UTF-8, told by Arrow in a fifth of the time decoding takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from smmfunnel.reading.octets import Bytes

_LAST_ASCII, _LAST_CONTINUING = 0x7F, 0xBF
_LONGEST = 4
"""Bytes of the longest character."""


class Utf8:
    r"""Bytes seen so far.

    Example:
        >>> seen = Utf8()
        >>> [seen.goes_on(np.frombuffer(piece, np.uint8)) for piece in (b"a\xd0", b"\x96b", b"\xd0", b"c")]
        [True, True, True, False]
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.valid = True
        """Whether all of it was UTF-8, but perhaps for a last character of which the end is missing."""
        self.rest = b""
        """The bytes of such a character."""
        self.beyond_ascii = False
        """Whether any character past ASCII was there, whole."""

    def goes_on(self, piece: Bytes) -> bool:
        """Tell whether all is UTF-8 still with one more piece."""
        if not self.rest and piece.max() <= _LAST_ASCII:
            return True
        data = np.concatenate([np.frombuffer(self.rest, np.uint8), piece]) if self.rest else piece
        end = _whole(data[-_LONGEST:].tolist()) + max(len(data) - _LONGEST, 0)
        self.rest = data[end:].tobytes()
        self.valid = _is_utf8(data[:end])
        self.beyond_ascii |= self.valid and bool((data[:end] > _LAST_ASCII).any())
        return self.valid

    @property
    def cut(self) -> bool:
        """Whether it ends within a character; a letter past ASCII that is the only one is of another encoding."""
        return self.valid and bool(self.rest) and self.beyond_ascii and _begins(self.rest)


def _begins(rest: bytes) -> bool:
    """Tell whether bytes that look so do begin a character."""
    try:
        rest.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True


def _whole(last: list[int]) -> int:
    """Count of the last bytes those before a character of which the end is missing."""
    for place in range(len(last) - 1, -1, -1):
        byte = last[place]
        if byte > _LAST_CONTINUING:
            needed = 2 + (byte >= 0xE0) + (byte >= 0xF0)  # noqa: PLR2004 - first bytes of three and of four
            return place if len(last) - place < needed else len(last)
        if byte <= _LAST_ASCII:
            break
    return len(last)


def _is_utf8(data: Bytes) -> bool:
    import pyarrow as pa

    places = pa.py_buffer(np.array([0, len(data)], np.int32))
    text = pa.Array.from_buffers(pa.string(), 1, [None, places, pa.py_buffer(np.ascontiguousarray(data))])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
