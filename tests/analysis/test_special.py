from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special
from scipy.stats import hypergeom

from smmfunnel.analysis.hypergeometric import hypergeometric
from smmfunnel.analysis.special import digamma, log_beta, lower_beta, lower_student, trigamma, upper_beta

SIZES = st.floats(1e-3, 1e6)


@given(SIZES)
def test_digamma_and_trigamma_are_those_of_scipy(x: float) -> None:
    assert digamma(np.array([x]))[0] == pytest.approx(special.psi(x), rel=1e-13, abs=1e-13)
    assert trigamma(np.array([x]))[0] == pytest.approx(special.polygamma(1, x), rel=1e-13)


@given(SIZES, SIZES)
def test_the_beta_function_is_that_of_scipy(a: float, b: float) -> None:
    # Of two logarithms of the gamma function near ten million each, the last digits are gone.
    assert log_beta(np.array([a]), np.array([b]))[0] == pytest.approx(special.betaln(a, b), rel=1e-9, abs=1e-8)


@given(st.floats(1e-2, 1e4), st.floats(1e-2, 1e4), st.just(0.0) | st.floats(1e-30, 1))
def test_chances_of_a_beta_variable_are_those_of_scipy(a: float, b: float, x: float) -> None:
    assert lower_beta(a, b, x) == pytest.approx(special.betainc(a, b, x), rel=1e-9, abs=1e-12)
    assert upper_beta(a, b, x) == pytest.approx(special.betaincc(a, b, x), rel=1e-9, abs=1e-12)


@given(st.integers(1, 500), st.floats(-30, 30))
def test_chances_of_students_t_are_those_of_scipy(freedom: int, t: float) -> None:
    assert lower_student(freedom, t) == pytest.approx(special.stdtr(freedom, t), rel=1e-10, abs=1e-14)


@st.composite
def _margins(draw: st.DrawFn) -> tuple[int, int, int]:
    total = draw(st.integers(1, 200_000))
    return draw(st.integers(0, min(total, 300))), draw(st.integers(0, total)), total


@given(_margins())
def test_hypergeometric_chances_are_those_of_scipy(margins: tuple[int, int, int]) -> None:
    row, column, total = margins
    chances, least = hypergeometric(row, column, total)

    values = np.arange(least, min(row, column) + 1)
    assert len(chances) == len(values)
    assert chances == pytest.approx(hypergeom.pmf(values, total, column, row), rel=1e-7, abs=1e-12)
    assert chances.sum() == pytest.approx(1)
