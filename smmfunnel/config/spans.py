"""Spans of days as people write them: 2026-09-01..2026-09-30, a month, or a name relative to a day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

NAMES = ("last-week", "last-month", "month-to-date", "last-year", "previous")
UNSPANNED = ("targets", "control", "standards")
"""References that are no span of days."""
BEFORE = "before:"
_DAYS = re.compile(r"^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$")
_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_YEAR = 12
DAY = timedelta(days=1)


def parse_days(text: str) -> tuple[date, date] | None:
    """Read `A..B` or a month `YYYY-MM`, both ends in; None for a name.

    Raises:
        ValueError: the text is neither days nor a name, or the days are turned round.

    Example:
        >>> parse_days("2026-02")
        (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    if text in NAMES:
        return None
    if match := _DAYS.match(text):
        first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
        if first > last:
            msg = f"{text} ends before it begins"
            raise ValueError(msg)
        return first, last
    if match := _MONTH.match(text):
        return month(int(match[1]), int(match[2]))
    msg = f"{text!r} is not a span: write 2026-09-01..2026-09-30, 2026-09, or one of {', '.join(NAMES)}"
    raise ValueError(msg)


def check_span(text: str) -> None:
    """Raise ValueError where `parse_days` would."""
    parse_days(text)


def parse_before(text: str) -> date | None:
    """Read the day of `before:2026-03-01`, when SMM began; None for any other reference.

    Raises:
        ValueError: what follows `before:` is no day.

    Example:
        >>> parse_before("before:2026-03-01"), parse_before("previous")
        (datetime.date(2026, 3, 1), None)
    """
    if not text.startswith(BEFORE):
        return None
    day = text.removeprefix(BEFORE)
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        msg = f"{text!r} names no day: write before:2026-03-01, the day SMM began"
        raise ValueError(msg) from error


def check_reference(text: str) -> None:
    """Check a reference: a span, or targets, control, standards or before:DAY.

    Raises:
        ValueError: it is none of them.
    """
    if text not in UNSPANNED and parse_before(text) is None:
        parse_days(text)


def is_span(reference: str) -> bool:
    """Tell whether a reference is a span of days of the same files that stands beside the period."""
    return reference not in UNSPANNED and not reference.startswith(BEFORE)


def month(year: int, number: int) -> tuple[date, date]:
    """First and last day of a month.

    Raises:
        ValueError: there is no such month.
    """
    first = date(year, number, 1)
    return first, date(year, number, monthrange(year, number)[1])


def resolve_span(text: str, as_of: date) -> tuple[date, date]:
    """Resolve a span other than `previous`, names being relative to `as_of`.

    `last-week` is the last full week from Monday to Sunday before `as_of`'s week, `last-month` the calendar
    month before, `month-to-date` the days of `as_of`'s month up to it, `last-year` the calendar year before.

    Raises:
        ValueError: the text is no span, or has no meaning by itself (`previous`).

    Example:
        >>> resolve_span("last-week", date(2026, 11, 23))
        (datetime.date(2026, 11, 16), datetime.date(2026, 11, 22))
    """
    days = parse_days(text)
    if days:
        return days
    if text == "last-week":
        end = as_of - timedelta(days=as_of.weekday() + 1)
        return end - timedelta(days=6), end
    if text == "last-month":
        before = as_of.replace(day=1) - DAY
        return month(before.year, before.month)
    if text == "month-to-date":
        return as_of.replace(day=1), as_of
    if text == "last-year":
        return date(as_of.year - 1, 1, 1), date(as_of.year - 1, 12, 31)
    msg = f"{text!r} is a span only beside a period"
    raise ValueError(msg)


def previous(period: tuple[date, date]) -> tuple[date, date]:
    """Return the span of equal length before a period; for whole calendar months, the months before.

    Example:
        >>> previous((date(2026, 9, 1), date(2026, 9, 30)))
        (datetime.date(2026, 8, 1), datetime.date(2026, 8, 31))
        >>> previous((date(2026, 9, 8), date(2026, 9, 14)))
        (datetime.date(2026, 9, 1), datetime.date(2026, 9, 7))
    """
    first, last = period
    end = first - DAY
    if first.day == 1 and (last + DAY).day == 1:
        months = (last.year - first.year) * _YEAR + last.month - first.month + 1
        index = first.year * _YEAR + first.month - 1 - months
        return date(index // _YEAR, index % _YEAR + 1, 1), end
    return end - (last - first), end


def year_before(period: tuple[date, date]) -> tuple[date, date]:
    """Return the same days a year earlier; the end of February stays its end.

    Example:
        >>> year_before((date(2024, 2, 1), date(2024, 2, 29)))
        (datetime.date(2023, 2, 1), datetime.date(2023, 2, 28))
    """

    def shift(day: date) -> date:
        length = monthrange(day.year - 1, day.month)[1]
        last = day.day == monthrange(day.year, day.month)[1]
        return date(day.year - 1, day.month, length if last else min(day.day, length))

    return shift(period[0]), shift(period[1])
