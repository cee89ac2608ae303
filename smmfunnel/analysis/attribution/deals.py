"""The average deal of every segment and span, shrunken to that of all, with its draws: money only."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution.draws import DEAL_STREAM, generator
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.evidence import SMM
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.tables import MICRO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.analysis.attribution.games import FloatArray
    from smmfunnel.analysis.attribution.volumes import Place, Table
    from smmfunnel.facts.evidence import ModelCell

LEAST_SPREAD = 0.05
"""Coefficient of variation of amounts below which it is not trusted."""
UNKNOWN_SPREAD = 1.0
"""Coefficient of variation where single amounts are not known."""


@dataclass(frozen=True)
class Amounts:
    """Sales that name an amount, and their sum, by segment in period and reference."""

    priced: FloatArray
    """(2, segments)."""
    revenue: FloatArray
    """(2, segments), in units of the currency."""
    spread: float
    """Coefficient of variation of single amounts within a span."""


def from_cells(cells: Sequence[ModelCell], places: Sequence[Place]) -> Amounts:
    """Sum the amounts of the leads of advertising."""
    sums: dict[tuple[int, Place], list[int]] = defaultdict(lambda: [0, 0, 0])
    for cell in cells:
        if cell.group == SMM:
            found = sums[cell.span, (cell.platform, cell.campaign_ref)]
            found[0] += cell.priced
            found[1] += cell.revenue
            found[2] += cell.revenue_square
    table = np.array([[sums[span, place] for place in places] for span in (PERIOD, REFERENCE)], dtype=float)
    table = table.reshape(2, len(places), 3)
    priced, revenue = table[..., 0], table[..., 1] / MICRO
    return Amounts(priced, revenue, _spread(priced, revenue, table[..., 2]))


def from_table(table: Table, places: Sequence[Place]) -> Amounts:
    """Take sales and revenue from files that carry the whole funnel."""
    priced = np.array([[table[place][span].sales or 0.0 for place in places] for span in (PERIOD, REFERENCE)])
    revenue = np.array([[table[place][span].revenue or 0.0 for place in places] for span in (PERIOD, REFERENCE)])
    return Amounts(np.where(revenue > 0, priced, 0.0), revenue, UNKNOWN_SPREAD)


def _spread(priced: FloatArray, revenue: FloatArray, square: FloatArray) -> float:
    """Coefficient of variation of single amounts within the segments and spans."""
    freedom = float((priced - 1).clip(min=0).sum())
    if freedom <= 0 or revenue.sum() <= 0:
        return UNKNOWN_SPREAD
    of_means = np.divide(revenue**2, priced, out=np.zeros_like(revenue), where=priced > 0)
    # Relative to each mean, so that dear and cheap segments count alike.
    means = np.divide(revenue, priced, out=np.ones_like(revenue), where=revenue > 0)
    within = float(((square - of_means).clip(min=0) / means**2).sum())
    return max(float(np.sqrt(within / freedom)), LEAST_SPREAD)


def of_period(amounts: Amounts) -> Amounts:
    """Let the period's amounts stand for both spans."""
    return Amounts(amounts.priced[[PERIOD, PERIOD]], amounts.revenue[[PERIOD, PERIOD]], amounts.spread)


def known(amounts: Amounts) -> bool:
    """Tell whether the average deal is known in both spans."""
    return bool((amounts.priced.sum(axis=1) > 0).all() and (amounts.revenue.sum(axis=1) > 0).all())


def credibility(amounts: Amounts) -> float:
    """Sales that a segment's own average must be of to weigh as much as that of all (Bühlmann & Straub 1970).

    Infinite where the segments' averages differ no more than single amounts do by chance.
    """
    priced = amounts.priced.sum(axis=0)
    whole = amounts.revenue.sum(axis=1) / amounts.priced.sum(axis=1)
    # Amounts relative to the average of their span, so that a rise of all prices is no difference of segments.
    relative = (amounts.revenue / whole[:, None]).sum(axis=0)
    shares = np.divide(relative, priced, out=np.ones_like(relative), where=priced > 0)
    total, segments = priced.sum(), int((priced > 0).sum())
    within = amounts.spread**2
    denominator = total - (priced**2).sum() / total
    if denominator <= 0:
        return float("inf")
    between = ((priced * (shares - 1) ** 2).sum() - (segments - 1) * within) / denominator
    return float(within / between) if between > 0 else float("inf")


def deal_draws(amounts: Amounts, draws: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Draw the average deal of every segment, in the reference and in the period.

    The mean of n amounts is drawn from a gamma distribution with its mean and its relative variance
    spread²/n; a segment's own mean counts by its credibility beside that of all segments.

    Returns:
        Two arrays (1 + draws, segments), the point first.
    """
    weight = credibility(amounts)
    found = []
    for span in (PERIOD, REFERENCE):
        rng = generator(seed, DEAL_STREAM, span)
        priced, revenue = amounts.priced[span], amounts.revenue[span]
        whole = revenue.sum() / priced.sum()
        pooled = _mean_draws(np.array([whole]), np.array([priced.sum()]), amounts.spread, draws, rng)
        own_mean = np.divide(revenue, priced, out=np.full_like(revenue, whole), where=priced > 0)
        own = _mean_draws(own_mean, np.maximum(priced, 1.0), amounts.spread, draws, rng)
        share = priced / (priced + weight) if np.isfinite(weight) else np.zeros_like(priced)
        found.append(share * own + (1 - share) * pooled)
    return found[REFERENCE], found[PERIOD]


def _mean_draws(
    mean: FloatArray, number: FloatArray, spread: float, draws: int, rng: np.random.Generator
) -> FloatArray:
    shape = number / spread**2
    values = np.empty((1 + draws, len(mean)))
    values[0] = mean
    values[1:] = rng.standard_gamma(shape, size=(draws, len(mean))) / shape * mean
    return values
