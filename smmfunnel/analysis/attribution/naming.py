"""When a zone is named: a loss clear of chance at 99 %, and large enough to matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.quantiles import quantiles

if TYPE_CHECKING:
    from smmfunnel.analysis.attribution.games import FloatArray

SHOWN = 0.95
NAMED = 0.99
LEAST_SALES = 0.5
LEAST_SHARE = 0.02
"""A named loss is at least half a sale and 2 % of the reference's sales."""


def interval(draws: FloatArray, level: float = SHOWN) -> tuple[float, float]:
    """Percentile interval of the draws of one quantity, widened to its point where that lies outside.

    Args:
        draws: (1 + draws,), the point first.
        level: share of the draws inside.
    """
    low, high = quantiles(draws[1:], (1 - level) / 2, (1 + level) / 2)
    return min(low, float(draws[0])), max(high, float(draws[0]))


def least_loss(sales: float) -> float:
    """Smallest loss of sales that may be named, beside so many sales.

    Example:
        >>> least_loss(10.0), least_loss(100.0)
        (0.5, 2.0)
    """
    return max(LEAST_SALES, LEAST_SHARE * sales)


def named(draws: FloatArray, least: float) -> bool:
    """Tell whether an effect is a loss that may be named.

    Args:
        draws: (1 + draws,) of the identified part, the point first.
        least: smallest loss that may be named, from `least_loss`.
    """
    return float(draws[0]) <= -least and interval(draws, NAMED)[1] < 0
