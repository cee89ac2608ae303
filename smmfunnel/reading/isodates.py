"""Moments written `2026-09-10 14:32:11` or `2026-09-10`, read by their bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.reading.octets import Mask, Octets, as_arrow, digit, octets

if TYPE_CHECKING:
    import pyarrow as pa

FIRST_YEAR, LAST_YEAR = 1990, 2099
_DAY, _MINUTE, _SECOND = 10, 16, 19
"""Letters of a day alone, and of one with a time."""
_MONTHS = 12
_HOURS, _MINUTES = 24, 60
_STARTS = np.arange(
    f"{FIRST_YEAR}-01", f"{LAST_YEAR + 1}-02", dtype="datetime64[M]"
).astype("datetime64[D]").astype(np.int64)  # fmt: skip
_LENGTHS = np.diff(_STARTS)
_DASH, _COLON, _ZERO = ord("-"), ord(":"), ord("0")


def iso_moments(cells: pa.Array) -> pa.Array | None:
    """Read cells of one width, all of them; None where they are not, or any is another shape or no moment.

    Returns:
        timestamp[s].

    Example:
        >>> import pyarrow as pa
        >>> iso_moments(pa.array(["2026-02-28 23:59:59"])).to_pylist(), iso_moments(pa.array(["2026-02-30"]))
        ([datetime.datetime(2026, 2, 28, 23, 59, 59)], None)
    """
    texts = octets(cells)
    if texts is None or cells.null_count:
        return None
    width = texts.width
    if width not in (_DAY, _MINUTE, _SECOND):
        return None
    letters = np.ascontiguousarray(texts.data.reshape(-1, width).T)
    seconds = _days(letters)
    if seconds is not None and width > _DAY:
        seconds = _clock(letters, seconds * (_HOURS * _MINUTES * _MINUTES))
    elif seconds is not None:
        seconds = seconds * (_HOURS * _MINUTES * _MINUTES)
    return None if seconds is None else as_arrow(seconds.view("datetime64[s]"))


_Letters = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
_Whole = np.ndarray[tuple[int], np.dtype[np.int64]]


def _days(letters: _Letters) -> _Whole | None:
    """Days since 1970 of the first ten letters."""
    if not ((letters[4] == _DASH) & (letters[7] == _DASH)).all():
        return None
    parts = _number(letters[0:4]), _number(letters[5:7]), _number(letters[8:10])
    if any(part is None for part in parts):
        return None
    year, month, day = (part for part in parts if part is not None)
    if year.min() < FIRST_YEAR or year.max() > LAST_YEAR or month.min() < 1 or month.max() > _MONTHS:
        return None
    place = (year - FIRST_YEAR) * _MONTHS + month - 1
    if day.min() < 1 or (day > np.take(_LENGTHS, place)).any():
        return None
    return np.take(_STARTS, place) + day - 1


def _clock(letters: _Letters, seconds: _Whole) -> _Whole | None:
    """Add the time of the day."""
    between = (letters[10] == ord(" ")) | (letters[10] == ord("T"))
    if not (between & (letters[13] == _COLON)).all():
        return None
    hour, minute = _number(letters[11:13]), _number(letters[14:16])
    if hour is None or minute is None or hour.max() >= _HOURS or minute.max() >= _MINUTES:
        return None
    seconds = seconds + (hour * _MINUTES + minute) * _MINUTES
    if len(letters) == _MINUTE:
        return seconds
    second = _number(letters[17:19])
    if second is None or not (letters[16] == _COLON).all() or second.max() >= _MINUTES:
        return None
    return seconds + second


def _number(letters: _Letters) -> np.ndarray[tuple[int], np.dtype[np.int32]] | None:
    """Read digits that stand one below the other; None where any is none."""
    number = np.zeros(letters.shape[1], dtype=np.int32)
    for row in letters:
        if not digit(row).all():
            return None
        number *= 10
        number += row - np.uint8(_ZERO)
    return number


def no_numeric_dates(texts: Octets) -> bool:
    """Tell whether every text begins with three digits, as no date with the year last does."""
    begins: Mask = texts.sizes >= len("202")
    for place in range(3):
        begins &= digit(texts.nth(place))
    return bool(begins.all())
