"""Keys that join what people and platforms spell differently: names folded, ids as text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote_to_bytes

_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?[eE]\+?\d{2}$")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad"))
"""Characters that copying leaves behind and nobody sees."""
_WHOLE = re.compile(r"^(\d+)[.,]0+$")
_NAMED = re.compile(r"^[^;]*\((\d{3,})\)\s*(?:;.*)?$", re.DOTALL)
_LISTED = re.compile(r"^(\d+)\s*[;,]\s*\d+(?:\s*[;,]\s*\d+)*$")


def decode_percent(text: str) -> str:
    """Undo percent-encoding, of UTF-8 or else of cp1251, and `+` for a space in what was encoded.

    Example:
        >>> decode_percent("%D0%BB%D0%B5%D1%82%D0%BE+2026"), decode_percent("C++ 100%")
        ('лето 2026', 'C++ 100%')
    """
    while re.search("%[0-9a-fA-F]{2}", text):
        decoded = _decoded(unquote_to_bytes(text.replace("+", " ")))
        if decoded is None:
            return text
        # What redirects have encoded twice is decoded twice; every round makes the text shorter.
        text = decoded
    return text


def _decoded(raw: bytes) -> str | None:
    for encoding in ("utf-8", "cp1251"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


@lru_cache(maxsize=1 << 16)
def name_key(text: str) -> str | None:
    """Fold a name for comparison: percent-decoding, Unicode forms, case, ё, spaces; nothing else.

    Example:
        >>> name_key("  Лето  2026 Ёлка"), name_key("summer_sale") == name_key("Summer Sale")
        ('лето 2026 елка', False)
    """
    folded, before = text, None
    # One folding can call for another: a wide `％41` is percent-encoding only once it is narrow.
    while folded != before:
        before = folded
        folded = decode_percent(unicodedata.normalize("NFKC", folded.translate(_UNSEEN)))
        folded = " ".join(folded.casefold().replace("ё", "е").split())
    return folded or None


def id_text(text: str, strip: tuple[str, ...] = ()) -> str | None:
    """Bring an id to its text: prefixes and brackets go, `.0` of a spreadsheet goes, all digits stay.

    Returns:
        The id; None for nothing, and for an id a spreadsheet has cut to `1.2021E+17`.

    Example:
        >>> id_text("ag:120210000000000001", ("ag:",)), id_text("[123]", ("[", "]")), id_text("77.0")
        ('120210000000000001', '123', '77')
        >>> id_text("1.2021E+17")
    """
    value = text.strip()
    for mark in strip:
        value = value.removeprefix(mark).removesuffix(mark).strip()
    if is_mangled(value) or value in ("-", "--", "—"):
        return None
    whole = _WHOLE.match(value)
    return (whole[1] if whole else value) or None


def linked_id(text: str) -> str | None:
    """Return the id of the record a cell refers to: of several the first, and out of brackets after its name.

    Example:
        >>> linked_id("Olivia Brown (551001); Liam Gray (551002)"), linked_id("551001;551002"), linked_id("A-7")
        ('551001', '551001', 'A-7')
    """
    found = _NAMED.match(text) or _LISTED.match(text)
    return id_text(found[1] if found else text)


def is_mangled(text: str) -> bool:
    """Tell whether a spreadsheet has turned a long id into a rounded number."""
    return _SCIENTIFIC.match(text.strip()) is not None
