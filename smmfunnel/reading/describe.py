"""What the rows of a batch tell of their file: its days, currencies, contacts and the shape of its rows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.reading.adrows import level_of
from smmfunnel.reading.octets import in_one_piece
from smmfunnel.vocabulary import ATTRIBUTES, Kind, Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from smmfunnel.reading.cells import Cells
    from smmfunnel.reading.scan import Scan
    from smmfunnel.reading.summary import Summary

_ENDED = pa.array([status.value for status in (Status.WON, Status.LOST, Status.JUNK)])
"""Statuses of what has ended; of others a closing date tells nothing."""


def describe(summary: Summary, scan: Scan, cells: Cells, values: Mapping[str, pa.Array], keep: pa.Array) -> None:
    """Keep the days covered, the currencies, the contacts and the shape of the rows of a batch.

    Args:
        summary: of the batch.
        scan: the file.
        cells: the batch as text.
        values: its columns as they were read.
        keep: which of its rows are kept.
    """
    names = {
        Kind.ADS: ("first_day", "last_day"),
        Kind.VISITS: ("first_day", "last_day"),
        Kind.TOUCHES: ("at", "at"),
    }
    low, high = names.get(scan.kind, ("created_at", "created_at"))
    if low in values:
        first = pc.min(in_one_piece(values[low]).filter(keep)).as_py()
        last = pc.max(in_one_piece(values[high]).filter(keep)).as_py()
        summary.cover(_day(first), _day(last))
        if scan.kind in (Kind.ADS, Kind.VISITS):
            same = pc.all(pc.equal(values[low], values[high])).as_py()
            summary.daily = summary.daily and same is not False
    if scan.kind in (Kind.LEADS, Kind.DEALS):
        _describe_people(summary, values, keep)
    if "currency" in values:
        for item in pc.value_counts(in_one_piece(values["currency"]).filter(keep)).to_pylist():
            summary.currencies[item["values"]] += item["counts"]
    if scan.kind is Kind.ADS:
        summary.level = 1 if scan.form.campaign_from_name else level_of(cells)
        summary.breakdown = tuple(name for name in ATTRIBUTES if cells.has(name))
    summary.supplement = scan.kind is Kind.LEADS and not cells.has("created_at")


def _describe_people(summary: Summary, values: Mapping[str, pa.Array], keep: pa.Array) -> None:
    """Keep how many contacts are valid, and when the last lead or deal was closed."""
    contact = in_one_piece(values["contact"])
    summary.contacts += number(pc.and_(keep, pc.not_equal(contact, "absent")))
    summary.contacts_invalid += number(pc.and_(keep, pc.equal(contact, "invalid")))
    if "closed_at" in values:
        status = in_one_piece(values["status"])
        ended = pc.and_(keep, pc.or_(pc.is_null(status), pc.is_in(status, _ENDED)))
        summary.close(_day(pc.max(in_one_piece(values["closed_at"]).filter(ended)).as_py()))


def _day(value: date | None) -> date | None:
    """Return the day of a day or a moment."""
    return value.date() if isinstance(value, datetime) else value


def number(which: pa.Array) -> int:
    """Count what is true."""
    return pc.sum(which).as_py() or 0
