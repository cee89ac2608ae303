"""Worth of single leads: what is listed adds up to what the report says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smmfunnel.analysis.counts import scope_of
from smmfunnel.analysis.maturity import choose_horizon
from smmfunnel.analysis.pricingbasis import pricing_model
from smmfunnel.analysis.rescue import rescue
from smmfunnel.analysis.singles import chances, worth_of
from smmfunnel.config import Overrides, Settings, make_settings
from smmfunnel.facts.pipeline import gather
from smmfunnel.facts.rows import LeadFilter, lead_rows
from smmfunnel.facts.story import LeadStory, lead_stories
from smmfunnel.reading.discover import discover
from smmfunnel.vocabulary import Outcome, Zone

if TYPE_CHECKING:
    from smmfunnel.facts.held import Held
    from smmfunnel.facts.values import Facts

AGENCY = str(Path(__file__).parents[2] / "examples" / "agency")
ASKED = (Outcome.UNTOUCHED, Outcome.LATE, Outcome.OPEN, Outcome.OFFER, Outcome.WON)


@pytest.fixture(scope="module")
def run() -> tuple[Facts, Settings, dict[Outcome, LeadStory]]:
    settings = make_settings([AGENCY], Overrides())
    stories: dict[Outcome, LeadStory] = {}

    def look(held: Held, _: Facts) -> None:
        for outcome in ASKED:
            [row] = lead_rows(held.engine, held.marked, LeadFilter(outcomes=(outcome,), funnel=True), limit=1)
            [stories[outcome]] = lead_stories(held.engine, held.marked, row.id or "")

    return gather(discover([AGENCY]), settings, None, choose_horizon, look), settings, stories


def test_the_chances_of_the_leads_add_up_to_the_rescue_of_the_report(
    run: tuple[Facts, Settings, dict[Outcome, LeadStory]],
) -> None:
    facts, settings, _ = run
    found = chances(facts, settings)
    whole = rescue(facts, settings, scope_of(facts), pricing_model(facts.evidence, None, settings))
    assert whole is not None
    assert whole.sales.value is not None
    assert sum(cell.leads for cell in found) == whole.leads
    assert sum(cell.leads * each for cell, each in found.items()) == pytest.approx(whole.sales.value, abs=1e-9)


def test_a_lead_is_worth_its_loss_its_rescue_both_or_neither(
    run: tuple[Facts, Settings, dict[Outcome, LeadStory]],
) -> None:
    facts, settings, stories = run
    found = {outcome: worth_of(facts, settings, story) for outcome, story in stories.items()}
    assert stories[Outcome.LATE].zone is Zone.SALES
    late = found[Outcome.LATE].lost
    assert late is not None
    assert 0 <= late < 1
    assert found[Outcome.LATE].now is None
    assert found[Outcome.UNTOUCHED].lost is not None
    assert found[Outcome.UNTOUCHED].now is not None
    assert found[Outcome.OPEN].lost is None
    assert found[Outcome.OPEN].now is not None
    for outcome in (Outcome.OFFER, Outcome.WON):
        assert (found[outcome].lost, found[outcome].now) == (None, None)


def test_without_evidence_nothing_is_priced() -> None:
    settings = make_settings([AGENCY], Overrides())
    assert chances(gather(discover([AGENCY]), settings), settings) == {}
