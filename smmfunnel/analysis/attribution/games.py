"""Sharing a change among factors by its definitions: by enumeration, and by the methods it is checked against.

A game is a function of a coalition: the value when the factors in it stand at the period's level and the
others at the reference's. Coalitions are bit masks, bit k for player k.
"""

from __future__ import annotations

from math import factorial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def weight(inside: int, players: int) -> float:
    """Share of the orders of `players` in which exactly a given set of `inside` comes before a given other one.

    Example:
        >>> [round(weight(size, 3), 4) for size in range(3)]
        [0.3333, 0.1667, 0.3333]
    """
    return factorial(inside) * factorial(players - 1 - inside) / factorial(players)


def subsets(members: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each subset of some players as a mask, and its size."""
    for chosen in range(1 << len(members)):
        yield sum(1 << player for place, player in enumerate(members) if chosen >> place & 1), chosen.bit_count()


def shapley(value: Callable[[int], float], players: int) -> list[float]:
    """Shapley value (Shapley 1953); for two points in time the decomposition of Das Gupta (1993, eq. 3.54).

    Args:
        value: the game.
        players: how many; the cost grows as 2**players.

    Returns:
        One effect a player; they add up to value(all) − value(0).

    Example:
        >>> shapley(lambda mask: [6.0, 12.0, 8.0, 20.0][mask], 2)
        [9.0, 5.0]
    """
    return owen(value, [[player] for player in range(players)])


def owen(value: Callable[[int], float], unions: Sequence[Sequence[int]]) -> list[float]:
    """Owen value (Owen 1977): a Shapley value among unions, and inside a union among its members.

    The reference by which the fast one of `attribution.owen` is tested; and so that nobody gains by cutting a
    metric finer, for a union's total is its Shapley value in the game among unions.

    Args:
        value: the game over the players 0 … n − 1.
        unions: each player in exactly one.

    Returns:
        One effect a player, in the players' order.

    Raises:
        ValueError: the unions are no partition of 0 … n − 1.

    Example:
        >>> owen(lambda mask: float(mask == 0b111), [[0], [1, 2]])
        [0.5, 0.25, 0.25]
    """
    players = sorted(player for union in unions for player in union)
    if players != list(range(len(players))):
        msg = f"not a partition of the players: {unions}"
        raise ValueError(msg)
    known = [value(mask) for mask in range(1 << len(players))]
    effects = [0.0] * len(players)
    masks = [sum(1 << player for player in union) for union in unions]
    for number, union in enumerate(unions):
        others = [place for place in range(len(unions)) if place != number]
        for chosen, outside in subsets(others):
            base = sum(mask for place, mask in enumerate(masks) if chosen >> place & 1)
            for player in union:
                rest = [member for member in union if member != player]
                for inner, inside in subsets(rest):
                    gain = known[base | inner | 1 << player] - known[base | inner]
                    effects[player] += weight(outside, len(unions)) * weight(inside, len(union)) * gain
    return effects


def substituted(
    rate: Callable[..., float], before: Sequence[FloatArray | float], after: Sequence[FloatArray | float]
) -> Callable[[int], float]:
    """Make a game of any function of factors: those of the coalition are taken from `after`.

    Example:
        >>> shapley(substituted(lambda a, b: a * b, [2.0, 3.0], [4.0, 5.0]), 2)
        [8.0, 6.0]
    """
    return lambda mask: float(
        rate(*(after[place] if mask >> place & 1 else before[place] for place in range(len(before))))
    )


def kitagawa(
    weights_before: FloatArray, rates_before: FloatArray, weights_after: FloatArray, rates_after: FloatArray
) -> tuple[float, float]:
    """Kitagawa's (1955) two components of a change of Σ w·r: of the composition and of the rates."""
    mix = ((weights_after - weights_before) * (rates_before + rates_after)).sum() / 2
    rate = ((rates_after - rates_before) * (weights_before + weights_after)).sum() / 2
    return float(mix), float(rate)


def log_mean(one: FloatArray, other: FloatArray) -> FloatArray:
    """Logarithmic mean (a − b) / ln(a/b) of positive numbers; of equal ones the number itself."""
    close = np.isclose(one, other, rtol=1e-9, atol=0.0)
    ratio = np.where(close, 2.0, one / other)
    mean: FloatArray = np.where(close, (one + other) / 2, (one - other) / np.log(ratio))
    return mean


def lmdi(before: FloatArray, after: FloatArray) -> FloatArray:
    """Additive logarithmic mean Divisia index I (Ang 2005) of Σ over segments of a product of factors.

    Args:
        before: factors by segments, above 0.
        after: the same for the period.

    Returns:
        One effect a factor; they add up to the change of the sum.

    Raises:
        ValueError: a factor is 0 or less somewhere: the index has no value there.
    """
    if (before <= 0).any() or (after <= 0).any():
        msg = "the logarithmic index needs factors above 0"
        raise ValueError(msg)
    means = log_mean(after.prod(axis=0), before.prod(axis=0))
    effects: FloatArray = (means * np.log(after / before)).sum(axis=1)
    return effects


def order_range(values: FloatArray) -> list[tuple[float, float]]:
    """Smallest and largest effect of each player over all orders of one-order ("chain") substitution.

    Whatever the order, a player's effect is its gain beside some coalition of the others, and every coalition
    comes before it in some order: so the extremes over coalitions are those over the n! orders.

    Args:
        values: the game's value of every coalition, 2**n of them, in the order of their masks.
    """
    players = (len(values) - 1).bit_length()
    masks = np.arange(len(values))
    ranges = []
    for player in range(players):
        without = masks[(masks >> player) & 1 == 0]
        gains = values[without | 1 << player] - values[without]
        ranges.append((float(gains.min()), float(gains.max())))
    return ranges
