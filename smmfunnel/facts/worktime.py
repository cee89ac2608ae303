"""The clock that runs in working hours only: a table of days with the working seconds gone by before each."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pyarrow as pa

from smmfunnel.reading.frames import TYPES, frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smmfunnel.config import WorkTime
    from smmfunnel.engines import Engine

WORKDAYS = {
    "day": "DATE",
    "opens": "BIGINT",
    "closes": "BIGINT",
    "opens_too": "BIGINT",
    "closes_too": "BIGINT",
    "before": "BIGINT",
}
"""Days of the report's clock: seconds of the day at which work begins and ends, a second pair where hours of
another time zone run over midnight, and working seconds on all days before."""
DAY = timedelta(days=1)
MIDNIGHT = 24 * 3600


def workdays(
    worktime: WorkTime, first: date, last: date, report_zone: str | None
) -> list[tuple[date, int, int, int, int, int]]:
    """List the days `first` … `last`, those without work too; columns of `WORKDAYS`.

    Moments are wall-clock time of the report's zone; hours of another zone are moved to it, holidays are days
    of the hours' own zone.

    Example:
        >>> from smmfunnel.config import WorkTime
        >>> friday, monday = date(2026, 9, 4), date(2026, 9, 7)
        >>> for row in workdays(WorkTime(), friday, monday, None):
        ...     print(*row)
        2026-09-04 32400 64800 0 0 0
        2026-09-05 0 0 0 0 32400
        2026-09-06 0 0 0 0 32400
        2026-09-07 32400 64800 0 0 32400
    """
    pieces: dict[date, list[tuple[int, int]]] = {}
    for opens, closes in _open(worktime, first - DAY, last + DAY, report_zone):
        for day, piece in _cut(opens, closes):
            pieces.setdefault(day, []).append(piece)
    rows, before = [], 0
    for day in (first + DAY * step for step in range((last - first).days + 1)):
        one, two = [*sorted(pieces.get(day, ())), (0, 0), (0, 0)][:2]
        rows.append((day, *one, *two, before))
        before += one[1] - one[0] + two[1] - two[0]
    return rows


def _open(worktime: WorkTime, first: date, last: date, report_zone: str | None) -> Iterator[tuple[datetime, datetime]]:
    """Yield opening and closing of each working day, on the report's clock."""
    week, off = worktime.week(), worktime.off()
    for day in (first + DAY * step for step in range((last - first).days + 1)):
        if day.weekday() in week and day not in off:
            begins = datetime.combine(day, time())
            ends = [begins + timedelta(seconds=at) for at in week[day.weekday()]]
            if worktime.timezone and report_zone and worktime.timezone != report_zone:
                own, report = ZoneInfo(worktime.timezone), ZoneInfo(report_zone)
                ends = [at.replace(tzinfo=own).astimezone(report).replace(tzinfo=None) for at in ends]
            if ends[0] < ends[1]:
                yield ends[0], ends[1]


def _cut(opens: datetime, closes: datetime) -> Iterator[tuple[date, tuple[int, int]]]:
    """Cut a span of work at midnight."""
    while opens < closes:
        midnight = datetime.combine(opens.date(), time())
        end = min(closes, midnight + DAY)
        yield opens.date(), (_seconds(opens - midnight), _seconds(end - midnight))
        opens = end


def _seconds(span: timedelta) -> int:
    return span // timedelta(seconds=1)


def load_workdays(engine: Engine, rows: Sequence[tuple[date, int, int, int, int, int]]) -> None:
    """Make the table `workdays`."""
    engine.create("workdays", WORKDAYS)
    arrays = {
        name: pa.array([row[place] for row in rows], TYPES[kind]) for place, (name, kind) in enumerate(WORKDAYS.items())
    }
    engine.load("workdays", [frame(WORKDAYS, arrays, len(rows))])


def gone(moment: str, row: str) -> str:
    """SQL for the working seconds before a moment, given the row of `workdays` of its day."""
    second = second_of(moment)
    return (
        f"({row}.before + greatest(least({second}, {row}.closes) - {row}.opens, 0)"
        f" + greatest(least({second}, {row}.closes_too) - {row}.opens_too, 0))"
    )


def gone_by_midnight(row: str) -> str:
    """SQL for the working seconds before the end of a row's day."""
    return f"({row}.before + {row}.closes - {row}.opens + {row}.closes_too - {row}.opens_too)"


def second_of(moment: str) -> str:
    """SQL for the second of the day of a moment, parts of a second cut off."""
    return f"date_diff('second', date_trunc('day', {moment}), {moment})"


def is_open(moment: str, row: str) -> str:
    """SQL for whether a moment lies in the working hours of its row's day."""
    second = second_of(moment)
    return (
        f"({second} >= {row}.opens AND {second} < {row}.closes"
        f" OR {second} >= {row}.opens_too AND {second} < {row}.closes_too)"
    )
