"""Sale rates of every place under every coalition, by g-computation over quality and response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.leadsale.layout import KNOWN
from smmfunnel.analysis.leadsale.newton import odds
from smmfunnel.dataclass import dataclass
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    import numpy as np

    from smmfunnel.analysis.leadsale.layout import Layout
    from smmfunnel.analysis.leadsale.newton import Solution

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

SHRINK = 2.0
"""Leads of the pool that stand beside a campaign's own: (n_qh + 2·pool)/(n_q + 2)."""


@dataclass(frozen=True)
class Mix:
    """What kinds of leads a place had, draws along the last axis."""

    quality: FloatArray
    """(places, 2, qualities, draws): share of each level among the leads of a place and time."""
    response: FloatArray
    """(places, 2, qualities, known classes or 1, draws): among those whose class is known."""
    unknown: FloatArray
    """(places, 2, qualities, draws): share of those whose class is not; nought without classes."""
    seen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    """(places, 2): whether there were any."""


def mix(layout: Layout, weights: FloatArray) -> Mix:
    """Shares of quality and response classes by place and time, those of response shrunk to the pool.

    Args:
        layout: the rows.
        weights: (rows, draws), exposure.
    """
    import numpy as np

    places, qualities = len(layout.places), max(len(layout.qualities), 1)
    responses = max(len(layout.responses), 1)
    smm = ~layout.control
    full = np.zeros((places, 2, qualities, responses, weights.shape[1]))
    full[layout.unit[smm], layout.time[smm], layout.quality[smm], layout.response[smm]] = weights[smm]
    known = full[..., :KNOWN, :]
    of_quality = full.sum(axis=3)
    known_of_quality = known.sum(axis=3)
    pool = known.sum(axis=0)
    pool = _share(pool + SHRINK * _share(pool.sum(axis=1), axis=1)[:, None], axis=2)
    response = (known + SHRINK * pool) / (known_of_quality + SHRINK)[..., None, :]
    unknown = np.zeros_like(of_quality)
    if responses > 1:
        lost, all_of = of_quality - known_of_quality, of_quality.sum(axis=0)
        overall = lost.sum(axis=(0, 2)) / np.maximum(all_of.sum(axis=1), np.finfo(float).tiny)
        of_pool = (lost.sum(axis=0) + SHRINK * overall[:, None]) / (all_of + SHRINK)
        unknown = (lost + SHRINK * of_pool) / (of_quality + SHRINK)
    seen = of_quality.sum(axis=(2, 3)) > 0
    return Mix(_share(of_quality, axis=2), response, unknown, seen)


def _share(values: FloatArray, axis: int) -> FloatArray:
    """Values over their sum along an axis; nought where there is none."""
    import numpy as np

    total = values.sum(axis=axis, keepdims=True)
    shares: FloatArray = np.divide(values, total, out=np.zeros_like(values), where=total > 0)
    return shares


def coalition_rates(
    layout: Layout, found: Solution, mixed: Mix, observed: FloatArray, pooled: FloatArray
) -> FloatArray:
    """Rate of each place with each set of players at the period's value.

    What the model leaves of the observed rates goes to the last player, which also takes the share of leads of
    unknown response class with it: a log that tells less than before is no change of handling.

    Args:
        layout: the rows.
        found: the fits.
        mixed: the kinds of leads.
        observed: (places, 2, draws).
        pooled: (draws,): the rate of a place that was never exposed.

    Returns:
        (places, 2**players, draws).
    """
    import numpy as np

    players = layout.players
    places, draws = observed.shape[0], observed.shape[2]
    rates = np.empty((places, 2 ** len(players), draws))
    last = len(players) - 1
    for common in (0, 1) if Factor.COMMON in players else (0,):
        for rest in (0, 1):
            chance = _chances(layout, found, common, rest)
            for handling in (0, 1) if Factor.HANDLING in players else (0,):
                by_quality = _over_response(chance, mixed, handling if Factor.HANDLING in players else rest, rest)
                for quality in (0, 1) if Factor.QUALITY in players else (0,):
                    time = quality if Factor.QUALITY in players else rest
                    value = np.einsum("pqd,pqd->pd", mixed.quality[:, time], by_quality)
                    at = {Factor.QUALITY: quality, Factor.HANDLING: handling, Factor.COMMON: common}
                    number = sum(at.get(player, rest) << bit for bit, player in enumerate(players))
                    rates[:, number] = value
    model = rates[:, [0, -1]]
    for number in range(rates.shape[1]):
        end = number >> last & 1
        rates[:, number] += observed[:, end] - model[:, end]
    _keep_still(rates, observed, mixed, pooled)
    return rates


def _keep_still(rates: FloatArray, observed: FloatArray, mixed: Mix, pooled: FloatArray) -> None:
    """A place without leads at one time has the rate of the other time, whoever plays."""
    for time in (0, 1):
        only = mixed.seen[:, time] & ~mixed.seen[:, 1 - time]
        rates[only] = observed[only, time][:, None]
    rates[~mixed.seen.any(axis=1)] = pooled
    # The ends are the observed rates to the last bit, not up to rounding.
    both = mixed.seen.all(axis=1)
    rates[both, 0], rates[both, -1] = observed[both, 0], observed[both, 1]


def _chances(layout: Layout, found: Solution, common: int, rest: int) -> FloatArray:
    """Sale rate by place, quality and response class, with the time shifts on or off: (p, q, h, draws)."""
    qualities, responses = max(len(layout.qualities), 1), max(len(layout.responses), 1)
    centre = qualities + responses
    shift = found.slopes[centre + 1] * rest
    if Factor.COMMON in layout.players:
        shift = shift + found.slopes[centre + 2] * (common - rest)
    kinds = found.slopes[:qualities, None] + found.slopes[None, qualities:centre] + shift
    rates = odds(found.units[: len(layout.places)])[:, None, None] * odds(kinds)
    rates /= 1 + rates
    return rates


def _over_response(chance: FloatArray, mixed: Mix, handling: int, rest: int) -> FloatArray:
    """Sale rate by place and quality, over the response classes: (p, q, draws)."""
    import numpy as np

    known = chance[:, :, : mixed.response.shape[3]]
    value: FloatArray = np.einsum("pqhd,pqhd->pqd", mixed.response[:, handling], known)
    if chance.shape[2] > known.shape[2]:
        unknown = mixed.unknown[:, rest]
        value = (1 - unknown) * value + unknown * chance[:, :, -1]
    return value
