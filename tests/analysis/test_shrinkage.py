from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.analysis.shrinkage import (
    JEFFREYS,
    chance_not_worse,
    discoveries,
    fit_prior,
    flag_worse,
    shrunken,
    too_little,
)

ORACLES = Path(__file__).parents[3] / "shared" / "oracles.json"
BH_1995 = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0),
]


@pytest.fixture
def tumours() -> dict[str, Any]:
    if not ORACLES.exists():
        pytest.skip("the worked examples are not beside this checkout")
    found: dict[str, Any] = json.loads(ORACLES.read_text())["beta_binomial_rat_tumor"]
    return found


def test_the_prior_of_the_rat_tumours_is_the_maximum_likelihood_one(tumours: dict[str, Any]) -> None:
    prior = fit_prior(list(zip(tumours["y"], tumours["n"], strict=True)))
    assert (prior.alpha, prior.beta) == pytest.approx(tumours["ml_alpha_beta_70"], abs=5e-5)


def test_four_of_fourteen_shrinks_as_in_the_book(tumours: dict[str, Any]) -> None:
    from smmfunnel.analysis.shrinkage import Prior

    assert shrunken(4, 14, Prior(*tumours["mom_alpha_beta"])) == pytest.approx(tumours["shrunk_4_of_14"], abs=1e-4)


def test_benjamini_hochberg_rejects_four_of_the_fifteen_of_1995() -> None:
    assert discoveries(BH_1995, q=0.05) == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.randoms())
def test_the_order_of_hypotheses_does_not_matter(p_values: list[float], random: Any) -> None:
    found = dict(zip(p_values, discoveries(p_values), strict=True))
    random.shuffle(p_values)
    assert discoveries(p_values) == [found[p] for p in p_values]


def test_few_campaigns_are_not_shrunk_to_each_other() -> None:
    assert fit_prior([(1, 10), (2, 10)]) == JEFFREYS
    assert fit_prior([(0, 10)] * 8) == JEFFREYS


def test_equal_campaigns_get_a_strong_prior_and_no_flag() -> None:
    counts = [(10.0, 100.0)] * 8
    prior = fit_prior(counts)
    assert prior.alpha + prior.beta > 1e4
    assert flag_worse(counts) == [False] * 8


def test_a_campaign_far_below_its_platform_is_flagged_alone() -> None:
    counts = [(50.0, 500.0), (48.0, 500.0), (55.0, 500.0), (52.0, 500.0), (47.0, 500.0), (10.0, 500.0)]
    assert flag_worse(counts) == [False] * 5 + [True]


def test_small_campaigns_are_not_judged() -> None:
    assert too_little(0, 10, 0.1)
    assert too_little(1, 25, 0.05)
    assert not too_little(0, 500, 0.1)
    assert flag_worse([(0, 5), (3, 5)]) == [False, False]


def test_the_chance_falls_as_the_rate_falls() -> None:
    chances = [chance_not_worse(x, 200, JEFFREYS, 0.1) for x in (5, 10, 20, 40)]
    assert chances == sorted(chances)
