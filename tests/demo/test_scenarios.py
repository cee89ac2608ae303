"""Each scenario plants its cause where the table says, strongly enough to be found, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from smmfunnel.demo import Scenario, write_demo
from smmfunnel.demo.desk import as_exported
from smmfunnel.demo.scenarios import LEVERS, Levers
from smmfunnel.demo.world import simulate
from smmfunnel.texts import say
from tests.demo import exported

if TYPE_CHECKING:
    from pathlib import Path

ADS = ("vk_ads.csv", "meta_2026-08.csv", "meta_2026-09.csv", "yandex_direct.csv", "metrika.csv")
CAUSES = [scenario for scenario in Scenario if scenario is not Scenario.NOTHING]


@dataclass(frozen=True)
class Signs:
    """What September's files show, each a place where a cause can be planted."""

    spend: float
    social_click_rate: float
    landing_rate: float
    bad_phones: float
    median_wait: float
    never_called: float
    price_reasons: float
    won_rate: float


def _signs(folder: Path, month: str = "2026-09") -> Signs:
    found = exported.figures(folder)[month]
    social = [row for row in exported.meta(folder) if row["Campaign name"] and row["Day"][:7] == month]
    leads, ad_leads = found.leads, [row for row in found.leads if row["utm_source"]]
    bad = [row for row in ad_leads if not exported.well_formed(exported.phone(row["Рабочий телефон"]))]
    waits = exported.waits(folder, month)
    return Signs(
        spend=found.kopecks / 100,
        social_click_rate=sum(int(r["Link clicks"]) for r in social) / sum(int(r["Impressions"]) for r in social),
        landing_rate=found.visits / found.clicks,
        bad_phones=len(bad) / len(ad_leads),
        median_wait=exported.median_wait(folder, month),
        never_called=sum(wait is None for wait in waits) / len(waits),
        price_reasons=sum(row["Причина отказа"] == "Дорого" for row in leads) / len(leads),
        won_rate=sum(row["Этап сделки"] == exported.WON for row in leads) / len(leads),
    )


@pytest.fixture(scope="module")
def signs(tmp_path_factory: pytest.TempPathFactory) -> dict[Scenario, Signs]:
    found = {}
    for scenario in Scenario:
        folder = tmp_path_factory.mktemp(scenario.value)
        write_demo(folder, scenario)
        found[scenario] = _signs(folder)
    return found


PLANTED = [
    (Scenario.SLOW_SALES, "median_wait", 10, 60),
    (Scenario.CLICKBAIT, "bad_phones", 2.5, 6),
    (Scenario.CLICKBAIT, "social_click_rate", 1.2, 1.4),
    (Scenario.WEAK_CREATIVE, "social_click_rate", 0.45, 0.55),
    (Scenario.SLOW_SITE, "landing_rate", 0.5, 0.6),
    (Scenario.PRICE, "price_reasons", 2, 4),
    (Scenario.PRICE, "won_rate", 0.3, 0.6),
    (Scenario.LESS_BUDGET, "spend", 0.47, 0.53),
    (Scenario.UNTOUCHED, "never_called", 4, 15),
]
"""Scenario, sign, and between which multiples of an ordinary September it lies."""


@pytest.mark.parametrize(("scenario", "sign", "low", "high"), PLANTED)
def test_the_cause_is_in_the_files(
    signs: dict[Scenario, Signs], scenario: Scenario, sign: str, low: float, high: float
) -> None:
    ratio = getattr(signs[scenario], sign) / getattr(signs[Scenario.NOTHING], sign)
    assert low <= ratio <= high


NEAR = {
    "spend": 1_000,
    "social_click_rate": 0.0002,
    "landing_rate": 0.02,
    "bad_phones": 0.05,
    "median_wait": 10,
    "never_called": 0.06,
    "price_reasons": 0.04,
}
"""How far a sign may drift by chance where nothing is planted; `won_rate` is what every cause may move."""


@pytest.mark.parametrize("scenario", CAUSES)
def test_nothing_else_is_in_the_files(signs: dict[Scenario, Signs], scenario: Scenario) -> None:
    planted = {sign for planted, sign, _, _ in PLANTED if planted is scenario}
    # Leads never settled cannot be refused for the price, and junk is not asked about it.
    diluted = {Scenario.SLOW_SALES, Scenario.CLICKBAIT, Scenario.UNTOUCHED}
    for sign in NEAR.keys() - planted - ({"price_reasons"} if scenario in diluted else set()):
        usual = getattr(signs[Scenario.NOTHING], sign)
        assert getattr(signs[scenario], sign) == pytest.approx(usual, abs=NEAR[sign]), sign


@pytest.mark.parametrize("scenario", [Scenario.SLOW_SALES, Scenario.PRICE, Scenario.UNTOUCHED])
def test_what_goes_wrong_after_the_lead_leaves_the_ads_untouched(tmp_path: Path, scenario: Scenario) -> None:
    write_demo(tmp_path / "wrong", scenario)
    write_demo(tmp_path / "right", Scenario.NOTHING)
    for name in ADS:
        assert (tmp_path / "wrong" / name).read_bytes() == (tmp_path / "right" / name).read_bytes()


@pytest.mark.parametrize("scenario", CAUSES)
def test_august_is_the_same_whatever_happens_in_september(scenario: Scenario) -> None:
    wrong, right = simulate(scenario, 3), simulate(Scenario.NOTHING, 3)
    assert [row for row in wrong.traffic if row.day.month == 8] == [row for row in right.traffic if row.day.month == 8]
    assert [card for card in wrong.people if card.lead.at.month == 8] == [
        card for card in right.people if card.lead.at.month == 8
    ]


def _september_sales(scenario: Scenario) -> int:
    cards = [card for seed in range(4) for card in simulate(scenario, seed).people]
    return sum(card.won for card in cards if card.lead.at.month == 9)


@pytest.fixture(scope="module")
def usual_sales() -> int:
    return _september_sales(Scenario.NOTHING)


@pytest.mark.parametrize("scenario", CAUSES)
def test_every_cause_costs_sales_over_many_seeds(scenario: Scenario, usual_sales: int) -> None:
    assert _september_sales(scenario) < 0.85 * usual_sales


def test_each_scenario_has_its_levers_and_its_sentence() -> None:
    assert set(LEVERS) == set(Scenario)
    assert LEVERS[Scenario.NOTHING] == Levers()
    assert len(set(map(repr, LEVERS.values()))) == len(Scenario)
    assert all(say(f"scenario.{scenario.value}") for scenario in Scenario)


def test_a_card_shown_at_the_export_is_shown_the_same_again() -> None:
    for card in simulate(Scenario.SLOW_SALES, 2).cards:
        assert as_exported(card) == card
