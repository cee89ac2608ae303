"""What the values of one column look like, whatever its header says."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

NULLS = frozenset({"", "-", "--", "—", "na", "n/a", "nan", "none", "null", "(not set)"})
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{2,4}(?:[T ,]+\d{1,2}:\d{2}.*)?")
_NUMBER = re.compile(r"[-+]?[^\w\s]?\s?\d[\d\s.,]*(?:\s?[%₽$€£])?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d\s()-]{10,20}")
_MARKED = re.compile(r"\+|\d[\s()-]+\d|[78]\d{10}$")
"""What a phone has and a bare id of as many digits has not."""
_DIGITS_OF_A_PHONE = range(10, 16)

MOSTLY = 0.8
FEW_WORDS = 60
MANY_WORDS = 300


@dataclass(frozen=True)
class Column:
    """One column of a file: its header and the shape of its values."""

    header: str
    position: int
    filled: int
    """Rows with a value, among those looked at."""
    values: Counter[str] = field(repr=False)
    """The values and how many rows have each."""
    dates: float
    numbers: float
    emails: float
    phones: float
    """Shares of the filled rows."""

    @property
    def distinct(self) -> int:
        """How many different values there are."""
        return len(self.values)

    def may_be(self, read_as: str, name: str = "") -> bool:
        """Tell whether the values can be what a canonical column is read as; a blank column may be anything.

        Example:
            >>> describe("Won on", 0, ["26-02-2018", "08-05-2018", ""]).may_be("moment")
            True
        """
        if not self.filled:
            return True
        if name == "url":
            return sum(n for value, n in self.values.items() if "/" in value) >= MOSTLY * self.filled
        dated, numeric = self.dates >= MOSTLY, self.numbers >= MOSTLY
        answers = {
            "id": not dated and self.phones < MOSTLY,
            "day": dated,
            "moment": dated,
            "number": numeric and not dated,
            "money": numeric and not dated,
            "contact": (self.emails if name == "email" else self.phones) >= MOSTLY / 2,
            "status": self.distinct <= FEW_WORDS and not dated and not numeric,
            "reason": self.distinct <= MANY_WORDS and not dated and not numeric,
            "word": self.distinct <= FEW_WORDS and not dated,
            "flag": self.distinct <= 3,  # noqa: PLR2004 - yes, no and neither
        }
        return answers.get(read_as, not dated)


def describe(header: str, position: int, values: Iterable[str]) -> Column:
    """Look at the values of one column.

    Example:
        >>> column = describe("stage", 3, ["Won", "Lost", "Won", "NA"])
        >>> column.filled, column.distinct, column.may_be("status"), column.may_be("money")
        (3, 2, True, False)
    """
    counts = Counter(value.strip() for value in values)
    for value in list(counts):
        if value.casefold() in NULLS:
            del counts[value]
    filled = counts.total()

    def share(looks: re.Pattern[str]) -> float:
        return sum(n for value, n in counts.items() if looks.fullmatch(value)) / filled if filled else 0.0

    phones = sum(n for value, n in counts.items() if _is_phone(value)) / filled if filled else 0.0
    return Column(
        header=header,
        position=position,
        filled=filled,
        values=counts,
        dates=share(_DATE),
        numbers=share(_NUMBER),
        emails=share(_EMAIL),
        phones=phones,
    )


def _is_phone(value: str) -> bool:
    shaped = _PHONE.fullmatch(value) and _MARKED.search(value)
    return bool(shaped) and sum(c.isdigit() for c in value) in _DIGITS_OF_A_PHONE
