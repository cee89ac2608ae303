"""Newton's method for many ridge logits at once, which share their design and differ in their counts.

Every unit (campaign or control source) has an intercept of its own. These are eliminated by the Schur complement,
so that each step solves a system no larger than the slopes. A step is cut so that no linear predictor moves by
more than 1.5: within that the curvature of the logistic loss cannot change enough to overshoot (Bach 2010,
self-concordant analysis for logistic regression), so that the penalised likelihood rises at every step and the
method converges from anywhere, separated or empty cells included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from smmfunnel.analysis.leadsale.layout import Layout

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    BoolArray = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

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
class Block:
    """The rows of advertising, or of control sources, on a grid of their units and of the kinds of leads they have.

    Sums by unit and by kind run along the axes of the grid; where a unit has no such leads it holds noughts.
    """

    rows: slice
    units: slice
    cell: IntArray
    """Of each row: its place on the grid, laid flat."""
    design: FloatArray
    """(kinds, slopes) of nought and one."""
    turned: FloatArray
    """(slopes, kinds)."""
    pairs: FloatArray
    """(kinds, slopes²): outer products of the rows of `design`."""

    def grid(self, values: FloatArray) -> FloatArray:
        """Put (rows, fits) on the grid: (units, kinds, fits)."""
        import numpy as np

        units, kinds, fits = self.units.stop - self.units.start, len(self.design), values.shape[1]
        laid = np.zeros((units * kinds, fits))
        laid[self.cell] = values[self.rows]
        return laid.reshape(units, kinds, fits)

    def chances(self, units: FloatArray, slopes: FloatArray) -> FloatArray:
        """Sale rate everywhere on the grid."""
        rates = odds(units[self.units])[:, None] * odds(self.design @ slopes)
        rates /= 1 + rates
        return rates


@dataclass(frozen=True)
class System:
    """The design that all fits share."""

    blocks: tuple[Block, ...]
    """Of advertising, and of control sources where there are any."""
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

    qualities, places = max(len(layout.qualities), 1), len(layout.places)
    centre = qualities + max(len(layout.responses), 1)
    groups = 2 if layout.sources else 1
    units = places + len(layout.sources)
    # Rows are sorted, those of control sources last.
    first_control = int((~layout.control).sum())
    ends = ((0, first_control, 0, places), (first_control, len(layout.unit), places, units))
    ridge = np.full(centre + 1 + groups, WEAK)
    ridge[:centre] = SLOPES
    rate = (layout.sales.sum() + 0.5) / (max(layout.exposure.sum(), layout.sales.sum()) + 1)
    return System(
        blocks=tuple(
            _block(layout, slice(first, last), slice(low, high), centre + 1 + group, len(ridge))
            for group, (first, last, low, high) in enumerate(ends[:groups])
        ),
        ridge=ridge,
        pull=np.where(np.arange(units) < places, CAMPAIGNS, WEAK),
        centre=centre,
        base=float(np.log(rate / (1 - rate))),
        qualities=qualities,
    )


def _block(layout: Layout, rows: slice, units: slice, shift: int, slopes: int) -> Block:
    import numpy as np

    qualities, responses = max(len(layout.qualities), 1), max(len(layout.responses), 1)
    kind = (layout.time[rows] * qualities + layout.quality[rows]) * responses + layout.response[rows]
    kinds, column = np.unique(kind, return_inverse=True)
    design = np.zeros((len(kinds), slopes))
    every = np.arange(len(kinds))
    design[every, kinds // responses % qualities] = design[every, qualities + kinds % responses] = 1
    design[:, shift] = kinds // (responses * qualities)
    return Block(
        rows=rows,
        units=units,
        cell=(layout.unit[rows] - units.start) * len(kinds) + column,
        design=design,
        turned=np.ascontiguousarray(design.T),
        pairs=(design[:, :, None] * design[:, None, :]).reshape(len(kinds), slopes * slopes),
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
    data = [_counted(block, trials, sales) for block in system.blocks]
    for _ in range(MOST_STEPS):
        unit_step, slope_step, size = _step(system, data, units, slopes)
        units = units + unit_step
        slopes = slopes + slope_step
        moving = size > CONVERGED
        if not moving.any():
            break
        if 2 * moving.sum() <= len(active):
            done.units[:, active], done.slopes[:, active] = units, slopes
            active, data = active[moving], [each.of(moving) for each in data]
            units, slopes = units[:, moving], slopes[:, moving]
    done.units[:, active], done.slopes[:, active] = units, slopes
    return done


def chances(system: System, units: FloatArray, slopes: FloatArray) -> FloatArray:
    """Sale rate of every row, (rows, fits)."""
    import numpy as np

    fits = units.shape[1]
    return np.concatenate([block.chances(units, slopes).reshape(-1, fits)[block.cell] for block in system.blocks])


def odds(eta: FloatArray) -> FloatArray:
    """e^η, cut where a product of two would leave the numbers."""
    import numpy as np

    return np.exp(np.clip(eta, -FARTHEST, FARTHEST))


@dataclass(frozen=True)
class _Counted:
    """The data of one block, fits along the last axis."""

    trials: FloatArray
    """On the grid."""
    by_unit: FloatArray
    by_kind: FloatArray
    """Sums of the sales."""

    def of(self, fits: BoolArray) -> _Counted:
        """Keep some of the fits."""
        return _Counted(self.trials[:, :, fits], self.by_unit[:, fits], self.by_kind[:, fits])


def _counted(block: Block, trials: FloatArray, sales: FloatArray) -> _Counted:
    sold = block.grid(sales)
    return _Counted(block.grid(trials), sold.sum(axis=1), sold.sum(axis=0))


def _step(
    system: System, data: Sequence[_Counted], units: FloatArray, slopes: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Newton's step, cut, and how far it moves each fit's linear predictors at most."""
    import numpy as np

    number, width, fits = len(system.pull), len(system.ridge), slopes.shape[1]
    off = units - slopes[system.centre]
    pull = system.pull[:, None]
    unit_slope = -pull * off
    gradient = -system.ridge[:, None] * slopes
    gradient[system.centre] += (pull * off).sum(axis=0) + system.ridge[system.centre] * system.base
    # One system a fit: from here on the fits are the first axis.
    cross = np.empty((fits, number, width))
    square = np.zeros((fits, width * width))
    for block, counted in zip(system.blocks, data, strict=True):
        rates = block.chances(units, slopes)
        weights = counted.trials * rates
        unit_slope[block.units] += counted.by_unit - weights.sum(axis=1)
        gradient += block.turned @ (counted.by_kind - weights.sum(axis=0))
        weights *= np.subtract(1, rates, out=rates)
        cross[:, block.units] = (block.turned @ weights).transpose(2, 0, 1)
        square += weights.sum(axis=0).T @ block.pairs
    own = cross[:, :, : system.qualities].sum(axis=2) + system.pull
    cross[:, :, system.centre] -= system.pull
    whole = square.reshape(fits, width, width)
    whole += np.diag(system.ridge)
    whole[:, system.centre, system.centre] += system.pull.sum()
    scaled = cross / own[:, :, None]
    turned = scaled.transpose(0, 2, 1)
    unit_right = unit_slope.T[:, :, None]
    right = gradient.T[:, :, None] - turned @ unit_right
    slope_step = np.linalg.solve(whole - turned @ cross, right)
    unit_step = (unit_right / own[:, :, None] - scaled @ slope_step)[:, :, 0].T
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
