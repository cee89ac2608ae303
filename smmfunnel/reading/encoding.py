"""The encoding of a text file, decided over all its bytes, and its hash, in one pass."""

from __future__ import annotations

import codecs
import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, Where
from smmfunnel.reading.container import DAMAGE

if TYPE_CHECKING:
    from smmfunnel.reading.container import Source

CHUNK = 4 << 20
QUOTE, NEWLINE = 34, 10
_CYRILLIC = range(0xC0, 0x100)
"""Bytes of Cyrillic letters in cp1251 (accented Latin ones in cp1252)."""


@dataclass(frozen=True)
class Inspected:
    """What one pass over the bytes tells."""

    encoding: str
    """Python's name: utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be, cp1251, cp1252 or the one given."""
    sha256: str
    quotes: int
    wrapped: int
    """Line ends that an odd number of quotes precedes: inside a quoted cell, or after a broken quote."""
    nulls: int
    """NUL bytes in text that is not UTF-16."""
    size: int


def inspect(source: Source, encoding: str | None = None) -> Inspected:
    """Read all bytes once: hash, encoding, quotes and NULs.

    Args:
        source: the file.
        encoding: the one the user names, which must then fit.

    Raises:
        InputError: the named encoding is unknown or does not fit (with the line), or the file is damaged.
    """
    digest = hashlib.sha256()
    counts = Quotes()
    nulls = size = 0
    head = tail = b""
    utf8 = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    letters = [0] * 256
    try:
        with source.open() as file, ThreadPoolExecutor(2) as pool:
            hashed, counted = pool.submit(digest.update, b""), pool.submit(count_quotes, b"")
            while chunk := file.read(CHUNK):
                hashed.result()
                hashed = pool.submit(digest.update, chunk)
                counts += counted.result()
                counted = pool.submit(count_quotes, chunk)
                head = head or chunk[:4096]
                # To look for the first costs a tenth of counting, and next to no file has one.
                nulls += chunk.count(b"\x00") if b"\x00" in chunk else 0
                size += len(chunk)
                if is_utf8:
                    is_utf8 = (chunk.isascii() and not utf8.getstate()[0]) or _decodes(utf8, chunk)
                if not is_utf8 and not tail:
                    tail = chunk
            hashed.result()
            counts += counted.result()
    except DAMAGE as error:
        raise InputError("archive_damaged", Where(source.display), problem=str(error)) from error
    is_utf8 = is_utf8 and _decodes(utf8, b"", final=True)
    for byte in tail[:65536]:
        letters[byte] += 1
    found = _named(source, encoding) if encoding else _detect(head, is_utf8=is_utf8, letters=letters)
    wide = found.startswith("utf-16")
    return Inspected(found, digest.hexdigest(), counts.marks, counts.wrapped, 0 if wide else nulls, size)


@dataclass(frozen=True)
class Quotes:
    """What quotes do in a piece of text; pieces add up in their order."""

    marks: int = 0
    lines: int = 0
    """Line ends."""
    wrapped: int = 0
    """Those of them inside quotes, where the piece begins outside."""

    def __add__(self, after: Quotes) -> Quotes:
        """Put the piece that follows behind this one: where this one ends inside quotes, in and out change places."""
        wrapped = after.lines - after.wrapped if self.marks % 2 else after.wrapped
        return Quotes(self.marks + after.marks, self.lines + after.lines, self.wrapped + wrapped)


def count_quotes(chunk: bytes) -> Quotes:
    r"""Count the quotes and line ends of a piece of text.

    Example:
        >>> count_quotes(b'a,"b\n",c\nd,"e')
        Quotes(marks=3, lines=2, wrapped=1)
    """
    if b'"' not in chunk:
        return Quotes(lines=chunk.count(b"\n"))
    data = np.frombuffer(chunk, dtype=np.uint8)
    quotes = _bits(data == QUOTE)
    inside = quotes.copy()
    # Each bit becomes the parity of all bits up to it, in its word of 64 by doubling, over the words one by one.
    for step in (1, 2, 4, 8, 16, 32):
        inside ^= inside << np.uint64(step)
    odd = np.bitwise_xor.accumulate(inside >> np.uint64(63))
    before = np.concatenate([[np.uint64(0)], odd[:-1]])
    inside ^= before * np.uint64(2**64 - 1)
    ends = _bits(data == NEWLINE)
    marks, lines, wrapped = (int(np.bitwise_count(bits).sum()) for bits in (quotes, ends, inside & ends))
    return Quotes(marks, lines, wrapped)


def _bits(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Pack a mask into words of 64 bits, the first lowest."""
    words = np.zeros(-(-len(mask) // 64), dtype="<u8")
    words.view(np.uint8)[: -(-len(mask) // 8)] = np.packbits(mask, bitorder="little")
    return words


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _detect(head: bytes, *, is_utf8: bool, letters: list[int]) -> str:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) // 4:
        return "utf-16-le" if odd > even else "utf-16-be"
    if is_utf8:
        return "utf-8"
    # Cyrillic text is letters above 0xC0 for the most part; Western text has few among Latin ones.
    high = sum(letters[byte] for byte in _CYRILLIC)
    latin = sum(letters[byte] for byte in (*range(65, 91), *range(97, 123)))
    return "cp1251" if high * 3 > latin else "cp1252"


def _named(source: Source, encoding: str) -> str:
    """Check that the named encoding exists and fits the whole file."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError as error:
        raise InputError("encoding_unknown", Where(source.display), encoding=encoding) from error
    line = 1
    with source.open() as file:
        while chunk := file.read(CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeError as error:
                # Not every codec tells where: UTF-16 without its mark is a mere UnicodeError.
                line += chunk[: getattr(error, "start", 0)].count(b"\n")
                raise InputError("encoding_wrong", Where(source.display, line), encoding=encoding) from error
            line += chunk.count(b"\n")
    return "utf-8-sig" if encoding.casefold().replace("_", "-") in ("utf-8", "utf8") else encoding
