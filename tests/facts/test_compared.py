from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.config import Settings
from smmfunnel.facts.compared import Coverage, compare
from smmfunnel.results import Span

AUGUST, SEPTEMBER = (date(2026, 8, 1), date(2026, 8, 31)), (date(2026, 9, 1), date(2026, 9, 30))
END = date(2026, 9, 30)
BOTH = Coverage({"ads": (AUGUST[0], END), "leads": (AUGUST[0], END)}, END)


def span(days: tuple[date, date], why: str = "asked") -> Span:
    return Span(*days, why=why)


def test_without_a_period_the_last_full_month_is_held_against_the_month_before() -> None:
    found = compare(Settings(), None, None, BOTH)
    assert found
    assert (found.kind, found.why) == ("previous", "month_before")
    assert (found.period.start, found.period.end) == SEPTEMBER
    assert found.reference
    assert (found.reference.start, found.reference.end) == AUGUST
    assert found.placebo is None


def test_a_month_that_has_not_ended_is_not_full() -> None:
    covered = Coverage({"ads": (date(2026, 7, 1), date(2026, 9, 20))}, date(2026, 9, 20))
    found = compare(Settings(), None, None, covered)
    assert found
    assert (found.period.start, found.period.end) == AUGUST


def test_a_quiet_day_at_the_edge_is_no_gap() -> None:
    covered = Coverage({"ads": (AUGUST[0] + timedelta(2), END), "leads": (AUGUST[0], END - timedelta(2))}, END)
    found = compare(Settings(), None, None, covered)
    assert found
    assert found.kind == "previous"


def test_without_history_the_leads_themselves_are_the_standard() -> None:
    covered = Coverage({"ads": SEPTEMBER, "leads": SEPTEMBER}, END)
    found = compare(Settings(), None, None, covered)
    assert found
    assert (found.kind, found.why, found.reference) == ("standards", "no_history_standards", None)
    assert [note.code for note in found.refused] == ["reference_not_covered"]


def test_a_short_export_is_taken_whole() -> None:
    days = date(2026, 4, 9), date(2026, 4, 21)
    covered = Coverage({"ads": days, "leads": (date(2026, 4, 1), date(2026, 4, 30))}, date(2026, 4, 30))
    found = compare(Settings(), None, None, covered)
    assert found
    assert (found.period.start, found.period.end, found.period.why) == (*days, "common_days")


def test_a_period_alone_takes_the_span_before_it() -> None:
    week = span((date(2026, 9, 8), date(2026, 9, 14)))
    found = compare(Settings(period="2026-09-08..2026-09-14"), week, None, BOTH)
    assert found
    assert found.reference
    assert (found.reference.start, found.reference.end) == (date(2026, 9, 1), date(2026, 9, 7))
    assert found.placebo
    assert (found.placebo.start, found.placebo.end) == (date(2026, 8, 25), date(2026, 8, 31))


def test_the_day_smm_began_parts_the_data() -> None:
    found = compare(Settings(reference="before:2026-09-01"), None, None, BOTH)
    assert found
    assert found.reference
    assert (found.kind, found.reference.end, found.period.start) == ("before", AUGUST[1], SEPTEMBER[0])


@pytest.mark.parametrize("kind", ["targets", "control", "standards"])
def test_references_without_days_leave_the_period(kind: str) -> None:
    found = compare(Settings(reference=kind), span(SEPTEMBER), None, BOTH)
    assert found
    assert (found.kind, found.reference) == (kind, None)


def test_a_file_that_cannot_be_cut_covers_no_part_of_its_days() -> None:
    covered = Coverage({"ads": (AUGUST[0], END)}, END, lambda days: days != (AUGUST[0], END))
    found = compare(Settings(), None, None, covered)
    assert found
    assert (found.period.start, found.period.end) == (AUGUST[0], END)
    assert found.kind == "standards"


