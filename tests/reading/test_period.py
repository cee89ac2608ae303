"""The days a file stands for, from the lines above its table or its name."""

from __future__ import annotations

from datetime import date

import pytest

from smmfunnel.reading.period import find_period

JULY = (date(2026, 7, 20), date(2026, 7, 26))


@pytest.mark.parametrize(
    "line",
    [
        "2026-07-20_2026-07-26.csv",
        "20.07.2026 - 26.07.2026",
        "7/20/2026 - 7/26/2026",
        "Report Period: Jul 20, 2026 - Jul 26, 2026",
        "Школа_Кампании_20_июл_2026_г_26_июл_2026.xlsx",
        "20 июля 2026 г. – 26 июля 2026 г.",
        "20 de julho de 2026 - 26 de julho de 2026",
        "20. Juli 2026 - 26. Juli 2026",
        "20 juillet 2026 - 26 juillet 2026",
        "20 de julio de 2026 - 26 de julio de 2026",
    ],
)
def test_a_line_with_two_days_names_a_period(line: str) -> None:
    assert find_period(["Campaign report", line]) == JULY


def test_two_lines_of_one_day_each_name_a_period() -> None:
    assert find_period(["# Property: shop", "# Start date: 20260720", "# End date: 20260726"]) == JULY


@pytest.mark.parametrize("lines", [["All time"], ["Exported 2026-07-20"], ["2026-07-26 - 2026-07-20"], []])
def test_other_lines_name_none(lines: list[str]) -> None:
    assert find_period(lines) is None


def test_the_order_of_open_days_is_that_asked_for() -> None:
    assert find_period(["01/02/2026 - 03/02/2026"], "dmy") == (date(2026, 2, 1), date(2026, 2, 3))
    assert find_period(["01/02/2026 - 03/02/2026"], "mdy") == (date(2026, 1, 2), date(2026, 3, 2))
