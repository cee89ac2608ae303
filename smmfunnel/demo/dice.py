"""Draws that come out the same on every platform and every version of Python.

Only `random.random()`, whole numbers and the four operations are used: its sequence is promised by the
language, while `log`, `exp` and `sum` of floats differ between C libraries and versions of Python.
"""

from __future__ import annotations

import random
from itertools import pairwise
from math import fsum, isqrt
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Item = TypeVar("Item")

_FEW = 400
"""Up to so many tries are drawn one by one; more are approximated by a bell."""


class Dice:
    """A stream of draws of its own for each thing simulated, named by what it is for.

    Streams are named so that a scenario that changes one thing leaves every other draw as it was.

    Example:
        >>> Dice("slow", 1).random() == Dice("slow", 1).random()
        True
    """

    def __init__(self, *name: object) -> None:
        """Open the stream of `name`."""
        seed = "/".join(str(part) for part in name)
        self._stream = random.Random(seed)  # noqa: S311 - draws of a simulation, not secrets

    def random(self) -> float:
        """Draw a number of 0 ≤ x < 1."""
        return self._stream.random()

    def chance(self, probability: float) -> bool:
        """Tell whether an event of this probability happens."""
        return self.random() < probability

    def between(self, low: float, high: float) -> float:
        """Draw a number evenly between `low` and `high`."""
        return low + (high - low) * self.random()

    def below(self, bound: int) -> int:
        """Draw a whole number of 0 … bound - 1."""
        return int(self.random() * bound)

    def digits(self, length: int) -> str:
        """Draw `length` decimal digits."""
        return "".join(str(self.below(10)) for _ in range(length))

    def pick(self, weights: Mapping[Item, float]) -> Item:
        """Draw one of the keys, each as likely as its share of the weights."""
        mark = self.random() * fsum(weights.values())
        for item, weight in weights.items():
            mark -= weight
            if mark < 0:
                return item
        return list(weights)[-1]

    def along(self, curve: Sequence[tuple[float, float]]) -> float:
        """Draw from a distribution given by its quantiles, straight between them.

        Args:
            curve: pairs of (share of the draws below, value), from share 0 to share 1.

        Example:
            >>> 0 <= Dice("days").along([(0, 0), (0.5, 3), (1, 20)]) <= 20
            True
        """
        mark = self.random()
        for (left, low), (right, high) in pairwise(curve):
            if mark < right:
                return low + (high - low) * (mark - left) / (right - left)
        return curve[-1][1]

    def hits(self, tries: int, probability: float) -> int:
        """Draw how many of `tries` succeed: binomial, beyond a few hundred tries by its normal shape."""
        if tries <= _FEW:
            return len([None for _ in range(tries) if self.random() < probability])
        bell = fsum(self.random() for _ in range(12)) - 6
        spread = isqrt(int(tries * probability * (1 - probability) * 1_000_000)) / 1000
        return min(tries, max(0, round(tries * probability + spread * bell)))
