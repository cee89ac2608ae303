"""The decimal mark of a column of numbers, decided by the shapes of all its values.

`1,234` alone does not say whether it is one or one thousand. A mark is decisive where it cannot be the
other thing: twice in a value, beside the other mark, or not before exactly three digits. What no value of
the column decides is settled by the file's other columns, then by the format's habit, then by the
delimiter (`;` goes with decimal commas), and is else a decimal point.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.numbers import all_true, any_true, given_cells, strip_number
from smmfunnel.reading.plainnumbers import plain_numbers

DOT_GROUPS = r"^[-+(]*[1-9][0-9]{0,2}(\.[0-9]{3})+\)?%?\)?$"
COMMA_GROUPS = r"^[-+(]*[1-9][0-9]{0,2}(,[0-9]{3})+\)?%?\)?$"
_WELL_FORMED = (
    r"^[-+(]*(?:[0-9]*[.,]?[0-9]*|[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]*)?"
    r"|[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?)\)?%?\)?$"
)
"""Shapes that are numbers under one mark or the other; what else a cell holds is evidence of nothing."""
SURE = r"^-?[0-9]+(\.([0-9]{1,2}|[0-9]{4,}))?$"
"""A number whose dot cannot separate thousands."""
_GROUP = 3
"""Digits between two marks that separate thousands."""


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


def number_evidence(cells: pa.Array) -> NumberEvidence:
    """Look at the shapes of all cells.

    Example:
        >>> number_evidence(pa.array(["1 234,50", "1,234"]))
        NumberEvidence(dot=False, comma=True, lone_dot=False, lone_comma=True)
    """
    shape = plain_numbers(cells)
    if shape is not None and not (shape.decimals == _GROUP).any():
        return NumberEvidence(dot=bool(len(shape.decimals)))
    if all_true(pc.match_substring_regex(given_cells(cells), SURE)):
        return NumberEvidence(dot=any_true([pc.match_substring(cells, ".")]))
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
        dot=any_true(dot),
        comma=any_true(comma),
        lone_dot=any_true([pc.and_(pc.and_(only_dot, dot_groups), pc.invert(dots))]),
        lone_comma=any_true([pc.and_(pc.and_(only_comma, comma_groups), pc.invert(commas))]),
    )


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
