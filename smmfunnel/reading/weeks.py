"""Weeks and months as exports write them: rows that stand for several days without saying the last one."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.reading.dates import is_null, parse_day
from smmfunnel.reading.isodates import FIRST_YEAR, LAST_YEAR
from smmfunnel.reading.months import MONTHS
from smmfunnel.reading.octets import in_one_piece
from smmfunnel.reading.period import find_period

if TYPE_CHECKING:
    from collections.abc import Callable

Days = tuple[date, date]

WEEK = timedelta(days=6)
_ISO_WEEK = re.compile(r"^(\d{4})-?W(\d{1,2})$", re.IGNORECASE)
_NTH = re.compile(r"^\d{4}$")
_YEAR_MONTH = re.compile(r"^(?P<year>\d{4})[-./]?(?P<month>\d{2})$")
_MONTH_YEAR = re.compile(r"^(?P<month>\d{1,2})[-./](?P<year>\d{4})$")
_NAMED = re.compile(r"^(?P<name>[^\W\d]+)\.?,?[\s-]+(?:de\s+)?(?P<year>\d{4})(?:\s*[гр]\.?)?$")


def week_days(text: str, order: str = "dmy", report: Days | None = None) -> Days | None:
    """Read the days of a week: its first day, both its days, an ISO week, or a number counted from the report's start.

    Example:
        >>> week_days("2026-08-31"), week_days("31.08.2026 - 06.09.2026") == week_days("2026-W36")
        ((datetime.date(2026, 8, 31), datetime.date(2026, 9, 6)), True)
        >>> week_days("0001", report=(date(2026, 1, 1), date(2026, 9, 23)))
        (datetime.date(2026, 1, 8), datetime.date(2026, 1, 14))
    """
    value = " ".join(text.split())
    if _NTH.match(value):
        return _from_start(int(value) * 7, 7, report)
    if iso := _ISO_WEEK.match(value):
        try:
            first = date.fromisocalendar(int(iso[1]), int(iso[2]), 1)
        except ValueError:
            return None
        return first, first + WEEK
    if day := parse_day(value, order):
        return day, day + WEEK
    return find_period([value], order)


def month_days(text: str, order: str = "dmy", report: Days | None = None) -> Days | None:
    """Read the days of a month: any day of it, its year and number, or its name.

    Example:
        >>> month_days("2026-09") == month_days("сентябрь 2026 г.") == month_days("01.09.2026") == month_days("202609")
        True
        >>> month_days("Sep 2026")
        (datetime.date(2026, 9, 1), datetime.date(2026, 9, 30))
    """
    del report
    value = " ".join(text.split())
    if match := _YEAR_MONTH.match(value) or _MONTH_YEAR.match(value):
        return _month(int(match["year"]), int(match["month"]))
    if named := _NAMED.match(value):
        return _month(int(named["year"]), MONTHS.get(named["name"].casefold(), 0))
    day = parse_day(value, order)
    return _month(day.year, day.month) if day else None


def nth_day(text: str, report: Days | None) -> date | None:
    """Read a day counted from the report's first one, `0000`; None where the text is none.

    Example:
        >>> nth_day("0023", (date(2026, 1, 1), date(2026, 9, 23)))
        datetime.date(2026, 1, 24)
    """
    found = _from_start(int(text), 1, report) if _NTH.match(text.strip()) else None
    return found[0] if found else None


def parse_spans(
    cells: pa.Array, read: Callable[[str, str, Days | None], Days | None], order: str, report: Days | None
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Read a column of weeks or months.

    Args:
        cells: text.
        read: `week_days` or `month_days`.
        order: dmy or mdy, for numeric dates with the year last.
        report: the days the whole file stands for: a week at their edge is only in part its own.

    Returns:
        First days, last days, and the mask of cells that are no week or month.
    """
    encoded = pc.dictionary_encode(in_one_piece(cells))
    texts = [text or "" for text in encoded.dictionary.to_pylist()]
    spans = [_inside(read(text, order, report), report) for text in texts]
    wrong = [span is None and not is_null(text) for text, span in zip(texts, spans, strict=True)]
    first = pa.array([span[0] if span else None for span in spans], pa.date32())
    last = pa.array([span[1] if span else None for span in spans], pa.date32())
    return (
        pc.take(first, encoded.indices),
        pc.take(last, encoded.indices),
        pc.fill_null(pc.take(pa.array(wrong, pa.bool_()), encoded.indices), fill_value=False),
    )


def _inside(span: Days | None, report: Days | None) -> Days | None:
    if span is None or report is None or span[1] < report[0] or span[0] > report[1]:
        return span
    return max(span[0], report[0]), min(span[1], report[1])


def _from_start(days: int, length: int, report: Days | None) -> Days | None:
    if report is None or report[0] + timedelta(days=days) > report[1]:
        return None
    first = report[0] + timedelta(days=days)
    return first, first + timedelta(days=length - 1)


def _month(year: int, month: int) -> Days | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and month in MONTHS.values()):
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
