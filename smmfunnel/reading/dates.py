"""Days and moments as exports write them; the order of day and month is decided per column.

A column with `13/02/2026` is day first, one with `02/13/2026` month first. What its own values leave open is
settled by the file's other date columns, then by the format's habit, then by dots, which go with the day
first; slashes and dashes settle nothing, and the column is then refused rather than guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.reading.months import MONTHS
from smmfunnel.reading.numbers import NULLS, Parsed

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1990, 2099
ISO = r"^(199|20[0-9])[0-9]-[01][0-9]-[0-3][0-9]([ T][0-2][0-9]:[0-5][0-9](:[0-5][0-9])?)?$"
DOTTED = r"^[0-3][0-9]\.[01][0-9]\.(199[0-9]|20[0-9]{2})( [0-2][0-9]:[0-5][0-9](:[0-5][0-9])?)?$"
NUMERIC = r"^\s*[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}"
_NULLS = {*NULLS, "не закрыта", "не закрыто", "ongoing", "0000-00-00", "0000-00-00 00:00:00"}

_TIME = r"(?:[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?)?"
_OFFSET = r"\s*(?P<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_WEEKDAY = r"^(?:[^\W\d]{2,12}\.?,\s*)?"
_SHAPES = (
    re.compile(rf"^(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}{_OFFSET}$", re.IGNORECASE),
    re.compile(rf"^(?P<one>\d{{1,2}})[./-](?P<two>\d{{1,2}})[./-](?P<year>\d{{4}}){_TIME}{_OFFSET}$", re.IGNORECASE),
    re.compile(r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})$"),
    re.compile(
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[\s.-]+(?:de\s+)?(?P<name>[^\W\d]+)\.?,?[\s-]+(?:de\s+)?(?P<year>\d{{4}})"
        rf"(?:\s*г\.?|\s*р\.?)?{_TIME}{_OFFSET}$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_WEEKDAY}(?P<name>[^\W\d]+)\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}}){_TIME}{_OFFSET}$",
        re.IGNORECASE,
    ),
)
_SERIAL = re.compile(r"^(\d{5})(?:[.,](\d+))?$")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets count local days
_SERIAL_FROM, _SERIAL_TO = 32874, 73050
"""Spreadsheet days of 1990 to 2099."""
_NOON = 12


@dataclass(frozen=True)
class DateEvidence:
    """Which shapes occur among a column's dates; evidence of parts of a column adds up with `|`."""

    day_first: str | None = None
    """A value that can only be day first (the smallest as text), if there is one."""
    month_first: str | None = None
    open: bool = False
    """A numeric date whose day and month could be exchanged."""
    dots: bool = True
    """Every such date is written with dots."""

    def __or__(self, other: DateEvidence) -> DateEvidence:
        """Add the evidence of another part of the column."""
        return DateEvidence(
            min((v for v in (self.day_first, other.day_first) if v), default=None),
            min((v for v in (self.month_first, other.month_first) if v), default=None),
            self.open or other.open,
            self.dots and other.dots,
        )


def date_evidence(cells: pa.Array) -> DateEvidence:
    """Look at the numeric dates among all cells.

    Example:
        >>> date_evidence(pa.array(["01/02/2025", "30/03/2025"]))
        DateEvidence(day_first='30/03/2025', month_first=None, open=True, dots=False)
    """
    numeric = pc.match_substring_regex(cells, NUMERIC)
    if not pc.any(numeric).as_py():
        return DateEvidence()
    heads = pc.unique(pc.replace_substring_regex(pc.filter(cells, numeric), r"^\s*([0-9./-]+).*$", r"\1"))
    found = DateEvidence()
    for text in heads.to_pylist():
        one, two = (int(part) for part in re.split("[./-]", text)[:2])
        found |= DateEvidence(
            day_first=text if one > _NOON >= two else None,
            month_first=text if two > _NOON >= one else None,
            open=one <= _NOON and two <= _NOON and one != two,
            dots="." in text,
        )
    return found


@dataclass(frozen=True)
class Order:
    """The decided order of a column, or why there is none."""

    order: str | None
    """dmy or mdy."""
    problem: str | None = None
    """conflict or ambiguous."""


def decide_order(evidence: DateEvidence, others: DateEvidence | None = None, hint: str | None = None) -> Order:
    """Decide the order of day and month.

    Args:
        evidence: of all values of the column.
        others: of all values of the file's other date columns.
        hint: the order the user or the format names, for values that leave it open.

    Example:
        >>> decide_order(DateEvidence(open=True, dots=False)).problem
        'ambiguous'
        >>> decide_order(DateEvidence(open=True, dots=False), DateEvidence(day_first="30/03/2025"))
        Order(order='dmy', problem=None)
    """
    if evidence.day_first and evidence.month_first:
        return Order(None, "conflict")
    if evidence.day_first or evidence.month_first:
        return Order("dmy" if evidence.day_first else "mdy")
    if not evidence.open:
        return Order(hint if hint in ("dmy", "mdy") else "dmy")
    if others and bool(others.day_first) != bool(others.month_first):
        return Order("dmy" if others.day_first else "mdy")
    if hint in ("dmy", "mdy"):
        return Order(hint)
    return Order("dmy") if evidence.dots else Order(None, "ambiguous")


