"""From one file to canonical rows and a summary of what was left out."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smmfunnel.catalog.load import load_catalog
from smmfunnel.config.settings import Overrides, make_settings
from smmfunnel.reading.discover import discover
from smmfunnel.reading.read import Reading, Redecided
from smmfunnel.reading.scan import Scan, scan
from smmfunnel.reading.tags import TagBook
from smmfunnel.tables import MICRO, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from smmfunnel.reading.summary import Summary

CATALOG = load_catalog()
HEADER = "Campaign,Day,Impr.,Clicks,Cost,Currency code\n"


@dataclass(frozen=True)
class Result:
    """One file, read to the end."""

    item: Scan
    rows: pd.DataFrame
    summary: Summary

    def column(self, name: str) -> list[Any]:
        return [None if pd.isna(value) else value for value in self.rows.sort_values("row")[name]]

    def rejects(self) -> list[tuple[int, str, str]]:
        return [(item.line, item.column, item.why) for item in self.summary.rejects]

    def notes(self) -> dict[str, int | None]:
        return {note.code: note.count for note in self.summary.notes}


def read(folder: Path, text: str, **overrides: Any) -> Result:
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    chosen = make_settings([str(path)], Overrides(**overrides), search=False)
    (item,) = scan(discover([str(path)]).files[0], CATALOG, chosen)
    reading = Reading(item, 1, CATALOG, chosen, TagBook(CATALOG.sources))
    while True:
        try:
            frames = list(reading.batches())
        except Redecided as turn:
            reading = turn.reading
        else:
            break
    assert all(frame.column_names == list(TABLES[item.kind]) for frame in frames)
    return Result(item, pa.concat_tables(frames).to_pandas(types_mapper=pd.ArrowDtype), reading.summary)


def test_a_campaign_called_total_with_a_day_is_a_campaign(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        HEADER + "Total,2026-01-06,100,5,3.5,USD\nB,2026-01-13,100,5,3.5,USD\nTotal,,200,10,7,USD\n",
    )

    assert result.column("campaign") == ["Total", "B"]
    assert result.summary.skipped == {"total_row": 1}
    assert [(t.column, t.stated, t.agrees) for t in result.summary.totals] == [
        ("impressions", 200, True),
        ("clicks", 10, True),
        ("spend", 7, True),
    ]


def test_of_several_totals_none_of_which_agrees_the_nearest_is_told(tmp_path: Path) -> None:
    rows = "A,2026-01-06,100,5,3.5,USD\nTotal: Search,,9,9,9,USD\nTotal: Account,,101,6,3.7,USD\n"

    result = read(tmp_path, HEADER + rows)

    assert [total.stated for total in result.summary.totals] == [101, 6, 3.7]
    assert sum(note.code == "total_disagrees" for note in result.summary.notes) == 3


def test_figures_beside_the_funnel_cost_no_row(tmp_path: Path) -> None:
    head = "platform,day,campaign,impressions,clicks,spend,currency,reach\n"
    result = read(tmp_path, head + "meta,2026-01-01,A,100,5,3,USD,many\nmeta,2026-01-01,B,many,5,3,USD,9\n")

    assert result.column("campaign") == ["A"]
    assert result.column("reach") == [None]
    assert result.rejects() == [(3, "impressions", "not_a_number")]
    assert result.notes() == {"value_not_a_number": 1, "rejected_not_a_number": 1}


def test_impossible_counts_and_days(tmp_path: Path) -> None:
    head = "platform,day,campaign,impressions,clicks,spend,currency\n"
    body = "meta,2026-01-01,A,-1,5,3,USD\nmeta,1900-01-01,B,9,5,3,USD\nmeta,2100-01-01,C,9,5,3,USD\n"

    result = read(tmp_path, head + body + "meta,2026-01-01,D,9,10,3,USD\n")

    assert result.column("campaign") == ["D"]
    assert result.rejects() == [(2, "impressions", "negative_count"), (3, "day", "not_a_day"), (4, "day", "not_a_day")]
    assert result.notes()["value_clicks_exceed"] == 1


def test_days_in_a_campaigns_name_are_not_the_reports(tmp_path: Path) -> None:
    rows = "Campaign,Impr.,Clicks,Cost,Currency code\nPromo 01.02.2026 - 28.02.2026,100,5,3.5,USD\n"

    assert read(tmp_path, rows).item.period is None


GA4 = "# Property: shop\n# Start date: 20260101\n# End date: 20260131\nSession source / medium,Sessions\n"


def test_an_overview_is_read_to_the_end_of_its_first_table(tmp_path: Path) -> None:
    other = "\n# Start date: 20260101\n# End date: 20260131\nCountry,Active users\nNorway,5\n"

    result = read(tmp_path, GA4 + "google / cpc,10\nfb / paid,20\n" + other)

    assert result.column("visits") == [10 * MICRO, 20 * MICRO]
    assert result.summary.skipped == {"other_table": 4}
    assert result.summary.rows_read == 6
    assert (result.summary.first_day, result.summary.last_day) == (date(2026, 1, 1), date(2026, 1, 31))
    assert not result.summary.daily


@pytest.mark.parametrize(("stated", "agrees"), [("30", True), ("31", False)])
def test_a_grand_total_beyond_the_last_column_is_a_checksum(tmp_path: Path, stated: str, agrees: bool) -> None:  # noqa: FBT001 - a table of cases
    result = read(tmp_path, f"{GA4}google / cpc,10\nfb / paid,20\n,{stated},Grand total\n")

    assert result.column("visits") == [10 * MICRO, 20 * MICRO]
    assert [(t.column, t.stated, t.summed, t.agrees) for t in result.summary.totals] == [
        ("visits", int(stated), 30, agrees)
    ]


LEADS = "lead_id,created_at,email,status,amount,name\n"


def test_amounts_carry_their_own_currency(tmp_path: Path) -> None:
    result = read(
        tmp_path, LEADS + "1,2026-01-20,a@b.ru,won,1 000 USD,A\n2,2026-01-20,,won,€30.5,B\n3,2026-01-20,,won,7,C\n"
    )

    assert result.column("amount") == [1000 * MICRO, 30_500_000, 7 * MICRO]
    assert result.column("currency") == ["USD", "EUR", None]


@pytest.mark.parametrize(
    ("email", "name", "test"),
    [
        ("a@b.ru", "Иван", False),
        ("a@b.ru", "Тест Тестов", True),
        ("a@b.ru", "Maria teste", True),
        ("a@b.ru", "Тестоедов", False),
        ("test@test", "Иван", True),
        ("TEST1@mail.ru", "Иван", True),
        ("contest@mail.ru", "Иван", False),
    ],
)
def test_rows_made_to_try_the_form(tmp_path: Path, email: str, name: str, test: bool) -> None:  # noqa: FBT001 - a table of cases
    assert read(tmp_path, f"{LEADS}1,2026-01-20,{email},new,,{name}\n").column("test") == [test]


def test_blank_rows_and_repeated_headers_are_counted_apart(tmp_path: Path) -> None:
    result = read(tmp_path, f"{HEADER}A,2026-01-06,1,1,1,USD\n , ,,,,\n{HEADER}B,2026-01-06,1,1,1,USD\n")

    assert result.column("campaign") == ["A", "B"]
    assert result.column("row") == [0, 3]
    assert result.summary.skipped == {"blank": 1, "repeated_header": 1}


def test_a_header_alone_is_an_empty_file(tmp_path: Path) -> None:
    result = read(tmp_path, HEADER)

    assert (len(result.rows), result.summary.rows_read, result.notes()) == (0, 0, {})


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 28)).map(lambda day: day.strftime("%d/%m/%Y"))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(DAYS, max_size=60), seed=st.integers(0, 99), size=st.integers(200, 20_000))
def test_neither_order_nor_batches_change_what_is_read(tmp_path: Path, days: list[str], seed: int, size: int) -> None:
    rows = [f"C{n},{day},{n + 10},{n},{n}.5,USD\n" for n, day in enumerate([*days, "28/01/2026"])]
    mixed = rows.copy()
    random.Random(seed).shuffle(mixed)

    one, two = read(tmp_path, HEADER + "".join(rows)), read(tmp_path, HEADER + "".join(mixed), batch_bytes=size)

    fields = [name for name in one.rows if name != "row"]
    first, second = (item.rows.sort_values("campaign")[fields].reset_index(drop=True) for item in (one, two))
    pd.testing.assert_frame_equal(first, second)
    assert two.summary.first_day == one.summary.first_day


WEEKLY = "Week,Campaign,Impr.,Clicks,Cost,Currency code\n"


def days(result: Result) -> list[tuple[date, date]]:
    return list(zip(result.column("first_day"), result.column("last_day"), strict=True))


def test_rows_of_weeks_stand_for_their_own_days(tmp_path: Path) -> None:
    result = read(tmp_path, WEEKLY + "2026-08-31,A,100,5,3.5,USD\n2026-09-07,A,100,5,3.5,USD\nTotal,,200,10,7,USD\n")

    assert days(result) == [(date(2026, 8, 31), date(2026, 9, 6)), (date(2026, 9, 7), date(2026, 9, 13))]
    assert result.summary.skipped == {"total_row": 1}
    assert not result.summary.daily


def test_a_week_at_the_edge_of_the_report_is_in_part_its_own(tmp_path: Path) -> None:
    above = 'Campaign report\n"Sep 1, 2026 - Sep 9, 2026"\n'

    result = read(tmp_path, above + WEEKLY + "2026-08-31,A,100,5,3.5,USD\n2026-09-07,A,100,5,3.5,USD\n")

    assert days(result) == [(date(2026, 9, 1), date(2026, 9, 6)), (date(2026, 9, 7), date(2026, 9, 9))]


def test_rows_of_months_stand_for_their_own_days(tmp_path: Path) -> None:
    header = WEEKLY.replace("Week", "Month")

    result = read(tmp_path, header + "February 2028,A,100,5,3.5,USD\n2026-09,A,100,5,3.5,USD\n")

    assert days(result) == [(date(2028, 2, 1), date(2028, 2, 29)), (date(2026, 9, 1), date(2026, 9, 30))]


def test_a_row_whose_week_cannot_be_read_is_rejected(tmp_path: Path) -> None:
    result = read(tmp_path, WEEKLY + "soon,A,100,5,3.5,USD\n,B,100,5,3.5,USD\n2026-09-07,A,100,5,3.5,USD\n")

    assert result.rejects() == [(2, "Week", "not_a_day"), (3, "Week", "no_day")]


@pytest.mark.parametrize("clock", ["", "Time"])
def test_touches_whose_day_is_given_by_two_columns_have_none(tmp_path: Path, clock: str) -> None:
    result = read(tmp_path, f"Date,{clock},Date,Phone,Direction\n2026-09-01,10:00,2026-09-02,+79123456789,out\n")

    assert result.rejects() == [(2, "at", "no_day")]


OVERVIEW = "# Property: Romashka\n# Start date: 20260901\n# End date: 20260930\n\n"


def test_days_may_be_numbered_from_the_first_one_of_the_report(tmp_path: Path) -> None:
    result = read(tmp_path, OVERVIEW + "Nth day,Session source,Sessions\n0000,vk,5\n0029,vk,6\n0031,vk,7\n")

    assert days(result) == [(date(2026, 9, 1),) * 2, (date(2026, 9, 30),) * 2]
    assert result.rejects() == [(8, "Nth day", "not_a_day")]


@pytest.mark.parametrize(
    "other",
    [
        "Date,Session default channel group,Sessions\n20260901,Paid Social,100\n",
        "Nth week,Sessions\n0000,70\n0001,80\n",
    ],
    ids=["of_the_same_width", "narrower"],
)
def test_a_table_below_a_blank_line_is_another_table(tmp_path: Path, other: str) -> None:
    table = "Date,Session source,Sessions\n20260901,vk,5\n20260902,vk,6\n"

    result = read(tmp_path, f"{OVERVIEW}{table}\n{other}")

    assert result.column("visits") == [5 * MICRO, 6 * MICRO]
    assert result.summary.skipped == {"other_table": other.count("\n")}
    assert result.rejects() == []


def test_the_same_header_again_is_no_other_table(tmp_path: Path) -> None:
    table = "Date,Session source,Sessions\n20260901,vk,5\n"

    result = read(tmp_path, OVERVIEW + table + "\n" + table.replace("01,vk", "02,vk"))

    assert result.column("visits") == [5 * MICRO, 5 * MICRO]
    assert result.summary.skipped == {"repeated_header": 1}


def test_a_time_of_day_in_a_column_of_its_own_belongs_to_the_day(tmp_path: Path) -> None:
    rows = "1,2026-09-01,10:05\n2,2026-09-01,\n3,2026-09-01 00:00:00,9:30\n4,2026-09-01 08:00,10:05\n"

    result = read(tmp_path, "lead_id,created_at,time\n" + rows)

    assert [str(moment)[11:16] for moment in result.column("created_at")] == ["10:05", "00:00", "09:30", "08:00"]


def test_files_put_one_after_another_with_their_byte_order_marks_are_one_table(tmp_path: Path) -> None:
    table = "\ufeff" + HEADER + "A,2026-01-06,100,5,3.5,USD\n"

    result = read(tmp_path, table + table.replace("A,", "B,"))

    assert result.column("campaign") == ["A", "B"]
    assert result.summary.skipped == {"repeated_header": 1}


def test_new_words_are_counted_over_all_batches(tmp_path: Path) -> None:
    words = ["won", "quux", "won", "", "quux", "plugh"]
    lines = [f"{number},2026-01-20,a{number}@b.ru,{word},\n" for number, word in enumerate(words)]
    for size in (64, 1 << 20):
        result = read(tmp_path, "lead_id,created_at,email,status,amount\n" + "".join(lines), batch_bytes=size)
        assert result.summary.words == {("status", "quux"): 2, ("status", "plugh"): 1}
