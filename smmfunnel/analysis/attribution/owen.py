"""The Owen value of sales = product of factors × lead→sale rate, over draws and segments at once."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution.games import FloatArray, subsets, weight
from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

NOBODY: list[FloatArray] = [np.ones((1, 1))]
"""Sums over the coalitions of nobody: one, of the empty coalition."""
BLOCK = 20_000
"""Numbers worked on at once: a block of draws over all segments stays in the processor's own memory."""


@dataclass(frozen=True)
class Union:
    """Players that enter together: factors by their place, lead→sale players by their bit."""

    factors: tuple[int, ...] = ()
    bits: tuple[int, ...] = ()


def owen(
    before: Sequence[FloatArray],
    after: Sequence[FloatArray],
    rates: FloatArray,
    unions: Sequence[Union],
    wanted: Sequence[int] | None = None,
) -> FloatArray:
    """Share the change of Σ over segments of Π factors × rate among all players (Owen 1977).

    A coalition of whole unions is worth a product times the rate of the lead→sale players it holds. So coalitions
    of the unions without such players are summed by their number alone (elementary symmetric sums), and inside
    a union the factors likewise: the cost grows with the square of the factors and 2**(lead→sale players).

    Args:
        before: for each factor its values in the reference, of a shape that fits (draws, segments).
        after: the same in the period.
        rates: (draws, segments, 2**bits): the lead→sale rate with the players of the last index's bits at the
            period's level.
        unions: each factor and each bit in exactly one.
        wanted: numbers of the unions whose players' effects are asked for, all by default; the rest are noughts.

    Returns:
        (factors + bits, draws): effects summed over segments, factors first.
    """
    draws, segments, coalitions = rates.shape
    bits = (coalitions - 1).bit_length()
    effects = np.zeros((len(before) + bits, draws))
    step = max(BLOCK // max(segments, 1), 1)
    for start in range(0, draws, step):
        part = slice(start, start + step)
        effects[:, part] = _block(
            [values if len(values) == 1 else values[part] for values in before],
            [values if len(values) == 1 else values[part] for values in after],
            np.ascontiguousarray(np.moveaxis(rates[part], 2, 0)),
            unions,
            range(len(unions)) if wanted is None else wanted,
        )
    return effects


def _block(
    before: list[FloatArray],
    after: list[FloatArray],
    rates: FloatArray,
    unions: Sequence[Union],
    wanted: Sequence[int],
) -> FloatArray:
    shape = rates.shape[1:]
    effects = np.zeros((len(before) + (len(rates) - 1).bit_length(), shape[0]))
    low = [_product([before[k] for k in union.factors]) for union in unions]
    high = [_product([after[k] for k in union.factors]) for union in unions]
    shares = _Outside(low, high, unions)
    for number in wanted:
        union = unions[number]
        met = _met(number, shares, rates)
        size = len(union.factors) + len(union.bits)
        # Of the factors before each one the sums are those of the last one, and one more.
        passed: list[FloatArray] = []
        for place, factor in enumerate(union.factors):
            later = union.factors[place + 1 :]
            sums = _by_number([before[k] for k in later], [after[k] for k in later], passed)
            inside = _inside(sums, met, union.bits, size)
            effects[factor] = np.broadcast_to((after[factor] - before[factor]) * inside, shape).sum(axis=1)
            passed = _by_number([before[factor]], [after[factor]], passed)
        for bit in union.bits:
            rest = [other for other in union.bits if other != bit]
            gained = {mask: met[mask | 1 << bit] - met[mask] for mask, _ in subsets(rest)}
            effects[len(before) + bit] = np.broadcast_to(_inside(passed, gained, rest, size), shape).sum(axis=1)
    return effects


class _Outside:
    """What unions make of the coalitions outside one of them; those that bear bits meet the same others without."""

    def __init__(self, low: list[FloatArray], high: list[FloatArray], unions: Sequence[Union]) -> None:
        self.low, self.high, self.unions = low, high, unions
        self._known: dict[tuple[int, ...], list[FloatArray]] = {}

    def shares(self, plain: tuple[int, ...], bearing: int) -> list[FloatArray]:
        """Weighted sums over the coalitions of `plain` unions beside each number of `bearing` ones."""
        if plain not in self._known:
            sums = _by_number([self.low[place] for place in plain], [self.high[place] for place in plain])
            self._known[plain] = [_weighted(sums, count, len(self.unions)) for count in range(bearing + 1)]
        return self._known[plain]


def _met(number: int, outside: _Outside, rates: FloatArray) -> dict[int, FloatArray]:
    """For each coalition of a union's own bits: the weighted sum of what the other unions make of it."""
    unions = outside.unions
    others = [place for place in range(len(unions)) if place != number]
    bearing = [place for place in others if unions[place].bits]
    shares = outside.shares(tuple(place for place in others if not unions[place].bits), len(bearing))
    products: list[FloatArray | None] = [None]
    for place in bearing:
        products = [
            side if product is None else product * side
            for side in (outside.low[place], outside.high[place])
            for product in products
        ]
    met: dict[int, FloatArray] = {}
    for chosen, product in enumerate(products):
        count = chosen.bit_count()
        share = shares[count] if product is None else shares[count] * product
        mask = sum(1 << bit for at, place in enumerate(bearing) if chosen >> at & 1 for bit in unions[place].bits)
        for own, _ in subsets(unions[number].bits):
            term = share * rates[mask | own]
            if own in met:
                met[own] += term
            else:
                met[own] = term
    return met


def _inside(sums: list[FloatArray], met: dict[int, FloatArray], bits: Sequence[int], size: int) -> FloatArray:
    """Sum over coalitions inside a union: factors by their number, lead→sale players one by one."""
    shares = [_weighted(sums, count, size) for count in range(len(bits) + 1)]
    return _total([shares[count] * met[mask] for mask, count in subsets(bits)])


def _weighted(sums: list[FloatArray], offset: int, players: int) -> FloatArray:
    return _total([weight(offset + number, players) * values for number, values in enumerate(sums or NOBODY)])


def _total(parts: list[FloatArray]) -> FloatArray:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _by_number(
    low: Sequence[FloatArray], high: Sequence[FloatArray], sums: Sequence[FloatArray] = ()
) -> list[FloatArray]:
    """Sums of products over the subsets of each size: subset at its high values, the rest at its low ones.

    Goes on from the `sums` of others; without any members there are none.
    """
    found = list(sums)
    for below, above in zip(low, high, strict=True):
        if not found:
            found = [below, above]
            continue
        between = [found[number] * below + found[number - 1] * above for number in range(1, len(found))]
        found = [found[0] * below, *between, found[-1] * above]
    return found


def _product(values: list[FloatArray]) -> FloatArray:
    return reduce(np.multiply, values) if values else NOBODY[0]
