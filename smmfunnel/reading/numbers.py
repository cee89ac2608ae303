"""Numbers as exports write them, read exactly into millionths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.catalog.currency import currency_code
from smmfunnel.dataclass import dataclass
from smmfunnel.reading.octets import in_one_piece
from smmfunnel.reading.plainnumbers import plain_numbers
from smmfunnel.tables import MICRO

if TYPE_CHECKING:
    from collections.abc import Iterable

NULLS = (
    "",
    "-",
    "--",
    "—",
    "–",
    "---",
    "\u2212",
    "\u2012",
    "\u2015",
    "n/a",
    "na",
    "nan",
    "null",
    "none",
    "(not set)",
    "#n/a",
    "не указано",
)
"""Cells that mean that nothing was reported, in small letters."""
_SPACES = "[\\s\u00a0\u2007\u2009\u202f'’_]+"
_NUMBER_PART = "[\\s\u00a0\u2007\u2009\u202f'’_0-9.,+()%<>\u2212\u2012\u2013-]"
_BEFORE = r"^(?:[^0-9(+\-.,]+\.?)+"
"""Currency signs and words before a number; the dot of `Rs.` is the word's."""
_AFTER = r"[^0-9)%\-]+$"
_SIGNED_WORD = r"^([-+(]+)[^0-9(+\-.,]+\.?"
"""`-$5`, `($5)`: the sign stands before the currency's."""
_SIGN_LAST = "^([^-+()]*[0-9.,])-$"
DIGITS = "^-?[0-9]{1,12}$"
_GROUPED = {
    ".": r"^[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]*)?$",
    ",": r"^[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?$",
}
"""Whole numbers whose thousands are separated as they should be, by decimal mark."""
_PLAIN = {
    ".": "^-?(?:[0-9]{1,8}|[0-9]{1,3}(?:[ ,\u00a0\u202f][0-9]{3}){1,2})(?:\\.[0-9]{1,6})?$",
    ",": "^-?(?:[0-9]{1,8}|[0-9]{1,3}(?:[ .\u00a0\u202f][0-9]{3}){1,2})(?:,[0-9]{1,6})?$",
}
"""Numbers without words whose millionths a double holds exactly, by decimal mark."""
_EXACT_WHOLE, _EXACT, _PLACES = 12, 8, 6
"""Digits of DIGITS, and of _PLAIN before and after its mark."""
_GAPS = {".": "[ ,\u00a0\u202f]", ",": "[ .\u00a0\u202f]"}
"""What separates thousands in them."""


@dataclass(frozen=True)
class Parsed:
    """Values of a column and which cells could not be read (and are null)."""

    array: pa.Array
    bad: pa.Array
    """True where a cell holds something that is not a value of this kind."""


def strip_number(cells: pa.Array) -> pa.Array:
    """Take spaces, currency signs and words away, and make null of what means nothing reported."""
    text = pc.utf8_trim_whitespace(cells)
    text = pc.if_else(pc.is_in(pc.utf8_lower(text), value_set=pa.array(NULLS)), None, text)
    text = pc.replace_substring_regex(text, "[\u2212\u2012\u2013]", "-")
    text = pc.replace_substring_regex(text, "([^0-9])" + _SPACES + "|" + _SPACES + "([^0-9])", r"\1\2")
    # A space between digits separates thousands only where three digits follow it.
    odd = pc.match_substring_regex(text, "[0-9]" + _SPACES + "(?:[0-9]{1,2}|[0-9]{4,})(?:[^0-9]|$)")
    text = pc.if_else(odd, text, pc.replace_substring_regex(text, _SPACES, ""))
    text = pc.replace_substring_regex(text, _BEFORE, "")
    text = pc.replace_substring_regex(text, _SIGNED_WORD, r"\1")
    text = pc.replace_substring_regex(text, _AFTER, "")
    text = pc.replace_substring_regex(text, _SIGN_LAST, r"-\1")
    return pc.replace_substring_regex(text, "^(.*[0-9])[.,]$", r"\1")


def all_true(mask: pa.Array) -> bool:
    """Tell whether a mask is true wherever it is not null."""
    return bool(pc.all(mask, min_count=0).as_py())


def any_true(masks: Iterable[pa.Array]) -> bool:
    """Tell whether any of several masks is true anywhere."""
    return any(pc.any(mask).as_py() for mask in masks)


def parse_micros(cells: pa.Array, mark: str = ".") -> Parsed:
    """Read numbers into whole millionths, exactly; digits past the sixth are rounded half to even.

    Args:
        cells: text, e.g. `1 234,50 ₽`, `(12.5)`, `1,67 %` (a fraction), `--` (null).
        mark: the column's decimal mark, `.` or `,`; the other one separates thousands.

    Returns:
        int64 millionths, and the mask of cells that are no number or past ±9.2e12.

    Example:
        >>> parse_micros(pa.array(["1 234,50 ₽", "(2)", "--", "x1x"]), ",").array.to_pylist()
        [1234500000, -2000000, None, None]
    """
    cells = in_one_piece(cells)
    shape = plain_numbers(cells)
    given = cells if shape and not shape.blanks else given_cells(cells)
    if shape and not len(shape.decimals) and shape.whole_digits <= _EXACT_WHOLE:
        return Parsed(pc.multiply(pc.cast(given, pa.int64()), MICRO), _none_bad(cells))
    if shape and mark == "." and shape.whole_digits <= _EXACT and int(shape.decimals.max()) <= _PLACES:
        return Parsed(_scaled(given), _none_bad(cells))
    if all_true(pc.match_substring_regex(given, DIGITS)):
        return Parsed(pc.multiply(pc.cast(given, pa.int64()), MICRO), _none_bad(cells))
    if all_true(pc.match_substring_regex(given, _PLAIN[mark])):
        short = pc.replace_substring_regex(given, _GAPS[mark], "") if any_true([_gapped(given, mark)]) else given
        short = short if mark == "." else pc.replace_substring(short, mark, ".")
        return Parsed(_scaled(short), _none_bad(cells))
    encoded = pc.dictionary_encode(cells)
    different = _parseany_true(encoded.dictionary, mark)
    bad = pc.fill_null(pc.take(different.bad, encoded.indices), fill_value=False)
    return Parsed(pc.take(different.array, encoded.indices), bad)


