"""Headers and words brought to one spelling, so that a comparison is a look-up.

The results are keys, not texts for people: letters that look alike in Latin and Cyrillic become one letter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from smmfunnel.catalog.currency import SIGNS, currency_code

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"))
_LOOKALIKES = str.maketrans("авекмнорстухіјѕё‐‑‒–—−’‘ʼ`´", "abekmhopctyxijse------'''''")
"""Cyrillic letters drawn like Latin ones (as capitals too), and the many dashes and apostrophes."""
_FOLDING = {**_LOOKALIKES, **_INVISIBLE}
_SLASH = re.compile(r"\s*/\s*")

_BRACKETS = re.compile(r"^(?P<rest>.*[^\s,(])[\s,]*[(\[]\s*(?P<code>[^()\[\]]{1,12}?)\s*[)\]]$")
_COMMA = re.compile(r"^(?P<rest>.*\S)\s*,\s*(?P<code>[^\s,()]{1,8}(?:\s[^\s,()]{1,5})?)$")
_SIGN = re.compile(rf"^(?P<rest>[^{SIGNS}]*[^\s,(])[\s,]*(?P<code>[{SIGNS}])$")
_BARE = re.compile(r"^(?P<rest>.*[^\s,])[\s,]+(?P<code>USD|EUR|RUB|GBP|UAH|KZT|BYN|UZS|TON|руб\.?|грн\.?)$")
_LONGEST = 200
"""Longer texts are no headers, and would cost the patterns much time."""
_AMBIGUOUS_CODE = "ALL"
"""Albanian lek, and the word in `CTR (ALL)`."""

_NUMBERING = re.compile(r"^(?:\d+[.)]\s*|c\d+:\s*)+")
_QUOTES = "\"'«»„“”"


def fold(text: str) -> str:
    """Return the key of a text, its currency suffix included.

    Invisible characters go, every space is one space, capitals are small, ё is е, a trailing colon goes, and
    Cyrillic letters that look like Latin ones become Latin: Google's Russian export writes `Kлики` with a
    Latin K.

    Example:
        >>> fold("Kлики") == fold("  Клики: "), fold("Расход, ₽") == fold("Расход (руб.)")
        (True, False)
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.casefold().translate(_FOLDING)
    if "/" in text:
        text = _SLASH.sub("/", text)
    return " ".join(text.split()).rstrip(": ")


@lru_cache(maxsize=1 << 13)
def normalise(header: str) -> str:
    r"""Return the key of a header, without its currency suffix.

    Example:
        >>> normalise("Amount spent (USD)"), normalise("\ufeff Ad set\xa0name ")
        ('amount spent', 'ad set name')
        >>> normalise("Kлики") == normalise("Клики")
        True
    """
    return fold(split_currency(header)[0])


def normalise_word(word: str) -> str:
    """Return the key of a status or reason word: numbering, funnel prefix and quotes go as well.

    Example:
        >>> normalise_word("C14:WON"), normalise_word(' 7. "Lost" '), normalise_word("Closed – won")
        ('won', 'lost', 'closed - won')
    """
    text = fold(word).strip(_QUOTES).strip()
    return _NUMBERING.sub("", text).strip(_QUOTES).strip() or text


def split_currency(header: str) -> tuple[str, str | None]:
    """Split a header into its name and the currency its suffix names.

    Example:
        >>> split_currency("Amount spent (USD)"), split_currency("Расход, ₽")
        (('Amount spent', 'USD'), ('Расход', 'RUB'))
        >>> split_currency("Start Date (in UTC)")
        ('Start Date (in UTC)', None)
    """
    text = " ".join(header.translate(_INVISIBLE).split()).rstrip(": ")
    found = _suffix(text) if len(text) <= _LONGEST else None
    code = currency_code(found["code"]) if found else None
    if not found or not code or (code == _AMBIGUOUS_CODE and found["rest"].isupper()):
        return text, None
    return found["rest"].rstrip(), code


def _suffix(text: str) -> re.Match[str] | None:
    """Match what may be a currency suffix; most headers are told by their last letter to have none."""
    if text.endswith((")", "]")):
        return _BRACKETS.match(text)
    return _SIGN.match(text) or (_COMMA.match(text) if "," in text else _BARE.match(text))
