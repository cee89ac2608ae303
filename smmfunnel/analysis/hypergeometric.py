"""The hypergeometric distribution: the first cell of a two-by-two table, given its margins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def hypergeometric(row: int, column: int, total: int) -> tuple[FloatArray, int]:
    """Chances of every possible count from the least on, and that least count.

    Of `total` things `column` are marked and `row` are taken: how many of the taken are marked. Each chance is made
    from its neighbour's towards the likeliest, so that rounding stays small where the chances are not.

    Example:
        >>> chances, least = hypergeometric(4, 4, 8)
        >>> [round(70 * float(chance)) for chance in chances], least
        ([1, 16, 36, 16, 1], 0)
    """
    import numpy as np

    least = max(0, row + column - total)
    below = np.arange(least, min(row, column), dtype=np.float64)
    rises = np.log((row - below) * (column - below)) - np.log((below + 1) * (total - row - column + below + 1))
    top = int((rises > 0).sum())
    falls = -np.cumsum(rises[:top][::-1])[::-1], np.cumsum(rises[top:])
    chances = np.exp(np.concatenate([falls[0], np.zeros(1), falls[1]]))
    return chances / chances.sum(), least
