"""The same change shared out by other methods, beside the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution import games
from smmfunnel.results import CrossCheck, OrderRange
from smmfunnel.vocabulary import Zone

if TYPE_CHECKING:
    from smmfunnel.analysis.attribution.games import FloatArray
    from smmfunnel.analysis.attribution.shares import Game
    from smmfunnel.analysis.attribution.zonemap import ZoneMap

MOST_PLAYERS = 18
"""Players up to which every coalition is looked at."""


def crosschecks(game: Game, zones: ZoneMap) -> CrossCheck:
    """Hold the point of a game against LMDI, one-order substitution and the lead→sale rate alone."""
    notes = []
    lmdi = _lmdi(game, zones)
    if not lmdi:
        notes.append("lmdi_zeros")
    return CrossCheck(
        lmdi=lmdi,
        order_range=_order_range(game) if len(game.everyone) <= MOST_PLAYERS else (),
        lead_sale_shapley=tuple(zip(game.players, _lead_sale(game), strict=True)),
        notes=tuple(notes),
    )


def _points(game: Game) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Factors by segments in reference and period, and rates by segments and coalitions, at the point."""
    shape = (len(game.factors), game.rates.shape[1])
    before = np.array([values[0] for values in game.before]).reshape(shape)
    after = np.array([values[0] for values in game.after]).reshape(shape)
    return before, after, np.ascontiguousarray(game.rates[0])


def _lmdi(game: Game, zones: ZoneMap) -> tuple[tuple[Zone, float], ...]:
    """LMDI-I by zone; the parts of the lead→sale rate by the Shapley value of its logarithm.

    Segments that sold in neither span are nought under any method; one that sold in only one has no logarithm.
    """
    before, after, rates = _points(game)
    sold = (before.prod(axis=0) * rates[:, 0] > 0) | (after.prod(axis=0) * rates[:, -1] > 0)
    before, after, rates = before[:, sold], after[:, sold], rates[sold]
    if not sold.any() or not ((before > 0).all() and (after > 0).all() and (rates > 0).all()):
        return ()
    means = games.log_mean(after.prod(axis=0) * rates[:, -1], before.prod(axis=0) * rates[:, 0])
    effects = list((means * np.log(after / before)).sum(axis=1)) if len(before) else []
    logs = np.log(rates)
    effects += games.shapley(lambda mask: float((means * logs[:, mask]).sum()), len(game.players))
    sums: dict[Zone, float] = {}
    for factor, effect in zip(game.everyone, effects, strict=True):
        zone = zones.zone(factor)
        sums[zone] = sums.get(zone, 0.0) + float(effect)
    return tuple((zone, sums[zone]) for zone in Zone if zone in sums)


def _order_range(game: Game) -> tuple[OrderRange, ...]:
    before, after, rates = _points(game)
    # Value of every coalition: segments along the second axis, one factor doubling the first at a time.
    chains = np.ones((1, rates.shape[0]))
    for below, above in zip(before, after, strict=True):
        chains = np.concatenate([chains * below, chains * above])
    values = (chains @ rates).T.reshape(-1)
    ranges = games.order_range(values)
    return tuple(OrderRange(factor, *ends) for factor, ends in zip(game.everyone, ranges, strict=True))


def _lead_sale(game: Game) -> list[float]:
    """Shapley value of the lead→sale rate alone, at the mean leads of both spans (as in Kitagawa 1955)."""
    before, after, rates = _points(game)
    leads = (before.prod(axis=0) + after.prod(axis=0)) / 2
    return games.shapley(lambda mask: float((leads * rates[:, mask]).sum()), len(game.players))
