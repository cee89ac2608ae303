from __future__ import annotations

from datetime import date

from smmfunnel.config.load import parse_config
from smmfunnel.config.worktime import WorkTime

TEXT = """\
worktime:
  days: [mon, tue, fri]
  hours: 9:00 - 18.30
  other_hours: {fri: 09:00-16:00, "sat, sun": 11:00-24:00}
  holidays: [2026-11-04, 2026-12-30..2027-01-02]
  timezone: Asia/Yekaterinburg
"""


def test_a_week_is_read_as_people_write_it() -> None:
    worktime = parse_config(TEXT.encode(), "a.yaml").worktime
    assert worktime is not None
    assert worktime.week() == {
        0: (9 * 3600, 66600),
        1: (9 * 3600, 66600),
        4: (9 * 3600, 16 * 3600),
        5: (11 * 3600, 24 * 3600),
        6: (11 * 3600, 24 * 3600),
    }
    assert worktime.off() == {
        date(2026, 11, 4),
        *(date(2026, 12, day) for day in (30, 31)),
        *(date(2027, 1, day) for day in (1, 2)),
    }


def test_an_empty_worktime_is_the_usual_week() -> None:
    assert WorkTime().week() == dict.fromkeys(range(5), (9 * 3600, 18 * 3600))
