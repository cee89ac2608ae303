from __future__ import annotations

from dataclasses import replace

import pytest

from smmfunnel.analysis.unjudged import unjudged
from smmfunnel.config import Settings
from smmfunnel.config.targets import Target
from smmfunnel.facts.values import PERIOD, REFERENCE, AdsCell
from smmfunnel.tables import METRICS, MICRO
from tests.analysis.cases import facts


def ads(platform: str, campaign: str, *, awareness: bool, span: int = PERIOD, **figures: int) -> AdsCell:
    given: dict[str, int | None] = dict.fromkeys(METRICS)
    given |= {name: value * MICRO for name, value in figures.items()}
    return AdsCell(span, platform, campaign, {}, awareness=awareness, currency="RUB", reach_largest=None, figures=given)


CELLS = (
    ads("vk", "reach", awareness=True, impressions=10_000, spend=3_000, video_views=1_000, engagements=50),
    ads("vk", "more reach", awareness=True, impressions=10_000, spend=1_000),
    ads("meta", "reach", awareness=True),
    ads("meta", "leads", awareness=False),
    ads("vk", "leads", awareness=False, span=REFERENCE),
)


def test_a_platform_of_awareness_alone_is_not_judged_by_sales() -> None:
    (note,) = unjudged(facts(ads=CELLS), Settings())
    assert (note.code, note.source, note.count, note.level) == ("not_judged_awareness", "vk", 2, "info")


def test_awareness_is_held_against_what_was_aimed_at() -> None:
    settings = Settings(targets={"cpm": Target(150.0), "cpv": Target(2.0), "engagement_rate": Target(0.01)})
    notes = {note.code: note for note in unjudged(facts(ads=CELLS), settings)}
    assert notes["awareness_cpm"].params == {"value": pytest.approx(200.0), "target": 150.0}
    assert notes["awareness_cpv"].params["value"] == pytest.approx(3.0)
    assert notes["awareness_engagement_rate"].params["value"] == pytest.approx(0.005)
    met = Settings(targets={"cpm": Target(250.0), "cpv": Target(3.0), "engagement_rate": Target(0.005)})
    assert len(unjudged(facts(ads=CELLS), met)) == 1


def test_costs_in_two_currencies_are_held_against_nothing() -> None:
    mixed = (*CELLS[:1], replace(CELLS[1], currency="EUR"))
    settings = Settings(targets={"cpm": Target(1.0), "engagement_rate": Target(0.01)})
    assert [note.code for note in unjudged(facts(ads=mixed), settings)][1:] == ["awareness_engagement_rate"]


def test_the_order_of_cells_changes_nothing() -> None:
    settings = Settings(targets={"cpm": Target(150.0)})
    assert unjudged(facts(ads=CELLS[::-1]), settings) == unjudged(facts(ads=CELLS), settings)
