"""Sample exports of every format are read into the rows written beside them by hand."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from smmfunnel.catalog.load import load_catalog
from smmfunnel.config.settings import Overrides, make_settings
from smmfunnel.reading.discover import discover
from smmfunnel.reading.read import Reading, Redecided
from smmfunnel.reading.scan import scan
from smmfunnel.reading.tags import FIELDS, TagBook
from smmfunnel.tables import METRICS, MICRO, TABLES
from smmfunnel.vocabulary import Kind

if TYPE_CHECKING:
    from smmfunnel.reading.summary import Summary

FORMATS = Path(__file__).parents[1] / "formats"
CATALOG = load_catalog()
ENDINGS = (".csv", ".tsv", ".xls", ".xlsx")
MILLIONTHS = {*METRICS, "visits", "amount"}
MOMENTS = ("created_at", "assigned_at", "first_response_at", "last_activity_at", "qualified_at", "closed_at", "at")
WORDS: dict[str, dict[str, object]] = {
    "direction": {"out": True, "in": False, "none": False},
    "answered": {"yes": True, "no": False},
    "automatic": {"yes": True, "no": False},
    "device": {
        "Смартфоны": "mobile",
        "mobile": "mobile",
        "ПК": "desktop",
        "Десктопы": "desktop",
        "desktop": "desktop",
        "Планшеты": "tablet",
    },
    "objective": {"OUTCOME_AWARENESS": "awareness", "Охват": "awareness"},
    "platform": {"Яндекс": "yandex"},
}
RENAMED = {"loss_reason": "reason", "direction": "outgoing", "period_start": "first_day", "period_end": "last_day"}
LEAD_RESULTS = {
    "actions:leadgen.other",
    "actions:onsite_conversion.lead_grouped",
    "Leads",
    "Лиды (форма)",
    "Ліди",
    "Prospects",
    "Clientes potenciales en el sitio web",
    "Лид-форма",
}

Row = dict[str, object]


def sample_paths() -> list[Path]:
    """Return every sample that has its rows beside it."""
    return [
        path
        for path in sorted(FORMATS.glob("*/*"))
        if path.suffix in ENDINGS and not path.name.endswith(".expected.csv")
    ]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def read_sample(path: Path) -> tuple[Kind, pd.DataFrame, Summary]:
    """Read a sample whole; the fields of its tags stand in its rows by their own names."""
    settings = make_settings([str(path)], Overrides(), search=False)
    (item,) = scan(discover([str(path)]).files[0], CATALOG, settings)
    assert item.form.name == path.parent.name
    book = TagBook(CATALOG.sources)
    reading = Reading(item, 0, CATALOG, settings, book)
    try:
        (batch,) = reading.batches()
    except Redecided as again:
        reading = again.reading
        (batch,) = reading.batches()
    frame, tags = (table.to_pandas(types_mapper=pd.ArrowDtype) for table in (batch, book.frame()))
    if "tag" in frame:
        frame = frame.merge(tags, on="tag", suffixes=("", "_of_tag"))
    return item.kind, frame.sort_values("row"), reading.summary


def expected_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows written by hand."""
    with path.with_name(f"{path.stem}.expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def value_of(column: str, text: str) -> object:
    """Turn a cell written by hand into a value of the tables; a blank one is None."""
    if not text:
        return None
    if column in MOMENTS:
        return datetime.fromisoformat(text)
    if column in {"period_start", "period_end"}:
        return date.fromisoformat(text)
    if column in MILLIONTHS:
        return int(Decimal(text) * MICRO)
    if column == "attempts":
        return int(text)
    return WORDS.get(column, {}).get(text, text)


def wanted(kind: Kind, row: dict[str, str]) -> Row:
    """Return what the tables must hold of a row written by hand."""
    values = {RENAMED.get(column, column): value_of(column, text) for column, text in row.items()}
    if row.get("day"):
        values["first_day"] = values["last_day"] = date.fromisoformat(row["day"])
    if "interactions" in row and "clicks" not in row:
        values["clicks"] = value_of("clicks", row["interactions"])
    if "results" in row and "platform_leads" not in row:
        is_lead = row.get("result_type", row.get("objective")) in LEAD_RESULTS
        values["platform_leads"] = value_of("platform_leads", row["results"]) if is_lead else None
    if "placement" in row:
        values["breakdown"] = f"placement={row['placement']}"
        if "device" in row:
            values["breakdown"] = f"placement={row['placement']}|device={row['device']}"
    known = {*TABLES[kind], *(FIELDS if kind in {Kind.LEADS, Kind.DEALS, Kind.VISITS} else ())}
    return {name: value for name, value in values.items() if name in known}


def plain(value: object) -> object:
    """Return a value of a frame as one of Python's; what is missing is None."""
    return None if str(value) in {"None", "nan", "<NA>", "NaT"} else value


@pytest.mark.parametrize("path", sample_paths(), ids=name_of)
def test_a_sample_is_read_into_the_rows_written_by_hand(path: Path) -> None:
    written = expected_rows(path)

    kind, frame, _ = read_sample(path)

    rows = [wanted(kind, row) for row in written]
    columns = list(rows[0])
    assert len(frame) == len(rows)
    for column in columns:
        got = [plain(value) for value in frame[column].tolist()]
        assert (column, got) == (column, [row[column] for row in rows])


@pytest.mark.parametrize("path", sample_paths(), ids=name_of)
def test_every_row_of_a_sample_is_kept_and_the_rest_is_named(path: Path) -> None:
    _, frame, summary = read_sample(path)

    assert summary.rows_kept == len(frame) == len(expected_rows(path))
    assert summary.skipped["rejected"] == 0
    assert summary.rejects == []


def test_every_format_has_a_sample_that_is_read() -> None:
    assert {path.parent.name for path in sample_paths()} == set(CATALOG.formats)


WITH_TOTALS = {
    "ga4/traffic_acquisition.csv": 1,
    "generic_ads/ru.csv": 1,
    "google_ads/de_report.csv": 1,
    "google_ads/en_report.csv": 2,
    "google_ads/es_report.csv": 1,
    "google_ads/fr_report.csv": 2,
    "google_ads/pt_interactions.csv": 1,
    "google_ads/ru_excel.csv": 2,
    "linkedin_ads_groups/daily.csv": 1,
    "meta_ads/en_daily.csv": 1,
    "meta_ads/es_daily.csv": 1,
    "meta_ads/ru_period.csv": 1,
    "mytarget/by_day.csv": 1,
    "salesforce_opportunities/en_report.csv": 1,
    "tiktok_ads/en_by_day.csv": 1,
    "vk_ads/ads_by_day.csv": 1,
    "x_ads/en_legacy.csv": 1,
    "yandex_direct/report_wizard.csv": 1,
    "yandex_direct_old/by_days.csv": 1,
    "yandex_metrika/utm.csv": 1,
}


@pytest.mark.parametrize("path", sample_paths(), ids=name_of)
def test_totals_of_a_sample_are_left_out_and_agree_with_its_rows(path: Path) -> None:
    kind, _, summary = read_sample(path)

    assert summary.skipped["total_row"] == WITH_TOTALS.get(name_of(path), 0)
    assert bool(summary.totals) == (name_of(path) in WITH_TOTALS and kind in {Kind.ADS, Kind.VISITS})
    assert all(total.agrees for total in summary.totals)


@pytest.mark.parametrize("name", ["salesforce_leads/en_report.csv", "salesforce_opportunities/en_report.csv"])
def test_the_footer_of_a_salesforce_report_is_no_row(name: str) -> None:
    _, _, summary = read_sample(FORMATS / name)

    assert summary.skipped["footer"] > 0


TESTS = {
    "amocrm/ru.csv": [5],
    "generic_leads/ru.csv": [6],
    "meta_lead_form/en_utf16.csv": [4],
    "meta_lead_form/pt_two_phones.csv": [4],
    "meta_lead_form/ru.csv": [3],
    "vk_lead_form/ru.csv": [3],
    "pipedrive_leads/en.csv": [5],
    "salesforce_leads/en_report.csv": [5],
}
"""Places of the rows somebody made to try a form."""


@pytest.mark.parametrize("path", sample_paths(), ids=name_of)
def test_leads_somebody_made_to_try_the_form_are_marked_and_no_others(path: Path) -> None:
    kind, frame, _ = read_sample(path)

    if kind in {Kind.LEADS, Kind.DEALS}:
        assert frame.loc[frame["test"], "row"].tolist() == TESTS.get(name_of(path), [])


CONTACTS = {
    "amocrm/ru.csv": {"valid": 6, "invalid": 1},
    "amocrm/ru_cp1251_older.csv": {"valid": 5, "absent": 1},
    "bitrix24_leads/ru.csv": {"valid": 5, "invalid": 1},
    "vk_lead_form/ru.csv": {"valid": 6},
    "generic_deals/en.csv": {"valid": 4, "absent": 2},
}


@pytest.mark.parametrize(("name", "states"), CONTACTS.items())
def test_a_contact_nobody_can_reach_is_told_from_one_never_given(name: str, states: dict[str, int]) -> None:
    _, frame, _ = read_sample(FORMATS / name)

    assert Counter(frame["contact"]) == states


UNMAPPED = {
    "amocrm/ru.csv": {("loss_reason", "Муж против"): 1},
    "bitrix24_deals/ru.csv": {("status", "Монтаж"): 1},
    "bitrix24_deals/ru_excel.xls": {("status", "Замер"): 1},
    "bitrix24_leads/ru_cp1251_status.csv": {("status", "Думает до весны"): 1, ("status", "Слит"): 1},
    "generic_deals/ru_megaplan.csv": {("status", "Архив"): 1},
    "generic_leads/ru.csv": {("status", "Архив"): 1, ("loss_reason", "дороговато"): 1},
    "hubspot_contacts/en.csv": {("status", "Waiting list"): 1},
    "hubspot_deals/en_contact_names.csv": {("status", "Pilot"): 2, ("loss_reason", "Not our ICP"): 1},
    "hubspot_deals/en.csv": {("status", "On hold"): 1, ("status", "Delivered"): 1},
    "kommo/en_dots.csv": {("status", "Measurement"): 1, ("loss_reason", "No money"): 1},
    "pipedrive_leads/en.csv": {("status", "Hot"): 1},
    "salesforce_leads/en_api.csv": {("status", "Parked"): 1},
    "zoho_deals/en.csv": {("status", "Waiting"): 1},
}


@pytest.mark.parametrize("path", sample_paths(), ids=name_of)
def test_words_nobody_mapped_are_counted_and_no_others(path: Path) -> None:
    _, _, summary = read_sample(path)

    assert summary.words == UNMAPPED.get(name_of(path), {})


BROKEN = {"amocrm/ru.csv": ["31480171"], "amocrm/ru_cp1251_older.csv": []}


@pytest.mark.parametrize(("name", "ids"), BROKEN.items())
def test_macros_that_arrived_as_they_are_mark_broken_tags(name: str, ids: list[str]) -> None:
    _, frame, _ = read_sample(FORMATS / name)

    assert frame.loc[frame["broken"], "lead_id"].tolist() == ids
