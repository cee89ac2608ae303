from __future__ import annotations

from datetime import date

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.reading.dateorder import DateEvidence, Order, date_evidence, decide_order


@given(st.lists(st.dates(date(2020, 1, 1), date(2026, 12, 31)), min_size=1), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_the_order_is_decided_by_all_values_or_refused(days: list[date], style: str) -> None:
    right = "dmy" if style.startswith("%d") else "mdy"
    parts = DateEvidence()
    for day in days:
        parts |= date_evidence(pa.array([day.strftime(style)]))
    assert parts == date_evidence(pa.array([day.strftime(style) for day in days]))
    if any(day.day > 12 for day in days):
        assert decide_order(parts) == Order(right)
    elif any(day.day != day.month for day in days):
        assert decide_order(parts) == Order(None, "ambiguous")


def test_contradicting_values_are_a_conflict() -> None:
    evidence = date_evidence(pa.array(["30/03/2025", "03/30/2025"]))
    assert decide_order(evidence, hint="dmy") == Order(None, "conflict")
    assert (evidence.day_first, evidence.month_first) == ("30/03/2025", "03/30/2025")


def test_other_columns_come_before_the_habit_of_the_format() -> None:
    slashes, dots = date_evidence(pa.array(["01/02/2025"])), date_evidence(pa.array(["01.02.2025"]))
    day, month = date_evidence(pa.array(["30/03/2025"])), date_evidence(pa.array(["03/30/2025"]))
    assert decide_order(slashes, day, "mdy") == Order("dmy")
    assert decide_order(slashes, month, "dmy") == Order("mdy")
    assert decide_order(slashes, day | month, "dmy") == Order("dmy")
    assert decide_order(slashes, None, "mdy") == Order("mdy")
    assert decide_order(dots, month, "mdy") == Order("dmy")
    assert decide_order(dots, date_evidence(pa.array(["03.30.2025"]))) == Order("mdy")
