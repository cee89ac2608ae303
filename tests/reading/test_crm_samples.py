"""Sample exports of CRMs, lead forms and telephony are read into the rows written beside them by hand."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smmfunnel.catalog.load import load_catalog
from smmfunnel.config.settings import Overrides, make_settings
from smmfunnel.reading.discover import discover
from smmfunnel.reading.read import Reading, Redecided
from smmfunnel.reading.scan import scan
from smmfunnel.reading.tags import FIELDS, TagBook
from smmfunnel.tables import CRM, MICRO, TOUCHES
from smmfunnel.vocabulary import Kind

if TYPE_CHECKING:
    import pandas as pd

FORMATS = Path(__file__).parents[1] / "formats"
CATALOG = load_catalog()
KINDS = {Kind.LEADS, Kind.DEALS, Kind.TOUCHES}
MOMENTS = ("created_at", "assigned_at", "first_response_at", "last_activity_at", "qualified_at", "closed_at", "at")
OUTGOING = {"out": True, "in": False, "none": False}
YES = {"yes": True, "no": False}

Row = dict[str, object]


def samples() -> list[Path]:
    return [
        path.with_name(path.name.replace(".expected.csv", ending))
        for path in sorted(FORMATS.glob("*/*.expected.csv"))
        if path.parent.name in CATALOG.formats and CATALOG.formats[path.parent.name].kind in KINDS
        for ending in (".csv", ".tsv")
        if path.with_name(path.name.replace(".expected.csv", ending)).exists()
    ]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def read_rows(path: Path) -> tuple[Kind, pd.DataFrame]:
    """Read a sample whole; tags stand in the row by their own names."""
    settings = make_settings([str(path)], Overrides(), search=False)
    (item,) = scan(discover([str(path)]).files[0], CATALOG, settings)
    book = TagBook(CATALOG.sources)
    reading = Reading(item, 0, CATALOG, settings, book)
    try:
        (batch,) = reading.batches()
    except Redecided as again:
        (batch,) = again.reading.batches()
    return item.kind, batch if "tag" not in batch else batch.merge(book.frame(), on="tag")


def wanted(row: dict[str, str]) -> Row:
    """Turn a row written by hand into the columns of the tables; what is blank is None."""
    values: Row = {}
    for column, text in row.items():
        value: object = text or None
        if value is None:
            pass
        elif column in MOMENTS:
            value = datetime.fromisoformat(text)
        elif column == "amount":
            value = round(float(text) * MICRO)
        elif column == "attempts":
            value = int(text)
        elif column == "direction":
            value = OUTGOING[text]
        elif column in {"answered", "automatic"}:
            value = YES[text]
        name = {"loss_reason": "reason", "direction": "outgoing"}.get(column, column)
        values[name] = value
    return values


def plain(value: object) -> object:
    return None if value is None or value != value or str(value) in {"<NA>", "NaT"} else value  # noqa: PLR0124 - a NaN


@pytest.mark.parametrize("path", samples(), ids=name_of)
def test_a_sample_is_read_into_the_rows_written_by_hand(path: Path) -> None:
    with path.with_name(f"{path.stem}.expected.csv").open(encoding="utf-8", newline="") as file:
        expected = [wanted(row) for row in csv.DictReader(file)]

    kind, frame = read_rows(path)

    known = TOUCHES if kind is Kind.TOUCHES else {**CRM, **dict.fromkeys(FIELDS)}
    columns = [name for name in expected[0] if name in known]
    rows = frame.sort_values("row").to_dict("records")
    got = [{name: plain(row[name]) for name in columns} for row in rows]
    assert got == [{name: row[name] for name in columns} for row in expected]


def test_samples_of_every_format_of_leads_deals_and_touches_are_read() -> None:
    formats = {name for name, form in CATALOG.formats.items() if form.kind in KINDS}

    assert {path.parent.name for path in samples()} == formats
