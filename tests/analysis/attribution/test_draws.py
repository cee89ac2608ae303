from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from smmfunnel.analysis.attribution.chain import Chain, Quotient, chain
from smmfunnel.analysis.attribution.draws import draw, generator, rate_draws
from smmfunnel.analysis.attribution.naming import interval
from smmfunnel.analysis.attribution.owen import Union, owen
from smmfunnel.analysis.attribution.shares import centred
from smmfunnel.analysis.attribution.spread import overdispersion, pearson
from smmfunnel.analysis.attribution.volumes import Table, Volumes
from smmfunnel.facts.evidence import SpreadCell
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from smmfunnel.analysis.attribution.games import FloatArray

DRAWS = 20_000


def drawn(above: float, below: float, spread: float = 1.0, *, exceeds: bool = False) -> FloatArray:
    found = rate_draws(
        np.array([above]), np.array([below]), np.array([spread]), DRAWS, generator(7, 1), exceeds=np.array([exceeds])
    )
    assert found[0, 0] == (above / below if below else 0)
    return found[1:, 0]


def test_a_share_is_drawn_from_its_jeffreys_posterior() -> None:
    values = drawn(12, 100)
    assert values.mean() == pytest.approx(12.5 / 101, rel=0.01)
    assert values.var() == pytest.approx(12.5 * 88.5 / (101**2 * 102), rel=0.05)


def test_overdispersion_widens_a_share_by_its_root() -> None:
    assert drawn(1200, 10_000, 4).std() == pytest.approx(2 * drawn(1200, 10_000).std(), rel=0.03)


def test_a_quotient_may_exceed_one() -> None:
    values = drawn(300, 100, exceeds=True)
    assert values.mean() == pytest.approx(3.005, rel=0.01)
    assert values.std() == pytest.approx(np.sqrt(300.5) / 100, rel=0.03)
    assert drawn(300, 100, 9, exceeds=True).std() == pytest.approx(3 * values.std(), rel=0.05)


def test_nothing_of_nothing_is_nought() -> None:
    assert drawn(0, 0).max() == 0


def test_nothing_of_something_may_still_be_a_little() -> None:
    values = drawn(0, 20)
    assert 0 < np.quantile(values, 0.975) < 0.2


def test_streams_are_their_own() -> None:
    one = generator(1, 2).uniform(size=3)
    assert np.array_equal(one, generator(1, 2).uniform(size=3))
    assert not np.array_equal(one, generator(1, 3).uniform(size=3))
    assert not np.array_equal(one, generator(2, 2).uniform(size=3))


def test_money_is_known_exactly() -> None:
    table: Table = {
        ("vk", name): (Volumes(spend=spend, leads=5.0), Volumes(spend=9.0, leads=5.0))
        for name, spend in (("a", 1.0), ("b", 2.0))
    }
    before, after = draw(chain(table, "leads", scale=1.0, spread={}), 10, seed=1)
    assert [len(values) for values in before] == [1, 1, 11]
    assert after[1].tolist() == [[1 / 3, 2 / 3]]


def cell(values: list[tuple[int, int]], factor: Factor, campaign: str = "c", span: int = 0) -> SpreadCell:
    square = sum(round(1e6 * x * x / n) for x, n in values)
    x, n = (sum(pair[k] for pair in values) for k in (0, 1))
    return SpreadCell(span, "vk", campaign, factor.value, len(values), x * MICRO, n * MICRO, square)


def test_pearsons_statistic_is_that_of_its_definition() -> None:
    values = [(3, 40), (9, 60), (2, 50)]
    rate = 14 / 150
    binomial = sum((x - n * rate) ** 2 / (n * rate * (1 - rate)) for x, n in values)
    poisson = sum((x - n * rate) ** 2 / (n * rate) for x, n in values)
    assert pearson(cell(values, Factor.CLICKS)) == pytest.approx((binomial, 2), rel=1e-4)
    assert pearson(cell(values, Factor.DELIVERY)) == pytest.approx((poisson, 2), rel=1e-4)
    assert pearson(cell([(5, 5), (4, 4)], Factor.CLICKS)) == pytest.approx((0, 1))
    assert pearson(cell([(0, 5), (0, 4)], Factor.CLICKS)) == (0, 0)


