"""What cannot be told is said in so many words, and nobody is named for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from smmfunnel.analysis.attribution import attribute, play
from smmfunnel.config import Settings
from smmfunnel.facts.evidence import Compared, TouchLogCell
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import Note
from smmfunnel.vocabulary import Factor, ResponseClass, Zone
from tests.analysis.attribution.facts import (
    KNOWN,
    NOW,
    SILENT,
    THEN,
    TRUSTED,
    Given,
    World,
    ads_cell,
    facts,
    given_worlds,
    model_cell,
    span_of,
)

if TYPE_CHECKING:
    from smmfunnel.results import Attribution

DRAWS = 400
NORMAL = World()


def run(given: Given) -> Attribution:
    found = attribute(facts(given), Settings(), draws=DRAWS)
    assert found is not None
    return found


def codes(found: Attribution) -> set[str]:
    return {missing.code for missing in found.verdict.missing}


def factors(found: Attribution) -> set[Factor]:
    return {row.factor for zone in found.zones for row in zone.factors}


def test_one_span_only_and_nothing_known_of_its_leads() -> None:
    ads, visits, cells = span_of(PERIOD, NORMAL)
    cells = [replace(cell, quality="absent", response=ResponseClass.UNKNOWN) for cell in cells]
    found = run(
        Given(
            ads,
            visits,
            cells,
            compared=Compared("standards", "no_history_standards", NOW, None, None),
            touch_log=SILENT,
            has={**Given().has, "contact": False},
        )
    )
    assert found.verdict.kind == "no_reference"
    assert "history" in codes(found)


def test_no_control_source() -> None:
    world = replace(NORMAL, control_leads=0)
    found = run(given_worlds(replace(world, level=0.5), world))
    assert found.verdict.kind == "none"
    assert "control_source" in codes(found)
    assert not {rung.code for rung in found.ladder if rung.held} & {"control"}


def test_no_response_times() -> None:
    given = given_worlds(replace(NORMAL, in_time=0.1), touch_log=SILENT)
    cells = [replace(cell, response=ResponseClass.UNKNOWN) for cell in given.cells]
    found = run(replace(given, cells=cells))
    assert Zone.SALES not in found.verdict.zones
    assert Factor.HANDLING not in factors(found)
    assert "responses" in codes(found)


def test_a_touch_log_that_cannot_be_trusted_in_one_span() -> None:
    log = replace(TRUSTED, cells=(TouchLogCell("span", "0", 50, 20), TouchLogCell("span", "1", 50, 50)))
    found = run(given_worlds(replace(NORMAL, in_time=0.1), touch_log=log))
    assert Factor.HANDLING not in factors(found)
    assert "touch_log" in codes(found)


def test_no_loss_reasons() -> None:
    given = given_worlds(replace(NORMAL, level=0.5))
    assert "reasons" in codes(run(replace(given, has={**given.has, "reasons": False})))


def test_twelve_sales_in_all() -> None:
    few = replace(NORMAL, spend=60_000.0, control_leads=0)
    found = run(given_worlds(replace(few, level=0.6), few))
    assert found.verdict.kind == "too_little"
    assert found.verdict.zones == ()


def test_more_leads_are_asked_for_by_their_number() -> None:
    world = replace(NORMAL, control_leads=0)
    found = run(given_worlds(replace(world, level=0.85), world))
    (more,) = (missing for missing in found.verdict.missing if missing.code == "leads")
    leads = sum(cell.leads for cell in given_worlds(world).cells if cell.span == PERIOD)
    assert int(more.params["leads"]) > leads
    assert more.params["factor"] == Factor.CONVERSION.value


def test_smm_began_after_the_reference() -> None:
    ads, visits, cells = span_of(PERIOD, NORMAL)
    found = run(Given(ads, visits, [*cells], compared=Compared("previous", "previous", NOW, THEN, None)))
    assert found.verdict.kind == "reference_empty"
    (missing,) = found.verdict.missing
    assert (missing.code, missing.params["day"]) == ("before", "2026-09-01")
    assert found.zones == ()
    assert found.change is None


def test_tagging_broken_in_the_period_names_nobody() -> None:
    # Half of the leads lost their tags: they look like fewer leads a click.
    world = replace(NORMAL, lead_rate=NORMAL.lead_rate / 2)
    sound = run(given_worlds(world))
    assert sound.verdict.zones == (Zone.SMM,)
    found = run(given_worlds(world, unknown_origin={0: (200, 1000), 1: (0, 1000)}))
    assert found.verdict.kind == "tagging_broken"
    assert found.verdict.zones == ()
    assert not any(row.significant for row in found.zones)
    assert "tagging" in codes(found)
    assert found.checks.tagging_drift is not None
    assert found.checks.tagging_drift < 1e-6


def test_a_slight_drift_of_tagging_only_takes_the_control_away() -> None:
    found = run(given_worlds(replace(NORMAL, click_rate=0.006), unknown_origin={0: (40, 1000), 1: (10, 1000)}))
    assert Factor.COMMON not in factors(found)
    assert found.verdict.zones == (Zone.SMM,)
    assert next(rung.missing for rung in found.ladder if rung.code == "control") == ("tagging",)
    assert "tagging_drift" in {note.code for note in found.notes}


def test_an_export_of_open_deals_only() -> None:
    given = given_worlds(NORMAL)
    found = run(replace(given, has={**given.has, "closed": False, "lost": False}))
    assert found.verdict.kind == "no_sales"
    assert codes(found) == {"closed_deals"}


def test_an_export_without_lost_leads_is_remarked() -> None:
    given = given_worlds(NORMAL)
    found = run(replace(given, has={**given.has, "lost": False}))
    assert "no_lost_leads" in {note.code for note in found.notes}


def test_no_sale_at_all() -> None:
    given = given_worlds(NORMAL)
    found = run(replace(given, cells=[replace(cell, sales=0) for cell in given.cells]))
    assert found.verdict.kind == "no_sales"
    assert play(facts(replace(given, cells=[])), Settings(), draws=20).model is None


def test_no_leads_of_advertising() -> None:
    given = given_worlds(NORMAL)
    found = run(replace(given, cells=[cell for cell in given.cells if cell.group != "smm"]))
    assert found.verdict.kind == "no_leads"


def test_awareness_alone_is_not_judged_by_sales() -> None:
    ads = [replace(ads_cell(PERIOD, "c0", spend=1000, impressions=1e6), awareness=True)]
    assert run(Given(ads)).verdict.kind == "not_judged_by_sales"


def test_platforms_that_count_no_sales_and_no_crm() -> None:
    ads = [
        ads_cell(span, "c0", spend=1000, impressions=1e5, clicks=1000, platform_leads=50)
        for span in (PERIOD, REFERENCE)
    ]
    found = run(Given(ads, known=replace(KNOWN, crm=False)))
    assert found.verdict.kind == "no_sales"
    assert codes(found) == {"crm_leads"}


def test_without_evidence_the_refusal_still_stands_in_the_report() -> None:
    ads = [ads_cell(PERIOD, "c0", spend=1000, impressions=1e5, clicks=1000, platform_leads=50)]
    given = facts(Given(ads, known=replace(KNOWN, crm=False)))
    found = attribute(replace(given, evidence=None), Settings())
    assert found is not None
    assert found.verdict.kind == "no_sales"
    assert attribute(replace(given, evidence=None, compared_ads=(), ads=(), days=None), Settings()) is None


@pytest.mark.parametrize(
    ("kind", "code"), [("targets", "targets"), ("control", "control_source"), ("before", "history")]
)
def test_references_that_are_not_there(kind: str, code: str) -> None:
    ads, visits, cells = span_of(PERIOD, replace(NORMAL, control_leads=0))
    reference = THEN if kind == "before" else None
    found = run(Given(ads, visits, cells, compared=Compared(kind, "asked", NOW, reference, None)))
    assert found.verdict.kind == "no_reference"
    assert codes(found) == {code}


@pytest.mark.parametrize("code", ["period_not_covered", "reference_not_in_files"])
def test_days_the_files_do_not_hold(code: str) -> None:
    given = given_worlds(NORMAL)
    missed = replace(given.compared, refused=(Note(code, params={"asked": "x", "days": "ads y"}),))
    found = run(replace(given, compared=missed))
    assert found.verdict.kind == code
    assert [(one.code, one.params) for one in found.verdict.missing] == [("covering", {"days": "ads y"})]
    assert found.zones == ()


def test_few_leads_that_meet_a_campaign_are_compared_by_platform() -> None:
    given = given_worlds(replace(NORMAL, click_rate=0.006), unmatched={0: (300, 1000), 1: (0, 1000)})
    found = run(given)
    assert found.grain == "platform"
    assert Factor.MIX not in factors(found)
    assert found.verdict.zones == (Zone.SMM,)


def test_leads_that_match_no_campaign_are_a_segment_of_their_own() -> None:
    given = given_worlds(NORMAL)
    lost = [model_cell(PERIOD, 100, 15, None, platform=None), model_cell(REFERENCE, 60, 9, None, platform=None)]
    found = run(replace(given, cells=[*given.cells, *lost]))
    row = next(row for zone in found.zones for row in zone.factors if row.factor is Factor.COUNT)
    assert (row.reference, row.period) == (60, 100)
    assert row.takers == (Zone.SMM, Zone.BUDGET)
    assert row.effect == pytest.approx(6, abs=1.5)
