"""What one pass over the bytes of a file tells of them, whatever they mean: their hash, quotes, NULs, whether UTF-8."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, Where
from smmfunnel.reading.container import DAMAGE
from smmfunnel.reading.octets import words_of
from smmfunnel.reading.utf8 import Utf8

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from smmfunnel.reading.container import Source
    from smmfunnel.reading.octets import Bytes

CHUNK = 2 << 20
"""Bytes looked at together: what two pieces of memory that take turns leave room for in the cache."""
HEAD, SAMPLE = 4096, 1 << 16
QUOTE, NEWLINE = 34, 10


@dataclass(frozen=True)
class Looked:
    """What the bytes of a file tell."""

    sha256: str
    size: int
    head: bytes
    """The first bytes."""
    utf8: bool
    """Whether all of it is UTF-8, but perhaps for a last character of which the end is missing."""
    cut: bool
    """The file ends within a character of UTF-8."""
    strange: bytes
    """Where it is not UTF-8, bytes from where that begins to show."""
    quotes: int
    wrapped: int
    """Line ends that an odd number of quotes precedes."""
    nulls: int


def look(source: Source, hashed: Future[str] | None = None) -> Looked:
    """Read all bytes once.

    Args:
        source: the file.
        hashed: SHA-256 of the file, where somebody is working it out; of what is packed the text inside is hashed.

    Raises:
        InputError: the file is damaged.
    """
    counts = Quotes()
    nulls = size = 0
    head = strange = b""
    utf8 = Utf8()
    try:
        with source.open() as file, ThreadPoolExecutor(2) as pool:
            # `a` and `a.gz` of the same text are the same file. What nobody has begun is sooner done here.
            digest = _Digest(pool, None if source.packed or hashed is None or hashed.cancel() else hashed)
            counted = pool.submit(Quotes)
            for chunk in _chunks(file, CHUNK if source.packed else min(source.size, CHUNK) or CHUNK):
                digest.add(chunk)
                counts += counted.result()
                counted = pool.submit(count_quotes, chunk, inside=counts.marks % 2 == 1)
                head = head or chunk[:HEAD].tobytes()
                size += len(chunk)
                # To look for the least costs little, and next to no file has a NUL.
                nulls += int(np.count_nonzero(chunk == 0)) if not chunk.min() else 0
                if utf8.valid and not utf8.goes_on(chunk):
                    strange = chunk[:SAMPLE].tobytes()
            sha256 = digest.result()
            counts += counted.result()
    except DAMAGE as error:
        raise InputError("archive_damaged", Where(source.display), problem=str(error)) from error
    if utf8.valid and utf8.rest and not utf8.cut:
        utf8.valid, strange = False, head
    return Looked(
        sha256=sha256,
        size=size,
        head=head,
        utf8=utf8.valid,
        cut=utf8.cut,
        strange=strange,
        quotes=counts.marks,
        wrapped=counts.wrapped,
        nulls=nulls,
    )


class _Digest:
    """SHA-256 of what is read, worked out in a thread beside, or the one that somebody else works out."""

    def __init__(self, pool: ThreadPoolExecutor, ahead: Future[str] | None) -> None:
        """Take the threads, or what comes of others."""
        self._pool, self._ahead = pool, ahead
        self._sum = hashlib.sha256()
        self._added: Future[None] | None = None

    def add(self, chunk: Bytes) -> None:
        """Go on with a chunk when the one before is done."""
        if self._ahead is None:
            self._wait()
            self._added = self._pool.submit(self._sum.update, chunk.data)

    def result(self) -> str:
        """Return the sum of all chunks."""
        self._wait()
        return self._sum.hexdigest() if self._ahead is None else self._ahead.result()

    def _wait(self) -> None:
        if self._added is not None:
            self._added.result()


def _chunks(file: IO[bytes], size: int) -> Iterator[Bytes]:
    """Yield the bytes in pieces of such a size; the memory of each is used again for the next but one."""
    # Files of every kind that is opened here read into a buffer, which their common type does not say.
    reader: Any = file
    read, other = bytearray(size), bytearray()
    while count := reader.readinto(read):
        yield np.frombuffer(read, np.uint8, count)
        read, other = other or bytearray(size), read


@dataclass(frozen=True)
class Quotes:
    """What quotes do in a piece of text; pieces add up in their order."""

    marks: int = 0
    wrapped: int = 0
    """Line ends inside quotes."""

    def __add__(self, after: Quotes) -> Quotes:
        """Put the piece that follows behind this one."""
        return Quotes(self.marks + after.marks, self.wrapped + after.wrapped)


def count_quotes(data: Bytes, *, inside: bool = False) -> Quotes:
    r"""Count the quotes of a piece of text, and its line ends inside quotes.

    Args:
        data: the piece.
        inside: whether it begins inside quotes.

    Example:
        >>> piece = np.frombuffer(b'a,"b\n",c\nd,"e', np.uint8)
        >>> count_quotes(piece), count_quotes(piece, inside=True)
        (Quotes(marks=3, wrapped=1), Quotes(marks=3, wrapped=1))
    """
    quoting = data == QUOTE
    if not quoting.any():
        return Quotes(wrapped=int(np.count_nonzero(data == NEWLINE)) if inside else 0)
    quotes = words_of(quoting)
    within = quotes.copy()
    # Each bit becomes the parity of all bits up to it, in its word of 64 by doubling, over the words one by one.
    for step in (1, 2, 4, 8, 16, 32):
        within ^= within << np.uint64(step)
    odd = np.bitwise_xor.accumulate(within >> np.uint64(63))
    before = np.concatenate([[np.uint64(0)], odd[:-1]]) ^ np.uint64(inside)
    within ^= before * np.uint64(2**64 - 1)
    ends = words_of(data == NEWLINE)
    marks, wrapped = (int(np.bitwise_count(bits).sum()) for bits in (quotes, within & ends))
    return Quotes(marks, wrapped)
