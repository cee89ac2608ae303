from __future__ import annotations

from dataclasses import replace

from smmfunnel.analysis.counts import Scope
from smmfunnel.analysis.intervals import wilson
from smmfunnel.analysis.managers import managers
from smmfunnel.analysis.response import response
from smmfunnel.config.worktime import WorkTime
from smmfunnel.facts.evidence import BandCell, TouchLogFacts
from smmfunnel.results import Estimate
from smmfunnel.tables import MICRO
from tests.analysis.cases import HAS, SETTINGS, R, evidence, facts, manager_cell, times

BANDS = (
    BandCell(R.WITHIN_15M, off_hours=False, leads=40, exposure=30 * MICRO, sales=6),
    BandCell(R.WITHIN_15M, off_hours=True, leads=10, exposure=10 * MICRO, sales=2),
    BandCell(R.NEVER, off_hours=True, leads=50, exposure=50 * MICRO, sales=0),
)
DESK = (manager_cell("Anna", 60, touched=50), manager_cell(None, 40, touched=10))
ALL = Scope("all", frozenset())
TIMES = (times("day", "2026-09-01", 5, 5, 60), times("all", None, 100, 50, 900))


def test_response_by_hand() -> None:
    found = response(evidence(times=TIMES, bands=BANDS, managers=DESK), SETTINGS, ALL)
    assert found is not None
    assert (found.touched, found.untouched, found.p50_minutes, found.p90_minutes) == (60, 40, 15.0, None)
    fast, never = found.bands
    assert (fast.band, fast.leads, fast.sales) == ("15m", 50, 8)
    assert fast.rate == Estimate(0.2, *wilson(8, 40))
    assert (never.band, never.rate.value) == ("never", 0.0)
    assert (found.off_hours, found.p50_working_minutes) == (None, None)


def test_off_hours_leads_stand_apart_where_working_hours_are_agreed() -> None:
    worktime = WorkTime(days="mon-fri", hours="09:00-18:00")
    found = response(evidence(times=TIMES, bands=BANDS, managers=DESK), replace(SETTINGS, worktime=worktime), ALL)
    assert found is not None
    assert found.off_hours is not None
    assert (found.off_hours.leads, found.off_hours.sales) == (60, 2)
    assert found.p50_working_minutes == 15.0


def test_without_touches_there_is_nothing_to_say() -> None:
    assert (
        response(evidence(times=TIMES, bands=BANDS, managers=DESK, has=HAS | {"responses": False}), SETTINGS, ALL)
        is None
    )
    assert response(evidence(times=TIMES[:1]), SETTINGS, ALL) is None
    assert response(None, SETTINGS, ALL) is None


def test_by_a_log_with_gaps_the_answered_alone_say_nothing_of_how_fast() -> None:
    gaps = TouchLogFacts(any=True, first_day=None, last_day=None, cells=(), trusted=False, why="incomplete")
    desk = evidence(times=(*TIMES, times("manager", "Anna", 60, 50, 900)), bands=BANDS, managers=DESK, touch_log=gaps)
    found = response(desk, replace(SETTINGS, worktime=WorkTime()), ALL)
    assert found is not None
    assert (found.p50_minutes, found.p90_minutes, found.p50_working_minutes, found.p90_working_minutes) == (None,) * 4
    assert (found.touched, found.untouched, found.bands[0].leads) == (60, 40, 50)
    assert [row.p50_minutes for row in managers(facts(desk), ALL)] == [None, None]
    trusted = replace(desk, touch_log=replace(gaps, trusted=True))
    assert [row.p50_minutes for row in managers(facts(trusted), ALL)] == [15.0, None]


def test_leads_of_other_ads_are_not_in_the_sum() -> None:
    elsewhere = manager_cell("Anna", 5, touched=5, elsewhere=True)
    found = response(
        evidence(times=TIMES, bands=BANDS, managers=(*DESK, elsewhere)), SETTINGS, Scope("smm", frozenset())
    )
    assert found is not None
    assert (found.touched, found.timed) == (60, TIMES[1].answered)
