"""Canonical frames: Arrow tables with the columns an engine's table has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES = {
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("s"),
    "BOOLEAN": pa.bool_(),
}
"""Arrow type of each SQL type."""


def frame(columns: Mapping[str, str], values: Mapping[str, pa.Array], rows: int) -> pa.Table:
    """Put arrays together as a frame of the given columns; those not given are null."""
    arrays = {}
    for name, kind in columns.items():
        array = values.get(name)
        arrays[name] = pa.nulls(rows, TYPES[kind]) if array is None else _cast(array, TYPES[kind])
    return pa.table(arrays)


def _cast(array: pa.Array, kind: pa.DataType) -> pa.Array:
    return array if array.type == kind else array.cast(kind)
