from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smmfunnel.engines import DuckEngine, open_duckdb
from smmfunnel.facts import cells
from smmfunnel.facts.evidence import RescueCell
from smmfunnel.facts.rows import LeadFilter, lead_count, lead_rows
from smmfunnel.vocabulary import Outcome, ResponseClass, Zone
from tests.facts.evidenced import ORGANIC, VK, call, counted, lead, make

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smmfunnel.facts.marks import Marked

LOST = {"status": "lost", "closed_at": "2026-09-25T10:00:00"}
ROWS = [
    lead("1", "2026-09-01T10:00:00", tag=VK, manager="Anna", **LOST, reason="price"),
    lead("2", "2026-09-02T10:00:00", tag=VK, manager="Anna"),
    lead("3", "2026-09-03T10:00:00", tag=ORGANIC, manager="Nina Q"),
    lead("4", "2026-09-28T10:00:00", tag=VK),
    lead("5", "2026-09-29T10:00:00", tag=VK, test=True),
]
TOUCHES = [call("1", "2026-09-01T10:05:00"), call("4", "2026-09-28T10:05:00"), call("0", "2026-09-30T10:00:00")]


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with open_duckdb(0, threads=1) as opened:
        yield opened


@pytest.fixture
def marked(engine: DuckEngine) -> Marked:
    found = make(engine, ROWS, TOUCHES, trusted=True)
    engine.run(
        "INSERT INTO campaigns BY NAME SELECT 'vk' AS platform, 'name:one' AS campaign_ref, 'Окна [1]' AS name,"
        " '77' AS campaign_id"
    )
    return found


def ids(engine: DuckEngine, marked: Marked, asked: LeadFilter) -> Sequence[str | None]:
    rows = lead_rows(engine, marked, asked)
    assert lead_count(engine, marked, asked) == len(rows)
    return [row.id for row in rows if not (row.id or "").startswith("9")]


def test_a_row_tells_what_was_decided(engine: DuckEngine, marked: Marked) -> None:
    row = lead_rows(engine, marked, LeadFilter(outcomes=(Outcome.OFFER,)))[0]
    assert (row.id, row.source, row.platform, row.manager) == ("1", "vk", "vk", "Anna")
    assert (row.status, row.reason, row.attempts, row.response_seconds) == ("lost", "price", 1, 300)
    assert (row.outcome, row.rule, row.zone) == (Outcome.OFFER, "offer", Zone.OFFER)
    assert (row.response, row.touched, row.age, row.worth) == (ResponseClass.WITHIN_15M, True, 29, None)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (LeadFilter(), ["5", "4", "3", "2", "1"]),
        (LeadFilter(zones=(Zone.SALES,)), ["3", "2"]),
        (LeadFilter(zones=(Zone.SALES, Zone.OFFER)), ["3", "2", "1"]),
        (LeadFilter(zones=(Zone.BUDGET,)), []),
        (LeadFilter(outcomes=(Outcome.OPEN, Outcome.EXCLUDED)), ["5", "4"]),
        (LeadFilter(rules=("still_open",)), ["4"]),
        (LeadFilter(managers=("anna",)), ["2", "1"]),
        (LeadFilter(managers=("nina*", "")), ["5", "4", "3"]),
        (LeadFilter(managers=("nobody",)), []),
        (LeadFilter(sources=("organic",)), ["3"]),
        (LeadFilter(older_than_days=27), ["2", "1"]),
        (LeadFilter(rescue=True), ["4", "3", "2"]),
        (LeadFilter(rescue=True, managers=("Anna",)), ["2"]),
    ],
)
def test_what_is_asked_is_listed_newest_first(
    engine: DuckEngine, marked: Marked, asked: LeadFilter, found: list[str]
) -> None:
    assert ids(engine, marked, asked) == found


@pytest.mark.parametrize("pattern", ["окна [[]1]", "ОКНА*", "77"])
def test_campaigns_are_asked_by_name_or_id(engine: DuckEngine, marked: Marked, pattern: str) -> None:
    engine.run("UPDATE tag_places SET campaign_ref = 'name:one' WHERE platform = 'vk'")
    rows = lead_rows(engine, marked, LeadFilter(campaigns=(pattern,)))
    assert [row.id for row in rows] == ["5", "4", "2", "1"]
    assert {row.campaign for row in rows} == {"Окна [1]"}
    assert not lead_rows(engine, marked, LeadFilter(campaigns=("other",)))


def test_no_more_rows_than_asked_for(engine: DuckEngine, marked: Marked) -> None:
    assert [row.id for row in lead_rows(engine, marked, LeadFilter(), limit=2)] == ["5", "4"]


def test_leads_to_rescue_are_listed_by_their_worth(engine: DuckEngine, marked: Marked) -> None:
    counted(engine)
    worth = {cell: 0.5 if cell.origin == "other" else 0.1 * cell.age_days for cell in cells.rescue(engine)}
    rows = lead_rows(engine, marked, LeadFilter(rescue=True), worth=worth)
    assert [(row.id, row.worth) for row in rows] == [("2", pytest.approx(2.8)), ("3", 0.5), ("4", pytest.approx(0.2))]
    # Asking again, with other worths, is no fault.
    other = {
        RescueCell("other", None, None, elsewhere=False, quality="valid", untouched=True, age_days=27, leads=1): 9.0
    }
    assert [row.id for row in lead_rows(engine, marked, LeadFilter(rescue=True), worth=other)] == ["3", "4", "2"]


def test_the_rows_of_every_outcome_are_as_many_as_the_ledger_counts(engine: DuckEngine, marked: Marked) -> None:
    counted(engine)
    for cell in {cell.outcome for cell in cells.ledger(engine)}:
        leads = sum(one.leads for one in cells.ledger(engine) if one.outcome is cell)
        assert lead_count(engine, marked, LeadFilter(outcomes=(cell,))) == leads
    assert lead_count(engine, marked, LeadFilter(rescue=True)) == sum(cell.leads for cell in cells.rescue(engine))
