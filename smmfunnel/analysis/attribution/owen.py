"""The Owen value of sales = product of factors × lead→sale rate, over draws and segments at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution.games import FloatArray, subsets, weight
from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCK = 20_000
"""Numbers worked on at once: a block of draws over all segments stays in the processor's own memory."""


@dataclass(frozen=True)
class Union:
    """Players that enter together: factors by their place, lead→sale players by their bit."""

    factors: tuple[int, ...] = ()
    bits: tuple[int, ...] = ()


def owen(
    before: Sequence[FloatArray], after: Sequence[FloatArray], rates: FloatArray, unions: Sequence[Union]
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
        )
    return effects


def _block(before: list[FloatArray], after: list[FloatArray], rates: FloatArray, unions: Sequence[Union]) -> FloatArray:
    shape = rates.shape[1:]
    effects = np.zeros((len(before) + (len(rates) - 1).bit_length(), shape[0]))
    low = [_product([before[k] for k in union.factors]) for union in unions]
    high = [_product([after[k] for k in union.factors]) for union in unions]
    for number, union in enumerate(unions):
        met = _met(number, low, high, rates, unions)
        size = len(union.factors) + len(union.bits)
        for factor in union.factors:
            rest = [k for k in union.factors if k != factor]
            sums = _by_number([before[k] for k in rest], [after[k] for k in rest])
            inside = _inside(sums, met, union.bits, size)
            effects[factor] = np.broadcast_to((after[factor] - before[factor]) * inside, shape).sum(axis=1)
        if union.bits:
            sums = _by_number([before[k] for k in union.factors], [after[k] for k in union.factors])
        for bit in union.bits:
            rest = [other for other in union.bits if other != bit]
            gained = {mask: met[mask | 1 << bit] - met[mask] for mask, _ in subsets(rest)}
            effects[len(before) + bit] = np.broadcast_to(_inside(sums, gained, rest, size), shape).sum(axis=1)
    return effects


def _met(
    number: int, low: list[FloatArray], high: list[FloatArray], rates: FloatArray, unions: Sequence[Union]
) -> dict[int, FloatArray]:
    """For each coalition of a union's own bits: the weighted sum of what the other unions make of it."""
    others = [place for place in range(len(unions)) if place != number]
    plain = [place for place in others if not unions[place].bits]
    bearing = [place for place in others if unions[place].bits]
    sums = _by_number([low[place] for place in plain], [high[place] for place in plain])
    shares = [_weighted(sums, count, len(unions)) for count in range(len(bearing) + 1)]
    products = [np.ones((1, 1))]
    for place in bearing:
        products = [product * side for side in (low[place], high[place]) for product in products]
    met: dict[int, FloatArray] = {}
    for chosen, product in enumerate(products):
        share = shares[chosen.bit_count()] * product
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
    return _total([weight(offset + number, players) * values for number, values in enumerate(sums)])


def _total(parts: list[FloatArray]) -> FloatArray:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _by_number(low: list[FloatArray], high: list[FloatArray]) -> list[FloatArray]:
    """Sums of products over the subsets of each size: subset at its high values, the rest at its low ones."""
    sums: list[FloatArray] = [np.ones((1, 1))]
    for below, above in zip(low, high, strict=True):
        sums = [
            *(
                sums[number] * below + sums[number - 1] * above if number else sums[0] * below
                for number in range(len(sums))
            ),
            sums[-1] * above,
        ]
    return sums


def _product(values: list[FloatArray]) -> FloatArray:
    product: FloatArray = np.ones((1, 1))
    for value in values:
        product = product * value
    return product
