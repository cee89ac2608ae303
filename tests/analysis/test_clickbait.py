from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from smmfunnel.analysis.clickbait import clickbait
from smmfunnel.analysis.contents import AD, CAMPAIGN, CLICK, LANDING, Unit, contents, spreads
from smmfunnel.analysis.odds import Posterior, chance_not_higher
from smmfunnel.analysis.shrinkage import JEFFREYS
from smmfunnel.facts.evidence import ContentCell, SpreadCell
from smmfunnel.facts.values import PERIOD, REFERENCE, Known
from smmfunnel.tables import MICRO
from tests.analysis.cases import HAS, evidence, facts

if TYPE_CHECKING:
    from smmfunnel.results import Clickbait

NUMBERS = ("impressions", "clicks", "landing_views", "leads", "valid", "contactable", "answered", "qualified")
GOOD = (100_000, 1_000, 800, 100, 90, 100, 60, 30)
BAIT = (100_000, 2_000, 1_000, 120, 70, 120, 60, 12)
"""Twice the clicks; of them fewer land, fewer contacts are valid and fewer leads qualified."""


def cell(campaign: str | None, numbers: Any, ad: str | None = None, span: int = PERIOD) -> ContentCell:
    given = dict(zip(NUMBERS, numbers, strict=True))
    for name in NUMBERS[:3]:
        given[name] = None if given[name] is None else given[name] * MICRO
    return ContentCell(span=span, platform="vk", campaign_ref=campaign, ad=ad, **given)


def build(*cells: ContentCell, **parts: Any) -> dict[tuple[str, str | None], Clickbait]:
    found = evidence(content=cells, **parts)
    return {(row.by, row.key): row for row in clickbait(facts(found, campaigns={("vk", "a"): "Alpha"}))}


def test_clicks_that_rise_while_quality_falls_are_flagged_against_the_reference() -> None:
    rows = build(cell("a", BAIT), cell("a", GOOD, span=REFERENCE))
    alpha = rows[CAMPAIGN, "Alpha"]
    assert (alpha.flagged, alpha.too_little, alpha.clicks, alpha.leads) == (True, False, 2000, 120)
    # Jeffreys' prior adds half a success and half a failure to either side.
    assert alpha.click_change == pytest.approx((2000.5 / 100_001) / (1000.5 / 100_001) - 1)
    parts = ((1000.5 / 2001) / (800.5 / 1001), (70.5 / 121) / (90.5 / 101), (12.5 / 61) / (30.5 / 61))
    assert alpha.quality_change == pytest.approx(np.prod(parts) - 1)
    assert alpha.click_rate.value == pytest.approx(0.02)
    assert alpha.qualified_rate.value == pytest.approx(0.2)


@pytest.mark.parametrize(
    "now",
    [
        (100_000, 2_000, 1_600, 200, 180, 200, 120, 60),
        (100_000, 1_000, 500, 60, 35, 60, 40, 8),
        (100_000, 1_010, 400, 60, 35, 60, 40, 8),
    ],
    ids=["clicks rise, quality holds", "quality falls, clicks hold", "clicks hardly rise"],
)
def test_one_alone_is_no_clickbait(now: tuple[int, ...]) -> None:
    assert not build(cell("a", now), cell("a", GOOD, span=REFERENCE))[CAMPAIGN, "Alpha"].flagged


def test_an_ad_without_a_past_is_compared_with_the_rest_of_its_platform() -> None:
    good = [cell("a", GOOD, ad=f"ad {n}") for n in range(4)]
    rows = build(*good, cell("a", BAIT, ad="you won't believe"))
    flagged = [key for key, row in rows.items() if row.flagged]
    assert flagged == [(AD, "you won't believe")]
    assert rows[AD, "ad 0"].campaign == "Alpha"
    # A single campaign has no rest of a platform.
    assert rows[CAMPAIGN, "Alpha"].too_little


def test_ads_that_name_nothing_count_for_their_campaign_alone() -> None:
    cells = (cell("a", GOOD), cell("a", GOOD, ad="x"), cell(None, (None, None, None, 9, 9, 9, 9, 9)))
    assert contents(cells, CAMPAIGN, PERIOD)[Unit("vk", "a", None)].leads == 200
    assert list(contents(cells, AD, PERIOD)) == [Unit("vk", "a", "x")]
    assert contents(cells, CAMPAIGN, REFERENCE) == {}


def test_a_rate_is_of_the_cells_that_know_both_its_numbers() -> None:
    unknown = (100_000, 500, None, 10, 9, 10, 5, 2)
    found = contents((cell("a", GOOD), cell("a", unknown)), CAMPAIGN, PERIOD)[Unit("vk", "a", None)]
    assert found.pairs[LANDING] == (800, 1000)
    assert found.pairs[CLICK] == (1500, 200_000)


def test_visits_that_name_no_ad_are_of_all_the_clicks_of_their_campaign() -> None:
    ads = (cell("a", (9_000, 600, None, 5, 5, 5, 0, 0), ad="x"), cell("a", (9_000, 400, 300, 5, 5, 5, 0, 0), ad="y"))
    cells = [replace(each, counted=True) for each in (*ads, cell("a", (None, None, 540, 0, 0, 0, 0, 0)))]
    assert contents(cells, CAMPAIGN, PERIOD)[Unit("vk", "a", None)].pairs[LANDING] == (840, 1000)
    of_ads = contents(cells, AD, PERIOD)
    assert LANDING not in of_ads[Unit("vk", "a", "x")].pairs
    assert of_ads[Unit("vk", "a", "y")].pairs[LANDING] == (300, 400)


