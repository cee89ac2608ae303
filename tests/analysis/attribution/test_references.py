"""The other references through the same engine: before SMM, targets, control sources, standards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from smmfunnel.analysis.attribution import attribute, play, standards
from smmfunnel.analysis.attribution.targets import left_out
from smmfunnel.analysis.leadsale import LeadSale
from smmfunnel.config import Settings
from smmfunnel.config.targets import Target
from smmfunnel.facts.evidence import Compared
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import Attribution, FactorEffect, Span
from smmfunnel.vocabulary import Factor, ResponseClass, Zone
from tests.analysis.attribution.facts import (
    NOW,
    SILENT,
    THEN,
    Given,
    World,
    ads_cell,
    control_cell,
    facts,
    given_worlds,
    model_cell,
    span_of,
    worlds,
)

if TYPE_CHECKING:
    from smmfunnel.analysis.leadsale import SaleModel

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

DRAWS = 400
NORMAL = World()
LATE = ResponseClass.LATER


def run(given: Given, settings: Settings | None = None) -> Attribution:
    found = attribute(facts(given), settings or Settings(), draws=DRAWS)
    assert found is not None
    return found


def rows(found: Attribution) -> dict[Factor, FactorEffect]:
    return {row.factor: row for zone in found.zones for row in zone.factors}


def alone(period: World, kind: str) -> Given:
    ads, visits, cells = span_of(PERIOD, period)
    return Given(ads, visits, cells, compared=Compared(kind, "asked", NOW, None, None))


def test_spans_of_unequal_length_are_scaled_and_it_is_said() -> None:
    long = Span(date(2026, 7, 7), THEN.end, "asked", "span")
    reference = replace(NORMAL, spend=2 * NORMAL.spend)
    found = run(given_worlds(NORMAL, reference, compared=Compared("span", "asked", NOW, long, None)))
    assert found.scaled_by == 0.5
    assert found.change == pytest.approx(0, abs=2)
    assert found.verdict.zones == ()
    assert "spans_unequal" in {note.code for note in found.notes}
    assert rows(found)[Factor.SPEND].reference == pytest.approx(NORMAL.spend)


def test_another_mix_of_weekdays_is_said() -> None:
    weekend = Span(date(2026, 8, 29), date(2026, 8, 30), "asked", "span")
    workdays = Span(date(2026, 9, 1), date(2026, 9, 2), "asked")
    found = run(given_worlds(NORMAL, compared=Compared("span", "asked", workdays, weekend, None)))
    (note,) = (note for note in found.notes if note.code == "weekday_mix")
    assert (note.params["weekends"], note.params["reference_weekends"]) == (0, 1)


def before(others_now: int, smm_rate: float) -> Given:
    then = [control_cell(REFERENCE, 700, 140), control_cell(REFERENCE, 300, 60, group="neither", source=None)]
    now = [
        control_cell(PERIOD, others_now, round(others_now * 0.2)),
        model_cell(PERIOD, 800, round(800 * smm_rate)),
    ]
    ads = [ads_cell(PERIOD, "c0", spend=100_000, impressions=500_000, clicks=5_000)]
    return Given(ads, (), [*then, *now], compared=Compared("before", "asked", NOW, THEN, None))


def test_before_compares_the_leads_of_all_sources_then_with_those_of_smm_now() -> None:
    found = run(before(1000, 0.1))
    assert found.reference_sales == pytest.approx(800 * 0.2)
    assert found.period_sales == pytest.approx(800 * 0.1)
    assert set(rows(found)) == {Factor.CONVERSION}
    assert rows(found)[Factor.CONVERSION].takers == (Zone.SMM, Zone.SALES, Zone.OFFER)
    assert (rows(found)[Factor.CONVERSION].reference, rows(found)[Factor.CONVERSION].period) == pytest.approx(
        (0.2, 0.1)
    )
    assert found.verdict.zones == ()
    (note,) = (note for note in found.notes if note.code == "before_growth")
    assert (note.params["others_before"], note.params["others_now"]) == (1000, 1000)
    assert (note.params["sales_before"], note.params["sales_now"]) == (200, 280)


def test_before_says_where_other_sources_brought_fewer_leads_than_then() -> None:
    assert "before_displacement" in {note.code for note in run(before(600, 0.2)).notes}


def test_control_sources_of_the_same_days_stand_for_the_reference() -> None:
    given = alone(replace(NORMAL, level=0.5), "control")
    found = run(given)
    assert set(rows(found)) == {Factor.QUALITY, Factor.HANDLING, Factor.SPECIFIC}
    assert found.reference_sales is not None
    assert found.period_sales is not None
    assert found.period_sales < found.reference_sales
    # Their leads are all valid: what the invalid ones of advertising cost is lead quality.
    assert found.verdict.zones == (Zone.SMM,)
    assert rows(found)[Factor.HANDLING].effect == pytest.approx(0, abs=2)
    assert found.residual == pytest.approx(0, abs=1e-9)


def test_targets_stand_for_the_reference_and_the_rest_stays_as_it_is() -> None:
    settings = Settings(targets={"clicks_per_impression": Target(0.024)})
    found = run(alone(NORMAL, "targets"), settings)
    assert found.period_sales is not None
    assert found.change == pytest.approx(-found.period_sales, rel=1e-3)
    assert rows(found)[Factor.CLICKS].effect == pytest.approx(found.change)
    assert (rows(found)[Factor.CLICKS].reference, rows(found)[Factor.CLICKS].period) == pytest.approx((0.024, 0.012))
    assert all(row.effect == 0 for factor, row in rows(found).items() if factor is not Factor.CLICKS)
    assert found.verdict.zones == (Zone.SMM,)
    assert found.grain == "total"


def test_a_target_given_as_counts_carries_its_sampling_error() -> None:
    exact, counted = (
        run(alone(NORMAL, "targets"), Settings(targets={"lead_to_sale": target}))
        for target in (Target(0.3), Target(0.3, 30, 100))
    )
    one, two = rows(exact)[Factor.CONVERSION], rows(counted)[Factor.CONVERSION]
    assert one.effect == two.effect
    assert two.high - two.low > 1.5 * (one.high - one.low)


def test_a_cost_of_a_lead_is_leads_for_the_money() -> None:
    found = run(alone(NORMAL, "targets"), Settings(targets={"cpl": Target(500.0), "reach": Target(1e6)}))
    assert rows(found)[Factor.SPEND_LEAD].reference == pytest.approx(1 / 500)
    (note,) = (note for note in found.notes if note.code == "targets_unused")
    assert note.params["targets"] == "reach"
    assert not {Factor.IMPRESSIONS, Factor.CLICKS, Factor.LANDING} & set(rows(found))


def test_a_target_of_one_step_goes_before_a_target_of_several() -> None:
    assert left_out({Factor.SPEND_LEAD}) == {"impressions", "clicks", "landing_views"}
    assert left_out({Factor.CLICK_LEAD}) == {"landing_views"}
    assert left_out({Factor.CLICK_LEAD, Factor.LANDING}) == frozenset()
    assert left_out({Factor.CLICKS_SPEND, Factor.CLICKS}) == frozenset()


def test_a_planned_deal_moves_money_alone() -> None:
    found = run(alone(NORMAL, "targets"), Settings(targets={"average_deal": Target(80_000.0)}))
    offer = next(row for row in found.zones if row.zone is Zone.OFFER)
    assert found.change == 0
    assert offer.money is not None
    assert offer.money.effect == pytest.approx(-40_000 * (found.period_sales or 0), rel=1e-6)


def test_standards_are_two_gaps_and_no_shares() -> None:
    found = run(alone(replace(NORMAL, in_time=0.4), "standards"))
    by_zone = {row.zone: row for row in found.zones}
    assert found.residual is None
    assert found.reference_sales is None
    assert found.change is None
    assert by_zone[Zone.SALES].effect < -20
    assert by_zone[Zone.SMM].effect < -5
    assert by_zone[Zone.SALES].high <= 0
    assert by_zone[Zone.SALES].money is not None
    assert set(found.verdict.zones) == {Zone.SALES, Zone.SMM}
    assert "sla_not_agreed" in {note.code for note in found.notes}


@dataclass
class Laid:
    """A model that knows only the rates of its places."""

    known: FloatArray

    def coalitions(self, _: object) -> LeadSale:
        return LeadSale((Factor.QUALITY, Factor.HANDLING), self.known)


def test_expected_sales_are_the_same_to_the_last_bit_however_the_rates_lie_in_memory() -> None:
    mine = [model_cell(PERIOD, 1 + number, 0, str(number)) for number in range(40)]
    by_place = np.random.Generator(np.random.PCG64(1)).random((100, 40, 4))
    by_coalition = by_place.transpose(2, 0, 1).copy().transpose(1, 2, 0)
    one, other = (standards.expected(cast("SaleModel", Laid(rates)), mine) for rates in (by_place, by_coalition))
    assert one.tolist() == other.tolist()


def test_sales_are_not_named_by_a_standard_nobody_agreed_to_unless_by_all_four() -> None:
    # All late leads were answered between an hour and a day: under a day's standard nobody was late.
    given = alone(replace(NORMAL, in_time=0.4), "standards")
    cells = [
        replace(cell, response=ResponseClass.WITHIN_24H) if cell.response is LATE else cell for cell in given.cells
    ]
    found = run(replace(given, cells=cells))
    assert Zone.SALES not in found.verdict.zones
    agreed = run(replace(given, cells=cells), Settings(sla_minutes=60))
    assert Zone.SALES in agreed.verdict.zones


def test_no_invalid_contacts_and_no_late_answers_leave_no_gap() -> None:
    ads, visits, cells = span_of(PERIOD, NORMAL)
    cells = [c for c in cells if c.response is not LATE or c.group == "control"]
    given = Given(ads, visits, cells, compared=Compared("standards", "asked", NOW, None, None))
    found = run(given)
    assert Zone.SALES not in found.verdict.zones


def test_standards_without_responses_or_contacts_have_nothing_to_say() -> None:
    given = alone(NORMAL, "standards")
    cells = [replace(cell, quality="absent", response=ResponseClass.UNKNOWN) for cell in given.cells]
    found = run(replace(given, cells=cells, touch_log=SILENT, has={**given.has, "contact": False}))
    assert found.verdict.kind == "no_reference"
    assert {missing.code for missing in found.verdict.missing} == {"history", "responses", "contacts"}


def test_a_model_for_single_leads_is_handed_out_whatever_the_reference() -> None:
    settings = Settings(targets={"clicks_per_impression": Target(0.024)})
    for kind in ("targets", "control", "standards"):
        played = play(facts(alone(NORMAL, kind)), settings, draws=20)
        assert played.model is not None
        assert Factor.HANDLING in played.model.players
        assert ("vk", "c0") in played.model.places
    assert play(worlds(NORMAL), settings, draws=20).model is not None
