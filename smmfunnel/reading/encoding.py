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
    quotes = wrapped = nulls = size = 0
    head = tail = b""
    utf8 = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    letters = [0] * 256
    try:
        with source.open() as file, ThreadPoolExecutor(1) as pool:
            pending = None
            while chunk := file.read(CHUNK):
                if pending:
                    pending.result()
                pending = pool.submit(digest.update, chunk)
                head = head or chunk[:4096]
                within, marks = wrapped_lines(chunk, quotes % 2)
                wrapped += within
                quotes += marks
                # To look for the first costs a tenth of counting, and next to no file has one.
                nulls += chunk.count(b"\x00") if b"\x00" in chunk else 0
                size += len(chunk)
                if is_utf8:
                    is_utf8 = _decodes(utf8, chunk)
                if not is_utf8 and not tail:
                    tail = chunk
            if pending:
                pending.result()
    except DAMAGE as error:
        raise InputError("archive_damaged", Where(source.display), problem=str(error)) from error
    is_utf8 = is_utf8 and _decodes(utf8, b"", final=True)
    for byte in tail[:65536]:
        letters[byte] += 1
    found = _named(source, encoding) if encoding else _detect(head, is_utf8=is_utf8, letters=letters)
    wide = found.startswith("utf-16")
    return Inspected(found, digest.hexdigest(), quotes, wrapped, 0 if wide else nulls, size)


def wrapped_lines(chunk: bytes, is_open: int) -> tuple[int, int]:
    r"""Count the line ends of a chunk inside quotes, and its quotes; `is_open` is 1 where it begins inside one.

    Example:
        >>> wrapped_lines(b'a,"b\n",c\nd,"e', 0)
        (1, 3)
    """
    if b'"' not in chunk:
        return chunk.count(b"\n") if is_open else 0, 0
    data = np.frombuffer(chunk, dtype=np.uint8)
    quotes = _bits(data == QUOTE)
    inside = quotes.copy()
    # Each bit becomes the parity of all bits up to it, in its word of 64 by doubling, over the words one by one.
    for step in (1, 2, 4, 8, 16, 32):
        inside ^= inside << np.uint64(step)
    odd = np.bitwise_xor.accumulate(inside >> np.uint64(63))
    before = np.concatenate([[np.uint64(is_open)], odd[:-1] ^ np.uint64(is_open)])
    inside ^= before * np.uint64(2**64 - 1)
    within = np.bitwise_count(inside & _bits(data == NEWLINE))
    return int(within.sum()), int(np.bitwise_count(quotes).sum())


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
