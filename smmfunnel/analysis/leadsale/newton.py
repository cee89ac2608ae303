"""Newton's method for many ridge logits at once, which share their design and differ in their counts.

Every unit (campaign or control source) has an intercept of its own. These are eliminated by the Schur complement,
so that each step solves a system no larger than the slopes. A step is cut so that no linear predictor moves by
more than 1.5: within that the curvature of the logistic loss cannot change enough to overshoot (Bach 2010,
self-concordant analysis for logistic regression), so that the penalised likelihood rises at every step and the
method converges from anywhere, separated or empty cells included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from smmfunnel.analysis.leadsale.layout import Layout

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

SLOPES = 1.0
"""Ridge on the slopes of quality and response, as in methods.md §2.2."""
CAMPAIGNS = 1.0
"""Ridge of a campaign's intercept towards the mean of advertising. In simulations stronger ones (4, 16, 64) gain
no precision of quality or handling, and charge to quality what campaigns with worse leads lack for other reasons."""
WEAK = 0.01
"""Ridge that is none for data: it only bounds what separated or empty cells leave free."""
LARGEST_STEP = 1.5
CONVERGED = 1e-6
"""Largest last step: Newton's error is of its square."""
MOST_STEPS = 300
FARTHEST = 300.0
"""Largest linear predictor taken to the exponential."""


@dataclass(frozen=True)
class Solution:
    """Coefficients of many fits, the fits along the last axis."""

    units: FloatArray
    """(units, fits): intercepts in the reference."""
    slopes: FloatArray
    """(slopes, fits): quality, response, mean intercept of advertising, shift, shift of the control."""


@dataclass(frozen=True)
class System:
    """The design that all fits share."""

    unit: IntArray
    pattern: IntArray
    """Of each row: its combination of control, time, quality and response."""
    design: FloatArray
    """(patterns, slopes) of nought and one."""
    pairs: FloatArray
    """(patterns, slopes²): outer products of the rows of `design`."""
    first: Any
    """Sparse (units + patterns, rows): sums by unit and by pattern."""
    second: Any
    """Sparse (units × slopes + patterns, rows): sums by unit and slope, and by pattern."""
    ridge: FloatArray
    """(slopes,)."""
    pull: FloatArray
    """(units,): ridge of the intercepts towards their mean."""
    centre: int
    """Number of the slope that is the mean intercept."""
    base: float
    """Logit of the overall rate, where the mean intercept is pulled to, weakly."""
    qualities: int


def build(layout: Layout) -> System:
    """Lay down the design of a layout."""
    import numpy as np
    from scipy import sparse

    control, qualities = layout.control.astype(np.int64), max(len(layout.qualities), 1)
    responses = max(len(layout.responses), 1)
    pattern = ((control * 2 + layout.time) * qualities + layout.quality) * responses + layout.response
    groups = 2 if layout.sources else 1
    centre = qualities + responses
    design = np.zeros((groups * 2 * qualities * responses, centre + 1 + groups))
    for number in range(len(design)):
        rest, response = divmod(number, responses)
        rest, quality = divmod(rest, qualities)
        group, time = divmod(rest, 2)
        design[number, quality] = design[number, qualities + response] = 1
        design[number, centre + 1 + group] = time
    units, slopes = len(layout.places) + len(layout.sources), design.shape[1]
    rows = np.arange(len(layout.unit))
    first = sparse.csr_matrix(
        (
            np.ones(2 * len(rows)),
            (np.concatenate([layout.unit, units + pattern]), np.concatenate([rows, rows])),
        ),
        shape=(units + len(design), len(rows)),
    )
    of_row, of_slope = np.nonzero(design[pattern])
    second = sparse.csr_matrix(
        (
            np.ones(len(of_row) + len(rows)),
            (
                np.concatenate([layout.unit[of_row] * slopes + of_slope, units * slopes + pattern]),
                np.concatenate([of_row, rows]),
            ),
        ),
        shape=(units * slopes + len(design), len(rows)),
    )
    ridge = np.full(slopes, WEAK)
    ridge[:centre] = SLOPES
    rate = (layout.sales.sum() + 0.5) / (max(layout.exposure.sum(), layout.sales.sum()) + 1)
    return System(
        unit=layout.unit,
        pattern=pattern,
        design=design,
        pairs=(design[:, :, None] * design[:, None, :]).reshape(len(design), -1),
        first=first,
        second=second,
        ridge=ridge,
        pull=np.where(np.arange(units) < len(layout.places), CAMPAIGNS, WEAK),
        centre=centre,
        base=float(np.log(rate / (1 - rate))),
        qualities=qualities,
    )


