"""How the columns of a table are stored in DuckDB, and shown again to queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.tables import CODED, HASHED, NARROW, SELDOM

if TYPE_CHECKING:
    import pyarrow as pa


def stored_name(table: str) -> str:
    """Name of what is stored of a table, of which queries see a view."""
    return f"{table}_stored"


def stored_type(name: str, kind: str) -> str:
    """Type of a column as it is stored: of texts their hash, or their number among those there can be."""
    if name in CODED:
        return f"ENUM({', '.join(repr(str(word)) for word in CODED[name])})"
    return "UBIGINT" if name in HASHED else NARROW.get(name, kind)


def told(name: str, column: pa.ChunkedArray) -> bool:
    """Tell whether a column of a batch says anything that must be stored."""
    import pyarrow.compute as pc

    return bool(pc.any(column).as_py()) if name in SELDOM else column.null_count < len(column)


def shown(name: str, kind: str, *, stored: bool) -> str:
    """SQL of a column as queries see it."""
    if name in SELDOM:
        return f'coalesce("{name}", FALSE) AS "{name}"' if stored else f'FALSE AS "{name}"'
    if name in NARROW and stored:
        return f'CAST("{name}" AS BIGINT) AS "{name}"'
    return f'"{name}"' if stored else f'CAST(NULL AS {kind}) AS "{name}"'


def insertion(table: str, batch: pa.Table, names: list[str]) -> str:
    """SQL that appends the named columns of a table called `batch`."""
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(_value(name, batch.column(name)) for name in names)
    return f'INSERT INTO "{stored_name(table)}" ({columns}) SELECT {values} FROM batch'  # noqa: S608 - own names


def _value(name: str, column: pa.ChunkedArray) -> str:
    """SQL of what is stored of a column of the batch."""
    if name in HASHED:
        return f'CASE WHEN "{name}" IS NOT NULL THEN hash("{name}") END' if column.null_count else f'hash("{name}")'
    if name in CODED and (word := _only_word(column)) in CODED[name]:
        # To find the number of the same word for every row takes longer than all else of the column.
        return f"'{word}'"
    return f'"{name}"'


def _only_word(column: pa.ChunkedArray) -> str | None:
    """The word in all rows of a column; None where there are several, or nothing in any."""
    import pyarrow.compute as pc

    first = column[0].as_py()
    return first if column[-1].as_py() == first and pc.all(pc.equal(column, first), skip_nulls=False).as_py() else None
