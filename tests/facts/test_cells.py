from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmfunnel.config import Settings, WorkTime
from smmfunnel.engines import DuckEngine, open_duckdb
from smmfunnel.facts import cells
from smmfunnel.facts.evidence import BandCell, CohortCell, CreditFacts, ManagerCell, RescueCell, TimesCell
from smmfunnel.vocabulary import Outcome, ResponseClass
from tests.facts.evidenced import ORGANIC, VK, call, counted, lead, make
from tests.facts.tables import frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.facts.tables import Row

LOST = {"status": "lost", "closed_at": "2026-09-15T10:00:00"}


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with open_duckdb(0, threads=1) as opened:
        yield opened


def test_the_ledger_counts_sales_within_the_horizon_and_exposure_by_age(engine: DuckEngine) -> None:
    rows = [
        lead("1", "2026-08-01T10:00:00", tag=VK, status="won", closed_at="2026-08-20T10:00:00", amount=7),
        lead("2", "2026-08-01T10:00:00", tag=VK, status="won", closed_at="2026-09-20T10:00:00", amount=5),
        lead("3", "2026-09-10T10:00:00", tag=VK, test=True),
    ]
    make(engine, rows)
    counted(engine)
    won, excluded = sorted(cells.ledger(engine), key=lambda cell: -cell.leads)
    assert (won.origin, won.source, won.platform, won.elsewhere) == ("smm", "vk", "vk", False)
    assert (won.outcome, won.leads, won.sales, won.revenue, won.priced) == (Outcome.WON, 2, 1, 7_000_000, 1)
    assert (won.exposure, excluded.exposure) == (2_000_000, 500_000)
    assert (excluded.outcome, excluded.rule) == (Outcome.EXCLUDED, "excluded")


def test_one_lead_has_another_outcome_under_another_standard(engine: DuckEngine) -> None:
    rows = [lead("1", **LOST, reason="other"), lead("2", "2026-09-29T09:00:00")]
    touches = [call("1", "2026-09-01T10:30:00"), call("0", "2026-09-29T14:00:00")]
    marked = make(engine, rows, touches, settings=Settings(sla_minutes=10), trusted=True)
    counted(engine)
    found = {
        minutes: {cell.outcome: cell.leads for cell in cells.sla(engine, marked) if cell.minutes == minutes}
        for minutes in marked.standards
    }
    won = {Outcome.WON: 20}
    assert found == {
        10: won | {Outcome.LATE: 1, Outcome.UNTOUCHED: 1},
        15: won | {Outcome.LATE: 1, Outcome.UNTOUCHED: 1},
        60: won | {Outcome.UNKNOWN: 1, Outcome.UNTOUCHED: 1},
        240: won | {Outcome.UNKNOWN: 1, Outcome.UNTOUCHED: 1},
        1440: won | {Outcome.UNKNOWN: 1, Outcome.OPEN: 1},
    }


def test_managers_and_what_they_call_junk(engine: DuckEngine) -> None:
    rows = [
        lead("1", manager="Anna", tag=VK, **LOST, reason="spam"),
        lead("2", manager="Anna", tag=VK, **LOST, reason="unqualified", first_response_at="2026-09-01T11:00:00"),
        lead("3", manager="Anna", tag=VK, status="junk", test=True),
        lead("4", tag=VK),
    ]
    make(engine, rows, trusted=True)
    counted(engine)
    nobody, anna = [cell for cell in cells.managers(engine) if cell.origin == "smm"][::-1]
    assert anna == ManagerCell(
        manager="Anna",
        origin="smm",
        source="vk",
        platform="vk",
        campaign_ref=None,
        elsewhere=False,
        quality="valid",
        leads=2,
        touched=1,
        exposure=1_000_000,
        sales=0,
        junk=2,
        junk_untouched=1,
    )
    assert (nobody.manager, nobody.leads) == (None, 1)


