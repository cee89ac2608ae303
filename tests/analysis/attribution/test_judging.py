"""Leads too young to judge, lists of sales instead of leads, and the checks against the response effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from smmfunnel.analysis.attribution import attribute
from smmfunnel.analysis.attribution.case import recast
from smmfunnel.analysis.attribution.checks import risk_ratio
from smmfunnel.analysis.attribution.judging import unjudged
from smmfunnel.analysis.leadsale import Terms, fit
from smmfunnel.config import Settings
from smmfunnel.facts.evidence import PLACEBO, SMM
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.vocabulary import Factor, ResponseClass, Zone
from tests.analysis.attribution.facts import Given, World, control_cell, facts, given_worlds, model_cell, worlds

if TYPE_CHECKING:
    from smmfunnel.results import Attribution

DRAWS = 400
NORMAL = World()


def run(given: Given) -> Attribution:
    found = attribute(facts(given), Settings(), draws=DRAWS)
    assert found is not None
    return found


def young(given: Given, share: float) -> Given:
    """Let the period's leads have had only a share of their exposure, and of their sales."""
    cells = [
        replace(cell, exposure=round(cell.exposure * share), sales=round(cell.sales * share))
        if cell.span == PERIOD
        else cell
        for cell in given.cells
    ]
    return replace(given, cells=cells)


def test_leads_too_young_leave_the_lead_to_sale_rate_as_it_was() -> None:
    found = run(young(given_worlds(NORMAL), 0.2))
    assert found.verdict.kind == "too_young"
    assert found.verdict.zones == ()
    (wait,) = (missing for missing in found.verdict.missing if missing.code == "longer_follow_up")
    assert wait.params["day"] == "2026-10-28"
    factors = {row.factor for zone in found.zones for row in zone.factors}
    assert not factors & {Factor.QUALITY, Factor.HANDLING, Factor.COMMON, Factor.SPECIFIC, Factor.CONVERSION}
    assert found.change == pytest.approx(0, abs=1e-9)
    (note,) = (note for note in found.notes if note.code == "lead_sale_not_judged")
    assert note.params["why"] == "too_young"


def test_the_steps_above_are_judged_all_the_same() -> None:
    found = run(young(given_worlds(replace(NORMAL, click_rate=0.006)), 0.2))
    assert found.verdict.zones == (Zone.SMM,)
    assert found.verdict.kind == "one"
    assert "longer_follow_up" in {missing.code for missing in found.verdict.missing}


def test_hardly_a_sale_where_many_were_to_come_is_a_finding() -> None:
    given = given_worlds(NORMAL)
    gone = [
        replace(cell, sales=0, priced=0, revenue=0) if cell.span == PERIOD and cell.group == SMM else cell
        for cell in given.cells
    ]
    assert unjudged(facts(replace(given, cells=gone))) is None
    few = replace(NORMAL, spend=30_000.0, control_leads=0)
    small = given_worlds(few, few)
    gone = [replace(cell, sales=0) if cell.span == PERIOD else cell for cell in small.cells]
    assert unjudged(facts(replace(small, cells=gone))) == "too_few_sales"


def test_a_list_of_sales_is_no_list_of_leads() -> None:
    cells = [model_cell(PERIOD, 100, 100), model_cell(REFERENCE, 200, 80)]
    made = facts(
        replace(given_worlds(NORMAL), cells=[*cells, control_cell(PERIOD, 300, 60), control_cell(REFERENCE, 300, 60)])
    )
    assert unjudged(made) == "only_won"
    found = attribute(made, Settings(), draws=DRAWS)
    assert found is not None
    assert found.verdict.kind == "only_won"
    assert "closed_leads" in {missing.code for missing in found.verdict.missing}
    assert not {row.factor for zone in found.zones for row in zone.factors} & {Factor.COMMON, Factor.SPECIFIC}


def test_an_export_of_open_and_won_leads_lacks_the_lost_ones() -> None:
    cells = [model_cell(PERIOD, 100, 30), model_cell(REFERENCE, 100, 60)]
    given = replace(given_worlds(NORMAL), cells=cells)
    assert unjudged(facts(given)) is None
    assert unjudged(facts(replace(given, has={**given.has, "lost": False}))) == "only_won"
    few = [model_cell(PERIOD, 100, 30), model_cell(REFERENCE, 100, 40)]
    # A business that never closes a lead as lost keeps most of them open.
    assert unjudged(facts(replace(given, cells=few, has={**given.has, "lost": False}))) is None


def test_without_evidence_nothing_is_judged() -> None:
    assert unjudged(replace(worlds(NORMAL), evidence=None)) == "no_leads"


