from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata, spearmanr
from statsmodels.stats.inter_rater import cohens_kappa

from smmfunnel.analysis.agreement import cohen_kappa, ranks, spearman


def test_kappa_of_the_worked_example() -> None:
    assert cohen_kappa([[20, 5], [10, 15]]) == pytest.approx(0.4)


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=3))
def test_kappa_is_that_of_statsmodels(table: list[list[int]]) -> None:
    found = cohen_kappa(table)
    if found is not None:
        assert found == pytest.approx(cohens_kappa(np.array(table), return_results=False), abs=1e-12)


@pytest.mark.parametrize("table", [[[0, 0], [0, 0]], [[7, 0], [0, 0]]])
def test_kappa_is_unknown_where_chance_alone_agrees(table: list[list[int]]) -> None:
    assert cohen_kappa(table) is None


values = st.lists(st.integers(0, 8), min_size=3, max_size=20)


@given(values)
def test_ranks_share_their_places(numbers: list[int]) -> None:
    assert ranks(numbers) == list(rankdata(numbers))


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=3, max_size=20))
def test_rank_correlation_is_that_of_scipy(pairs: list[tuple[int, int]]) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    found = spearman(one, other)
    if len(set(one)) == 1 or len(set(other)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(float(spearmanr(one, other).statistic), abs=1e-12)


def test_two_pairs_have_no_rank_correlation() -> None:
    assert spearman([1, 2], [2, 1]) is None
