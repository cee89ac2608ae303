"""Files that carry the whole funnel without a CRM: leads and sales, or sales alone, as the platforms count them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from smmfunnel.analysis.attribution import attribute, play
from smmfunnel.config import Settings
from smmfunnel.config.targets import Target
from smmfunnel.facts.evidence import Compared
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.vocabulary import Factor, Zone
from tests.analysis.attribution.facts import KNOWN, NOW, SILENT, Given, ads_cell, facts

if TYPE_CHECKING:
    from smmfunnel.results import Attribution, FactorEffect

NO_CRM = replace(KNOWN, crm=False)


def run(given: Given, settings: Settings | None = None) -> Attribution:
    found = attribute(facts(given), settings or Settings(), draws=400)
    assert found is not None
    return found


def rows(found: Attribution) -> dict[Factor, FactorEffect]:
    return {row.factor: row for zone in found.zones for row in zone.factors}


def whole(*, leads: float = 100, sales: float = 20, revenue: float = 2000) -> dict[str, float]:
    return {
        "spend": 1000,
        "impressions": 1e5,
        "clicks": 1000,
        "platform_leads": leads,
        "sales": sales,
        "revenue": revenue,
    }


def given_ads(now: dict[str, float], then: dict[str, float]) -> Given:
    ads = [ads_cell(PERIOD, "a", "vk", **now), ads_cell(REFERENCE, "a", "vk", **then)]
    return Given(ads, known=NO_CRM, touch_log=SILENT)


def test_leads_and_sales_of_the_platform_make_a_whole_funnel() -> None:
    found = run(given_ads(whole(leads=200, sales=20), whole(leads=100, sales=20)))
    assert (found.reference_sales, found.period_sales) == pytest.approx((20, 20))
    assert set(rows(found)) - {Factor.DEAL} == {
        Factor.SPEND,
        Factor.IMPRESSIONS,
        Factor.CLICKS,
        Factor.CLICK_LEAD,
        Factor.CONVERSION,
    }
    assert rows(found)[Factor.CLICK_LEAD].effect == pytest.approx(15)
    assert rows(found)[Factor.CONVERSION].effect == pytest.approx(-15)
    assert rows(found)[Factor.CONVERSION].takers == (Zone.SMM, Zone.SALES, Zone.OFFER)
    assert "landing_views" in {missing.code for missing in found.verdict.missing}
    assert found.verdict.zones == ()


def test_a_platform_that_counts_more_sales_than_leads_is_no_crash() -> None:
    found = run(given_ads(whole(leads=10, sales=20), whole(leads=10, sales=15)))
    assert found.change == pytest.approx(5)
    assert found.residual == pytest.approx(0, abs=1e-9)


def test_sales_alone_are_followed_from_the_clicks() -> None:
    now, then = ({k: v for k, v in whole(sales=sales).items() if k != "platform_leads"} for sales in (10, 40))
    found = run(given_ads(now, then))
    assert rows(found)[Factor.CLICK_SALE].effect == pytest.approx(-30)
    assert rows(found)[Factor.CLICK_SALE].takers == (Zone.SMM, Zone.SALES, Zone.SITE, Zone.OFFER)
    assert found.verdict.zones == ()
    assert "crm_leads" in {missing.code for missing in found.verdict.missing}
    assert found.crosschecks.lead_sale_shapley == ()


def test_money_of_the_platform_lies_with_the_offer_where_only_the_deal_changed() -> None:
    found = run(given_ads(whole(revenue=1000), whole(revenue=2000)))
    offer = next(row for row in found.zones if row.zone is Zone.OFFER)
    assert offer.money is not None
    assert offer.money.effect == pytest.approx(-1000)


def test_no_model_is_handed_out() -> None:
    assert play(facts(given_ads(whole(), whole())), Settings(), draws=10).model is None


def test_smm_began_after_the_reference() -> None:
    found = run(Given([ads_cell(PERIOD, "a", "vk", **whole())], known=NO_CRM, touch_log=SILENT))
    assert found.verdict.kind == "reference_empty"


def test_targets_hold_without_a_crm_too() -> None:
    given = Given(
        [ads_cell(PERIOD, "a", "vk", **whole())],
        known=NO_CRM,
        touch_log=SILENT,
        compared=Compared("targets", "asked", NOW, None, None),
    )
    found = run(given, Settings(targets={"lead_to_sale": Target(0.4)}))
    assert rows(found)[Factor.CONVERSION].effect == pytest.approx(-20)