def start(system: System) -> Solution:
    """Where a fit without any better knowledge begins: the overall rate everywhere."""
    import numpy as np

    slopes = np.zeros((len(system.ridge), 1))
    slopes[system.centre] = system.base
    return Solution(np.full((len(system.pull), 1), system.base), slopes)


def solve(system: System, trials: FloatArray, sales: FloatArray, begin: Solution) -> Solution:
    """Maximise Σ sales·η − trials·log(1 + e^η) less the ridges, for every column.

    Args:
        system: the design.
        trials: (rows, fits), fractional.
        sales: (rows, fits), fractional.
        begin: where to start, of one column or of as many as there are fits.

    Returns:
        The coefficients, to 1e-8 or better.
    """
    import numpy as np

    fits = trials.shape[1]
    units = np.repeat(begin.units, fits // begin.units.shape[1], axis=1)
    slopes = np.repeat(begin.slopes, fits // begin.slopes.shape[1], axis=1)
    done = Solution(units, slopes)
    active = np.arange(fits)
    sums = system.first @ sales
    for _ in range(MOST_STEPS):
        unit_step, slope_step, size = _step(system, trials, sums, units, slopes)
        units = units + unit_step
        slopes = slopes + slope_step
        moving = size > CONVERGED
        if not moving.any():
            break
        if 2 * moving.sum() <= len(active):
            done.units[:, active], done.slopes[:, active] = units, slopes
            active, trials, sums = active[moving], trials[:, moving], sums[:, moving]
            units, slopes = units[:, moving], slopes[:, moving]
    done.units[:, active], done.slopes[:, active] = units, slopes
    return done


def chances(system: System, units: FloatArray, slopes: FloatArray) -> FloatArray:
    """Sale rate of every row, (rows, fits)."""
    rates = odds(units)[system.unit] * odds(system.design @ slopes)[system.pattern]
    rates /= 1 + rates
    return rates


def odds(eta: FloatArray) -> FloatArray:
    """e^η, cut where a product of two would leave the numbers."""
    import numpy as np

    return np.exp(np.clip(eta, -FARTHEST, FARTHEST))


def _step(
    system: System, trials: FloatArray, sums: FloatArray, units: FloatArray, slopes: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Newton's step, cut, and how far it moves each fit's linear predictors at most."""
    import numpy as np

    number, width, fits = len(system.pull), len(system.ridge), slopes.shape[1]
    rates = chances(system, units, slopes)
    expected = trials * rates
    left = sums - system.first @ expected
    weights = system.second @ (expected * (1 - rates))
    off = units - slopes[system.centre]
    pull = system.pull[:, None]
    unit_slope = left[:number] - pull * off
    gradient = system.design.T @ left[number:] - system.ridge[:, None] * slopes
    gradient[system.centre] += (pull * off).sum(axis=0) + system.ridge[system.centre] * system.base
    # One system a fit: from here on the fits are the first axis.
    cross = weights[: number * width].reshape(number, width, fits).transpose(2, 0, 1).copy()
    own = cross[:, :, : system.qualities].sum(axis=2) + system.pull
    cross[:, :, system.centre] -= system.pull
    block = (weights[number * width :].T @ system.pairs).reshape(fits, width, width)
    block += np.diag(system.ridge)
    block[:, system.centre, system.centre] += system.pull.sum()
    scaled = cross / own[:, :, None]
    turned = scaled.transpose(0, 2, 1)
    unit_slope = unit_slope.T[:, :, None]
    right = gradient.T[:, :, None] - turned @ unit_slope
    slope_step = np.linalg.solve(block - turned @ cross, right)
    unit_step = (unit_slope / own[:, :, None] - scaled @ slope_step)[:, :, 0].T
    slope_step = slope_step[:, :, 0].T
    reach = _reach(system, unit_step, slope_step)
    cut = np.minimum(1.0, LARGEST_STEP / np.maximum(reach, LARGEST_STEP))
    return unit_step * cut, slope_step * cut, reach


def _reach(system: System, units: FloatArray, slopes: FloatArray) -> FloatArray:
    """Bound of the change of any linear predictor, the mean intercept included."""
    import numpy as np

    size = np.abs(slopes)
    parts = (size[: system.qualities], size[system.qualities : system.centre], size[system.centre + 1 :])
    reach: FloatArray = sum((part.max(axis=0) for part in parts), np.abs(units).max(axis=0, initial=0.0))
    largest: FloatArray = np.maximum(reach, size[system.centre])
    return largest
