"""Numbers as exports write them, read exactly into millionths; the decimal mark is decided per column.

`1,234` alone does not say whether it is one or one thousand. A mark is decisive where it cannot be the
other thing: twice in a value, beside the other mark, or not before exactly three digits. What no value of
the column decides is settled by the file's other columns, then by the format's habit, then by the
delimiter (`;` goes with decimal commas), and is else a decimal point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.catalog.currency import currency_code
from smmfunnel.dataclass import dataclass
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
DOT_GROUPS = r"^[-+(]*[1-9][0-9]{0,2}(\.[0-9]{3})+\)?%?\)?$"
COMMA_GROUPS = r"^[-+(]*[1-9][0-9]{0,2}(,[0-9]{3})+\)?%?\)?$"
_WELL_FORMED = (
    r"^[-+(]*(?:[0-9]*[.,]?[0-9]*|[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]*)?"
    r"|[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?)\)?%?\)?$"
)
"""Shapes that are numbers under one mark or the other; what else a cell holds is evidence of nothing."""
DIGITS = "^-?[0-9]{1,12}$"
SURE = r"^-?[0-9]+(\.([0-9]{1,2}|[0-9]{4,}))?$"
"""A number whose dot cannot separate thousands."""
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
_EXACT_WHOLE, _EXACT, _PLACES, _GROUP = 12, 8, 6, 3
"""Digits of DIGITS, and of _PLAIN before and after its mark; digits between two that separate thousands."""
_GAPS = {".": "[ ,\u00a0\u202f]", ",": "[ .\u00a0\u202f]"}
"""What separates thousands in them."""


@dataclass(frozen=True)
class NumberEvidence:
    """Which shapes occur among a column's values; evidence of parts of a column adds up with `|`."""

    dot: bool = False
    """A dot that can only be decimal, or a comma that can only separate thousands."""
    comma: bool = False
    """A comma that can only be decimal, or a dot that can only separate thousands."""
    lone_dot: bool = False
    """`1.234`: a dot that may be either."""
    lone_comma: bool = False

    def __or__(self, other: NumberEvidence) -> NumberEvidence:
        """Add the evidence of another part of the column."""
        return NumberEvidence(
            self.dot or other.dot,
            self.comma or other.comma,
            self.lone_dot or other.lone_dot,
            self.lone_comma or other.lone_comma,
        )


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


def number_evidence(cells: pa.Array) -> NumberEvidence:
    """Look at the shapes of all cells.

    Example:
        >>> number_evidence(pa.array(["1 234,50", "1,234"]))
        NumberEvidence(dot=False, comma=True, lone_dot=False, lone_comma=True)
    """
    shape = plain_numbers(cells)
    if shape is not None and not (shape.decimals == _GROUP).any():
        return NumberEvidence(dot=bool(len(shape.decimals)))
    if _all(pc.match_substring_regex(_given(cells), SURE)):
        return NumberEvidence(dot=_any([pc.match_substring(cells, ".")]))
    text = strip_number(pc.unique(cells))
    text = pc.drop_null(text)
    text = pc.filter(text, pc.match_substring_regex(text, "[.,]"))
    text = pc.filter(text, pc.match_substring_regex(text, _WELL_FORMED))
    if not len(text):
        return NumberEvidence()
    has_dot, has_comma = pc.match_substring(text, "."), pc.match_substring(text, ",")
    dot_groups, comma_groups = (pc.match_substring_regex(text, p) for p in (DOT_GROUPS, COMMA_GROUPS))
    dots = pc.greater(pc.count_substring(text, "."), 1)
    commas = pc.greater(pc.count_substring(text, ","), 1)
    both = pc.and_(has_dot, has_comma)
    comma_last = pc.and_(both, pc.match_substring_regex(text, ",[0-9]*[)%]*$"))
    only_dot = pc.and_(has_dot, pc.invert(has_comma))
    only_comma = pc.and_(has_comma, pc.invert(has_dot))
    dot = [
        pc.and_(both, pc.invert(comma_last)),
        pc.and_(only_dot, pc.invert(pc.or_(dot_groups, dots))),
        pc.and_(only_comma, commas),
    ]
    comma = [comma_last, pc.and_(only_comma, pc.invert(pc.or_(comma_groups, commas))), pc.and_(only_dot, dots)]
    return NumberEvidence(
        dot=_any(dot),
        comma=_any(comma),
        lone_dot=_any([pc.and_(pc.and_(only_dot, dot_groups), pc.invert(dots))]),
        lone_comma=_any([pc.and_(pc.and_(only_comma, comma_groups), pc.invert(commas))]),
    )


def _all(mask: pa.Array) -> bool:
    """Tell whether a mask is true wherever it is not null."""
    return bool(pc.all(mask, min_count=0).as_py())


def _any(masks: Iterable[pa.Array]) -> bool:
    return any(pc.any(mask).as_py() for mask in masks)


def decide_decimal(
    evidence: NumberEvidence,
    file_mark: str | None = None,
    hint: str | None = None,
    delimiter: str | None = None,
) -> str | None:
    """Decide a column's decimal mark; None where its values contradict each other.

    Args:
        evidence: of all values of the column.
        file_mark: the mark the file's other columns decided on, if they agree.
        hint: the mark the format documents.
        delimiter: the file's delimiter.

    Example:
        >>> decide_decimal(NumberEvidence(lone_comma=True)), decide_decimal(NumberEvidence(comma=True))
        ('.', ',')
    """
    if evidence.dot and evidence.comma:
        return None
    if evidence.dot or evidence.comma:
        return "." if evidence.dot else ","
    if file_mark or hint:
        return file_mark or hint
    return "," if delimiter == ";" else "."


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
    cells = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    shape = plain_numbers(cells)
    given = cells if shape and not shape.blanks else _given(cells)
    if shape and not len(shape.decimals) and shape.whole_digits <= _EXACT_WHOLE:
        return Parsed(pc.multiply(pc.cast(given, pa.int64()), MICRO), _none_bad(cells))
    if shape and mark == "." and shape.whole_digits <= _EXACT and int(shape.decimals.max()) <= _PLACES:
        return Parsed(_scaled(given), _none_bad(cells))
    if _all(pc.match_substring_regex(given, DIGITS)):
        return Parsed(pc.multiply(pc.cast(given, pa.int64()), MICRO), _none_bad(cells))
    if _all(pc.match_substring_regex(given, _PLAIN[mark])):
        short = pc.replace_substring_regex(given, _GAPS[mark], "") if _any([_gapped(given, mark)]) else given
        short = short if mark == "." else pc.replace_substring(short, mark, ".")
        return Parsed(_scaled(short), _none_bad(cells))
    encoded = pc.dictionary_encode(cells)
    different = _parse_any(encoded.dictionary, mark)
    bad = pc.fill_null(pc.take(different.bad, encoded.indices), fill_value=False)
    return Parsed(pc.take(different.array, encoded.indices), bad)


def _scaled(cells: pa.Array) -> pa.Array:
    """Read numbers with a decimal point, of so few digits that a double holds their millionths exactly."""
    return pc.cast(pc.round(pc.multiply(pc.cast(cells, pa.float64()), float(MICRO))), pa.int64())


def _given(cells: pa.Array) -> pa.Array:
    """Make null of empty cells."""
    return pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)


def _gapped(cells: pa.Array, mark: str) -> pa.Array:
    return pc.match_substring_regex(cells, _GAPS[mark])


def _parse_any(cells: pa.Array, mark: str) -> Parsed:
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
