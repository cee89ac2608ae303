"""Phones and e-mails that stand in free text: names, sources and words of a CRM, tags of addresses."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.reading.octets import in_one_piece

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Match

Meaning = TypeVar("Meaning")
_LIKELY = r"@|[0-9]([\s\x{a0}().\x{2010}-\x{2015}-]*[0-9]){9}"
"""In every text that `masked` changes, and in few others."""
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[\w-]+\.)+([\w-]{2,})")
_RUN = re.compile(r"\+?\(?\d(?:[\s().\u2010-\u2015-]*\d){9,}")
_MOBILE = re.compile(r"[78]9\d{9}")
_DATE = re.compile(r"\b(?:\d{1,2}[.-]\d{1,2}[.-](?:19|20)\d\d|(?:19|20)\d\d[.-]\d\d[.-]\d\d)\b")
_LONGEST_GROUP = 10
"""Digits in a row that a phone without a plus has at most; more of them are an id."""


def masked(text: str) -> str:
    """Hide the e-mails and phones in a text, different ones differently.

    Of an e-mail its first letter and the end of its domain are left, of a phone no digit: beside the hash any would
    help to find it among the numbers there are. What follows the
    sign # tells one from another, so that two managers entered by their e-mails stay two: it is two bytes of a hash.
    A mobile number of Russia is known without a plus or gaps; other bare digits may be an id and stay.

    Example:
        >>> masked("Анна +7 912 345-67-89"), masked("anna@mail.ru"), masked("Акция 01.09.2026-30.09.2026")
        ('Анна +• ••• •••-••-••#0c57', 'a•••.ru#dbad', 'Акция 01.09.2026-30.09.2026')
    """
    return _RUN.sub(_phone, _EMAIL.sub(_email, text))


def masked_tag(text: str) -> str:
    """Hide the e-mails in a tag, and a phone that is all of it: other digits of a tag are ids, however grouped.

    Example:
        >>> masked_tag("anna@mail.ru"), masked_tag("+7 912 345-67-89"), masked_tag("123456789-987654321")
        ('a•••.ru#dbad', '+• ••• •••-••-••#0c57', '123456789-987654321')
    """
    phone = _RUN.fullmatch(text) and (text.startswith("+") or _MOBILE.fullmatch(text))
    return masked(text) if phone else _EMAIL.sub(_email, text)


def find_masked(find: Callable[[str], Meaning | None], word: str) -> Meaning | None:
    """Look a word up as it stands, else as it is shown: either may have been copied into a configuration."""
    return find(word) or find(masked(word))


def masked_cells(cells: pa.Array) -> pa.Array:
    """Hide contacts in the distinct values of a column, of texts or a dictionary of them; see `masked`."""
    encoded = pc.dictionary_encode(cells)
    encoded = in_one_piece(encoded)
    if not pc.any(pc.match_substring_regex(encoded.dictionary, _LIKELY)).as_py():
        return cells
    values = [None if value is None else masked(value) for value in encoded.dictionary.to_pylist()]
    hidden = pa.array(values, pa.string())
    if pa.types.is_dictionary(cells.type):
        return pa.DictionaryArray.from_arrays(encoded.indices, hidden)
    return pc.take(hidden, encoded.indices)


def _email(found: Match[str]) -> str:
    text = found.group()
    return f"{text[0]}•••.{found.group(1)}#{_mark(text)}"


def _phone(found: Match[str]) -> str:
    text = found.group()
    digits = re.sub(r"\D", "", text)
    if not text.startswith("+"):
        groups = re.findall(r"\d+", text)
        mobiles = [group for group in groups if _MOBILE.fullmatch(group)]
        if _DATE.search(text) or not (mobiles or (len(groups) > 1 and max(map(len, groups)) <= _LONGEST_GROUP)):
            return text
    hidden = re.sub(r"\d", "•", text)
    return f"{hidden}#{_mark(digits)}"


def _mark(text: str) -> str:
    return blake2b(text.casefold().encode(), digest_size=2).hexdigest()
