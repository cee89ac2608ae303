from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.analysis.audit import audit
from smmfunnel.analysis.ledger import ledger
from smmfunnel.analysis.managers import junk_flags, managers
from smmfunnel.analysis.standardise import standardised
from smmfunnel.vocabulary import Outcome
from tests.analysis.cases import HAS, SETTINGS, SMM_SCOPE, evidence, facts, lead_cell, manager_cell, times

if TYPE_CHECKING:
    from smmfunnel.facts.evidence import Evidence
    from smmfunnel.results import Manager


def build(*cells: Any, **parts: Any) -> dict[str | None, Manager]:
    return {row.manager: row for row in managers(facts(evidence(managers=cells, **parts)), SMM_SCOPE)}


def test_managers_by_hand() -> None:
    cells = (
        manager_cell("Anna", 100, 10, 5, touched=90, junk_untouched=2),
        manager_cell("Anna", 50, 1, 20, campaign_ref="b"),
        manager_cell("Boris", 60, 3, 4, campaign_ref="b"),
        manager_cell(None, 30, 0, 30),
        manager_cell("Boris", 999, 99, 99, origin="other"),
    )
    rows = build(*cells, times=(times("manager", "Anna", 150, 140, 5400),))
    anna = rows["Anna"]
    assert list(rows) == ["Anna", "Boris", None]
    assert (anna.leads, anna.touched, anna.sales, anna.junk_untouched, anna.p50_minutes) == (150, 140, 11, 2, 90.0)
    assert anna.rate.value == pytest.approx(11 / 150)
    assert anna.junk_rate.value == pytest.approx(25 / 150)
    a, b = "a", "b"
    assert anna.adjusted_rate == standardised({a: (10, 100), b: (1, 50)}, {a: (10, 130), b: (4, 110)})
    assert rows["Boris"].p50_minutes is None


def test_below_the_floor_there_is_a_rate_but_no_rank_and_no_flag() -> None:
    rows = build(manager_cell("Anna", 400, 40, 20), manager_cell("Boris", 19, 5, 19), manager_cell("Vera", 15, 0, 0))
    boris = rows["Boris"]
    assert (boris.too_little, boris.junk_flag, boris.adjusted_rate.reason) == (True, False, "too_little")
    assert boris.rate.value == pytest.approx(5 / 19)
    assert not rows["Anna"].too_little
    assert [row.manager for row in build(*(manager_cell(n, 5) for n in "abc")).values()] == ["a", "b", "c"]


def test_who_calls_more_junk_on_the_same_campaigns_is_flagged() -> None:
    cells = [manager_cell(name, 200, 10, 20) for name in ("Anna", "Boris", "Vera")]
    assert junk_flags([*cells, manager_cell("Gleb", 200, 10, 60)]) == {"Gleb"}


def test_who_works_the_worse_campaign_is_not() -> None:
    cells = [
        *(manager_cell(name, 200, 10, 20) for name in ("Anna", "Boris")),
        *(manager_cell(name, 200, 10, 100, campaign_ref="junk") for name in ("Gleb", "Vera")),
    ]
    assert junk_flags(cells) == frozenset()


def test_leads_without_a_manager_are_nobodys_labels() -> None:
    cells = [manager_cell(name, 200, 10, 20) for name in ("Anna", "Boris")]
    assert junk_flags([*cells, manager_cell(None, 500, 0, 0)]) == frozenset()
    assert managers(facts(evidence(managers=(manager_cell(None, 500),))), SMM_SCOPE) == ()
    assert managers(facts(None), SMM_SCOPE) == ()


@pytest.mark.parametrize("known", ["reasons", "junk"])
def test_where_nothing_could_call_a_lead_junk_there_is_no_rate_of_it(known: str) -> None:
    cells = (manager_cell("Anna", 100, 10), manager_cell("Boris", 60, 3))
    nothing = HAS | {"reasons": False}
    rows = build(*cells, has=nothing)
    assert {(row.junk_rate.value, row.junk_rate.reason, row.junk_untouched) for row in rows.values()} == {
        (None, "absent", None)
    }
    told = build(*cells, has=nothing | {known: True})
    assert {(row.junk_rate.value, row.junk_untouched) for row in told.values()} == {(0.0, 0)}