def test_the_risk_ratio_of_response_and_its_e_value() -> None:
    given = given_worlds(NORMAL)
    mine = [cell for cell in given.cells if cell.group == SMM]
    model = fit(mine, Terms(quality=True, handling=True, control=False), draws=200, seed=1)
    ratio = risk_ratio(model, mine)
    assert ratio is not None
    # 0.24 against 0.08 of the valid, equal of the few sold without a valid contact.
    assert float(ratio[0]) == pytest.approx(2.9, abs=0.3)
    found = run(given)
    assert found.checks.e_value == pytest.approx(
        float(ratio[0]) + (float(ratio[0]) * (float(ratio[0]) - 1)) ** 0.5, rel=0.1
    )
    assert found.checks.e_value_of_interval is not None
    assert 1 < found.checks.e_value_of_interval < (found.checks.e_value or 0)
    fast = [cell for cell in mine if cell.response is ResponseClass.WITHIN_15M]
    assert risk_ratio(model, fast) is None
    bare = fit(mine, Terms(quality=True, handling=False, control=False), draws=10, seed=1)
    assert risk_ratio(bare, mine) is None


def test_an_effect_of_response_that_shrinks_out_of_hours_is_shown() -> None:
    given = given_worlds(NORMAL)
    alike = [replace(cell, off_hours=True) for cell in given.cells]
    assert run(replace(given, cells=[*given.cells, *alike])).checks.off_hours_ratio == pytest.approx(1, abs=0.25)
    # Outside working hours the late ones sold as well as the fast ones: managers had picked.
    flat = [
        replace(cell, off_hours=True, sales=round(cell.leads * 0.15))
        if cell.quality == "valid"
        else replace(cell, off_hours=True)
        for cell in given.cells
    ]
    shrunk = run(replace(given, cells=[*given.cells, *flat])).checks.off_hours_ratio
    assert shrunk is not None
    assert shrunk < 0.3
    assert run(given).checks.off_hours_ratio is None


def test_leads_recast_stand_for_advertising_in_another_span() -> None:
    cells = [model_cell(PERIOD, 10, 1), control_cell(REFERENCE, 20, 2), control_cell(PERIOD, 30, 3)]
    (cell,) = recast(cells, group="control", span=PERIOD, as_span=REFERENCE)
    assert (cell.group, cell.span, cell.leads, cell.platform, cell.source) == (SMM, REFERENCE, 30, None, None)
    assert [cell.leads for cell in recast(cells, group=None, span=REFERENCE, as_span=REFERENCE)] == [20]


def test_the_day_of_the_report_is_what_follow_up_ends_at() -> None:
    made = facts(young(given_worlds(NORMAL), 0.2))
    assert unjudged(replace(made, as_of=date(2026, 9, 28))) == "too_young"
    assert unjudged(replace(made, as_of=None)) == "no_leads"


def test_a_placebo_that_is_not_null_is_said() -> None:
    given = given_worlds(NORMAL)
    calm = [replace(cell, span=PLACEBO) for cell in given.cells if cell.span == REFERENCE]
    wild = [replace(cell, sales=cell.sales // 3) if cell.group == SMM else cell for cell in calm]
    for cells, said in ((calm, False), (wild, True)):
        found = run(replace(given, cells=[*given.cells, *cells]))
        assert found.checks.placebo is not None
        assert ("placebo_not_null" in {note.code for note in found.notes}) is said


def test_what_is_not_judged_stands_among_what_cannot_be_placed_with_its_own_reason() -> None:
    few = replace(NORMAL, spend=30_000.0, control_leads=0)
    small = given_worlds(few, few)
    gone = replace(small, cells=[replace(cell, sales=0) if cell.span == PERIOD else cell for cell in small.cells])
    found = attribute(facts(gone), Settings(), draws=DRAWS)
    assert found is not None
    assert found.lead_sale == "unjudged"
    assert found.change is not None
    assert found.change < -1
    lost = next(part for zone in found.zones for part in zone.factors if part.factor is Factor.CONVERSION)
    assert lost.effect == pytest.approx(found.change, abs=1.0)
    assert found.verdict.zones == ()


def test_leads_too_young_to_estimate_a_rate_are_held_at_the_references() -> None:
    given = given_worlds(NORMAL)
    young = [replace(cell, exposure=cell.exposure // 20) if cell.span == PERIOD else cell for cell in given.cells]
    found = attribute(facts(replace(given, cells=young)), Settings(), draws=DRAWS)
    assert found is not None
    assert (found.lead_sale, found.verdict.kind) == ("held", "too_young")
    assert found.change == pytest.approx(0, abs=1e-6)
    assert not {row.factor for zone in found.zones for row in zone.factors} & {Factor.CONVERSION, Factor.HANDLING}
