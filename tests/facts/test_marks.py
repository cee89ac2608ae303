from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from smmfunnel.config import Settings, WorkTime
from smmfunnel.engines import DuckEngine, open_duckdb
from smmfunnel.facts.question import Question
from tests.facts.evidenced import ORGANIC, VK, call, lead, make, one, won_and_called
from tests.facts.test_leads import deal

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with open_duckdb(0, threads=1) as opened:
        yield opened


@pytest.mark.parametrize(
    ("at", "response", "seconds"),
    [
        ("2026-09-01T10:15:00", "15m", 900),
        ("2026-09-01T10:15:01", "1h", 901),
        ("2026-09-01T11:00:00", "1h", 3600),
        ("2026-09-02T10:00:00", "24h", 86400),
        ("2026-09-02T10:00:01", "later", 86401),
        ("2026-09-08T10:00:00", "later", 604800),
        ("2026-09-08T10:00:01", "never", 604801),
        ("2026-09-01T09:40:00", "15m", 0),
        ("2026-09-01T08:40:00", "unknown", None),
        ("2026-09-01", "unknown", None),
        ("2026-09-04", "later", None),
        ("2026-09-20", "never", None),
    ],
)
def test_response_classes_are_told_to_the_second(
    engine: DuckEngine, at: str, response: str, seconds: int | None
) -> None:
    make(engine, [lead("1", first_response_at=at)], trusted=True)
    found = one(engine)
    assert (found["response"], found["response_seconds"], found["touched"]) == (response, seconds, True)


def test_a_day_without_a_time_may_be_any_of_its_moments(engine: DuckEngine) -> None:
    make(engine, [lead("1", "2026-09-01", first_response_at="2026-09-02T18:00:00")], trusted=True)
    found = one(engine)
    assert (found["response"], found["least_seconds"], found["most_seconds"]) == ("unknown", 64800, 151200)


def test_no_touch_within_seven_days_is_never(engine: DuckEngine) -> None:
    rows = [lead("1", "2026-09-20T10:00:00"), lead("2", "2026-09-25T10:00:00")]
    make(engine, rows, [call("9", "2026-09-28T10:00:00")], trusted=True)
    assert [one(engine, name)["response"] for name in "12"] == ["never", "unknown"]


def test_a_lead_known_by_its_day_may_have_been_touched_never(engine: DuckEngine) -> None:
    rows = [lead("1", "2026-09-20"), lead("2", "2026-09-21")]
    make(engine, rows, [call("9", "2026-09-28T10:00:00")], trusted=True)
    # The day of the second ends less than seven days before the log does.
    assert [one(engine, name)["response"] for name in "12"] == ["never", "unknown"]


def test_leads_are_watched_until_the_log_ends_not_longer(engine: DuckEngine) -> None:
    make(engine, [lead("1", "2026-09-20T10:00:00")], [call("9", "2026-09-27T10:00:00")], trusted=True)
    assert one(engine)["response"] == "unknown"


def test_progress_without_a_moment_is_unknown(engine: DuckEngine) -> None:
    make(engine, [lead("1", status="in_progress"), lead("2", attempts=2)], trusted=True)
    for name in "12":
        assert (one(engine, name)["response"], one(engine, name)["touched"]) == ("unknown", True)


def test_robots_are_nobody(engine: DuckEngine) -> None:
    touches = [
        call("1", "2026-09-01T10:01:00", automatic=True),
        call("2", "2026-09-01T10:00:10", channel="message"),
        call("3", "2026-09-01T10:00:11", channel="message"),
        call("4", "2026-09-01T10:00:05"),
    ]
    make(engine, [lead(name) for name in "1234"], touches, trusted=True)
    assert [one(engine, name)["touched"] for name in "1234"] == [False, False, True, True]
    assert [one(engine, name)["response"] for name in "1234"] == ["unknown", "unknown", "15m", "15m"]


def test_what_comes_after_the_day_of_the_report_has_not_happened(engine: DuckEngine) -> None:
    question = Question(None, None, date(2026, 9, 12))
    rows = [lead("1", first_response_at="2026-09-13T10:00:00"), lead("2")]
    make(engine, rows, [call("2", "2026-09-13T10:00:00")], question=question, trusted=True)
    assert [one(engine, name)["touched"] for name in "12"] == [False, False]


