"""Smaller parts of the attribution: deals, bounds, naming, drift, landing, placebo, power, overload."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from smmfunnel.analysis.attribution import deals
from smmfunnel.analysis.attribution.bounds import Answer, zone_effects
from smmfunnel.analysis.attribution.checks import overload
from smmfunnel.analysis.attribution.drift import drift, same_share
from smmfunnel.analysis.attribution.games import order_range
from smmfunnel.analysis.attribution.landing import landing_zone
from smmfunnel.analysis.attribution.naming import interval, least_loss, named
from smmfunnel.analysis.attribution.placebo import placebo
from smmfunnel.analysis.attribution.power import needed
from smmfunnel.analysis.attribution.shares import Shares
from smmfunnel.analysis.attribution.stages import factor
from smmfunnel.analysis.attribution.zonemap import DEFAULT, DISPUTED, TAKERS, zone_map
from smmfunnel.analysis.counts import scope_of
from smmfunnel.facts.evidence import PLACEBO, TimesCell
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.vocabulary import Factor, Zone
from tests.analysis.attribution.facts import Given, ads_cell, control_cell, facts, model_cell

NORMALS = np.random.default_rng(1).normal(size=4000)


def spread_about(point: float, deviation: float) -> np.ndarray:
    return np.concatenate([[point], point + deviation * NORMALS])


def test_every_factor_has_a_zone_and_every_unassigned_one_its_takers() -> None:
    assert set(DEFAULT) == set(Factor)
    for found, zone in DEFAULT.items():
        assert (zone is Zone.UNATTRIBUTED) <= (found in TAKERS)
    for found, readings in DISPUTED.items():
        assert set(readings) >= set(TAKERS.get(found, ()))


def test_a_step_that_both_sides_leave_open_may_be_of_its_usual_zone() -> None:
    zones = zone_map({Factor.CLICKS: Zone.UNATTRIBUTED}, handling=True)
    assert zones.takers_of(Factor.CLICKS) == (Zone.SMM,)
    assert zones.takers_of(Factor.QUALITY) == ()
    assert zone_map({}, handling=True, landing=Zone.UNATTRIBUTED).takers_of(Factor.LANDING) == (Zone.SMM, Zone.SITE)


def test_the_number_of_leads_of_any_source_is_nobodys() -> None:
    zones = zone_map({}, handling=True, advertising=False)
    assert zones.takers_of(Factor.COUNT) == (Zone.UNATTRIBUTED,)
    assert zones.disputed(Factor.COUNT) == ()
    assert zone_map({}, handling=True).disputed(Factor.COUNT) == (Zone.SMM, Zone.BUDGET)
    assert zone_map({}, handling=True).disputed(Factor.LEAD_RATE) == (Zone.SITE,)


def test_steps_without_a_name_have_none() -> None:
    assert factor("impressions", "landing_views", form=False) is None


def test_bounds_take_each_unassigned_factor_wholly_or_not_at_all_from_draw_to_draw() -> None:
    shares = Shares(
        (Factor.HANDLING, Factor.COMMON, Factor.SPECIFIC),
        np.array([spread_about(-10, 1), spread_about(-5, 0.1), spread_about(3, 0.1)]),
    )
    answer = Answer(zone_map({}, handling=True), least=0.5)
    rows = {row.zone: row for row in zone_effects(shares, answer)}
    sales, smm, offer, nobody = (rows[zone] for zone in (Zone.SALES, Zone.SMM, Zone.OFFER, Zone.UNATTRIBUTED))
    # The common draws move with those of handling here: so do the bounds.
    assert (sales.effect, sales.significant) == (-10, True)
    assert sales.bounds.low == pytest.approx(-15 - 1.96 * 1.1, abs=0.15)
    assert sales.bounds.high == pytest.approx(-10 + 1.96, abs=0.15)
    assert (smm.effect, smm.low, smm.significant) == (0, 0, False)
    assert (smm.bounds.low, smm.bounds.high) == pytest.approx((0, 3.2), abs=0.05)
    assert (offer.bounds.low, offer.bounds.high) == pytest.approx((-5.2, 0), abs=0.05)
    assert nobody.effect == -2
    assert not nobody.significant
    assert (nobody.bounds.low, nobody.bounds.high) == pytest.approx((-5.2, 3.2), abs=0.05)


@given(st.floats(-50, 50), st.floats(0.01, 20), st.floats(-50, 50), st.floats(0.01, 20))
def test_bounds_always_contain_the_interval(one: float, wide: float, other: float, broad: float) -> None:
    shares = Shares((Factor.HANDLING, Factor.COMMON), np.array([spread_about(one, wide), spread_about(other, broad)]))
    for row in zone_effects(shares, Answer(zone_map({}, handling=True), least=0.5)):
        assert row.bounds.low <= row.low <= row.effect <= row.high <= row.bounds.high


def test_a_loss_is_named_when_it_is_clear_of_chance_at_99_and_matters() -> None:
    assert named(spread_about(-10, 3), least_loss(100))
    # Clear of nought at 95 % only.
    assert not named(spread_about(-10, 4.5), least_loss(100))
    assert interval(spread_about(-10, 4.5))[1] < 0
    assert not named(spread_about(-1.9, 0.1), least_loss(100))
    assert not named(spread_about(-0.4, 0.01), least_loss(10))
    assert not named(spread_about(10, 1), least_loss(100))


def test_needed_leads_grow_with_the_square_of_the_doubt() -> None:
    shares = Shares((Factor.SPECIFIC, Factor.QUALITY), np.array([spread_about(-10, 10), spread_about(-1, 0.1)]))
    found = needed(shares, 500, least=0.5)
    assert found is not None
    assert found.factor is Factor.SPECIFIC
    assert found.leads == pytest.approx(500 * 2.576**2, rel=0.1)
    assert needed(Shares((Factor.SPECIFIC,), np.array([spread_about(-0.6, 10)])), 500, least=0.5) is None
    assert needed(Shares((Factor.SPECIFIC,), np.array([spread_about(5, 1)])), 500, least=0.5) is None


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 40), st.integers(1, 40))
def test_few_are_compared_by_fishers_exact_test(a: int, n: int, b: int, m: int) -> None:
    one, other = (min(a, n), n), (min(b, m), m)
    rate = (one[0] + other[0]) / (n + m)
    if min(n, m) * min(rate, 1 - rate) >= 5 or rate in (0, 1):
        return
    table = [[one[0], n - one[0]], [other[0], m - other[0]]]
    assert same_share(one, other) == pytest.approx(stats.fisher_exact(table).pvalue, abs=1e-6)


def test_many_are_compared_by_chi_square() -> None:
    expected = stats.chi2_contingency([[300, 700], [240, 760]], correction=False).pvalue
    assert same_share((300, 1000), (240, 1000)) == pytest.approx(expected)
    assert same_share((0, 10), (0, 20)) == 1


def test_drift_must_be_sure_and_large() -> None:
    assert drift({}, 10).p_value is None
    assert not drift({0: (1000, 100_000), 1: (500, 100_000)}, 10_000).drifted
    slight = drift({0: (40, 1000), 1: (10, 1000)}, 500)
    assert (slight.drifted, slight.broken) == (True, False)
    assert drift({0: (200, 1000), 1: (0, 1000)}, 500).broken


def by_device(lost: dict[tuple[str, str], float]) -> Given:
    ads = []
    for span in (PERIOD, REFERENCE):
        for campaign in ("a", "b"):
            for device in ("mobile", "desktop"):
                share = 0.8 - (lost.get((campaign, device), 0) if span == PERIOD else 0)
                cell = ads_cell(span, campaign, clicks=1000, landing_views=1000 * share)
                ads.append(replace(cell, dims={"device": device}))
    return Given(ads)


@pytest.mark.parametrize(
    ("lost", "zone"),
    [
        ({("a", "mobile"): 0.4, ("a", "desktop"): 0.4}, Zone.UNATTRIBUTED),
        ({("a", "mobile"): 0.4, ("b", "mobile"): 0.4}, None),
        ({("a", "mobile"): 0.4}, None),
        ({}, None),
    ],
)
def test_a_landing_lost_in_one_campaign_and_not_on_one_device_is_not_the_sites_alone(
    lost: dict[tuple[str, str], float], zone: Zone | None
) -> None:
    made = facts(by_device(lost))
    assert landing_zone(made, scope_of(made)) is zone


def test_without_devices_the_landing_stays_with_the_site() -> None:
    given = by_device({("a", "mobile"): 0.4, ("a", "desktop"): 0.4})
    made = facts(replace(given, ads=[replace(cell, dims={}) for cell in given.ads]))
    assert landing_zone(made, scope_of(made)) is None


def test_the_placebo_is_the_change_before_the_period() -> None:
    cells = [model_cell(REFERENCE, 1000, 100), model_cell(PLACEBO, 1000, 200)]
    found = placebo(cells, 2000, 1, control=False)
    assert found is not None
    assert found.effect == pytest.approx(-100, abs=1)
    assert found.high < -60
    others = [control_cell(REFERENCE, 1000, 100), control_cell(PLACEBO, 1000, 200)]
    shared = placebo([*cells, *others], 2000, 1, control=True)
    assert shared is not None
    assert shared.effect == pytest.approx(0, abs=1)
    assert shared.low < 0 < shared.high
    assert placebo(cells[:1], 10, 1, control=False) is None


def day(number: int, leads: int, p50: int | None) -> TimesCell:
    return TimesCell("day", date(2026, 9, number).isoformat(), leads, leads, p50, None, None, None)


def test_overload_is_the_rank_correlation_of_leads_and_response() -> None:
    days = [
        day(number, leads, p50)
        for number, leads, p50 in zip(range(1, 12), range(11), [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, None], strict=True)
    ]
    expected = stats.spearmanr(range(11), [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 1e9]).statistic
    assert overload(days) == pytest.approx(expected)
    assert overload(days[:5]) is None
    assert overload([day(number, 5, 60) for number in range(1, 12)]) is None


def test_the_range_over_coalitions_is_the_range_over_orders() -> None:
    values = np.random.default_rng(9).uniform(size=16)
    gains: list[list[float]] = [[] for _ in range(4)]
    for order in permutations(range(4)):
        mask = 0
        for player in order:
            gains[player].append(float(values[mask | 1 << player] - values[mask]))
            mask |= 1 << player
    assert order_range(values) == [(min(found), max(found)) for found in gains]


PLACES = [("vk", "c0"), ("vk", "c1")]


def amounts(*rows: tuple[int, str, list[int]]) -> deals.Amounts:
    cells = [
        model_cell(
            span,
            100,
            len(values),
            campaign,
            revenue=sum(values) * 10**6,
            priced=len(values),
            revenue_square=sum(value * value for value in values),
        )
        for span, campaign, values in rows
    ]
    return deals.from_cells(cells, PLACES)


def test_the_spread_of_amounts_is_their_coefficient_of_variation() -> None:
    found = amounts((0, "c0", [10, 30]), (1, "c0", [20, 20, 20]))
    assert found.spread == pytest.approx(np.sqrt(200 / 400 / 3))
    assert amounts((0, "c0", [10]), (1, "c0", [20])).spread == 1


def test_campaigns_that_differ_by_chance_alone_share_one_average() -> None:
    found = amounts((0, "c0", [10, 30, 20]), (0, "c1", [15, 25]), (1, "c0", [20, 10, 30]), (1, "c1", [20]))
    assert deals.credibility(found) == float("inf")
    before, after = deals.deal_draws(found, 500, 1)
    assert before[0].tolist() == after[0].tolist() == [20, 20]
    assert after[1:].mean() == pytest.approx(20, rel=0.02)
    assert after[1:].std() == pytest.approx(20 * found.spread / np.sqrt(5), rel=0.1)


def test_campaigns_of_dear_and_of_cheap_deals_keep_their_own() -> None:
    dear, cheap = [100, 110, 90, 105, 95] * 4, [10, 11, 9, 10, 10] * 4
    found = amounts(*((span, *row) for span in (0, 1) for row in (("c0", dear), ("c1", cheap))))
    before, after = deals.deal_draws(found, 500, 1)
    assert after[0] == pytest.approx([100, 10], rel=0.08)
    assert before[0] == pytest.approx(after[0])


def test_a_rise_of_all_prices_is_no_difference_of_campaigns() -> None:
    found = amounts((0, "c0", [20, 22, 18]), (0, "c1", [20, 19]), (1, "c0", [10, 9]), (1, "c1", [10, 11, 9]))
    assert deals.credibility(found) == float("inf")
    before, after = deals.deal_draws(found, 10, 1)
    assert after[0, 0] / before[0, 0] == pytest.approx(99 / 49)


def test_amounts_must_be_known_in_both_spans() -> None:
    assert not deals.known(amounts((0, "c0", [10])))
    assert deals.known(deals.of_period(amounts((0, "c0", [10]))))
