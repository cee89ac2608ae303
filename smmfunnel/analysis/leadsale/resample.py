"""The bootstrap of leads, drawn on cells: its cost does not depend on how many leads there are.

Every lead gets a random weight, exponential with mean one (the Bayesian bootstrap, Rubin 1981); the sum over the
like leads of a cell is a gamma variable, so that cells can be drawn instead of leads. That alone would give no
variance to a rate of which nothing was sold. Hence Jeffreys' half sale once for each group and span, and, for the
observed rate of a place, half a sale of a prior whose rate is that of its span. The rates of the places are then
brought to the total of the draw, which the half sales of many small campaigns would otherwise raise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    import numpy as np

    from smmfunnel.analysis.leadsale.layout import Layout

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

HALF = 0.5
"""Of a sale: Jeffreys' prior of a rate."""
MOST = 0.95
"""Largest rate of a unit in one span that a logit is fitted to: exposures of young leads may sum to less than
their sales."""
NIL = 1e-12
"""Divides instead of nought."""


@dataclass(frozen=True)
class Sampler:
    """What is needed to draw."""

    layout: Layout
    group: IntArray
    """Of each row: advertising or control, by time."""
    share: FloatArray
    """Of each row: its part of its group's expected sales."""
    starts: IntArray
    """First row of each unit and time that has any: rows are in this order."""
    cap: IntArray
    """Of each row: all of advertising or one control source, by time."""
    prior: FloatArray
    """(2,): leads of a prior of half a sale, by time."""
    phi: float


@dataclass(frozen=True)
class Sample:
    """Draws along the last axis."""

    weights: FloatArray
    """(rows, draws): exposure."""
    trials: FloatArray
    """(rows, draws): exposure for the logit, no less than its sales over 0.95 in any unit and time."""
    sales: FloatArray
    """(rows, draws) for the logit."""
    observed: FloatArray
    """(places, 2, draws): sales over exposure of each place by time, 0 where it has no exposure."""
    pooled: FloatArray
    """(draws,): of all places and both times."""


def sampler(layout: Layout, expected: FloatArray, phi: float = 1.0) -> Sampler:
    """Prepare to draw.

    Args:
        layout: the rows.
        expected: expected sales of each row by the point fit.
        phi: variance of the sales and leads over that of independent leads, 1 or more.
    """
    import numpy as np

    control = layout.control
    group = control * 2 + layout.time
    by_group = np.bincount(group, expected, 4)
    exposure = np.bincount(group, layout.exposure, 4)
    sold = np.bincount(group, layout.sales, 4)
    rate = (sold[:2] + HALF * phi) / (exposure[:2] + phi)
    return Sampler(
        layout=layout,
        group=group,
        share=expected / np.maximum(by_group[group], np.finfo(float).tiny),
        starts=np.flatnonzero(np.diff(2 * layout.unit + layout.time, prepend=-1)),
        cap=np.where(control, 2 + 2 * (layout.unit - len(layout.places)), 0) + layout.time,
        prior=HALF * phi / rate,
        phi=phi,
    )


def _by_unit(sampler: Sampler, values: FloatArray) -> FloatArray:
    """Sums of (rows, draws) by unit and time: (units, 2, draws)."""
    import numpy as np

    layout = sampler.layout
    found = np.zeros((len(layout.places) + len(layout.sources), 2, values.shape[1]))
    if len(values):
        found[layout.unit[sampler.starts], layout.time[sampler.starts]] = np.add.reduceat(
            values, sampler.starts, axis=0
        )
    return found


def unchanged(sampler: Sampler) -> Sample:
    """The data themselves, as one draw; half a sale for the logit only where a group sold nothing."""
    import numpy as np

    layout = sampler.layout
    none_sold = np.bincount(sampler.group, layout.sales, 4) == 0
    sales = (layout.sales + HALF * none_sold[sampler.group] * sampler.share)[:, None]
    weights = layout.exposure[:, None]
    of_units, exposed_units = _by_unit(sampler, layout.sales[:, None]), _by_unit(sampler, weights)
    trials = _room(sampler, weights, exposed_units, _by_unit(sampler, sales))
    places = len(layout.places)
    sold, exposed = of_units[:places], exposed_units[:places]
    return Sample(weights, trials, sales, _rate(sold, exposed), _pooled(sold, exposed))


def draw(sampler: Sampler, rng: np.random.Generator, draws: int) -> Sample:
    """Draw the weights of all leads `draws` times."""
    import numpy as np

    layout, phi = sampler.layout, sampler.phi
    unsold = np.maximum(layout.leads - layout.sales, 0.0)
    rows = len(unsold)
    weights = _gamma(rng, unsold[:, None] / phi, (rows, draws), phi)
    hit = np.flatnonzero(layout.sales)
    sold = np.zeros((rows, draws))
    sold[hit] = _gamma(rng, layout.sales[hit, None] / phi, (len(hit), draws), phi)
    weights += sold
    weights *= (layout.exposure / np.maximum(layout.leads, layout.sales))[:, None]
    places = len(layout.places)
    of_places, exposed_units = _by_unit(sampler, sold)[:places], _by_unit(sampler, weights)
    exposed = exposed_units[:places]
    of_groups = _gamma(rng, np.full((4, 1), HALF), (4, draws), phi)
    own = _gamma(rng, np.full((1, 1, 1), HALF), of_places.shape, phi)
    total = of_places.sum(axis=0) + of_groups[:2]
    raw = (of_places + own) / (exposed + sampler.prior[:, None])
    level = total / np.maximum((raw * exposed).sum(axis=0), NIL)
    observed = np.where(exposed > 0, np.minimum(raw * level, 1.0), 0.0)
    sales = sold + of_groups[sampler.group] * sampler.share[:, None]
    trials = _room(sampler, weights, exposed_units, _by_unit(sampler, sales))
    return Sample(weights, trials, sales, observed, _pooled(total[None], exposed))


def _gamma(rng: np.random.Generator, shape: FloatArray, size: tuple[int, ...], phi: float) -> FloatArray:
    drawn: FloatArray = rng.standard_gamma(shape, size)
    return drawn if phi == 1 else drawn * phi


def _rate(sold: FloatArray, exposed: FloatArray) -> FloatArray:
    """Sales over exposure, at most 1, and 0 where there is none."""
    import numpy as np

    return np.divide(sold, np.maximum(exposed, sold), out=np.zeros_like(exposed), where=exposed > 0)


def _pooled(sold: FloatArray, exposed: FloatArray) -> FloatArray:
    return _rate(sold.sum(axis=(0, 1)), exposed.sum(axis=(0, 1)))


def _room(sampler: Sampler, weights: FloatArray, exposed: FloatArray, sold: FloatArray) -> FloatArray:
    """Raise the exposure of a unit and time that has fewer trials than a logit of its sales can bear.

    Args:
        sampler: tells which rows stand together: all of advertising, and each control source.
        weights: (rows, draws), exposure.
        exposed: its sums by unit and time.
        sold: sums of the sales by unit and time.
    """
    import numpy as np

    places = len(sampler.layout.places)
    bounded, sums = (
        np.concatenate([of_units[:places].sum(axis=0), of_units[places:].reshape(-1, weights.shape[1])])
        for of_units in (exposed, sold)
    )
    scale = np.maximum(sums / (MOST * np.maximum(bounded, NIL)), 1.0)
    return weights * scale[sampler.cap] if (scale > 1).any() else weights