def test_quantiles_put_the_never_answered_at_the_end(engine: DuckEngine) -> None:
    moments = ["10:10", "10:20", "10:30", "10:40", "10:50"]
    rows = [
        lead(str(n), tag=VK, manager="Anna", first_response_at=f"2026-09-01T{at}:00") for n, at in enumerate(moments, 1)
    ]
    rows += [lead(str(n), "2026-09-02T10:00:00", tag=VK, manager="Nina") for n in range(6, 10)]
    rows += [lead("10", tag=ORGANIC, first_response_at="2026-09-01T10:01:00"), lead("11", tag=VK, status="in_progress")]
    make(engine, rows, [call("0", "2026-09-30T10:00:00")], trusted=True)
    found = {(cell.part, cell.key): cell for cell in cells.times(engine, cells.FUNNEL, working=False)}
    assert found["all", None] == TimesCell("all", None, 10, 5, 3000, None, None, None, told=9)
    assert found["manager", "Anna"] == TimesCell("manager", "Anna", 5, 5, 1800, 3000, None, None, told=5)
    assert found["manager", "Nina"] == TimesCell("manager", "Nina", 4, 0, None, None, None, None, told=4)
    assert found["day", "2026-09-01"].p50 == 1800
    assert {cell.key: cell.leads for cell in cells.times(engine, cells.ALL, working=False) if cell.part == "all"} == {
        None: 31
    }


def test_quantiles_in_working_time(engine: DuckEngine) -> None:
    rows = [lead(str(n), "2026-09-04T17:50:00", first_response_at=f"2026-09-07T09:{n}0:00") for n in range(1, 4)]
    make(engine, rows, settings=Settings(worktime=WorkTime()))
    cell = cells.times(engine, cells.ALL, working=True)[0]
    assert (cell.working_p50, cell.working_p90) == (600 + 1200, 600 + 1800)


def test_closing_a_lead_is_no_answer_to_it(engine: DuckEngine) -> None:
    quick = {"status": "lost", "closed_at": "2026-09-02T10:30:00"}
    rows = [
        lead("1", "2026-09-02T10:00:00", tag=VK, manager="Anna", first_response_at="2026-09-02T10:20:00"),
        *(lead(str(n), "2026-09-02T10:00:00", tag=VK, manager="Anna", **quick) for n in (2, 3)),
        lead("4", "2026-09-30T09:00:00", tag=VK, manager="Anna"),
        lead("5", "2026-09-30T09:00:00", tag=VK, manager="Anna", status="lost", closed_at="2026-09-30T09:30:00"),
    ]
    make(engine, rows, [call("0", "2026-09-30T12:00:00")], trusted=True)
    found = {cell.part: cell for cell in cells.times(engine, cells.FUNNEL, working=False) if cell.part != "day"}
    # The open lead of this morning may still be answered within the day.
    assert found["all"] == TimesCell("all", None, 5, 1, None, None, None, None, told=4)
    assert (found["manager"].p50, found["manager"].told) == (None, 4)


def test_working_hours_do_not_move_the_calendar_clock(engine: DuckEngine) -> None:
    """Two calendar days without an answer are less than a working day and a half."""
    answered = {"first_response_at": "2026-09-28T10:20:00"}
    rows = [lead(str(n), "2026-09-28T10:00:00", tag=VK, **(answered if n < 4 else {})) for n in range(1, 7)]
    touches = [call("0", "2026-09-30T12:00:00")]
    with open_duckdb(0, threads=1) as other:
        make(other, rows, touches, trusted=True)
        (plain, *_) = cells.times(other, cells.FUNNEL, working=False)
    make(engine, rows, touches, settings=Settings(worktime=WorkTime()), trusted=True)
    (worked, *_) = cells.times(engine, cells.FUNNEL, working=True)
    assert (plain.p50, plain.p90, plain.told) == (worked.p50, worked.p90, worked.told) == (1200, None, 6)
    assert (worked.working_p50, worked.working_p90) == (1200, None)


