from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.analysis.intervals import wilson
from smmfunnel.engines import DuckEngine, open_duckdb
from smmfunnel.facts import touchlog
from smmfunnel.facts.evidence import TouchLogCell
from smmfunnel.facts.question import Question
from smmfunnel.facts.touchlog import Record, Won, judge, verdict
from tests.facts.evidenced import ORGANIC, VK, call, lead, make, one, won_and_called

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, LAST = datetime.fromisoformat("2026-09-01T09:00:00"), datetime.fromisoformat("2026-09-30T00:00:00")
LOG = Record(own=False, first=FIRST, last=LAST, seen=LAST)


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with open_duckdb(0, threads=1) as opened:
        yield opened


def won(number: int, touched: int, source: str | None = None, *, span: int | None = 0, covered: bool = True) -> Won:
    return Won(source, None, span, None, covered, number, touched)


@pytest.mark.parametrize(
    ("touched", "number", "told"),
    [
        (100, 100, "complete"),
        (90, 100, "complete"),
        (89, 100, "incomplete"),
        (9, 9, "complete"),
        (8, 8, "too_few_won"),
        (12, 20, "incomplete"),
        (17, 20, "too_few_won"),
        (0, 3, "incomplete"),
    ],
)
def test_verdicts(touched: int, number: int, told: str) -> None:
    assert verdict(touched, number) == told


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_verdict_follows_wilsons_interval(counts: tuple[int, int]) -> None:
    touched, number = counts
    low, high = wilson(touched, number)
    told = verdict(touched, number)
    if told == "complete":
        assert touched / number >= 0.9
        assert low >= 0.7 - 1e-9
    if told == "incomplete":
        assert touched / number < 0.9
        assert not (low < 0.7 - 1e-9 and high > 0.9 + 1e-9)
    if told == "too_few_won":
        assert low < 0.7 + 1e-9
        assert high > 0.9 - 1e-9


def test_parts_are_summed_in_a_fixed_order() -> None:
    facts = judge(
        LOG,
        [
            won(30, 30, "vk"),
            replace(won(10, 2, "site"), form="chat"),
            replace(won(5, 5, span=None), compared=1),
        ],
    )
    assert facts.cells == (
        TouchLogCell("all", None, 40, 32),
        TouchLogCell("source", "site", 10, 2),
        TouchLogCell("source", "vk", 30, 30),
        TouchLogCell("channel", "chat", 10, 2),
        TouchLogCell("span", "1", 5, 5),
    )
    assert (facts.trusted, facts.why) == (False, "incomplete")
    assert (facts.first_day, facts.last_day) == (date(2026, 9, 1), date(2026, 9, 30))
    assert touchlog.verdicts(facts, "source") == {"site": "gaps", "vk": "complete"}


def test_a_log_that_was_not_kept_yet_covers_nothing() -> None:
    assert judge(LOG, [won(30, 0, covered=False)]).why == "not_covering"
    assert judge(LOG, [won(30, 0, covered=False), won(30, 30)]).why == "complete"


def test_without_any_touch_there_is_no_log() -> None:
    facts = judge(Record(own=False, first=None, last=None, seen=None), [])
    assert (facts.any, facts.trusted, facts.why, facts.cells) == (False, False, "none", ())


def test_the_share_is_of_leads_touched_by_their_closing(engine: DuckEngine) -> None:
    rows = [
        lead("1", status="won", closed_at="2026-09-05T10:00:00"),
        lead("2", status="won", closed_at="2026-09-05T10:00:00"),
        lead("3", status="won", closed_at="2026-09-05"),
        lead("4", status="won", attempts=2),
        lead("5", status="won", closed_at="2026-09-05T10:00:00", manager="Anna", created_by="Anna"),
        lead("6", status="lost", first_response_at="2026-09-01T11:00:00"),
    ]
    touches = [call("1", "2026-09-05T09:00:00"), call("2", "2026-09-05T11:00:00"), call("3", "2026-09-05T11:00:00")]
    facts = make(engine, rows, touches).touch_log
    # The fifth is its manager's own card, the sixth is lost.
    assert facts.cells == (TouchLogCell("all", None, 4, 3),)


def test_a_source_whose_calls_go_past_the_log_is_not_blamed(engine: DuckEngine) -> None:
    good, calls = won_and_called(20, tag=VK)
    bad = [lead(f"8{n}", status="won", tag=ORGANIC, closed_at="2026-09-05T10:00:00") for n in range(20)]
    rows = [*good, *bad, lead("1", tag=VK), lead("2", tag=ORGANIC), lead("3")]
    marked = make(engine, rows, [*calls, call("0", "2026-09-30T10:00:00")])
    assert marked.touch_log.why == "incomplete"
    assert [one(engine, name)["log"] for name in "123"] == ["trusted", "gaps", "gaps"]
    assert [one(engine, name)["outcome"] for name in "123"] == ["untouched", "no_record", "no_record"]


def test_leads_from_before_the_log_are_not_covered(engine: DuckEngine) -> None:
    rows, calls = won_and_called(20)
    make(engine, [*rows, lead("1", "2026-08-31T23:00:00"), lead("2", "2026-09-01T00:00:01")], calls)
    assert [one(engine, name)["log"] for name in "12"] == ["uncovered", "trusted"]
    assert one(engine)["outcome"] == "no_record"


def test_where_the_crm_has_times_of_its_own_every_lead_is_covered(engine: DuckEngine) -> None:
    rows, calls = won_and_called(20)
    rows += [lead("1", "2026-08-01T10:00:00"), lead("2", first_response_at="2026-09-03T10:00:00")]
    make(engine, rows, calls)
    assert one(engine)["log"] == "trusted"


def test_a_compared_span_with_gaps_is_told_apart(engine: DuckEngine) -> None:
    rows, calls = won_and_called(20)
    rows += [lead(f"7{n}", "2026-08-05T10:00:00", status="won", closed_at="2026-08-09T10:00:00") for n in range(20)]
    rows += [lead("1", "2026-08-06T10:00:00"), lead("2", "2026-09-02T10:00:00")]
    days = {0: (date(2026, 9, 1), date(2026, 9, 30)), 1: (date(2026, 8, 1), date(2026, 8, 31))}
    question = Question(days[0], days[1], date(2026, 9, 30), compared=days)
    marked = make(engine, rows, [*calls, call("71", "2026-08-05T10:10:00")], question=question)
    assert [cell for cell in marked.touch_log.cells if cell.kind == "span"] == [
        TouchLogCell("span", "0", 20, 20),
        TouchLogCell("span", "1", 20, 1),
    ]
    assert marked.touch_log.trusted
    assert [one(engine, name)["log"] for name in "12"] == ["gaps", "trusted"]