def test_overdispersion_is_found_from_days_that_vary_and_never_below_one() -> None:
    rng = np.random.default_rng(2)
    daily = rng.beta(20, 180, size=60)
    wild = [(int(rng.binomial(1000, p)), 1000) for p in daily]
    even = [(int(rng.binomial(1000, 0.1)), 1000) for _ in range(60)]
    found = overdispersion([cell(wild, Factor.CLICKS, "wild"), cell(even, Factor.LANDING, "even")], "campaign")
    expected = 1 + 999 * 0.1 * 0.9 / 201 / (0.1 * 0.9)
    assert found[("vk", "wild"), Factor.CLICKS] == pytest.approx(expected, rel=0.35)
    assert 1 <= found[("vk", "even"), Factor.LANDING] < 1.5


def test_a_segment_of_few_days_has_the_overdispersion_of_all() -> None:
    rng = np.random.default_rng(2)
    wild = [(int(rng.binomial(1000, p)), 1000) for p in rng.beta(20, 180, size=60)]
    found = overdispersion(
        [cell(wild, Factor.CLICKS, "wild"), cell([(100, 1000), (101, 1000)], Factor.CLICKS)], "campaign"
    )
    assert found[("vk", "c"), Factor.CLICKS] > 0.9 * found[("vk", "wild"), Factor.CLICKS]
    whole = overdispersion([cell(wild, Factor.CLICKS, "wild")], "total")
    assert list(whole) == [((None, None), Factor.CLICKS)]


def interval_of_change(counts: tuple[int, int], many: int, seed: int) -> tuple[float, float]:
    """Interval of the change of leads of many equal campaigns, each with `counts` of its 2,000 clicks."""
    number = np.ones(many, dtype=bool)
    above = np.array([[counts[0]] * many, [counts[1]] * many], dtype=float)
    below = np.full((2, many), 2000.0)
    quotient = Quotient(Factor.CLICK_LEAD, number, above, below, np.ones(many))
    found = Chain(tuple(("vk", str(k)) for k in range(many)), (quotient,), 1.0, (None, None), 0)
    before, after = draw(found, 2000, seed)
    clicks = np.full((1, many), 2000.0)
    effects = owen([clicks, *before], [clicks * 0.5, *after], np.ones((2001, many, 1)), [Union((0,)), Union((1,))])
    return interval(centred(effects)[0])


def test_many_small_campaigns_do_not_move_the_interval_off_what_was_counted() -> None:
    # Half the clicks at the same rate of one lead in 2,000: Jeffreys' half lead each would say 37.5 fewer of 50.
    low, high = interval_of_change((1, 1), 50, seed=3)
    assert low < -25 < high
    assert (low + high) / 2 == pytest.approx(-25, abs=1.5)


@pytest.mark.parametrize("trials", [36, 200])
def test_intervals_of_effects_cover_as_often_as_they_say(trials: int) -> None:
    # Two factors of one segment, Poisson volume and binomial rate; true change of the volume known.
    rng = np.random.default_rng(11)
    rates = (0.3, 0.3), (0.2, 0.12)
    inside = np.zeros(2)
    runs = 300
    ones = np.array([True])
    true = owen(
        [np.array([[rates[0][0]]]), np.array([[rates[1][0]]])],
        [np.array([[rates[0][1]]]), np.array([[rates[1][1]]])],
        np.full((1, 1, 1), trials / 0.3),
        [Union((0,)), Union((1,))],
    )[:, 0]
    for run in range(runs):
        quotients = []
        volume = round(trials / 0.3)
        for number, pair in enumerate(rates):
            seen = np.array([[rng.binomial(volume if number == 0 else trials, rate)] for rate in (pair[1], pair[0])])
            of = float(volume if number == 0 else trials)
            factor = (Factor.LANDING, Factor.LEAD_RATE)[number]
            quotients.append(Quotient(factor, ones, seen.astype(float), np.full((2, 1), of), np.ones(1)))
        before, after = draw(Chain((("vk", "c"),), tuple(quotients), 1.0, (None, None), 0), 800, run)
        effects = centred(owen(before, after, np.full((801, 1, 1), trials / 0.3), [Union((0,)), Union((1,))]))
        for number in (0, 1):
            low, high = interval(effects[number])
            inside[number] += low <= true[number] <= high
    # Binomial 99.9 % limit of 95 % over 300 runs.
    assert (inside / runs > 0.905).all(), inside / runs
