"""The clock of the evidence: how long a lead waited, in calendar and in working time, as SQL.

A moment at midnight sharp is taken for a day known without its time: any moment of that day may be meant.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from smmfunnel.facts import touchlog, worktime

if TYPE_CHECKING:
    from datetime import date

    from smmfunnel.config import Settings
    from smmfunnel.engines import Engine
    from smmfunnel.facts.touchlog import Record

SECONDS = "date_diff('second', {}, {})"
DAY = timedelta(days=1)


def ended(moment: str) -> str:
    """SQL for the latest a moment can be: of a day without a time, its end."""
    return f"CASE WHEN {moment} = date_trunc('day', {moment}) THEN {moment} + INTERVAL 1 DAY ELSE {moment} END"


def clock(engine: Engine, record: Record, settings: Settings) -> dict[str, str]:
    """SQL of everything that depends on the clock, and the table of working days where there are hours."""
    seen = touchlog.literal(record.seen)
    until = f"least(CASE WHEN d.state = 'closed' AND NOT d.sold THEN d.closed_at END, {seen})"
    created, answered = "d.created_at", "d.answered_at"
    day_only = {at: f"{at} = date_trunc('day', {at})" for at in (created, answered)}
    common = {
        "seen": seen,
        "created_end": ended(created),
        "least_calendar": _between(ended(created), answered, SECONDS),
        "exact": f"coalesce(NOT ({day_only[created]} OR {day_only[answered]}), TRUE)",
    }
    if settings.worktime is None:
        return common | {
            "clock_joins": "",
            "least": _between(ended(created), answered, SECONDS),
            "most": _between(created, ended(answered), SECONDS),
            "waited": _between(ended(created), until, SECONDS),
            "off_hours": "FALSE",
            "working": "CAST(NULL AS BIGINT)",
        }
    _workdays(engine, record, settings)
    gone, at_end = worktime.gone, worktime.gone_by_midnight
    born = f"CASE WHEN {day_only[created]} THEN {at_end('wc')} ELSE {gone(created, 'wc')} END"
    came = f"CASE WHEN {day_only[answered]} THEN {at_end('wa')} ELSE {gone(answered, 'wa')} END"
    shut = f"{at_end('wc')} = wc.before"
    return common | {
        "clock_joins": "LEFT JOIN workdays AS wc ON wc.day = d.day"
        f" LEFT JOIN workdays AS wa ON wa.day = CAST({answered} AS DATE)"
        f" LEFT JOIN workdays AS wu ON wu.day = CAST({until} AS DATE)",
        "least": _between(born, gone(answered, "wa"), "({1} - {0})"),
        "most": _between(gone(created, "wc"), came, "({1} - {0})"),
        "waited": _between(born, gone(until, "wu"), "({1} - {0})"),
        "off_hours": f"CASE WHEN {day_only[created]} THEN {shut} ELSE NOT {worktime.is_open(created, 'wc')} END",
        "working": "CASE WHEN exact THEN least_seconds END",
    }


def _between(one: str, two: str, apart: str) -> str:
    """SQL for the seconds from one to two, 0 where two is earlier, null where either is unknown."""
    seconds = apart.format(one, two)
    return f"CASE WHEN {seconds} IS NOT NULL THEN greatest({seconds}, 0) END"


def _workdays(engine: Engine, record: Record, settings: Settings) -> None:
    row = engine.fetch(
        "SELECT CAST(least(min(created_at), min(first_at), min(closed_at)) AS DATE) AS first,"
        " CAST(greatest(max(created_at), max(first_at), max(closed_at)) AS DATE) AS last FROM lead_said"
    )[0]
    ends: list[date] = [day for day in (row["first"], row["last"], record.seen and record.seen.date()) if day]
    if settings.worktime is None or not ends:
        rows = []
    else:
        rows = worktime.workdays(settings.worktime, min(ends), max(ends) + DAY, settings.timezone)
    worktime.load_workdays(engine, rows)