def test_a_difference_too_small_to_matter_is_no_flag_however_sure() -> None:
    cells = [manager_cell("Anna", 100_000, 0, 10_000), manager_cell("Boris", 100_000, 0, 11_000)]
    assert junk_flags(cells) == frozenset()


def test_honest_labels_are_seldom_flagged_and_dishonest_ones_nearly_always() -> None:
    """Four managers of 150 leads on two campaigns of 10 and 40 % junk; one calls half as much again of the rest so."""
    rng = np.random.default_rng(11)
    honest, found, innocent = 0, 0, 0
    for _ in range(200):
        cells = [
            manager_cell(name, 75, 0, int(rng.binomial(75, rate)), campaign_ref=campaign)
            for name in "abcd"
            for campaign, rate in (("a", 0.1), ("b", 0.4))
        ]
        honest += bool(junk_flags(cells))
        cells[-2:] = [
            manager_cell("d", 75, 0, int(rng.binomial(75, rate)), campaign_ref=campaign)
            for campaign, rate in (("a", 0.35), ("b", 0.65))
        ]
        flags = junk_flags(cells)
        found += "d" in flags
        innocent += bool(flags - {"d"})
    # Benjamini–Hochberg at 0.10 when nothing is there to be found: at most one run in ten.
    assert honest <= 0.10 * 200 + 10
    assert found >= 190
    assert innocent <= 0.10 * 200 + 10


def test_without_touches_nobody_is_said_to_have_touched_nothing() -> None:
    rows = build(manager_cell("Anna", 100, 10), has=HAS | {"responses": False})
    assert rows["Anna"].touched is None


@given(st.permutations(range(4)))
def test_the_order_of_cells_changes_nothing(order: list[int]) -> None:
    cells = [
        manager_cell("Anna", 100, 10, 5),
        manager_cell("Anna", 51, 3, 20, campaign_ref="b"),
        manager_cell("Boris", 60, 3, 4, campaign_ref="b"),
        manager_cell("Boris", 70, 7, 30, quality="invalid"),
    ]
    assert build(*(cells[at] for at in order)) == build(*cells)


def labelled() -> Evidence:
    return evidence(
        managers=(*(manager_cell(n, 200, 10, 20) for n in ("Anna", "Vera")), manager_cell("Gleb", 200, 9, 60)),
        ledger=(lead_cell(Outcome.JUNK, 80), lead_cell(Outcome.JUNK_UNTOUCHED, 20), lead_cell(Outcome.UNDERWORKED, 3)),
    )


def test_the_audit_of_labels_speaks_of_junk_nobody_called_and_of_who_calls_more() -> None:
    given_facts = facts(labelled())
    found = ledger(given_facts, SETTINGS, SMM_SCOPE, None)
    assert found is not None
    notes = {note.code: note for note in audit(given_facts, SMM_SCOPE, found)}
    assert notes["junk_without_touch"].count == 20
    assert notes["junk_without_touch"].params == {"junk": 100}
    assert notes["junk_by_manager"].params == {"managers": "Gleb"}
    assert notes["tries_not_priced"].count == 3
    assert {note.params["zone"] for note in found.notes if note.code == "unpriced_no_model"} == {"sales", "smm"}
    assert audit(facts(None), SMM_SCOPE, found) == ()


def test_managers_of_won_leads_alone_have_no_rates_and_it_is_said() -> None:
    cells = (manager_cell("Anna", 20, 20), manager_cell("Boris", 9, 8), manager_cell(None, 300, 0))
    assert build(*cells) == {}
    found = facts(evidence(managers=cells, ledger=(lead_cell(Outcome.WON, 29, sales=29), lead_cell(Outcome.OPEN, 300))))
    told = ledger(found, SETTINGS, SMM_SCOPE, None)
    assert told is not None
    assert "managers_of_won_only" in {note.code for note in told.notes}
    assert set(build(*cells[:2])) == {"Anna", "Boris"}


def test_open_leads_without_any_status_are_said_to_be_unknown() -> None:
    given_facts = facts(evidence(ledger=(lead_cell(Outcome.OPEN, 30),)))
    unstated = replace(given_facts, known=replace(given_facts.known, statuses=False))
    for found, said in ((given_facts, False), (unstated, True)):
        told = ledger(found, SETTINGS, SMM_SCOPE, None)
        assert told is not None
        assert ("open_without_statuses" in {note.code for note in told.notes}) is said
