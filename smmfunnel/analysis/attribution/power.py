"""How many leads would tell a loss of the size seen from chance, were it real."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from smmfunnel.analysis.attribution.naming import NAMED, interval
from smmfunnel.dataclass import dataclass
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from collections.abc import Collection

    from smmfunnel.analysis.attribution.shares import Shares

WORTH_ASKING = 50
"""Times the leads there are, above which more leads are no advice."""

UNSURE = frozenset({Factor.QUALITY, Factor.HANDLING, Factor.COMMON, Factor.SPECIFIC, Factor.CONVERSION})
"""Factors of the lead→sale rate, whose chance is that of the sales."""


@dataclass(frozen=True)
class Needed:
    """Leads in each span at which a factor's loss would be clear of chance at 99 %."""

    factor: Factor
    leads: int
    sales: float
    """The loss."""


def needed(shares: Shares, leads: float, least: float, factors: Collection[Factor] = UNSURE) -> Needed | None:
    """Find the largest loss of the lead→sale rate that chance may explain, and the leads that would settle it.

    The interval narrows as 1/√n: a loss e whose 99 % interval reaches h beyond it needs n·(h/e)² leads.

    Args:
        shares: effects of all players.
        leads: in the smaller span now.
        least: smallest loss worth the question.
        factors: which to look at.

    Returns:
        None where no such loss is worth the question, or too many leads would be needed.
    """
    found: list[tuple[float, Factor, int]] = []
    for factor in shares.factors:
        if factor not in factors:
            continue
        values = shares.of(factor)
        loss = float(values[0])
        high = interval(values, NAMED)[1]
        if loss > -least or high < 0:
            continue
        times = ((high - loss) / -loss) ** 2
        if times <= WORTH_ASKING:
            found.append((loss, factor, ceil(leads * times)))
    if not found:
        return None
    loss, factor, number = min(found)
    return Needed(factor, number, -loss)
