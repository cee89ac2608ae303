from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from smmfunnel.analysis import stratified
from smmfunnel.analysis.stratified import Stratum, chance_of_more, expected


@st.composite
def a_stratum(draw: st.DrawFn, largest: int = 40) -> Stratum:
    trials = draw(st.integers(1, largest))
    part, successes = draw(st.integers(0, trials)), draw(st.integers(0, trials))
    own = draw(st.integers(max(0, part + successes - trials), min(part, successes)))
    return Stratum(own, part, successes, trials)


@given(a_stratum())
def test_one_stratum_is_fishers_exact_test(each: Stratum) -> None:
    table = [
        [each.own, each.part - each.own],
        [each.successes - each.own, each.trials - each.part - each.successes + each.own],
    ]
    assert chance_of_more([each]) == pytest.approx(fisher_exact(table, alternative="greater").pvalue, abs=1e-9)


@settings(max_examples=25)
@given(a_stratum(6), a_stratum(6))
def test_two_strata_are_all_their_equally_likely_allotments(first: Stratum, second: Stratum) -> None:
    def counts(each: Stratum) -> list[int]:
        return [sum(i < each.successes for i in chosen) for chosen in combinations(range(each.trials), each.part)]

    seen = first.own + second.own
    sums = [a + b for a, b in product(counts(first), counts(second))]
    assert chance_of_more([first, second]) == pytest.approx(sum(s >= seen for s in sums) / len(sums), abs=1e-9)


def test_the_normal_distribution_takes_over_without_a_jump(monkeypatch: pytest.MonkeyPatch) -> None:
    strata = [Stratum(60, 300, 150, 1000), Stratum(70, 500, 120, 1000)]
    exact = chance_of_more(strata)
    monkeypatch.setattr(stratified, "LARGEST", 10)
    assert chance_of_more(strata) == pytest.approx(exact, abs=5e-4)


def test_a_part_that_has_a_stratum_to_itself_is_like_itself() -> None:
    assert chance_of_more([Stratum(5, 10, 5, 10)]) == 1.0
    assert expected([Stratum(5, 10, 5, 10), Stratum(0, 0, 0, 0)]) == 5.0
