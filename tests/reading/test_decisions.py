from __future__ import annotations

import pyarrow as pa
import pytest

from smmfunnel.errors import InputError
from smmfunnel.reading.decisions import Evidence, Hints, decide


def seen(numbers: dict[str, list[str]] | None = None, dates: dict[str, list[str]] | None = None) -> Evidence:
    evidence = Evidence()
    for column, cells in (numbers or {}).items():
        evidence.see_numbers(column, pa.array(cells))
    for column, cells in (dates or {}).items():
        evidence.see_dates(column, pa.array(cells))
    return evidence


HINTS = Hints(path="a.csv", delimiter=",")


def test_a_count_of_three_digits_after_a_mark_is_thousands() -> None:
    marks = decide(seen({"impressions": ["1.106", "12"], "clicks": ["1,106"], "spend": ["1.106"]}), HINTS).marks
    assert marks == {"impressions": ",", "clicks": ".", "spend": "."}


def test_other_columns_settle_what_a_column_leaves_open() -> None:
    assert decide(seen({"spend": ["1,234"], "revenue": ["12,5"]}), HINTS).marks["spend"] == ","


def test_what_the_user_says_comes_first() -> None:
    hints = Hints(path="a.csv", delimiter=",", forced_decimal=",", forced_order="mdy")
    decided = decide(seen({"spend": ["1.5"]}, {"day": ["01/02/2026"]}), hints)
    assert (decided.marks["spend"], decided.orders["day"]) == (",", "mdy")


def test_contradictions_are_refused() -> None:
    with pytest.raises(InputError, match="decimal"):
        decide(seen({"spend": ["1,5", "1.25"]}), HINTS)
    with pytest.raises(InputError, match="13/02/2026"):
        decide(seen(dates={"day": ["13/02/2026", "02/13/2026"]}), HINTS)


def test_dates_open_to_both_readings_are_refused_only_at_the_end() -> None:
    evidence = seen(dates={"day": ["01/02/2026"]})
    assert decide(evidence, HINTS, final=False).orders == {"day": "dmy"}
    with pytest.raises(InputError, match="day first or month first"):
        decide(evidence, HINTS)
    evidence.see_dates("ends", pa.array(["02/28/2026"]))
    assert decide(evidence, HINTS).orders == {"day": "mdy", "ends": "mdy"}


def test_a_file_of_one_day_is_noticed() -> None:
    assert decide(seen(dates={"day": ["2026-09-01", "2026-09-01", "Total"]}), HINTS).one_day
    assert not decide(seen(dates={"day": ["2026-09-01", "2026-09-02"]}), HINTS).one_day


def test_a_mark_that_separates_thousands_of_a_count_is_no_decimal_mark_of_its_money() -> None:
    evidence = seen({"impressions": ["1,234"], "spend": ["1,234"]})
    assert decide(evidence, Hints(path="a.csv", delimiter=";")).marks == {"impressions": ".", "spend": "."}
