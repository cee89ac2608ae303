from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmfunnel.analysis.attribution import games
from smmfunnel.analysis.attribution import owen as fast
from smmfunnel.analysis.attribution.owen import Union, owen

if TYPE_CHECKING:
    from smmfunnel.analysis.attribution.games import FloatArray

DRAWS, SEGMENTS = 3, 2


def random_game(
    rng: np.random.Generator, factors: int, bits: int
) -> tuple[list[FloatArray], list[FloatArray], FloatArray]:
    before = [rng.uniform(0, 2, (DRAWS, SEGMENTS)) for _ in range(factors)]
    after = [rng.uniform(0, 2, (DRAWS, SEGMENTS)) for _ in range(factors)]
    if factors:
        # Known without error: one row for all draws; and a nought.
        before[0], after[0] = before[0][:1], after[0][:1]
        before[0][0, 0] = 0.0
    return before, after, rng.uniform(0, 1, (DRAWS, SEGMENTS, 2**bits))


@settings(max_examples=60)
@given(st.integers(0, 4), st.integers(0, 3), st.integers(0, 2**32 - 1), st.data())
def test_the_fast_owen_value_is_the_exact_one(factors: int, bits: int, seed: int, data: st.DataObject) -> None:
    if factors + bits == 0:
        return
    before, after, rates = random_game(np.random.default_rng(seed), factors, bits)
    labels = data.draw(st.lists(st.integers(0, 3), min_size=factors + bits, max_size=factors + bits))
    unions = [[k for k in range(factors + bits) if labels[k] == label] for label in sorted(set(labels))]
    found = owen(
        before,
        after,
        rates,
        [Union(tuple(k for k in u if k < factors), tuple(k - factors for k in u if k >= factors)) for u in unions],
    )
    for draw in range(DRAWS):

        def value(mask: int, draw: int = draw) -> float:
            product = rates[draw, :, mask >> factors]
            for k in range(factors):
                side = after if mask >> k & 1 else before
                product = product * np.broadcast_to(side[k], (DRAWS, SEGMENTS))[draw]
            return float(product.sum())

        assert found[:, draw] == pytest.approx(games.owen(value, unions), abs=1e-9)


def test_blocks_do_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after, rates = random_game(np.random.default_rng(5), 4, 2)
    unions = [Union((0, 1), (0,)), Union((2,), ()), Union((3,), (1,))]
    whole = owen(before, after, rates, unions)
    monkeypatch.setattr(fast, "BLOCK", 1)
    assert np.array_equal(owen(before, after, rates, unions), whole)


def test_effects_over_segments_are_the_sum_of_each_segments_own() -> None:
    before, after, rates = random_game(np.random.default_rng(6), 3, 2)
    unions = [Union((0,), (1,)), Union((1, 2), (0,))]
    parts = [
        owen([b[:, s : s + 1] for b in before], [a[:, s : s + 1] for a in after], rates[:, s : s + 1], unions)
        for s in range(SEGMENTS)
    ]
    assert sum(parts) == pytest.approx(owen(before, after, rates, unions))


def test_a_factor_that_a_segment_lacks_is_one_and_takes_nothing() -> None:
    before, after, rates = random_game(np.random.default_rng(7), 2, 1)
    ones = np.ones((1, SEGMENTS))
    without = owen(before, after, rates, [Union((0,), ()), Union((1,), (0,))])
    found = owen([*before, ones], [*after, ones], rates, [Union((0, 2), ()), Union((1,), (0,))])
    assert found[[0, 1, 3]] == pytest.approx(without)
    assert np.abs(found[2]).max() == 0


def test_a_game_of_rates_alone_is_their_shapley_value() -> None:
    rates = np.random.default_rng(8).uniform(size=(1, 1, 8))
    found = owen([], [], rates, [Union((), (0,)), Union((), (1,)), Union((), (2,))])
    assert found[:, 0] == pytest.approx(games.shapley(lambda mask: float(rates[0, 0, mask]), 3))
