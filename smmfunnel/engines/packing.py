"""Narrower types in which values of a column may be stored without loss, as long as all of them fit."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.octets import digit, octets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Check = Callable[[pa.ChunkedArray], bool]

_ZERO = ord("0")
_SMALL, _LARGE = 9, 18
"""Digits that surely fit in four bytes, and in eight."""


@dataclass(frozen=True)
class Packing:
    """One way to store the values of a column."""

    kind: str
    """SQL type of what is stored."""
    shown: str = "{0}"
    """SQL that makes of a stored value the one there was."""
    fits: Check | None = None
    """Whether all values of a batch may be stored so; without it any may."""
    stored: pa.DataType | None = None
    """Arrow type of what is stored, where it is not the column's own."""

    def packed(self, column: pa.ChunkedArray) -> pa.ChunkedArray:
        """Return the values of a batch as they are stored."""
        if self.stored is None:
            return column
        if pa.types.is_timestamp(column.type):
            column = column.cast(pa.int64())
        return column.cast(self.stored)


def _digits(most: int) -> Check:
    """Make a check for texts that are nothing but so many digits, as numbers are written."""

    def fits(column: pa.ChunkedArray) -> bool:
        return all(_are_digits(chunk, most) for chunk in column.chunks)

    return fits


def _are_digits(cells: pa.Array, most: int) -> bool:
    texts = octets(cells)
    if texts is None:
        # Not one letter: then none of them is a number, if there are any at all.
        return bool(cells.null_count == len(cells))
    if not digit(texts.data[:1]).all() or not digit(texts.data).all():
        return False
    sizes = texts.sizes
    zeros = (texts.at(texts.starts) == _ZERO) & (sizes > 1)
    if sizes.max() > most or zeros.any():
        return False
    empty = sizes == 0
    # An empty text is no number; a null is none to look at, whatever stands in its place.
    return not (empty.any() and (empty & cells.is_valid().to_numpy(zero_copy_only=False)).any())


def _between(end: int) -> Check:
    """Make a check for numbers, or seconds since 1970, from 0 up to but without an end."""

    def fits(column: pa.ChunkedArray) -> bool:
        numbers = column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column
        found = pc.min_max(numbers).as_py()
        return found["min"] is None or (found["min"] >= 0 and found["max"] < end)

    return fits


_TWO, _FOUR = _between(1 << 16), _between(1 << 32)
PACKINGS: Mapping[str, tuple[Packing, ...]] = MappingProxyType(
    {
        # An id as a number takes a third of the room of its digits.
        "VARCHAR": (
            Packing("UINTEGER", "CAST({0} AS VARCHAR)", _digits(_SMALL), pa.uint32()),
            Packing("BIGINT", "CAST({0} AS VARCHAR)", _digits(_LARGE), pa.int64()),
            Packing("VARCHAR"),
        ),
        "TIMESTAMP": (
            Packing("UINTEGER", "make_timestamp(CAST({0} AS BIGINT) * 1000000)", _FOUR, pa.uint32()),
            Packing("TIMESTAMP"),
        ),
        "INTEGER": (Packing("USMALLINT", "CAST({0} AS INTEGER)", _TWO, pa.uint16()), Packing("INTEGER")),
        "BIGINT": (Packing("UINTEGER", "CAST({0} AS BIGINT)", _FOUR, pa.uint32()), Packing("BIGINT")),
    }
)
"""For each SQL type of `tables.TABLES` that has narrower ones, all there are, the narrowest first."""


def packings(kind: str) -> tuple[Packing, ...]:
    """Return the ways to store values of an SQL type, the narrowest first."""
    return PACKINGS.get(kind) or (Packing(kind),)
