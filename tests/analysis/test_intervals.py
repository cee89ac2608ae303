from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.analysis.intervals import newcombe, poisson, wilson

WILSON = {
    (81, 263): (0.25529, 0.36621),
    (15, 148): (0.06239, 0.16049),
    (0, 20): (0.0, 0.16113),
    (1, 29): (0.00611, 0.17176),
}
NEWCOMBE = {
    (56, 70, 48, 80): (0.0524, 0.3339),
    (9, 10, 3, 10): (0.1705, 0.8090),
    (6, 7, 2, 7): (0.0582, 0.8062),
    (5, 56, 0, 29): (-0.0381, 0.1926),
    (0, 10, 0, 20): (-0.1611, 0.2775),
    (0, 10, 0, 10): (-0.2775, 0.2775),
    (10, 10, 0, 20): (0.6791, 1.0),
    (10, 10, 0, 10): (0.6075, 1.0),
}


@pytest.mark.parametrize(("counts", "limits"), WILSON.items())
def test_wilson_gives_the_published_limits(counts: tuple[int, int], limits: tuple[float, float]) -> None:
    assert wilson(*counts) == pytest.approx(limits, abs=5e-6)


@pytest.mark.parametrize(("counts", "limits"), NEWCOMBE.items())
def test_newcombe_gives_the_published_limits(counts: tuple[int, int, int, int], limits: tuple[float, float]) -> None:
    assert newcombe(*counts) == pytest.approx(limits, abs=5e-5)


def test_poisson_gives_the_textbook_limits() -> None:
    assert poisson(12) == pytest.approx((6.2006, 20.9616), abs=1e-4)
    assert poisson(0) == pytest.approx((0.0, 3.6889), abs=1e-4)


@pytest.mark.parametrize(("successes", "trials"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_proportion_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(successes, trials)


@st.composite
def proportions(draw: st.DrawFn) -> tuple[int, int]:
    trials = draw(st.integers(1, 10_000))
    return draw(st.integers(0, trials)), trials


@given(proportions())
def test_the_rate_lies_in_its_interval(counts: tuple[int, int]) -> None:
    low, high = wilson(*counts)
    assert 0 <= low <= counts[0] / counts[1] <= high <= 1


@given(proportions(), proportions())
def test_swapping_the_samples_turns_the_interval_round(one: tuple[int, int], two: tuple[int, int]) -> None:
    low, high = newcombe(*one, *two)
    assert newcombe(*two, *one) == pytest.approx((-high, -low), abs=1e-12)
    assert -1 <= low <= one[0] / one[1] - two[0] / two[1] <= high <= 1
