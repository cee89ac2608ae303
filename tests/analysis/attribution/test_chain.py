from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from smmfunnel.analysis.attribution.chain import Chain, chain
from smmfunnel.analysis.attribution.draws import draw
from smmfunnel.analysis.attribution.volumes import Place, Table, Volumes, grain, placer, regrained, volumes
from smmfunnel.analysis.counts import scope_of
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.vocabulary import Factor
from tests.analysis.attribution.facts import (
    KNOWN,
    Given,
    World,
    ads_cell,
    facts,
    given_worlds,
    model_cell,
    visit_cell,
    worlds,
)

FULL = Volumes(
    spend=1000.0, currency="RUB", impressions=5000.0, clicks=100.0, landing_views=80.0, platform_leads=10.0, leads=8.0
)
NOTHING = Volumes(leads=0.0)
HERE: Place = ("vk", "c0")
THERE: Place = ("vk", "c1")


def links(now: Volumes, then: Volumes, last: str = "leads", **more: Volumes) -> Chain:
    table: Table = {HERE: (now, then)}
    for name, both in more.items():
        table["vk", name] = both, both
    return chain(table, last, scale=1.0, spread={})


def nothing_of(stages: tuple[str, ...]) -> dict[str, Any]:
    return dict.fromkeys(stages)


def factors(found: Chain, number: int = 0) -> list[Factor]:
    return [quotient.factor for quotient in found.quotients if quotient.applies[number]]


def leads_of(found: Chain, number: int = 0) -> tuple[float, float]:
    before, after = draw(found, 1, seed=1)
    then, now = (float(np.prod([values[0, number] for values in side])) for side in (before, after))
    return then, now


def test_a_segment_with_everything_is_followed_step_by_step() -> None:
    found = links(FULL, replace(FULL, spend=500.0))
    assert factors(found) == [
        Factor.SPEND,
        Factor.IMPRESSIONS,
        Factor.CLICKS,
        Factor.LANDING,
        Factor.LEAD_RATE,
        Factor.DELIVERY,
    ]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        (("platform_leads",), [Factor.IMPRESSIONS, Factor.CLICKS, Factor.LANDING, Factor.LEAD_RATE]),
        (("landing_views",), [Factor.IMPRESSIONS, Factor.CLICKS, Factor.CLICK_LEAD, Factor.DELIVERY]),
        (("impressions",), [Factor.CLICKS_SPEND, Factor.LANDING, Factor.LEAD_RATE, Factor.DELIVERY]),
        (("clicks",), [Factor.IMPRESSIONS, Factor.IMPRESSION_LEAD, Factor.DELIVERY]),
        (("impressions", "clicks", "platform_leads"), [Factor.SPEND_LEAD]),
    ],
)
@pytest.mark.parametrize("span", [PERIOD, REFERENCE])
def test_a_stage_that_one_span_lacks_is_merged_in_both(
    missing: tuple[str, ...], expected: list[Factor], span: int
) -> None:
    lacking = replace(FULL, **nothing_of(missing))
    found = links(*((lacking, FULL) if span == PERIOD else (FULL, lacking)))
    assert factors(found) == [Factor.SPEND, *expected]
    assert leads_of(found) == pytest.approx((8, 8))


def test_leads_without_spend_are_a_count_whatever_the_other_span_has() -> None:
    for lacking in (Volumes(leads=5.0), replace(FULL, spend=0.0, leads=5.0)):
        found = links(lacking, FULL)
        assert factors(found) == [Factor.COUNT]
        assert leads_of(found) == (8.0, 5.0)


def test_a_stage_at_nought_below_which_something_came_is_merged() -> None:
    found = links(replace(FULL, landing_views=0.0), FULL)
    assert Factor.LANDING not in factors(found)
    assert leads_of(found) == pytest.approx((8, 8))


def test_a_segment_that_had_nothing_in_one_span_takes_the_rates_of_the_other() -> None:
    found = links(FULL, NOTHING, c1=FULL)
    before, after = draw(found, 3, seed=1)
    names = [quotient.factor for quotient in found.quotients]
    for name, then, now in zip(names, before, after, strict=True):
        if name not in {Factor.SPEND, Factor.MIX}:
            assert np.array_equal(then[:, 0], now[:, 0])
    assert leads_of(found) == pytest.approx((0, 8))
    assert found.borrowed == 5


