from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.analysis.standardise import standardised


def test_a_small_standardisation_by_hand() -> None:
    # Everyone: 10 of 200 in a, 40 of 200 in b. This part worked 100 of a alone and sold 8, where 5 were expected.
    found = standardised({"a": (8, 100)}, {"a": (10, 200), "b": (40, 200)})
    ratio = (8 + 3) / (5 + 3)
    in_a = (8 + 20 * 0.05 * ratio) / 120
    assert found.value == pytest.approx((in_a + 0.2 * ratio) / 2)
    # Each sale moves its stratum's rate and, through the ratio, both.
    slope = 0.5 / 120 + (0.5 * 20 * 0.05 / 120 + 0.5 * 0.2) / 8
    variance = slope**2 * 100 * in_a * (1 - in_a)
    assert found.value is not None
    size = min(found.value * (1 - found.value) / variance, 100)
    assert size < 100
    assert found.low is not None
    assert found.low < found.value - 1.5 * np.sqrt(variance)


def test_one_alone_has_its_own_rate() -> None:
    both = {"a": (3.0, 60.0), "b": (9.0, 40.0)}
    assert standardised(both, both).value == pytest.approx(0.12)


def test_who_is_like_everyone_in_each_stratum_has_everyones_rate_whatever_the_mix() -> None:
    everyone = {"a": (10.0, 200.0), "b": (40.0, 200.0)}
    for own in ({"a": (5.0, 100.0)}, {"b": (20.0, 100.0)}, {"a": (9.0, 180.0), "b": (4.0, 20.0)}):
        assert standardised(own, everyone).value == pytest.approx(0.125)


def test_without_trials_there_is_no_rate() -> None:
    assert standardised({}, {"a": (1, 10)}).reason == "no_denominator"
    assert standardised({"a": (0, 0)}, {"a": (0, 0)}).reason == "no_denominator"


def test_ends_are_rates_where_all_or_nothing_is_sold() -> None:
    nothing = standardised({"a": (0, 50)}, {"a": (0, 100)})
    assert (nothing.value, nothing.low) == (0.0, 0.0)
    everything = standardised({"a": (50, 50)}, {"a": (100, 100)})
    assert everything.value == pytest.approx(1.0)
    assert everything.high == pytest.approx(1.0)


Counts = dict[str, tuple[int, int]]


@given(st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(0, 30), st.integers(0, 60)), min_size=1))
def test_any_rate_lies_within_its_interval(counts: Counts) -> None:
    own = {key: (float(min(x, n)), float(n)) for key, (x, n) in counts.items()}
    everyone = {key: (x + 3, n + 20) for key, (x, n) in own.items()}
    found = standardised(own, everyone)
    if found.value is not None:
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.value + 1e-12
        assert found.value - 1e-12 <= found.high <= 1


def test_the_interval_covers_the_rate_of_the_same_mix() -> None:
    """Two managers of 300 leads, the better one with more of the worse campaign; 3 campaigns of 4, 10 and 20 %."""
    rng = np.random.default_rng(3)
    base, mix, better = (np.array([0.04, 0.10, 0.20]), np.array([150, 100, 50]), 1.3)
    others = np.array([250, 500, 550])
    share = (mix + others) / (mix + others).sum()
    truth, covered, middle = float((share * base * better).sum()), 0, []
    for _ in range(300):
        own = rng.binomial(mix, base * better)
        rest = rng.binomial(others, base)
        found = standardised(
            {k: (float(own[k]), float(mix[k])) for k in range(3)},
            {k: (float(own[k] + rest[k]), float(mix[k] + others[k])) for k in range(3)},
        )
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        middle.append(found.value)
        covered += found.low <= truth <= found.high
    assert covered >= 0.91 * 300
    assert np.mean(middle) == pytest.approx(truth, rel=0.06)