def test_of_a_closed_lead_only_touches_before_its_closing_count(engine: DuckEngine) -> None:
    rows = [
        lead("1", status="lost", closed_at="2026-09-03T10:00:00", first_response_at="2026-09-03T10:00:01"),
        lead("2", status="lost", closed_at="2026-09-03", first_response_at="2026-09-03T18:00:00"),
        lead("3", status="lost", first_response_at="2026-09-05T18:00:00"),
    ]
    make(engine, rows, trusted=True)
    assert [one(engine, name)["touched"] for name in "123"] == [False, True, True]


def test_a_card_made_by_a_manager_was_touched_by_him(engine: DuckEngine) -> None:
    rows = [
        lead("1", manager="Anna", created_by="Anna"),
        lead("2", manager="Anna", created_by="Robot"),
        lead("3", manager="Anna", created_by="Anna", tag=VK),
    ]
    make(engine, rows, trusted=True)
    assert [one(engine, name)["touched"] for name in "123"] == [True, False, False]


def test_deals_tell_state_reason_and_closing_of_their_leads(engine: DuckEngine) -> None:
    deals = [
        deal("a", status="lost", reason="price", closed_at="2026-09-05T10:00:00") | {"lead_id": "1", "manager": "Nina"},
        deal("b", status="junk", closed_at="2026-09-05T10:00:00") | {"lead_id": "2"},
    ]
    make(engine, [lead("1", status="qualified"), lead("2", status="qualified")], deals=deals, trusted=True)
    found = one(engine)
    assert (found["state"], found["reason"], found["manager"]) == ("closed", "price", "Nina")
    assert (found["outcome"], found["touched"]) == ("offer", True)
    assert one(engine, "2")["outcome"] == "junk"


def test_sales_lags_amounts_and_ages(engine: DuckEngine) -> None:
    rows = [
        lead("1", "2026-09-01T23:00:00", status="won", closed_at="2026-09-03T01:00:00", amount=7),
        lead("2", status="won", amount=5, currency="USD"),
        lead("3", status="won", closed_at="2026-08-20T01:00:00", currency="RUB"),
        lead("4"),
    ]
    make(engine, rows, question=Question(None, None, date(2026, 9, 30), currency="RUB"))
    found = [one(engine, name) for name in "1234"]
    assert [row["lag"] for row in found] == [2, 0, 0, None]
    assert [row["amount"] for row in found] == [7_000_000, None, None, None]
    assert [row["age"] for row in found] == [29] * 4
    assert [row["outcome"] for row in found] == ["won", "won", "won", "open"]


def test_quality_is_the_contact_and_the_form(engine: DuckEngine) -> None:
    rows = [lead("1", form="Site"), lead("2", contact="invalid"), lead("3", contact="absent", form="VK form")]
    make(engine, rows)
    assert [one(engine, name)["quality"] for name in "123"] == ["valid/site", "invalid", "absent/vk form"]


def test_rare_forms_share_a_name(engine: DuckEngine) -> None:
    rows = [lead(str(n), form=f"form {n // 2}") for n in range(2, 20)] + [lead("1", form="rare")]
    make(engine, rows)
    assert one(engine, "1")["quality"] == "valid/other"
    assert one(engine, "2")["quality"] == "valid/form 1"


def test_places_spans_and_platforms_without_ads(engine: DuckEngine) -> None:
    tags: list[dict[str, Any]] = [
        {"tag": 1, "platform": "vk", "source": "vk", "paid": True},
        {"tag": 2, "platform": "meta", "source": "instagram", "paid": True},
    ]
    question = Question(
        (date(2026, 9, 1), date(2026, 9, 30)),
        None,
        date(2026, 9, 30),
        compared={0: (date(2026, 9, 1), date(2026, 9, 30)), 1: (date(2026, 8, 1), date(2026, 8, 31))},
    )
    rows = [lead("1", tag=1), lead("2", "2026-08-31", tag=2), lead("3", "2026-07-31")]
    make(engine, rows, tags=tags, question=question)
    found = [one(engine, name) for name in "123"]
    assert [(row["span"], row["compared"]) for row in found] == [(0, 0), (None, 1), (None, None)]
    assert [(row["origin"], row["platform"], row["elsewhere"]) for row in found] == [
        ("smm", "vk", False),
        ("smm", "meta", True),
        ("unknown", None, False),
    ]


