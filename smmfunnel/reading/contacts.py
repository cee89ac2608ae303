"""Phones and e-mails brought to one spelling for matching; what is not valid is never a key."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.reading.octets import as_arrow, in_one_piece, octets
from smmfunnel.reading.phonedigits import Digits, common_digits, with_plus
from smmfunnel.reading.plainmails import plain_mails

EMAIL = r"^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$"
_BETWEEN = r"[,;|\s<>()\"]+|mailto:"
"""What stands between and around e-mails of one cell: `Anna <anna@mail.ru>, a@b.ru`."""
_SEVERAL = re.compile(r"[,;/|\n]+")
_RUSSIAN_TRUNK = re.compile(r"^8\d{10}$")
_RUSSIAN_WHOLE = re.compile(r"^7\d{10}$")
_RUSSIAN_PLUS = re.compile(r"^89\d{9}$")
_RUSSIAN_DIGITS = 11
_RUSSIAN = ("RU", "KZ")
"""Where a number may be dialled with 8 before it."""
_ZEROS = r"^\s*(p:)?\s*00"
PLAIN_PHONE = r"^\s*(p:)?[\s(]*\+?[0-9][0-9 \t\x{a0}()-]{5,30}$"
"""Cells with nothing but the digits of one number, on one line, whose reading leaves no doubt."""


def normalise_emails(cells: pa.Array) -> pa.Array:
    """Return e-mails trimmed and in small letters, null where there is none or it cannot be one.

    Example:
        >>> normalise_emails(pa.array([" Anna@Mail.RU", "anna@", "a@b.ru; c@d.ru", ""])).to_pylist()
        ['anna@mail.ru', None, 'a@b.ru', None]
    """
    cells = in_one_piece(cells)
    texts = octets(cells)
    if texts is None:
        return careful_emails(cells)
    plain = plain_mails(texts)
    if not plain.any():
        return careful_emails(cells)
    if cells.null_count:
        plain |= np.asarray(cells.is_null().to_numpy(zero_copy_only=False))
    # Letters of ASCII alone: for others small is not always as long as capital.
    small = pc.ascii_lower(cells)
    if plain.all():
        return small
    rest = as_arrow(~plain)
    return pc.replace_with_mask(small, rest, careful_emails(cells.filter(rest)))


def careful_emails(cells: pa.Array) -> pa.Array:
    """Do `normalise_emails` for any cells, with an eye on each."""
    text = pc.utf8_lower(pc.utf8_trim_whitespace(cells))
    good = pc.match_substring_regex(text, EMAIL)
    several = pc.match_substring_regex(text, _BETWEEN)
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
    return next((part for part in re.split(_BETWEEN, text) if re.match(pattern, part)), None)


def normalise_phones(cells: pa.Array, region: str | None) -> pa.Array:
    """Return phones as E.164, null where there is none or it is not a valid number.

    Args:
        cells: text, of several numbers the first valid one counts.
        region: country of numbers without a code, ISO 3166, e.g. RU.

    Example:
        >>> normalise_phones(pa.array(["8 (912) 345-67-89", "p:+55 11 91234-5678", "12345"]), "RU").to_pylist()
        ['+79123456789', '+5511912345678', None]
    """
    cells = in_one_piece(cells)
    taken = common_digits(cells)
    common = taken.common if taken else np.zeros(len(cells), dtype=np.bool_)
    phones, valid = pa.nulls(len(cells), pa.string()), pa.nulls(len(cells), pa.bool_())
    if taken and common.any():
        phones, valid = _common(taken, region)
    if not common.all():
        rare = as_arrow(~common)
        whole, told = _judged(cells.filter(rare), region)
        phones, valid = pc.replace_with_mask(phones, rare, whole), pc.replace_with_mask(valid, rare, told)
    if not valid.null_count and pc.all(valid).as_py():
        return phones
    doubtful = pc.and_(pc.is_null(valid), pc.is_valid(cells))
    phones = pc.if_else(valid, phones, pa.scalar(None, pa.string()))
    if not pc.any(doubtful).as_py():
        return phones
    encoded = pc.dictionary_encode(pc.filter(cells, doubtful))
    normal = [normalise_phone(text, region) for text in encoded.dictionary.to_pylist()]
    return pc.replace_with_mask(phones, doubtful, pc.take(pa.array(normal, pa.string()), encoded.indices))


def _common(taken: Digits, region: str | None) -> tuple[pa.Array, pa.Array]:
    """Do for cells of the common shape what `_judged` does for any, by their bytes."""
    from smmfunnel.reading.phoneanswers import valid_numbers
    from smmfunnel.reading.phonerules import international

    texts, bare = taken.texts, ~taken.plus
    # The first is written over below.
    first, second, third = texts.nth(0).copy(), texts.nth(1), texts.nth(2)
    eleven = texts.sizes == _RUSSIAN_DIGITS
    seven, eight = eleven & (first == ord("7")), eleven & (first == ord("8"))
    known = taken.plus
    if region in _RUSSIAN:
        russian = (seven | eight) & bare & taken.common
        # The digits are a copy made for this column: the trunk prefix may be written over in it.
        if texts.width:
            np.copyto(texts.nth(0), np.uint8(ord("7")), where=russian)
        else:
            texts.data[texts.starts[russian]] = ord("7")
        known = known | russian
    numbers = taken.array(taken.common & known)
    dialled = taken.common & ~known
    if region and dialled.any():
        whole = international(taken.array(dialled).drop_null(), region)
        numbers = pc.replace_with_mask(numbers, as_arrow(dialled), whole)
    valid = valid_numbers(numbers)
    other = seven | eight & ((second == ord("9")) | (second == ord("1")) & (third == ord("0")))
    valid = pc.if_else(pc.and_(as_arrow(other), pc.invert(valid)), pa.scalar(None, pa.bool_()), valid)
    return with_plus(numbers), valid


def _judged(cells: pa.Array, region: str | None) -> tuple[pa.Array, pa.Array]:
    """Return E.164 spellings, and whether each is valid: null where only the library can tell."""
    from smmfunnel.reading.phoneanswers import valid_numbers
    from smmfunnel.reading.phonerules import international

    nothing = pa.scalar(None, pa.string())
    plain = pc.match_substring_regex(cells, PLAIN_PHONE)
    digits = pc.replace_substring_regex(pc.if_else(plain, cells, nothing), "[^0-9]+", "")
    plus = pc.match_substring(cells, "+")
    zeros = pc.and_(pc.starts_with(digits, "00"), pc.invert(plus))
    numbers = pc.if_else(plus, digits, pc.if_else(zeros, pc.utf8_slice_codeunits(digits, 2), nothing))
    if region in _RUSSIAN:
        russian = pc.and_(pc.match_substring_regex(digits, "^[78][0-9]{10}$"), pc.invert(plus))
        seven = pc.binary_join_element_wise(pa.scalar("7"), pc.utf8_slice_codeunits(digits, 1), "")
        numbers = pc.if_else(russian, seven, numbers)
    dialled = pc.and_(pc.is_null(numbers), pc.is_valid(digits))
    if region and pc.any(dialled).as_py():
        numbers = pc.replace_with_mask(numbers, dialled, international(pc.filter(digits, dialled), region))
    valid = valid_numbers(numbers)
    # Where a number fails, the library is asked about the other readings it may have.
    other = pc.or_(zeros, pc.match_substring_regex(digits, "^7[0-9]{10}$|^8(?:9[0-9]|10)[0-9]{8}$"))
    valid = pc.if_else(pc.and_(other, pc.invert(valid)), pa.scalar(None, pa.bool_()), valid)
    # `(00) …` begins with no prefix of calls abroad.
    apart = pc.and_(zeros, pc.invert(pc.match_substring_regex(cells, _ZEROS)))
    valid = pc.if_else(apart, pa.scalar(None, pa.bool_()), valid)
    return pc.binary_join_element_wise(pa.scalar("+"), numbers, ""), valid


@lru_cache(maxsize=1 << 16)
def normalise_phone(text: str, region: str | None) -> str | None:
    """Return one phone as E.164; see `normalise_phones`."""
    parts = [text, *(_SEVERAL.split(text) if _SEVERAL.search(text) else [])]
    numbers = (_e164(spelling, region) for part in parts for spelling in _spellings(part, region))
    return next((number for number in numbers if number), None)


def _spellings(text: str, region: str | None) -> list[str]:
    """Return what a cell may mean, the likeliest first."""
    value = text.strip().removeprefix("p:").strip()
    digits = re.sub("[^0-9]", "", value)
    if "+" in value:
        # No country has the code 89: such a number is a Russian one with a plus before its trunk prefix.
        return [value, "+7" + digits[1:]] if _RUSSIAN_PLUS.match(digits) and region in _RUSSIAN else [value]
    if _RUSSIAN_WHOLE.match(digits):
        return ["+" + digits] if region in _RUSSIAN else [value, "+" + digits]
    if region in _RUSSIAN and _RUSSIAN_TRUNK.match(digits):
        return ["+7" + digits[1:], value]
    return ["+" + digits.removeprefix("00")] if value.startswith("00") else [value]


def _e164(value: str, region: str | None) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


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
