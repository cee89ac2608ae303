"""Days and moments as exports write them, of a whole column or of one cell."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.reading.isodates import FIRST_YEAR, LAST_YEAR, iso_moments
from smmfunnel.reading.months import MONTHS
from smmfunnel.reading.numbers import NULLS, Parsed
from smmfunnel.reading.octets import in_one_piece

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_YEAR, _CLOCK = "(?:199[0-9]|20[0-9]{2})", "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_MONTH_DAY = "(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
"""Days that every year has."""
ISO = rf"^{_YEAR}-{_MONTH_DAY}(?:[ T]{_CLOCK})?$"
_EXACT = rf"^{_YEAR}-{_MONTH_DAY}T{_CLOCK}(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])$"
_FRACTION = r"(T[0-9:]{8})\.[0-9]+"
YEAR_LAST = "^[0-9]{2}([./-])[0-9]{2}[./-][0-9]{4}(?: [0-9:]{5,8})?$"
_NULLS = {*NULLS, "не закрыта", "не закрыто", "not closed", "ongoing", "0000-00-00", "0000-00-00 00:00:00"}

_TIME = (
    r"(?:(?:[ T,]+| (?:в|о|um|at|às|à|a las) )(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?\s?m\.?)?)?"
)
_OFFSET = r"\s*(?P<offset>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?"
_WEEKDAY = r"^(?:[^\W\d]{2,12}\.?,\s*)?"
_SHAPES = (
    re.compile(rf"^(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}{_OFFSET}$", re.IGNORECASE),
    re.compile(rf"^(?P<one>\d{{1,2}})[./-](?P<two>\d{{1,2}})[./-](?P<year>\d{{4}}){_TIME}{_OFFSET}$", re.IGNORECASE),
    re.compile(r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})$"),
    re.compile(
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:er|º|°)?[\s.-]+(?:de\s+)?(?P<name>[^\W\d]+)\.?,?[\s-]+(?:de\s+)?(?P<year>\d{{4}})"
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
_NO_TEXT = pa.scalar(None, pa.string())


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
    cells = in_one_piece(cells)
    if not _shifted(zone, file_zone) and (plain := iso_moments(cells)) is not None:
        return Parsed(plain, pa.repeat(pa.scalar(value=False), len(cells)))
    moments = _fast(cells, order, zone, file_zone)
    left = pc.and_(pc.is_null(moments), pc.fill_null(pc.not_equal(cells, ""), fill_value=False))
    if not pc.any(left).as_py():
        return Parsed(moments, left)
    encoded = pc.dictionary_encode(pc.filter(cells, left))
    texts = encoded.dictionary.to_pylist()
    read = [parse_moment(text, order, zone, file_zone) for text in texts]
    wrong = [moment is None and not is_null(text) for text, moment in zip(texts, read, strict=True)]
    values = pc.replace_with_mask(moments, left, pc.take(pa.array(read, pa.timestamp("s")), encoded.indices))
    bad = pc.replace_with_mask(left, left, pc.take(pa.array(wrong, pa.bool_()), encoded.indices))
    return Parsed(values, bad)


def _fast(cells: pa.Array, order: str, zone: tzinfo | None, file_zone: tzinfo | None) -> pa.Array:
    """Read the common fixed forms in kernels; null where a cell needs a closer look."""
    if _shifted(zone, file_zone):
        naive = pa.nulls(len(cells), pa.timestamp("s"))
    else:
        good = pc.match_substring_regex(cells, ISO)
        naive = pc.cast(pc.if_else(good, cells, _NO_TEXT), pa.timestamp("s"))
        naive = naive if not naive.null_count else pc.coalesce(naive, _year_last(cells, order))
    if not naive.null_count or not pc.any(pc.match_substring_regex(cells, "T[0-9:.]+(?:Z|[+-][0-9:]+)$")).as_py():
        return naive
    return pc.coalesce(naive, _with_offset(cells, zone))


def _shifted(zone: tzinfo | None, file_zone: tzinfo | None) -> bool:
    """Tell whether moments without an offset are to be moved."""
    return zone is not None and file_zone is not None and zone != file_zone


def _year_last(cells: pa.Array, order: str) -> pa.Array:
    """Read `31.12.2026 23:59`, in the column's order."""
    given = pc.if_else(pc.match_substring_regex(cells, YEAR_LAST), cells, _NO_TEXT)
    if given.null_count == len(given):
        return pa.nulls(len(given), pa.timestamp("s"))
    at = {"d": (0, 2), "m": (3, 5)} if order == "dmy" else {"m": (0, 2), "d": (3, 5)}
    parts = [pc.utf8_slice_codeunits(given, *span) for span in ((6, 10), at["m"], at["d"])]
    day = pc.binary_join_element_wise(*parts, "-")
    iso = pc.binary_join_element_wise(day, pc.utf8_slice_codeunits(given, 10), "")
    return pc.cast(pc.if_else(pc.match_substring_regex(iso, ISO), iso, _NO_TEXT), pa.timestamp("s"))


def _with_offset(cells: pa.Array, zone: tzinfo | None) -> pa.Array:
    """Read `2026-09-10T14:32:11+0000` and bring it to the report's zone, if there is one."""
    text = pc.replace_substring_regex(cells, _FRACTION, r"\1")
    text = pc.if_else(pc.match_substring_regex(text, _EXACT), text, _NO_TEXT)
    if zone is None:
        return pc.cast(pc.replace_substring_regex(text, "(Z|[+-][0-9:]+)$", ""), pa.timestamp("s"))
    try:
        return pc.local_timestamp(pc.cast(text, pa.timestamp("s", str(zone))))
    except pa.ArrowInvalid:
        # This computer has no zone database for Arrow; Python brings its own.
        return pa.nulls(len(cells), pa.timestamp("s"))


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
    half = (parts.get("half") or "").casefold().replace(".", "").replace(" ", "")
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
    return timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[3:].lstrip(":") or 0)))


def parse_day(text: str, order: str = "dmy") -> date | None:
    """Read one day; None where the text is none."""
    moment = parse_moment(text, order)
    return moment.date() if moment else None
