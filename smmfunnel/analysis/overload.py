"""Whether days with more leads were answered more slowly: volume that the handling had to bear."""

from __future__ import annotations

from math import inf, sqrt
from typing import TYPE_CHECKING

from smmfunnel.analysis.special import lower_student
from smmfunnel.dataclass import dataclass
from smmfunnel.results import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.facts.evidence import TimesCell

LEAST_DAYS = 14
"""Two whole weeks, so that weekends stand on both sides."""
NOTABLE = 0.3
CHANCE = 0.01


@dataclass(frozen=True)
class Overload:
    """Spearman's rank correlation of leads a day with the day's median response."""

    correlation: float
    p_value: float
    """One-sided, of no positive correlation; too small where days resemble their neighbours."""
    days: int


def overload(times: Sequence[TimesCell]) -> Overload | None:
    """Correlate leads a day with the median response of the day's leads.

    A day of which most leads were never answered has the slowest median of all. Ties share their mean rank.

    Args:
        times: cells of every part; only those of days are read.

    Returns:
        None with fewer than 14 days that had leads, or where either does not vary.
    """
    days = [cell for cell in times if cell.part == "day" and cell.leads > 0]
    if len(days) < LEAST_DAYS:
        return None
    volumes = ranks([float(cell.leads) for cell in days])
    medians = ranks([inf if cell.p50 is None else float(cell.p50) for cell in days])
    found = _pearson(volumes, medians)
    return None if found is None else Overload(found, _chance(found, len(days)), len(days))


def ranks(values: Sequence[float]) -> list[float]:
    """Rank values from 1 on; equal ones share the mean of their ranks.

    Example:
        >>> ranks([30.0, 10.0, 10.0])
        [3.0, 1.5, 1.5]
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and values[order[end]] == values[order[at]]:
            end += 1
        for place in order[at:end]:
            found[place] = (at + 1 + end) / 2
        at = end
    return found


def _pearson(first: Sequence[float], second: Sequence[float]) -> float | None:
    middle = (len(first) + 1) / 2
    spread = sum((a - middle) ** 2 for a in first) * sum((b - middle) ** 2 for b in second)
    if spread <= 0:
        return None
    both = sum((a - middle) * (b - middle) for a, b in zip(first, second, strict=True))
    return both / sqrt(spread)


def _chance(correlation: float, days: int) -> float:
    """Student's t of a correlation, upper tail."""
    left = 1 - correlation * correlation
    if left <= 0:
        return 0.0 if correlation > 0 else 1.0
    return lower_student(days - 2, -correlation * sqrt((days - 2) / left))


def overload_note(times: Sequence[TimesCell]) -> Note | None:
    """Remark that response was slower on days with more leads, where that is clear and beyond chance."""
    found = overload(times)
    if found is None or found.correlation < NOTABLE or found.p_value > CHANCE:
        return None
    params = {"correlation": round(found.correlation, 2), "days": found.days}
    return Note("overload", params=params, level="info")