def test_without_days_nothing_is_compared() -> None:
    assert compare(Settings(), None, None, Coverage({}, None)) is None
    assert compare(Settings(), None, None, Coverage({"ads": None}, None)) is None


@given(st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.integers(0, 500), st.integers(0, 60))
def test_the_compared_spans_never_overlap(first: date, length: int, later: int) -> None:
    last = first + timedelta(length)
    covered = Coverage({"ads": (first, last), "leads": (first + timedelta(later), last + timedelta(later))}, last)
    found = compare(Settings(), None, None, covered)
    assert found
    spans = [one for one in (found.placebo, found.reference, found.period) if one]
    assert all(one.end < two.start for one, two in pairwise(spans))


def test_a_period_longer_than_the_files_is_cut_and_said() -> None:
    covered = Coverage({"ads": (AUGUST[0], END), "leads": (AUGUST[0], date(2026, 9, 20))}, date(2026, 9, 25))
    found = compare(Settings(period="2026-09"), span(SEPTEMBER), None, covered)
    assert found
    assert (found.period.start, found.period.end) == (SEPTEMBER[0], date(2026, 9, 20))
    assert [(note.code, note.params["span"]) for note in found.refused] == [("period_cut", "2026-09-01..2026-09-20")]
    assert found.reference
    assert (found.reference.start, found.reference.end) == (date(2026, 8, 12), AUGUST[1])


def test_a_period_the_files_know_nothing_of_is_refused() -> None:
    later = (date(2026, 10, 1), date(2026, 10, 31))
    found = compare(Settings(period="2026-10"), span(later), None, BOTH)
    assert found
    assert (found.period.start, found.period.end) == later
    assert [note.code for note in found.refused] == ["period_not_covered"]
    assert found.refused[0].params["days"] == "ads 2026-08-01..2026-09-30, leads 2026-08-01..2026-09-30"


def test_a_reference_is_cut_where_the_files_begin_and_kept_where_they_know_nothing_of_it() -> None:
    covered = Coverage({"ads": (date(2026, 8, 15), END), "leads": (AUGUST[0], END)}, END)
    found = compare(Settings(), span(SEPTEMBER), span(AUGUST), covered)
    assert found
    assert found.reference
    assert (found.reference.start, found.reference.end) == (date(2026, 8, 15), AUGUST[1])
    assert [note.code for note in found.refused] == ["reference_cut"]
    kept = compare(Settings(), span(SEPTEMBER), span((AUGUST[0], date(2026, 8, 14))), covered)
    assert kept
    assert kept.reference
    assert (kept.reference.start, kept.reference.end) == (AUGUST[0], date(2026, 8, 14))
    assert kept.refused == ()
    july = compare(Settings(), span(SEPTEMBER), span((date(2026, 7, 1), date(2026, 7, 31))), covered)
    assert july
    assert [note.code for note in july.refused] == ["reference_not_in_files"]


def test_a_span_is_not_cut_through_a_file_of_a_whole_period() -> None:
    def whole(days: tuple[date, date]) -> bool:
        return days != SEPTEMBER

    covered = Coverage({"ads": SEPTEMBER, "leads": (SEPTEMBER[0], date(2026, 9, 20))}, END, whole)
    found = compare(Settings(reference="standards"), span(SEPTEMBER), None, covered)
    assert found
    assert (found.period.start, found.period.end) == SEPTEMBER
    assert found.refused == ()


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (AUGUST[0], ["reference_not_in_files"]),
        (AUGUST[0] + timedelta(days=1), []),
        (SEPTEMBER[1], []),
        (SEPTEMBER[1] + timedelta(days=1), ["period_not_covered"]),
    ],
)
def test_a_beginning_the_files_know_nothing_before_or_since_is_refused_in_their_own_words(
    day: date, codes: list[str]
) -> None:
    found = compare(Settings(reference=f"before:{day}"), None, None, BOTH)
    assert found
    assert [note.code for note in found.refused] == codes
    assert all(str(day) in str(note.params["asked"]) for note in found.refused)
