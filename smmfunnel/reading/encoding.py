"""The encoding of a text file, decided over all its bytes."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, Where
from smmfunnel.reading.looking import CHUNK, look

if TYPE_CHECKING:
    from concurrent.futures import Future

    from smmfunnel.reading.container import Source
    from smmfunnel.reading.looking import Looked

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
    cut: bool = False
    """The file ends within a character of UTF-8: somebody has got only a part of it."""

    @property
    def faults(self) -> str:
        """What decoding does with bytes that are no character: of a text that ends within one it shows a mark."""
        return "replace" if self.cut else "strict"


def inspect(source: Source, encoding: str | None = None, hashed: Future[str] | None = None) -> Inspected:
    """Tell the encoding of a file, and what else its bytes tell.

    Args:
        source: the file.
        encoding: the one the user names, which must then fit.
        hashed: SHA-256 of the file, where somebody is working it out.

    Raises:
        InputError: the named encoding is unknown or does not fit (with the line), or the file is damaged.
    """
    looked = look(source, hashed)
    found = _named(source, encoding) if encoding else _detect(looked)
    return Inspected(
        encoding=found,
        sha256=looked.sha256,
        quotes=looked.quotes,
        wrapped=looked.wrapped,
        nulls=0 if found.startswith("utf-16") else looked.nulls,
        size=looked.size,
        cut=looked.cut and found.startswith("utf-8"),
    )


def _detect(looked: Looked) -> str:
    head = looked.head
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) // 4:
        return "utf-16-le" if odd > even else "utf-16-be"
    if looked.utf8:
        return "utf-8"
    # Cyrillic text is letters above 0xC0 for the most part; Western text has few among Latin ones.
    high = sum(looked.strange.count(byte) for byte in _CYRILLIC)
    latin = sum(looked.strange.count(byte) for byte in (*range(65, 91), *range(97, 123)))
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
