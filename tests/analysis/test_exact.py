from __future__ import annotations

from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from smmfunnel.analysis.exact import fisher, stratified

RABBITS = [(0, 6, 0, 5), (3, 3, 0, 6), (6, 0, 2, 4), (5, 1, 6, 0), (2, 0, 5, 0)]
"""Penicillin for rabbits, cured or not after no or some delay, at five doses (Mantel & Haenszel 1963)."""

counts = st.integers(0, 6)
tables = st.tuples(counts, counts, counts, counts)


@given(st.tuples(*[st.integers(0, 60)] * 4))
def test_one_table_is_fishers_test(table: tuple[int, int, int, int]) -> None:
    a, b, c, d = table
    found = fisher(table)
    assert found.two_sided == pytest.approx(fisher_exact([[a, b], [c, d]]).pvalue, abs=1e-9)
    greater = fisher_exact([[a, b], [c, d]], alternative="greater").pvalue
    assert found.greater == pytest.approx(greater, abs=1e-9)


def by_counting(strata: list[tuple[int, int, int, int]]) -> tuple[float, float, float, float]:
    """The same by listing every outcome, in whole numbers."""
    ways: dict[int, int] = {0: 1}
    seen = sum(table[0] for table in strata)
    for a, b, c, d in strata:
        row, column, total = a + b, a + c, a + b + c + d
        cells = range(max(0, row + column - total), min(row, column) + 1)
        further: dict[int, int] = {}
        for (so_far, many), cell in product(ways.items(), cells):
            number = comb(row, cell) * comb(total - row, column - cell)
            further[so_far + cell] = further.get(so_far + cell, 0) + many * number
        ways = further
    total_ways = sum(ways.values())
    greater = sum(many for cell, many in ways.items() if cell >= seen)
    no_likelier = sum(many for many in ways.values() if many <= ways[seen])
    equal = sum(many for many in ways.values() if many == ways[seen])
    return (
        greater / total_ways,
        (greater - ways[seen] / 2) / total_ways,
        no_likelier / total_ways,
        (no_likelier - equal / 2) / total_ways,
    )


@given(st.lists(tables, max_size=4))
def test_strata_are_what_counting_gives(strata: list[tuple[int, int, int, int]]) -> None:
    found = stratified(strata)
    values = (found.greater, found.mid_greater, found.two_sided, found.mid_two_sided)
    assert values == pytest.approx(by_counting(strata), abs=1e-9)


def test_the_rabbits_of_mantel_and_haenszel() -> None:
    assert stratified(RABBITS).two_sided == pytest.approx(0.03994, abs=5e-6)


def test_an_empty_stratum_and_the_order_of_strata_do_not_matter() -> None:
    plain = stratified(RABBITS)
    assert stratified([*RABBITS, (0, 0, 0, 0)]) == plain
    assert stratified(RABBITS[::-1]).two_sided == pytest.approx(plain.two_sided, abs=1e-14)


def test_large_tables_and_extreme_ones_are_answered() -> None:
    assert stratified([(30_000, 30_000, 30_000, 30_000)] * 3).two_sided == pytest.approx(1.0)
    extreme = stratified([(4_000, 0, 0, 4_000)])
    assert 0 <= extreme.greater < 1e-30
    assert 0 <= extreme.two_sided < 1e-30


def test_what_is_no_count_is_refused() -> None:
    with pytest.raises(ValueError, match="not counts"):
        fisher((-1, 2, 3, 4))
