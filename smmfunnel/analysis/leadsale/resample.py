"""The bootstrap of leads, drawn on cells: its cost does not depend on how many leads there are.

Every lead gets a random weight, exponential with mean one (the Bayesian bootstrap, Rubin 1981); the sum over the
like leads of a cell is a gamma variable, so that cells can be drawn instead of leads. That alone would give no
variance to a rate of which nothing was sold. Hence Jeffreys' half sale once for each group and span, and, for the
observed rate of a place, half a sale of a prior whose rate is that of its span. The rates of the places are then
brought to the total of the draw, which the half sales of many small campaigns would otherwise raise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
    place_sums: Any
    """Sparse (2 × places, rows): advertising by place and time."""
    cap_sums: Any
    """Sparse (caps, rows): by time all of advertising, and each control source."""
    cap: IntArray
    """Of each row: its row in `cap_sums`."""
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
    places = len(layout.places)
    smm = np.flatnonzero(~control)
    cap = np.where(control, 2 + 2 * (layout.unit - places), 0) + layout.time
    rate = (sold[:2] + HALF * phi) / (exposure[:2] + phi)
    return Sampler(
        layout=layout,
        group=group,
        share=expected / np.maximum(by_group[group], np.finfo(float).tiny),
        place_sums=_sums(2 * layout.unit[smm] + layout.time[smm], smm, (2 * places, len(group))),
        cap_sums=_sums(cap, np.arange(len(cap)), (2 + 2 * len(layout.sources), len(group))),
        cap=cap,
        prior=HALF * phi / rate,
        phi=phi,
    )


def _sums(rows: IntArray, columns: IntArray, shape: tuple[int, int]) -> Any:  # noqa: ANN401 - scipy ships no types
    import numpy as np
    from scipy import sparse

    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


def unchanged(sampler: Sampler) -> Sample:
    """The data themselves, as one draw; half a sale for the logit only where a group sold nothing."""
    import numpy as np

    layout = sampler.layout
    none_sold = np.bincount(sampler.group, layout.sales, 4) == 0
    sales = (layout.sales + HALF * none_sold[sampler.group] * sampler.share)[:, None]
    weights = layout.exposure[:, None]
    sold = (sampler.place_sums @ layout.sales[:, None]).reshape(-1, 2, 1)
    exposed = (sampler.place_sums @ weights).reshape(-1, 2, 1)
    return Sample(weights, _room(sampler, weights, sales), sales, _rate(sold, exposed), _pooled(sold, exposed))


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
    of_places = (sampler.place_sums @ sold).reshape(-1, 2, draws)
    exposed = (sampler.place_sums @ weights).reshape(-1, 2, draws)
    of_groups = _gamma(rng, np.full((4, 1), HALF), (4, draws), phi)
    own = _gamma(rng, np.full((1, 1, 1), HALF), of_places.shape, phi)
    total = of_places.sum(axis=0) + of_groups[:2]
    raw = (of_places + own) / (exposed + sampler.prior[:, None])
    level = total / np.maximum((raw * exposed).sum(axis=0), NIL)
    observed = np.where(exposed > 0, np.minimum(raw * level, 1.0), 0.0)
    sales = sold + of_groups[sampler.group] * sampler.share[:, None]
    return Sample(weights, _room(sampler, weights, sales), sales, observed, _pooled(total[None], exposed))


def _gamma(rng: np.random.Generator, shape: FloatArray, size: tuple[int, ...], phi: float) -> FloatArray:
    drawn: FloatArray = rng.standard_gamma(shape, size)
    return drawn if phi == 1 else drawn * phi


def _rate(sold: FloatArray, exposed: FloatArray) -> FloatArray:
    """Sales over exposure, at most 1, and 0 where there is none."""
    import numpy as np

    return np.divide(sold, np.maximum(exposed, sold), out=np.zeros_like(exposed), where=exposed > 0)


def _pooled(sold: FloatArray, exposed: FloatArray) -> FloatArray:
    return _rate(sold.sum(axis=(0, 1)), exposed.sum(axis=(0, 1)))


def _room(sampler: Sampler, weights: FloatArray, sales: FloatArray) -> FloatArray:
    """Raise the exposure of a unit and time that has fewer trials than a logit of its sales can bear."""
    import numpy as np

    exposed = np.maximum(sampler.cap_sums @ weights, NIL)
    scale = np.maximum((sampler.cap_sums @ sales) / (MOST * exposed), 1.0)
    return weights * scale[sampler.cap] if (scale > 1).any() else weights
