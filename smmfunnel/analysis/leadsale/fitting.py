"""Fitting the lead→sale model: the point, then the draws of its bootstrap in batches."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from smmfunnel.analysis.leadsale.coalitions import coalition_rates, mix
from smmfunnel.analysis.leadsale.layout import Layout, lay_out
from smmfunnel.analysis.leadsale.model import DRAWS, SaleModel, Terms
from smmfunnel.analysis.leadsale.newton import System, build, chances, solve, start
from smmfunnel.analysis.leadsale.resample import Sample, draw, sampler, unchanged
from smmfunnel.ordered import in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from smmfunnel.analysis.leadsale.newton import Solution
    from smmfunnel.facts.evidence import ModelCell

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

BATCH = 200_000
"""Numbers an array of a batch holds at most, so that it stays in the processor's cache."""
SMALLEST_BATCH, LARGEST_BATCH = 16, 256
HANDS = 2
"""Threads that play batches: numpy leaves the interpreter to the other while it counts."""


def fit(cells: Sequence[ModelCell], terms: Terms, *, draws: int = DRAWS, seed: int = 1, phi: float = 1.0) -> SaleModel:
    """Fit the logit of a sale within the horizon, and refit it on `draws` bootstrap samples.

        logit P(sale) = intercept of the campaign or control source + b[quality] + c[response]
                        + shift of advertising or of the control, in the period

    Quasi-binomial with each lead's exposure as its trials; ridge 1 on b and c and of the
    campaigns' intercepts towards their mean, no other (methods.md §2.2).

    Args:
        cells: leads of both spans, in any order; those of other spans and of neither group are left out.
        terms: what may be in the model; a term that the cells cannot carry is left out of the players.
        draws: number of bootstrap samples.
        seed: of the random numbers.
        phi: variance over that of independent leads (overdispersion by day), 1 or more.

    Returns:
        The model. It has places only where there are leads of advertising, and never fails for want of leads.
    """
    import numpy as np

    layout = lay_out(cells, terms)
    system = build(layout)
    data = unchanged(sampler(layout, layout.exposure))
    point = solve(system, data.trials, data.sales, start(system))
    expected = layout.exposure * chances(system, point.units, point.slopes)[:, 0]
    drawer = sampler(layout, expected, phi)
    rng = np.random.Generator(np.random.PCG64(seed))
    size = max(
        len(layout.unit), len(layout.places) * 2 * len(layout.qualities or " ") * len(layout.responses or " "), 1
    )
    batch = min(max(BATCH // size, SMALLEST_BATCH), LARGEST_BATCH)
    sizes = [min(batch, draws - begin) for begin in range(0, draws, batch)]
    samples = chain([unchanged(drawer)], (draw(drawer, rng, number) for number in sizes))
    # One sample after the other is drawn, whoever plays it: neither the answer nor the memory depends on who is faster.
    parts = in_order((partial(_played, layout, system, sample, point) for sample in samples), HANDS)
    return _model(layout, system, list(parts))


Part = tuple["Solution", "FloatArray", "FloatArray"]
"""A fit of some draws, its coalitions' rates and the pooled rates."""


def _played(layout: Layout, system: System, sample: Sample, point: Solution) -> Part:
    found = solve(system, sample.trials, sample.sales, point)
    rates = coalition_rates(layout, found, mix(layout, sample.weights), sample.observed, sample.pooled)
    return found, rates, sample.pooled


def _model(layout: Layout, system: System, parts: Sequence[Part]) -> SaleModel:
    import numpy as np

    slopes = np.concatenate([found.slopes for found, _, _ in parts], axis=1).T
    centre, groups = system.centre, slopes.shape[1] - system.centre - 1
    return SaleModel(
        players=layout.players,
        places=layout.places,
        sources=layout.sources,
        qualities=layout.qualities,
        responses=layout.responses,
        intercepts=np.concatenate([found.units for found, _, _ in parts], axis=1).T,
        centre=slopes[:, centre],
        quality=slopes[:, : system.qualities],
        response=slopes[:, system.qualities : centre],
        shift=slopes[:, centre + 1],
        control_shift=slopes[:, centre + 2] if groups > 1 else np.zeros(len(slopes)),
        pooled=np.concatenate([pooled for _, _, pooled in parts]),
        coalition_rates=np.concatenate([rates for _, rates, _ in parts], axis=2).transpose(2, 0, 1),
    )