@pytest.mark.parametrize("views", [None, 0])
@pytest.mark.parametrize("counted", [False, True])
def test_clicks_of_a_form_have_no_landing_rate(views: int | None, counted: bool) -> None:  # noqa: FBT001 - pytest
    form = replace(cell("a", (100_000, 1_000, views, 100, 90, 100, 60, 30), ad="x"), counted=counted)
    for level, ad in ((CAMPAIGN, None), (AD, "x")):
        assert LANDING not in contents([form], level, PERIOD)[Unit("vk", "a", ad)].pairs


def test_what_the_data_lack_is_absent_not_nought() -> None:
    known = Known(
        ads=True,
        crm=True,
        leads_are_deals=False,
        forms_only=False,
        contacted=False,
        qualified=False,
        sales=True,
        sources=True,
    )
    found = evidence(content=(cell("a", (None, 50, None, 9, 0, 9, 9, 0)),), has=HAS | {"contact": False})
    (row,) = clickbait(facts(found, known=known))
    assert {row.click_rate.reason, row.landing_rate.reason, row.valid_rate.reason, row.qualified_rate.reason} == {
        "absent"
    }
    assert (row.too_little, row.click_change) == (True, None)
    assert clickbait(facts(None)) == ()


def test_more_views_than_clicks_are_shown_and_not_judged() -> None:
    strange = (100_000, 1_000, 1_200, 100, 90, 100, 60, 30)
    row = build(cell("a", strange), cell("a", GOOD, span=REFERENCE))[CAMPAIGN, "Alpha"]
    assert row.landing_rate.reason == "exceeds_one"
    assert row.quality_change == pytest.approx(0.0)


def test_days_that_differ_more_than_chance_count_for_less() -> None:
    # Ten days of 1,000 impressions with 5 or 15 clicks: χ² of 10·25/(1000·0.01·0.99) over 9 degrees of freedom.
    square = round(1e6 * (5 * 25 / 1000 + 5 * 225 / 1000))
    wild = SpreadCell(PERIOD, "vk", "a", "clicks_per_impression", 10, 100 * MICRO, 10_000 * MICRO, square)
    other = SpreadCell(PERIOD, "vk", "a", "lead_count", 10, 1, 1, 9)
    assert spreads((wild, other)) == {("vk", "a", CLICK): pytest.approx(10 * 25 / (1000 * 0.01 * 0.99) / 9)}
    calm = SpreadCell(PERIOD, "vk", "a", "clicks_per_impression", 10, 100 * MICRO, 10_000 * MICRO, MICRO)
    assert spreads((calm,)) == {("vk", "a", CLICK): 1.0}
    wildest = SpreadCell(PERIOD, "vk", "a", "clicks_per_impression", 2, 3000 * MICRO, 200_000 * MICRO, 10**9)
    assert build(cell("a", BAIT), cell("a", GOOD, span=REFERENCE))[CAMPAIGN, "Alpha"].flagged
    assert not build(cell("a", BAIT), cell("a", GOOD, span=REFERENCE), spread=(wildest,))[CAMPAIGN, "Alpha"].flagged


def test_the_chance_of_being_no_higher_is_that_of_the_two_betas() -> None:
    rng = np.random.default_rng(4)
    for ours, theirs in (((12, 200), (25, 210)), ((40, 90), (38, 95)), ((3, 60), (9, 55))):
        first, second = Posterior.of(*ours, JEFFREYS), Posterior.of(*theirs, JEFFREYS)
        drawn = rng.beta(first.alpha, first.beta, 200_000) <= rng.beta(second.alpha, second.beta, 200_000)
        assert chance_not_higher(first, second) == pytest.approx(drawn.mean(), abs=0.01)


def test_a_posterior_counts_less_where_days_spread() -> None:
    assert Posterior.of(20, 100, JEFFREYS, 2.0) == Posterior(10.5, 40.5)
    assert Posterior.of(20, 100, JEFFREYS, 0.5) == Posterior(20.5, 80.5)


def test_nothing_is_seldom_flagged_where_nothing_changed() -> None:
    """Twelve campaigns of the same rates twice over: at most one run in ten has a flag."""
    rng = np.random.default_rng(8)
    runs = 0
    for _ in range(100):
        cells = []
        for span in (PERIOD, REFERENCE):
            for number in range(12):
                click = int(rng.binomial(40_000, expit(-4.2 + 0.2 * number / 12)))
                land, leads = int(rng.binomial(click, 0.8)), int(rng.binomial(click, 0.08))
                valid, answered = int(rng.binomial(leads, 0.8)), int(rng.binomial(leads, 0.6))
                qualified = int(rng.binomial(answered, 0.4))
                numbers = (40_000, click, land, leads, valid, leads, answered, qualified)
                cells.append(cell(str(number), numbers, span=span))
        runs += any(row.flagged for row in build(*cells).values())
    assert runs <= 10


@given(st.permutations(range(6)))
def test_the_order_of_cells_changes_nothing(order: list[int]) -> None:
    cells = [
        *(cell("a", GOOD, ad="x"), cell("a", BAIT, ad="y"), cell("b", GOOD), cell("b", BAIT, ad="z")),
        *(cell("a", GOOD, span=REFERENCE), cell("b", GOOD, span=REFERENCE, ad="z")),
    ]
    assert build(*(cells[at] for at in order)) == build(*cells)