@given(
    seconds=st.lists(
        st.one_of(st.none(), st.integers(0, 9), st.integers(3595, 3605), st.integers(0, 10**7)), min_size=1
    )
)
@settings(max_examples=20, deadline=None)
def test_quantiles_are_those_of_the_sorted_times(seconds: list[int | None]) -> None:
    with open_duckdb(0, threads=1) as opened:
        opened.run(
            "CREATE TABLE tag_match AS SELECT 0 AS tag, 'smm' AS origin, 'vk' AS platform;"
            "CREATE TABLE ads_platforms AS SELECT 'vk' AS platform"
        )
        columns = {"tag": "INTEGER", "span": "INTEGER", "excluded": "VARCHAR", "touched": "BOOLEAN", "log": "VARCHAR"}
        columns |= {"state": "VARCHAR", "watched_seconds": "BIGINT"}
        columns |= {"response_seconds": "BIGINT", "manager": "VARCHAR", "day": "DATE"}
        opened.create("lead_evidence", columns)
        fixed: Row = {"tag": 0, "span": 0, "log": "trusted", "watched_seconds": 10**6, "day": "2026-09-01"}
        rows = [fixed | {"touched": one is not None, "response_seconds": one} for one in seconds]
        opened.load("lead_evidence", [frame(columns, rows)])
        cell = cells.times(opened, cells.FUNNEL, working=False)[0]
    ordered = sorted(seconds, key=lambda one: 1 << 60 if one is None else one)
    ranks = [(len(ordered) * part + 99) // 100 - 1 for part in (50, 90)]
    assert [cell.p50, cell.p90] == [ordered[rank] for rank in ranks]
    assert (cell.leads, cell.told) == (len(seconds), len(seconds))
    assert cell.answered == sum(one is not None for one in seconds)


def test_bands_and_cohorts(engine: DuckEngine) -> None:
    rows = [
        lead("1", tag=VK, status="won", closed_at="2026-09-03T10:00:00", first_response_at="2026-09-01T10:05:00"),
        lead("2", tag=VK, first_response_at="2026-09-01T10:05:00"),
        lead("3", "2026-09-07T10:00:00", tag=ORGANIC, first_response_at="2026-09-07T10:05:00"),
        lead("4", tag=VK, test=True),
    ]
    make(engine, rows)
    counted(engine)
    unknown = ResponseClass.UNKNOWN
    # One sale is too few to trust the record.
    assert cells.bands(engine, cells.FUNNEL) == (
        BandCell(ResponseClass.WITHIN_15M, off_hours=False, leads=2, exposure=1_000_000, sales=1),
    )
    assert unknown not in {cell.response for cell in cells.bands(engine, cells.ALL)}
    assert cells.cohorts(engine, cells.FUNNEL) == (CohortCell(date(2026, 8, 31), 2, 1_000_000, 1),)
    assert [cell.week for cell in cells.cohorts(engine, cells.ALL)] == [date(2026, 8, 31), date(2026, 9, 7)]


def test_rescue_lists_open_and_untouched_leads(engine: DuckEngine) -> None:
    rows = [
        lead("1", "2026-09-20T10:00:00", tag=VK),
        lead("2", "2026-07-20T10:00:00", tag=VK, status="in_progress"),
        lead("3", tag=VK, **LOST, reason="price"),
        lead("4", tag=VK, **LOST, reason="price", first_response_at="2026-09-01T10:05:00"),
        lead("5", tag=VK, test=True),
        lead("6", tag=VK, contact="invalid"),
    ]
    make(engine, rows, trusted=True)
    counted(engine)
    place = ("smm", "vk", None, False, "valid")
    assert cells.rescue(engine) == (
        RescueCell(*place, untouched=False, age_days=30, leads=1),
        RescueCell(*place, untouched=True, age_days=10, leads=1),
        RescueCell(*place, untouched=True, age_days=29, leads=1),
    )


def test_credit_shows_both_sides_claims(engine: DuckEngine) -> None:
    phone = {"phone": "+79990000001"}
    other = {"phone": "+79990000002"}
    rows = [
        # Known for long under another source, then brought by an ad, and sold.
        lead("1", "2026-01-01T10:00:00", tag=ORGANIC, **phone),
        lead("2", "2026-09-01T10:00:00", tag=VK, **phone, status="won", closed_at="2026-09-05T10:00:00"),
        # Brought by an ad, then entered by hand.
        lead("3", "2026-09-02T10:00:00", tag=VK, **other),
        lead(
            "4", "2026-09-12T10:00:00", manager="Anna", created_by="Anna", **other, status="won", closed_at="2026-09-15"
        ),
        lead("5", "2026-09-12T10:00:00", manager="Anna", created_by="Anna"),
        lead("6", tag=VK, status="existing"),
        lead("7", tag=VK),
    ]
    marked = make(engine, rows)
    counted(engine)
    assert cells.credit(engine, marked) == CreditFacts(
        smm_leads=4,
        known_earlier={"organic": 1, None: 1},
        sales_of_known_earlier=1,
        hand_entered=2,
        hand_entered_after_ad=1,
        sales_of_hand_entered_after_ad=1,
    )


def test_without_contacts_nobody_knows_who_came_before(engine: DuckEngine) -> None:
    marked = make(engine, [lead("1", contact="absent")])
    counted(engine)
    assert cells.credit(engine, marked) is None