def test_working_hours_move_the_clock(engine: DuckEngine) -> None:
    rows = [
        # Friday evening to Monday morning: ten minutes on Friday, twenty on Monday.
        lead("1", "2026-09-04T17:50:00", first_response_at="2026-09-07T09:20:00"),
        lead("2", "2026-09-05T12:00:00", first_response_at="2026-09-05T12:05:00"),
        lead("3", "2026-09-04T08:00:00", first_response_at="2026-09-04T09:00:00"),
        lead("4", "2026-09-29T17:30:00"),
    ]
    settings = Settings(worktime=WorkTime(days="mon-fri", hours="09:00-18:00"))
    make(engine, rows, [call("9", "2026-09-30T09:20:00")], settings=settings, trusted=True)
    found = [one(engine, name) for name in "1234"]
    assert [row["working_seconds"] for row in found] == [1800, 0, 0, None]
    assert [row["response"] for row in found] == ["1h", "15m", "15m", "unknown"]
    assert [row["off_hours"] for row in found] == [False, True, True, False]
    assert found[3]["waited_seconds"] == 1800 + 1200
    assert found[0]["response_seconds"] == 228600


def test_a_lead_whose_day_alone_is_known_on_a_day_off_came_off_hours(engine: DuckEngine) -> None:
    settings = Settings(worktime=WorkTime(holidays=("2026-09-01",)))
    make(engine, [lead("1", "2026-09-01"), lead("2", "2026-09-02")], settings=settings)
    assert [one(engine, name)["off_hours"] for name in "12"] == [True, False]


def test_nothing_at_all_is_no_fault(engine: DuckEngine) -> None:
    nobody = Question(None, None, None)
    marked = make(
        engine, [], [call("0", "2026-09-30T10:00:00")], settings=Settings(worktime=WorkTime()), question=nobody
    )
    assert engine.fetch("SELECT * FROM evidence") == []
    assert (marked.touch_log.any, marked.touch_log.why) == (True, "too_few_won")


def test_without_a_day_of_the_report_leads_have_no_age(engine: DuckEngine) -> None:
    make(engine, [lead("1")], question=Question(None, None, None))
    assert (one(engine)["age"], one(engine)["span"]) == (None, 0)


def test_what_the_data_know_is_told(engine: DuckEngine) -> None:
    marked = make(engine, [lead("1", contact="absent", form="site", status="won", amount=3)])
    assert {name for name, value in marked.has.items() if value} == {"form", "closed", "amounts"}
    assert marked.standards == (15, 60, 240, 1440)


def test_an_agreed_standard_stands_beside_the_usual_ones(engine: DuckEngine) -> None:
    assert make(engine, [lead("1")], settings=Settings(sla_minutes=30)).standards == (15, 30, 60, 240, 1440)


def test_the_order_of_rows_changes_nothing() -> None:
    rows, touches = won_and_called(6)
    rows += [
        lead("1", tag=VK, status="lost", reason="no_answer", closed_at="2026-09-05T10:00:00"),
        lead("2", tag=ORGANIC, status="junk", phone="+70000000001", created_at="2026-09-03T10:00:00"),
        lead("3", status="lost", reason="price", first_response_at="2026-09-02T10:00:00"),
        lead("4", created="2026-09-28T10:00:00"),
    ]
    touches += [call("1", "2026-09-01T12:00:00"), call("1", "2026-09-02T12:00:00"), call("4", "2026-09-28T10:03:00")]
    query = "SELECT v.lead_id, e.* EXCLUDE (lead) FROM evidence AS e JOIN lead_view AS v USING (lead) ORDER BY lead_id"
    found = []
    for turned in (False, True):
        with open_duckdb(0, threads=2 if turned else 1) as opened:
            make(opened, rows[::-1] if turned else rows, touches[::-1] if turned else touches)
            found.append(opened.fetch(query))
    assert found[0] == found[1]
    assert len(found[0]) == 10
