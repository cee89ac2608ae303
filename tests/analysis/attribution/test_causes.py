"""Facts with one known cause: the zone it lies in is named, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from smmfunnel.analysis.attribution import attribute, play
from smmfunnel.config import Settings
from smmfunnel.vocabulary import Factor, Zone
from tests.analysis.attribution.facts import SILENT, World, facts, given_worlds, worlds

if TYPE_CHECKING:
    from smmfunnel.results import Attribution

DRAWS = 400
NORMAL = World()


def answer(period: World, reference: World | None = None, **more: object) -> Attribution:
    found = attribute(worlds(period, reference, **more), Settings(), draws=DRAWS)
    assert found is not None
    return found


def effects(found: Attribution) -> dict[Factor, float]:
    return {row.factor: row.effect for zone in found.zones for row in zone.factors}


@pytest.mark.parametrize(
    ("period", "zone", "factor"),
    [
        (replace(NORMAL, spend=NORMAL.spend * 0.6), Zone.BUDGET, Factor.SPEND),
        (replace(NORMAL, per_money=3.0), Zone.SMM, Factor.IMPRESSIONS),
        (replace(NORMAL, click_rate=0.006), Zone.SMM, Factor.CLICKS),
        (replace(NORMAL, lead_rate=0.0125), Zone.SMM, Factor.LEAD_RATE),
        (replace(NORMAL, valid=0.3), Zone.SMM, Factor.QUALITY),
        (replace(NORMAL, landing_rate=0.4), Zone.SITE, Factor.LANDING),
        (replace(NORMAL, in_time=0.1), Zone.SALES, Factor.HANDLING),
    ],
)
def test_the_zone_of_a_single_cause_is_named_alone(period: World, zone: Zone, factor: Factor) -> None:
    found = answer(period)
    assert found.verdict.zones == (zone,)
    assert found.verdict.kind == "one"
    worst = min(effects(found).items(), key=lambda item: item[1])
    assert worst[0] is factor


def test_nothing_changed_and_nobody_is_named() -> None:
    found = answer(NORMAL)
    assert found.verdict.zones == ()
    assert found.verdict.kind == "gains"
    assert found.change == pytest.approx(0)
    assert all(row.effect == pytest.approx(0, abs=1e-9) for row in found.zones)


def test_a_fall_of_all_sources_alike_is_nobodys_but_bounds_the_sales_desk_and_the_offer() -> None:
    found = answer(replace(NORMAL, level=0.5, control_level=0.5))
    assert found.verdict.zones == ()
    assert found.verdict.kind == "none"
    by_zone = {row.zone: row for row in found.zones}
    common = effects(found)[Factor.COMMON]
    assert common < -20
    for zone in (Zone.SALES, Zone.OFFER):
        assert by_zone[zone].bounds.low < common < by_zone[zone].bounds.high
    assert by_zone[Zone.OFFER].effect == 0
    assert {missing.code for missing in found.verdict.missing} >= {"audit"}


def test_a_fall_of_advertising_leads_alone_may_be_of_smm_and_nobody_is_named() -> None:
    found = answer(replace(NORMAL, level=0.5))
    assert found.verdict.zones == ()
    rows = {row.factor: row for zone in found.zones for row in zone.factors}
    assert rows[Factor.SPECIFIC].effect < -20
    assert rows[Factor.SPECIFIC].takers == (Zone.SMM,)
    smm = next(row for row in found.zones if row.zone is Zone.SMM)
    assert smm.bounds.low < rows[Factor.SPECIFIC].effect


def test_two_causes_are_both_named_the_larger_first() -> None:
    found = answer(replace(NORMAL, click_rate=0.0095, in_time=0.05))
    assert found.verdict.kind == "several"
    assert found.verdict.zones == (Zone.SALES, Zone.SMM)


def test_effects_and_residual_add_up_to_the_change_exactly() -> None:
    found = answer(replace(NORMAL, click_rate=0.009, in_time=0.4, spend=500_000.0, landing_rate=0.7))
    assert found.change is not None
    assert found.residual is not None
    assert abs(found.residual) <= 1e-9
    assert sum(effects(found).values()) == pytest.approx(found.change, abs=1e-9)
    assert found.reference_sales is not None
    assert found.period_sales == pytest.approx(found.reference_sales + found.change)


def test_every_zone_lies_within_its_bounds_and_its_interval_too() -> None:
    for row in answer(replace(NORMAL, level=0.7, in_time=0.5)).zones:
        assert row.low <= row.effect <= row.high
        assert row.bounds.low <= row.low
        assert row.bounds.high >= row.high


def test_money_moves_with_the_average_deal_and_lies_with_the_offer() -> None:
    found = answer(replace(NORMAL, deal=20_000))
    offer = next(row for row in found.zones if row.zone is Zone.OFFER)
    assert offer.effect == 0
    assert offer.money is not None
    assert offer.money.effect == pytest.approx(-20_000 * (found.reference_sales or 0), rel=1e-6)
    assert offer.money.high < 0
    (deal,) = (row for row in offer.factors if row.factor is Factor.DEAL)
    assert (deal.reference, deal.period) == (40_000, 20_000)


def test_money_is_unknown_where_no_sale_names_an_amount() -> None:
    given = given_worlds(NORMAL)
    cells = [replace(cell, priced=0, revenue=0, revenue_square=0) for cell in given.cells]
    found = attribute(facts(replace(given, cells=cells)), Settings(), draws=DRAWS)
    assert found is not None
    assert all(row.money is None for row in found.zones)


def test_the_order_of_cells_does_not_matter() -> None:
    given = given_worlds(replace(NORMAL, click_rate=0.009, in_time=0.4))
    first = attribute(facts(given), Settings(), draws=50)
    random = Random(4)
    shuffled = replace(
        given,
        ads=random.sample(given.ads, len(given.ads)),
        visits=random.sample(given.visits, len(given.visits)),
        cells=random.sample(given.cells, len(given.cells)),
    )
    assert repr(attribute(facts(shuffled), Settings(), draws=50)) == repr(first)


def test_another_seed_moves_the_intervals_but_not_the_effects() -> None:
    world = worlds(replace(NORMAL, click_rate=0.009))
    one = attribute(world, Settings(seed=1), draws=DRAWS)
    two = attribute(world, Settings(seed=2), draws=DRAWS)
    assert one is not None
    assert two is not None
    assert effects(one) == effects(two)
    assert one.interval != two.interval


def test_without_responses_nobody_can_tell_handling_and_the_rest_may_be_of_sales() -> None:
    given = given_worlds(replace(NORMAL, level=0.5), touch_log=SILENT)
    found = attribute(facts(given), Settings(), draws=DRAWS)
    assert found is not None
    rows = {row.factor: row for zone in found.zones for row in zone.factors}
    assert Factor.HANDLING not in rows
    assert rows[Factor.SPECIFIC].takers == (Zone.SMM, Zone.SALES)
    assert "responses" in {missing.code for missing in found.verdict.missing}


def test_without_other_sources_the_whole_rest_is_one_factor_of_three_takers() -> None:
    found = answer(replace(NORMAL, level=0.5, control_leads=0), replace(NORMAL, control_leads=0))
    rows = {row.factor: row for zone in found.zones for row in zone.factors}
    assert Factor.COMMON not in rows
    assert rows[Factor.CONVERSION].takers == (Zone.SMM, Zone.SALES, Zone.OFFER)
    assert rows[Factor.CONVERSION].effect < -20
    assert "control_source" in {missing.code for missing in found.verdict.missing}


def test_the_agreed_zone_map_moves_a_step_and_the_sensitivity_shows_the_other_reading() -> None:
    period = replace(NORMAL, landing_rate=0.4)
    agreed = attribute(worlds(period), Settings(zones={Factor.LANDING: Zone.SMM}), draws=DRAWS)
    assert agreed is not None
    assert agreed.verdict.zones == (Zone.SMM,)
    readings = {(row.factor, row.zone): row.named for row in answer(period).sensitivity}
    assert readings[Factor.LANDING, Zone.SMM] == (Zone.SMM,)
    assert readings[Factor.LEAD_RATE, Zone.SITE] == (Zone.SITE,)
    assert {zone for factor, zone in readings if factor is Factor.COMMON} == {Zone.SALES, Zone.OFFER}


def test_a_campaign_begun_in_the_period_belongs_to_the_mix() -> None:
    found = answer(replace(NORMAL, shares=(0.5, 0.3, 0.2), click_rate=0.012), replace(NORMAL, shares=(0.6, 0.4)))
    assert found.residual == pytest.approx(0, abs=1e-9)
    assert abs(effects(found)[Factor.MIX]) < 3
    assert found.crosschecks.lmdi == ()
    assert found.crosschecks.notes == ("lmdi_zeros",)


def test_crosschecks_share_the_same_change() -> None:
    found = answer(replace(NORMAL, click_rate=0.009, in_time=0.4))
    assert sum(effect for _, effect in found.crosschecks.lmdi) == pytest.approx(found.change)
    ranges = {row.factor: row for row in found.crosschecks.order_range}
    for factor, effect in effects(found).items():
        if factor is not Factor.DEAL:
            assert ranges[factor].low - 1e-9 <= effect <= ranges[factor].high + 1e-9
    assert {factor for factor, _ in found.crosschecks.lead_sale_shapley} == {
        Factor.QUALITY,
        Factor.HANDLING,
        Factor.COMMON,
        Factor.SPECIFIC,
    }


def test_the_model_is_handed_out() -> None:
    played = play(worlds(NORMAL), Settings(), draws=20)
    assert played.model is not None
    assert len(played.model.pooled) == 21
