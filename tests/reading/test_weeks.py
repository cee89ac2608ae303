from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.reading.weeks import month_days, parse_spans, week_days

REPORT = date(2026, 1, 1), date(2026, 9, 23)


@pytest.mark.parametrize("text", ["2026-W60", "soon", "0100", "13.2026", "Smarch 2026"])
def test_what_is_no_week_or_month_is_none(text: str) -> None:
    assert week_days(text) is None
    assert month_days(text) is None


@pytest.mark.parametrize("text", ["2026-09", "09.2026", "202609", "Sept. 2026", "settembre", "setembro de 2026"])
def test_months_as_exports_write_them(text: str) -> None:
    expected = None if text == "settembre" else (date(2026, 9, 1), date(2026, 9, 30))
    assert month_days(text) == expected


@given(st.dates(date(1990, 1, 1), date(2099, 12, 1)))
def test_a_month_holds_each_of_its_days(day: date) -> None:
    found = month_days(day.isoformat())
    assert found is not None
    assert found[0].day == 1
    assert found[0] <= day <= found[1]
    assert (found[1].month, found[1].year) == (day.month, day.year)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 1)))
def test_a_week_has_seven_days_unless_the_report_cuts_it(day: date) -> None:
    whole = parse_spans(pa.array([day.isoformat()]), week_days, "dmy", None)
    cut = parse_spans(pa.array([day.isoformat()]), week_days, "dmy", (day, day))
    assert (whole[1][0].as_py() - whole[0][0].as_py()).days == 6
    assert cut[0].to_pylist() == cut[1].to_pylist() == [day]
    assert whole[2].to_pylist() == [False]


def test_a_week_outside_of_the_report_keeps_its_days() -> None:
    first, _, bad = parse_spans(pa.array(["2025-06-02", "--", "x"]), week_days, "dmy", REPORT)
    assert first.to_pylist() == [date(2025, 6, 2), None, None]
    assert bad.to_pylist() == [False, False, True]
