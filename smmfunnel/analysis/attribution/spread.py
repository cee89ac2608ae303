"""Overdispersion: how much more a rate varies over the days than chance alone would make it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from smmfunnel.analysis.attribution.stages import MORE_THAN_ONE
from smmfunnel.analysis.attribution.volumes import placer
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.analysis.attribution.volumes import Place
    from smmfunnel.facts.evidence import SpreadCell

ENOUGH_DAYS = 10
"""Degrees of freedom under which a segment has the overdispersion of all segments together."""


def pearson(cell: SpreadCell) -> tuple[float, int]:
    """Pearson's χ² of one rate being the same on every day, and its degrees of freedom.

    A binomial rate, or of a quotient that may exceed 1 a Poisson one. No degrees where it is 0 or 1 throughout.

    Example:
        >>> from smmfunnel.facts.evidence import SpreadCell
        >>> two_days = SpreadCell(0, None, None, "clicks_per_impression", 2, 30_000_000, 200_000_000, 5_000_000)
        >>> round(pearson(two_days)[0], 4)
        3.9216
    """
    above, below = cell.numerator / MICRO, cell.denominator / MICRO
    rate = above / below if below > 0 else 0.0
    poisson = Factor(cell.factor) in MORE_THAN_ONE or rate >= 1
    variance = rate if poisson else rate * (1 - rate)
    if variance <= 0 or cell.days < 2:  # noqa: PLR2004 - one day does not vary
        return 0.0, 0
    return max(cell.square / MICRO - above * above / below, 0.0) / variance, cell.days - 1


def overdispersion(cells: Sequence[SpreadCell], level: str) -> dict[tuple[Place, Factor], float]:
    """Estimate φ̂ = Pearson χ²/(n − 1) over the days of both spans, at least 1, by segment and factor.

    Campaigns that a segment sums add their χ² and their degrees of freedom.
    """
    place = placer(level)
    squares: dict[tuple[Place, Factor], list[float]] = defaultdict(lambda: [0.0, 0.0])
    overall: dict[Factor, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for cell in sorted(cells, key=repr):
        if cell.span not in (PERIOD, REFERENCE):
            continue
        found = pearson(cell)
        factor = Factor(cell.factor)
        for sums in (squares[place(cell.platform, cell.campaign_ref), factor], overall[factor]):
            sums[0] += found[0]
            sums[1] += found[1]
    phi = {}
    for key, (square, freedom) in squares.items():
        of_all = overall[key[1]]
        own = (square, freedom) if freedom >= ENOUGH_DAYS else of_all
        phi[key] = max(own[0] / own[1], 1.0) if own[1] else 1.0
    return phi
