from __future__ import annotations

from datetime import date

import pytest

from smmfunnel.config.spans import parse_days, previous, resolve_span, year_before

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-09-01..2026-09-30", date(2026, 9, 1), date(2026, 9, 30)),
        ("2026-09-05..2026-09-05", date(2026, 9, 5), date(2026, 9, 5)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("last-week", date(2026, 11, 16), date(2026, 11, 22)),
        ("last-month", date(2026, 10, 1), date(2026, 10, 31)),
        ("month-to-date", date(2026, 11, 1), MONDAY),
        ("last-year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_both_ends_are_in(text: str, first: date, last: date) -> None:
    assert resolve_span(text, MONDAY) == (first, last)


def test_last_month_of_january_is_december() -> None:
    assert resolve_span("last-month", date(2026, 1, 15)) == (date(2025, 12, 1), date(2025, 12, 31))


def test_last_week_of_a_sunday_ended_a_week_before() -> None:
    assert resolve_span("last-week", date(2026, 11, 22)) == (date(2026, 11, 9), date(2026, 11, 15))


@pytest.mark.parametrize("text", ["2026-09-30..2026-09-01", "2026-13", "yesterday", "2026-02-30..2026-03-01", ""])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_days(text)


def test_previous_has_no_meaning_by_itself() -> None:
    with pytest.raises(ValueError, match="beside a period"):
        resolve_span("previous", MONDAY)


def test_before_whole_months_come_whole_months() -> None:
    assert previous((date(2026, 3, 1), date(2026, 4, 30))) == (date(2026, 1, 1), date(2026, 2, 28))
    assert previous((date(2026, 1, 1), date(2026, 1, 31))) == (date(2025, 12, 1), date(2025, 12, 31))


def test_the_end_of_february_stays_its_end() -> None:
    assert year_before((date(2025, 2, 1), date(2025, 2, 28))) == (date(2024, 2, 1), date(2024, 2, 29))
