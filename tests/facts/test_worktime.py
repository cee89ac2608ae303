from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smmfunnel.config import WorkTime
from smmfunnel.engines import DuckEngine, open_duckdb
from smmfunnel.facts import worktime
from tests.facts.tables import frame

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, LAST = date(2026, 3, 20), date(2026, 4, 5)
START = datetime.fromisoformat("2026-03-21T00:00:00")
STEP = 300
"""Hours and moments of the test lie on five minutes, so that the slow clock need not look at every second."""


def is_work(own: WorkTime, moment: datetime, report: str | None) -> bool:
    """Tell whether a moment of the report's clock is working time, as a person with a calendar would."""
    if own.timezone and report and own.timezone != report:
        moment = moment.replace(tzinfo=ZoneInfo(report)).astimezone(ZoneInfo(own.timezone)).replace(tzinfo=None)
    if moment.date() in own.off() or moment.weekday() not in own.week():
        return False
    opens, closes = own.week()[moment.weekday()]
    return opens <= moment.hour * 3600 + moment.minute * 60 + moment.second < closes


def slow_clock(own: WorkTime, one: datetime, two: datetime, report: str | None) -> int:
    """Count working seconds one step after the other."""
    steps = range((two - one) // timedelta(seconds=STEP))
    return sum(STEP for step in steps if is_work(own, one + step * timedelta(seconds=STEP), report))


QUERY = """
SELECT {gone_two} - {gone_one} AS seconds, {opened} AS opened FROM asked
JOIN workdays AS a ON a.day = CAST(one AS DATE) JOIN workdays AS b ON b.day = CAST(two AS DATE)
"""
HOURS = st.tuples(st.integers(0, 280), st.integers(1, 80)).map(
    lambda ends: "{:02}:{:02}-{:02}:{:02}".format(*divmod(ends[0] * 5, 60), *divmod(min(sum(ends), 288) * 5, 60))
)
WORKTIMES = st.builds(
    WorkTime,
    days=st.sampled_from(["mon-fri", "mon, wed, fri-sun", "sun", "mon-sun"]),
    hours=HOURS,
    other_hours=st.dictionaries(st.sampled_from(["sat", "mon"]), HOURS),
    holidays=st.sampled_from([(), ("2026-03-23",), ("2026-03-25..2026-03-30",)]),
    timezone=st.sampled_from([None, "Europe/Moscow", "Asia/Vladivostok", "America/Sao_Paulo"]),
)
MOMENTS = st.integers(0, 12 * 24 * 12).map(lambda step: START + step * timedelta(seconds=STEP))


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with open_duckdb(0, threads=1) as opened:
        yield opened


@given(own=WORKTIMES, ends=st.tuples(MOMENTS, MOMENTS), report=st.sampled_from([None, "Asia/Yekaterinburg"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_clock_counts_what_a_slow_one_does(
    engine: DuckEngine, own: WorkTime, ends: tuple[datetime, datetime], report: str | None
) -> None:
    worktime.load_workdays(engine, worktime.workdays(own, FIRST, LAST, report))
    one, two = sorted(ends)
    columns = {"one": "TIMESTAMP", "two": "TIMESTAMP"}
    engine.create("asked", columns)
    engine.load("asked", [frame(columns, [{"one": one, "two": two}])])
    row = engine.fetch(
        QUERY.format(
            gone_one=worktime.gone("one", "a"), gone_two=worktime.gone("two", "b"), opened=worktime.is_open("one", "a")
        )
    )[0]
    assert row["seconds"] == slow_clock(own, one, two, report)
    assert row["opened"] == is_work(own, one, report)


def test_single_seconds_count(engine: DuckEngine) -> None:
    worktime.load_workdays(engine, worktime.workdays(WorkTime(), FIRST, LAST, None))
    before = {row[0]: row[5] for row in worktime.workdays(WorkTime(), FIRST, LAST, None)}[date(2026, 3, 24)]
    moments = {"08:59:59": 0, "09:00:00": 0, "09:00:01": 1, "17:59:59": 32399, "18:00:00": 32400, "18:00:01": 32400}
    columns = {"at": "TIMESTAMP"}
    engine.create("moments", columns)
    engine.load("moments", [frame(columns, [{"at": f"2026-03-24T{clock}"} for clock in moments])])
    query = 'SELECT {} AS gone FROM moments JOIN workdays AS w ON w.day = CAST("at" AS DATE) ORDER BY "at"'
    rows = engine.fetch(query.format(worktime.gone('"at"', "w")))
    assert [row["gone"] - before for row in rows] == list(moments.values())


def test_hours_of_another_zone_may_run_over_midnight() -> None:
    own = WorkTime(days="mon", hours="09:00-18:00", timezone="Asia/Vladivostok")
    rows = worktime.workdays(own, date(2026, 9, 6), date(2026, 9, 8), "Asia/Yekaterinburg")
    # Vladivostok is five hours ahead of Yekaterinburg.
    assert rows == [
        (date(2026, 9, 6), 0, 0, 0, 0, 0),
        (date(2026, 9, 7), 4 * 3600, 13 * 3600, 0, 0, 0),
        (date(2026, 9, 8), 0, 0, 0, 0, 9 * 3600),
    ]
    west = worktime.workdays(
        WorkTime(days="mon", hours="09:00-18:00", timezone="America/Sao_Paulo"),
        date(2026, 9, 7),
        date(2026, 9, 8),
        "Asia/Yekaterinburg",
    )
    assert [row[1:5] for row in west] == [(17 * 3600, 24 * 3600, 0, 0), (0, 2 * 3600, 0, 0)]
