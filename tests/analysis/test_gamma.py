from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammainc, gammaincinv

from smmfunnel.analysis import gamma
from smmfunnel.analysis.gamma import gamma_quantile, lower_gamma


@given(st.floats(0.01, 1e5), st.sampled_from([0.005, 0.025, 0.5, 0.975, 0.995]))
def test_quantiles_are_those_of_scipy(shape: float, probability: float) -> None:
    assert gamma_quantile(shape, probability) == pytest.approx(float(gammaincinv(shape, probability)), rel=1e-9)


@pytest.mark.parametrize("shape", [1e6, 53_978.0, 4e7])
def test_large_counts_are_exact_too(shape: float) -> None:
    assert gamma_quantile(shape, 0.025) == pytest.approx(float(gammaincinv(shape, 0.025)), rel=1e-10)


@given(st.floats(0.1, 1e4), st.floats(0, 2e4))
def test_the_function_is_that_of_scipy(shape: float, x: float) -> None:
    assert lower_gamma(shape, x) == pytest.approx(float(gammainc(shape, x)), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("shape", [2e4, 1e6, 4e7])
def test_terms_taken_many_at_once_are_those_taken_one_by_one(shape: float, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = lower_gamma(shape, shape * 0.999)
    monkeypatch.setattr(gamma, "FEW_TERMS", gamma.MOST_TERMS)
    assert lower_gamma(shape, shape * 0.999) == at_once