def test_a_rate_of_nothing_in_both_spans_is_nought() -> None:
    dead = replace(FULL, clicks=0.0, landing_views=0.0, platform_leads=0.0, leads=0.0)
    found = links(dead, dead, c1=FULL)
    assert found.places == (THERE,)
    # Its money still counts in the whole, and so in the mix of the others.
    assert found.spend == (2000.0, 2000.0)
    assert leads_of(found) == pytest.approx((8, 8))


def test_the_reference_is_scaled_in_its_volumes_alone() -> None:
    table: Table = {HERE: (FULL, FULL), ("vk", "c1"): (Volumes(leads=4.0), Volumes(leads=6.0))}
    found = chain(table, "leads", scale=0.5, spread={})
    assert leads_of(found, 0) == pytest.approx((4, 8))
    assert leads_of(found, 1) == pytest.approx((3, 4))
    assert found.spend == (1000.0, 500.0)


def test_money_of_two_currencies_is_never_added() -> None:
    dollars = replace(FULL, spend=10.0, currency="USD")
    found = links(FULL, FULL, c1=dollars)
    assert found.spend == (None, None)
    assert leads_of(found, 0) == pytest.approx((8, 8))
    assert leads_of(found, 1) == pytest.approx((8, 8))


def test_a_campaign_of_a_lead_form_has_no_landing() -> None:
    form = replace(FULL, landing_views=None, platform_leads=10.0)
    found = links(form, form, c1=FULL)
    assert Factor.FORM_RATE in factors(found)
    assert Factor.CLICK_LEAD not in factors(found)
    said = replace(form, platform_leads=None, form_leads=7.0)
    assert Factor.FORM_RATE in factors(links(said, said))


def test_files_that_carry_sales_and_no_leads_are_followed_to_the_sales() -> None:
    whole = Volumes(spend=100.0, impressions=1000.0, clicks=50.0, sales=5.0)
    found = links(whole, replace(whole, sales=8.0), last="sales")
    assert factors(found) == [Factor.SPEND, Factor.IMPRESSIONS, Factor.CLICKS, Factor.CLICK_SALE]
    assert leads_of(found) == pytest.approx((8, 5))


def test_grain_is_the_campaign_only_where_leads_meet_them() -> None:
    assert grain(worlds(World())) == "campaign"
    assert grain(facts(given_worlds(World(), unmatched={0: (0, 100), 1: (21, 100)}))) == "platform"
    assert grain(facts(given_worlds(World(), unmatched={0: (0, 100), 1: (20, 100)}))) == "campaign"
    one = [ads_cell(0, None, spend=1)]
    assert grain(facts(Given(one))) == "total"
    assert grain(facts(Given([*one, ads_cell(0, None, "meta", spend=1)]))) == "platform"


def test_segments_of_a_grain() -> None:
    assert placer("total")("vk", "c0") == (None, None)
    cells = regrained([model_cell(0, 5, 1), model_cell(0, 5, 1, group="control", source="organic")], "platform")
    assert [(cell.platform, cell.campaign_ref) for cell in cells] == [("vk", None), ("vk", "c0")]


def table_of(given: Given) -> dict[Place, tuple[Volumes, Volumes]]:
    made = facts(given)
    return volumes(made, scope_of(made), "campaign", given.cells)


def test_visits_of_the_counter_go_before_the_platforms_own_views() -> None:
    ads = [ads_cell(span, "c0", spend=1, clicks=100, landing_views=70) for span in (0, 1)]
    seen = table_of(Given(ads, [visit_cell(span, "c0", 60) for span in (0, 1)]))
    assert [one.landing_views for one in seen[HERE]] == [60, 60]
    # A counter that saw the platform in one span only is no measure of its change.
    half = table_of(Given(ads, [visit_cell(0, "c0", 60)]))
    assert [one.landing_views for one in half[HERE]] == [70, 70]


def test_awareness_campaigns_and_visits_of_other_platforms_are_left_out() -> None:
    ads = [ads_cell(0, "c0", spend=1, clicks=100), replace(ads_cell(0, "brand", spend=9), awareness=True)]
    found = table_of(Given(ads, [visit_cell(0, "brand", 5), visit_cell(0, "c0", 60, "meta")]))
    assert set(found) == {HERE}
    assert found[HERE][0].landing_views is None


def test_without_a_crm_leads_are_the_platforms() -> None:
    ads = [ads_cell(span, "c0", spend=1, clicks=100, platform_leads=9) for span in (0, 1)]
    found = table_of(Given(ads, known=replace(KNOWN, crm=False)))
    assert found[HERE][0].leads is None
    assert found[HERE][0].platform_leads == 9
