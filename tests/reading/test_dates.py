from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.reading.dates import parse_day, parse_moment, parse_moments
from smmfunnel.reading.period import find_period

MOSCOW = ZoneInfo("Europe/Moscow")
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)).map(lambda m: m.replace(microsecond=0))  # noqa: DTZ001 - local moments, as files write them
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
STYLES = {
    "dmy": [
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S",
        "%Y/%m/%d %H:%M:%S",
        "%d.%m.%Y %H:%M:%S",
        "%d/%m/%Y %H:%M:%S",
        "%d-%m-%Y %H:%M:%S",
        "%d.%m.%Y, %H:%M:%S",
        "%Y-%m-%d %H:%M:%S.000",
    ],
    "mdy": ["%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%m-%d-%Y %H:%M:%S"],
}


def local(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - local moments, as files write them


def read(text: str, order: str = "dmy", zone: ZoneInfo | None = None, file_zone: ZoneInfo | None = None) -> object:
    parsed = parse_moments(pa.array([text]), order, zone, file_zone)
    assert parsed.bad.to_pylist() == [False], text
    return parsed.array.to_pylist()[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-07-01", date(2026, 7, 1)),
        ("01.07.2026", date(2026, 7, 1)),
        ("1.7.2026", date(2026, 7, 1)),
        ("20260701", date(2026, 7, 1)),
        ("Jul 1, 2026", date(2026, 7, 1)),
        ("1 июля 2026", date(2026, 7, 1)),
        ("1 сентября 2026 г.", date(2026, 9, 1)),
        ("1\u00a0сентября 2026\u00a0г.", date(2026, 9, 1)),
        ("вс, 1 февр. 2026 г.", date(2026, 2, 1)),
        ("9 de abril de 2025", date(2025, 4, 9)),
        ("1er mars 2026", date(2026, 3, 1)),
        ("1. März 2026", date(2026, 3, 1)),
        ("29.02.2024", date(2024, 2, 29)),
        ("46204", date(2026, 7, 1)),
    ],
)
def test_days_of_the_exports(text: str, day: date) -> None:
    assert parse_day(text) == day
    assert read(text) == datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a local day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("46204.5", local(2026, 7, 1, 12)),
        ("46204,25", local(2026, 7, 1, 6)),
        ("01.07.2026 в 12:30", local(2026, 7, 1, 12, 30)),
        ("1 июля 2026 г. в 9:05", local(2026, 7, 1, 9, 5)),
        ("1/7/2026 3:04 p. m.", local(2026, 7, 1, 15, 4)),
        ("1/7/2026 12:04 AM", local(2026, 7, 1, 0, 4)),
        ("1/7/2026 12:04\u202fPM", local(2026, 7, 1, 12, 4)),
    ],
)
def test_moments_of_the_exports(text: str, moment: datetime) -> None:
    assert read(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        *("soon", "31.02.2026", "2026-02-29", "2026-13-01", "00.01.2026", "1900-01-01", "2100-01-01", "01.01.1989"),
        *("1.2.26", "01/02/26", "2026-07-01 25:00", "2026-07-01 12:61", "1 foo 2026", "12345678", "12", "2026"),
    ],
)
def test_impossible_days_and_short_years_are_marked(text: str) -> None:
    parsed = parse_moments(pa.array([text, "2026-07-01"]))
    assert parsed.bad.to_pylist() == [True, False]
    assert parsed.array.to_pylist() == [None, local(2026, 7, 1)]


@pytest.mark.parametrize("text", ["", "--", " -- ", "—", "n/a", "Не закрыта", "0000-00-00"])
def test_what_says_nothing_is_null_and_no_fault(text: str) -> None:
    assert read(text) is None


@given(MOMENTS, st.sampled_from([(order, style) for order, styles in STYLES.items() for style in styles]))
def test_a_moment_in_any_style_comes_back(moment: datetime, chosen: tuple[str, str]) -> None:
    order, style = chosen
    text = moment.strftime(style)
    assert read(text, order) == moment
    assert parse_moment(text, order) == moment