def _scaled(cells: pa.Array) -> pa.Array:
    """Read numbers with a decimal point, of so few digits that a double holds their millionths exactly."""
    return pc.cast(pc.round(pc.multiply(pc.cast(cells, pa.float64()), float(MICRO))), pa.int64())


def given_cells(cells: pa.Array) -> pa.Array:
    """Make null of empty cells."""
    return pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)


def _gapped(cells: pa.Array, mark: str) -> pa.Array:
    return pc.match_substring_regex(cells, _GAPS[mark])


def _parseany_true(cells: pa.Array, mark: str) -> Parsed:
    text = strip_number(cells)
    given = pc.is_valid(text)
    negative = pc.match_substring_regex(text, r"^\(.*\)%?$|^-|^\(-")
    percent = pc.match_substring_regex(text, r"%\)?$")
    text = pc.replace_substring_regex(text, r"^[-+(]{1,2}|\)?%?\)?$", "")
    groups = "," if mark == "." else "."
    grouped = pc.match_substring(text, groups)
    well = pc.match_substring_regex(text, _GROUPED[mark])
    text = pc.if_else(pc.and_(grouped, well), pc.replace_substring(text, groups, ""), text)
    text = pc.replace_substring(text, mark, ".") if mark != "." else text
    text = pc.if_else(pc.and_(grouped, pc.invert(well)), "", text)
    text = pc.replace_substring_regex(text, "^0+([0-9])", r"\1")
    good = pc.match_substring_regex(text, r"^(?:[0-9]{1,12}|[1-8][0-9]{12})(?:\.[0-9]*)?$|^\.[0-9]+$")
    # `<10%` and `>90%` are bounds, not figures.
    bound = pc.match_substring_regex(cells, r"^\s*[<>]")
    usable = pc.if_else(pc.and_(pc.and_(good, pc.invert(bound)), _only_money_words(cells)), text, None)
    values = _exact_micros(usable)
    values = pc.if_else(percent, _hundredth(values), values)
    values = pc.if_else(negative, pc.negate(values), values)
    bad = pc.fill_null(pc.and_(given, pc.and_(pc.is_null(values), pc.invert(bound))), fill_value=False)
    return Parsed(values, bad)


def _only_money_words(cells: pa.Array) -> pa.Array:
    """Tell for each cell whether all that stands around its number names a currency."""
    words = pc.utf8_trim_whitespace(pc.replace_substring_regex(cells, _NUMBER_PART, ""))
    different = pc.unique(words).to_pylist()
    known = [word for word in different if word is not None and _is_money_word(word)]
    return pc.is_in(words, value_set=pa.array(known, pa.string()))


def _is_money_word(word: str) -> bool:
    return not word or (currency_code(word) or currency_code(word + ".")) is not None


def _exact_micros(text: pa.Array) -> pa.Array:
    """Cut digits after the sixth decimal by rounding, and read the rest as a whole number."""
    parts = pc.split_pattern(text, ".")
    whole = pc.list_element(parts, 0) if len(text) else text
    has_decimals = pc.match_substring(text, ".")
    decimals = pc.if_else(has_decimals, pc.replace_substring_regex(text, "^[^.]*\\.", ""), "")
    six = pc.utf8_rpad(pc.utf8_slice_codeunits(decimals, 0, 6), 6, "0")
    rest = pc.utf8_slice_codeunits(decimals, 6)
    joined = pc.binary_join_element_wise(pc.if_else(pc.equal(whole, ""), "0", whole), six, "")
    number = pc.cast(joined, pa.int64(), safe=True)
    half = pc.utf8_rpad(rest, 1, "0")
    exactly_half = pc.match_substring_regex(half, "^50*$")
    up = pc.or_(
        pc.and_(pc.match_substring_regex(half, "^[5-9]"), pc.invert(exactly_half)),
        pc.and_(exactly_half, pc.equal(pc.bit_wise_and(number, 1), 1)),
    )
    return pc.add(number, pc.cast(up, pa.int64()))


def _hundredth(values: pa.Array) -> pa.Array:
    """Divide by a hundred, half to even; the values are not negative."""
    whole = pc.divide(values, 100)
    rest = pc.subtract(values, pc.multiply(whole, 100))
    up = pc.or_(pc.greater(rest, 50), pc.and_(pc.equal(rest, 50), pc.equal(pc.bit_wise_and(whole, 1), 1)))
    return pc.add(whole, pc.cast(up, pa.int64()))


def _none_bad(cells: pa.Array) -> pa.Array:
    return pa.repeat(pa.scalar(False), len(cells))  # noqa: FBT003 - the value itself