def parse_moments(
    cells: pa.Array, order: str = "dmy", zone: ZoneInfo | None = None, file_zone: ZoneInfo | None = None
) -> Parsed:
    """Read moments into local time of the report's zone.

    Args:
        cells: text; days alone are midnight.
        order: dmy or mdy, for numeric dates with the year last.
        zone: the report's zone; without it every moment stays as its file writes it.
        file_zone: zone of moments without an offset; by default the report's.

    Returns:
        timestamp[s] without zone, and the mask of cells that are no moment of 1990 to 2099.

    Example:
        >>> parse_moments(pa.array(["22/04/2025 07:59:10", "soon"])).array.to_pylist()
        [datetime.datetime(2025, 4, 22, 7, 59, 10), None]
    """
    shifted = zone is not None and file_zone is not None and zone != file_zone
    fast = None if shifted else _fast(cells, order)
    if fast is not None:
        return fast
    encoded = pc.dictionary_encode(cells)
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    texts = encoded.dictionary.to_pylist()
    read = [parse_moment(text, order, zone, file_zone) if text is not None else None for text in texts]
    wrong = [moment is None and not is_null(text or "") for text, moment in zip(texts, read, strict=True)]
    values = pc.take(pa.array(read, pa.timestamp("s")), encoded.indices)
    bad = pc.fill_null(pc.take(pa.array(wrong, pa.bool_()), encoded.indices), fill_value=False)
    return Parsed(values, bad)


def _fast(cells: pa.Array, order: str) -> Parsed | None:
    """Read columns that are ISO or dotted throughout (but for empty cells) in kernels."""
    given = pc.if_else(pc.equal(cells, ""), None, cells)
    iso = given
    if not _throughout(given, ISO):
        if order != "dmy" or not _throughout(given, DOTTED):
            return None
        year, month, day = (pc.utf8_slice_codeunits(given, *at) for at in ((6, 10), (3, 5), (0, 2)))
        time = pc.utf8_slice_codeunits(given, 10)
        iso = pc.binary_join_element_wise(pc.binary_join_element_wise(year, month, day, "-"), time, "")
    try:
        values = pc.cast(iso, pa.timestamp("s"))
    except pa.ArrowInvalid:
        # A day like 31.02: the slow way tells which cell it is.
        return None
    return Parsed(values, pa.repeat(pa.scalar(False), len(cells)))  # noqa: FBT003 - the value itself


def _throughout(cells: pa.Array, pattern: str) -> bool:
    return pc.all(pc.match_substring_regex(cells, pattern)).as_py() is not False


def is_null(text: str) -> bool:
    """Tell whether a cell says that there is no date.

    Example:
        >>> is_null(" -- "), is_null("не закрыта"), is_null("soon")
        (True, True, False)
    """
    return text.strip().casefold() in _NULLS


def parse_moment(
    text: str, order: str = "dmy", zone: tzinfo | None = None, file_zone: tzinfo | None = None
) -> datetime | None:
    """Read one moment; None where the text is none. See `parse_moments`.

    Example:
        >>> parse_moment("вс, 1 февр. 2026 г."), parse_moment("9 de abril de 2025")
        (datetime.datetime(2026, 2, 1, 0, 0), datetime.datetime(2025, 4, 9, 0, 0))
    """
    value = " ".join(text.replace("\ufeff", "").split())
    for shape in _SHAPES:
        if match := shape.match(value):
            return _moment(match.groupdict(), order, zone, file_zone)
    if match := _SERIAL.match(value):
        days = int(match[1])
        fraction = float(f"0.{match[2]}") if match[2] else 0.0
        if _SERIAL_FROM <= days <= _SERIAL_TO:
            return _EPOCH + timedelta(days=days, seconds=round(fraction * 86400))
    return None


def _moment(parts: dict[str, str | None], order: str, zone: tzinfo | None, file_zone: tzinfo | None) -> datetime | None:
    """Put the parts of a match together."""
    if parts.get("one"):
        parts["day"], parts["month"] = parts["one"], parts["two"]
        if order == "mdy":
            parts["day"], parts["month"] = parts["month"], parts["day"]
    name = parts.get("name")
    month = MONTHS.get(name.casefold().rstrip(".")) if name else int(parts["month"] or 0)
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").casefold().replace(".", "")
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    try:
        moment = datetime(  # noqa: DTZ001 - the zone follows
            int(parts["year"] or 0),
            month or 0,
            int(parts["day"] or 0),
            hour,
            int(parts.get("minute") or 0),
            int(parts.get("second") or 0),
        )
    except ValueError:
        return None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return _local(moment, parts.get("offset"), zone, file_zone)


def _local(moment: datetime, offset: str | None, zone: tzinfo | None, file_zone: tzinfo | None) -> datetime:
    if zone is None:
        return moment
    written = _zone_of(offset) if offset else file_zone
    if written is None or written == zone:
        return moment
    return moment.replace(tzinfo=written).astimezone(zone).replace(tzinfo=None)


def _zone_of(offset: str) -> tzinfo:
    if offset[0] not in "+-":
        return UTC
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:])))


def parse_day(text: str, order: str = "dmy") -> date | None:
    """Read one day; None where the text is none."""
    moment = parse_moment(text, order)
    return moment.date() if moment else None
