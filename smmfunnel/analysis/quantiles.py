"""Quantiles of draws."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

HALF = 0.5


def quantiles(values: FloatArray, *shares: float) -> list[float]:
    """Values below which such shares of some lie, in a straight line between two neighbours; not a number if any is.

    The same to the last bit as `np.quantile`, which takes several times as long over so few numbers and loads the
    masked arrays.

    Args:
        values: (draws,), at least one.
        shares: from 0 to 1.

    Example:
        >>> import numpy as np
        >>> quantiles(np.array([4.0, 1.0, 2.0]), 0.5, 0.75)
        [2.0, 3.0]
    """
    import numpy as np

    ordered = np.sort(values)
    last = len(ordered) - 1
    if isnan(ordered[last]):
        return [float("nan")] * len(shares)
    return [_between(ordered, last * share, last) for share in shares]


def _between(ordered: FloatArray, place: float, last: int) -> float:
    below = int(place)
    low, high = float(ordered[below]), float(ordered[min(below + 1, last)])
    part = place - below
    # From the nearer neighbour, so that the way there is the shorter.
    return high - (high - low) * (1 - part) if part >= HALF else low + (high - low) * part
