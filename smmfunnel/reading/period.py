"""The days a file stands for, from the lines above its table or its name."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from smmfunnel.reading.dates import parse_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_DAY = re.compile(
    r"\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|(?<!\d)20\d{6}(?!\d)"
    r"|\d{1,2}[\s_.]+(?:de\s+)?[^\W\d_]{3,10}\.?,?[\s_]+(?:de\s+)?\d{4}|[^\W\d_]{3,10}\.?\s+\d{1,2},?\s+\d{4}"
)
_NOON = 12
_ENDS = 2


def find_period(lines: Iterable[str], order: str = "mdy") -> tuple[date, date] | None:
    """Find the first line that names two days, the first not after the second; else two lines with one day each.

    Args:
        lines: lines above the header, or a file's name.
        order: of numeric days that leave it open, `01/02/2026`.

    Example:
        >>> find_period(["Campaign report", "9 de abril de 2025 - 21 de abril de 2025"])
        (datetime.date(2025, 4, 9), datetime.date(2025, 4, 21))
        >>> find_period(["Школа_Кампании_20_июл_2026_г_26_июл_2026.xlsx"])
        (datetime.date(2026, 7, 20), datetime.date(2026, 7, 26))
        >>> find_period(["# Start date: 20250101", "# End date: 20250131"])
        (datetime.date(2025, 1, 1), datetime.date(2025, 1, 31))
        >>> find_period(["All time"])
    """
    named = [[m.group().replace("_", " ") for m in _DAY.finditer(line.replace("\u00a0", " "))] for line in lines]
    pairs = [texts for texts in named if len(texts) >= _ENDS]
    pairs += [[*one, *two] for one, two in pairwise(named) if len(one) == len(two) == 1]
    for texts in pairs:
        chosen = _order(texts, order)
        days = [day for text in texts if (day := parse_day(text, chosen)) is not None]
        if len(days) >= _ENDS and days[0] <= days[1]:
            return days[0], days[1]
    return None


def _order(texts: list[str], order: str) -> str:
    """Let a day past the twelfth, or dots, decide the order."""
    for text in texts:
        match = re.match(r"(\d{1,2})([./-])(\d{1,2})[./-]\d{4}$", text)
        if match:
            if int(match[1]) > _NOON or match[2] == ".":
                return "dmy"
            if int(match[3]) > _NOON:
                return "mdy"
    return order
