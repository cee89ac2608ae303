"""Phones and e-mails brought to one spelling for matching; what is not valid is never a key."""

from __future__ import annotations

import re
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

EMAIL = r"^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$"
_SEVERAL = re.compile(r"[,;/|\n]+")
_RUSSIAN_TRUNK = re.compile(r"^8\d{10}$")
_RUSSIAN_WHOLE = re.compile(r"^7\d{10}$")


def normalise_emails(cells: pa.Array) -> pa.Array:
    """Return e-mails trimmed and in small letters, null where there is none or it cannot be one.

    Example:
        >>> normalise_emails(pa.array([" Anna@Mail.RU", "anna@", "a@b.ru; c@d.ru", ""])).to_pylist()
        ['anna@mail.ru', None, 'a@b.ru', None]
    """
    text = pc.utf8_lower(pc.utf8_trim_whitespace(cells))
    good = pc.match_substring_regex(text, EMAIL)
    several = pc.match_substring_regex(text, r"[,;/|\s]")
    if pc.any(several).as_py():
        text = pc.if_else(several, _first_email(pc.if_else(several, text, None)), text)
        good = pc.match_substring_regex(text, EMAIL)
    return pc.if_else(good, text, None)


def _first_email(cells: pa.Array) -> pa.Array:
    """Return of each cell the first part that is an e-mail."""
    encoded = pc.dictionary_encode(cells)
    firsts = [_pick(text, EMAIL) if text else None for text in encoded.dictionary.to_pylist()]
    return pc.take(pa.array(firsts, pa.string()), encoded.indices)


def _pick(text: str, pattern: str) -> str | None:
    return next((part for part in re.split(r"[,;/|\s]+", text) if re.match(pattern, part)), None)


def normalise_phones(cells: pa.Array, region: str | None) -> pa.Array:
    """Return phones as E.164, null where there is none or it is not a valid number.

    Args:
        cells: text, of several numbers the first valid one counts.
        region: country of numbers without a code, ISO 3166, e.g. RU.

    Example:
        >>> normalise_phones(pa.array(["8 (912) 345-67-89", "p:+55 11 91234-5678", "12345"]), "RU").to_pylist()
        ['+79123456789', '+5511912345678', None]
    """
    encoded = pc.dictionary_encode(cells)
    normal = [normalise_phone(text, region) if text else None for text in encoded.dictionary.to_pylist()]
    return pc.take(pa.array(normal, pa.string()), encoded.indices)


@lru_cache(maxsize=1 << 16)
def normalise_phone(text: str, region: str | None) -> str | None:
    """Return one phone as E.164; see `normalise_phones`."""
    import phonenumbers

    for part in [text, *(_SEVERAL.split(text) if _SEVERAL.search(text) else [])]:
        value = part.strip().removeprefix("p:").strip()
        digits = re.sub(r"\D", "", value)
        if region in ("RU", "KZ") and _RUSSIAN_TRUNK.match(digits):
            value = "+7" + digits[1:]
        elif not value.startswith("+") and (value.startswith("00") or _RUSSIAN_WHOLE.match(digits)):
            value = "+" + digits.removeprefix("00")
        try:
            number = phonenumbers.parse(value, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return None


def mask_phone(phone: str) -> str:
    """Hide a phone but for its country and last two digits.

    Example:
        >>> mask_phone("+79123456789")
        '+79•••••••89'
    """
    return phone[:3] + "•" * max(len(phone) - 5, 0) + phone[-2:]


def mask_email(email: str) -> str:
    """Hide an e-mail but for its first letter and domain.

    Example:
        >>> mask_email("anna@mail.ru")
        'a•••@mail.ru'
    """
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"