@given(MOMENTS, st.sampled_from(sorted(MONTHS)), st.sampled_from(["{d} {m} {y}", "{d} de {m} de {y}", "{m} {d}, {y}"]))
def test_months_are_known_in_every_language(moment: datetime, lang: str, style: str) -> None:
    name = MONTHS[lang].split()[moment.month - 1]
    text = style.format(d=moment.day, m=name, y=moment.year)
    assert parse_day(text) == moment.date()


@given(MOMENTS, st.integers(-14 * 60 + 1, 14 * 60 - 1), st.sampled_from([":", ""]), st.sampled_from(["", ".123"]))
def test_offsets_are_brought_to_the_zone_of_the_report(moment: datetime, minutes: int, colon: str, part: str) -> None:
    hours, rest = divmod(abs(minutes), 60)
    offset = f"{'-' if minutes < 0 else '+'}{hours:02d}{colon}{rest:02d}"
    text = moment.isoformat() + part + offset
    utc = moment - timedelta(minutes=minutes)
    expected = utc.replace(tzinfo=ZoneInfo("UTC")).astimezone(MOSCOW).replace(tzinfo=None)
    assert read(text, zone=MOSCOW) == expected
    assert parse_moment(text, zone=MOSCOW) == expected
    assert read(text) == moment


def test_moments_without_an_offset_are_in_the_zone_of_their_file() -> None:
    assert read("2026-07-01 00:00", zone=MOSCOW, file_zone=ZoneInfo("UTC")) == local(2026, 7, 1, 3)
    assert read("2026-07-01 00:00", zone=MOSCOW, file_zone=MOSCOW) == local(2026, 7, 1)
    assert read("2026-07-01T00:00:00Z", zone=MOSCOW, file_zone=MOSCOW) == local(2026, 7, 1, 3)
    assert read("2026-07-01 00:00:00+03", zone=ZoneInfo("UTC")) == local(2026, 6, 30, 21)


def test_without_arrows_zones_the_slow_way_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "2026-07-01T00:00:00+0000"
    fast = read(text, zone=MOSCOW)

    def lacking(*_: object) -> None:
        raise pa.ArrowInvalid

    monkeypatch.setattr("smmfunnel.reading.dates.pc.local_timestamp", lacking)
    assert read(text, zone=MOSCOW) == fast == local(2026, 7, 1, 3)


@given(
    st.lists(st.sampled_from(["2026-07-01", "31.12.2026", "31.02.2026", "x", "", "1 мая 2026", "2026-07-01T01:00:00Z"]))
)
def test_a_cell_is_read_the_same_alone_and_in_company(cells: list[str]) -> None:
    together = parse_moments(pa.chunked_array([pa.array(cells, pa.string())]), zone=MOSCOW)
    alone = [parse_moments(pa.array([cell]), zone=MOSCOW) for cell in cells]
    assert together.array.to_pylist() == [one.array[0].as_py() for one in alone]
    assert together.bad.to_pylist() == [one.bad[0].as_py() for one in alone]


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("9 de abril de 2025 - 21 de abril de 2025", date(2025, 4, 9), date(2025, 4, 21)),
        ("Aug 1, 2026 - Aug 3, 2026", date(2026, 8, 1), date(2026, 8, 3)),
        ("1 сентября 2026 г. - 20 сентября 2026 г.", date(2026, 9, 1), date(2026, 9, 20)),
        ('Кампания "X" (1), период 01.09.2026 - 20.09.2026', date(2026, 9, 1), date(2026, 9, 20)),
        ("report_2026-07-01_2026-07-31.csv", date(2026, 7, 1), date(2026, 7, 31)),
        ("A_Кампании_20_июл_2026_г_26_июл_2026.xlsx", date(2026, 7, 20), date(2026, 7, 26)),
        ("20260723-20260922", date(2026, 7, 23), date(2026, 9, 22)),
        ("Временной_ряд(2026.02.01-2026.02.28).csv", date(2026, 2, 1), date(2026, 2, 28)),
        ("Report Start: 09/01/2026, Report End: 09/30/2026", date(2026, 9, 1), date(2026, 9, 30)),
    ],
)
def test_periods_of_preambles_and_names(line: str, first: date, last: date) -> None:
    assert find_period([line]) == (first, last)


@pytest.mark.parametrize("line", ["All time", "2026-07-01", "2026-07-31_2026-07-01", "", "report 12345678"])
def test_lines_without_a_period(line: str) -> None:
    assert find_period([line]) is None
