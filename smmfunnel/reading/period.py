"""The days a file stands for, from the lines above its table or its name."""

from __future__ import annotations

import re
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


def find_period(lines: Iterable[str], order: str = "mdy") -> tuple[date, date] | None:
    """Find the first line that names two days, the first not after the second.

    Args:
        lines: lines above the header, or a file's name.
        order: of numeric days that leave it open, `01/02/2026`.

    Example:
        >>> find_period(["Campaign report", "9 de abril de 2025 - 21 de abril de 2025"])
        (datetime.date(2025, 4, 9), datetime.date(2025, 4, 21))
        >>> find_period(["Школа_Кампании_20_июл_2026_г_26_июл_2026.xlsx"])
        (datetime.date(2026, 7, 20), datetime.date(2026, 7, 26))
        >>> find_period(["All time"])
    """
    for line in lines:
        texts = [match.group().replace("_", " ") for match in _DAY.finditer(line.replace("\u00a0", " "))]
        if len(texts) < 2:  # noqa: PLR2004 - a period has two ends
            continue
        chosen = _order(texts, order)
        days = [day for text in texts if (day := parse_day(text, chosen)) is not None]
        if len(days) >= 2 and days[0] <= days[1]:  # noqa: PLR2004 - a period has two ends
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
