from __future__ import annotations

from smmfunnel.analysis.counts import Sums, landed
from smmfunnel.analysis.funnel import step, zone_of
from smmfunnel.facts.values import AdsCell, VisitCell
from smmfunnel.tables import METRICS, MICRO
from smmfunnel.vocabulary import Stage, Zone


def ads(campaign: str | None, clicks: int | None, views: int | None = None, platform: str = "meta") -> AdsCell:
    figures: dict[str, int | None] = dict.fromkeys(METRICS)
    figures |= {
        "clicks": None if clicks is None else clicks * MICRO,
        "landing_views": None if views is None else views * MICRO,
    }
    return AdsCell(0, platform, campaign, {}, awareness=False, currency="RUB", reach_largest=None, figures=figures)


def visits(campaign: str | None, number: int, platform: str = "meta") -> VisitCell:
    return VisitCell(0, "smm", platform, campaign, {}, number * MICRO)


def test_the_landing_rate_is_of_campaigns_that_lead_to_the_site() -> None:
    cells = [ads("site", 100), ads("lead form", 60)]
    assert landed(cells, [visits("site", 80), visits(None, 30)]) == (80 * MICRO, 100 * MICRO)


def test_a_platform_without_campaigns_stands_for_one() -> None:
    assert landed([ads(None, 100)], [visits("anything", 80)]) == (80 * MICRO, 100 * MICRO)


def test_the_platforms_own_landing_views_count_where_no_counter_saw_it() -> None:
    cells = [ads("a", 100, 70), ads("b", 50, 20, platform="vk")]
    assert landed(cells, [visits("b", 45, platform="vk")]) == (115 * MICRO, 150 * MICRO)


def test_without_any_landing_there_is_no_landing_rate() -> None:
    assert landed([ads("a", 100)], []) is None


def test_other_steps_are_of_the_stage_before() -> None:
    counts: dict[Stage, int | float] = {Stage.CLICKS: 100, Stage.LANDING_VIEWS: 90, Stage.LEADS: 9}
    total = Sums(landed=(80 * MICRO, 90 * MICRO))
    assert step(Stage.LANDING_VIEWS, Stage.CLICKS, counts, total) == (80, 90)
    assert step(Stage.LEADS, Stage.LANDING_VIEWS, counts, total) == (9, 90)
    assert step(Stage.SALES, Stage.LEADS, counts, total) is None


def test_zones_of_the_steps_are_those_of_the_map() -> None:
    assert zone_of(Stage.LEADS, Stage.PLATFORM_LEADS) is Zone.TRACKING
    assert zone_of(Stage.LEADS, Stage.CLICKS) is Zone.UNATTRIBUTED
    assert zone_of(Stage.LANDING_VIEWS, Stage.CLICKS) is Zone.SITE
    assert zone_of(Stage.SALES, Stage.QUALIFIED) is None
