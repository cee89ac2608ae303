"""How the columns of a table are stored in DuckDB: in as little room as what came so far needs.

What is the same in all rows, be it nothing, is not stored at all; ids are stored as numbers, and numbers and moments in
four bytes, as long as they fit. Queries see a view with the columns as they were declared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.engines.packing import packings
from smmfunnel.tables import CODED, HASHED, LINKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from smmfunnel.engines.packing import Packing

NOTHING = "NULL"
_LONGEST = 32
"""Letters of a text that may stand in a query."""


@dataclass(frozen=True)
class Column:
    """How a column is stored."""

    name: str
    kind: str
    """SQL type that queries see."""
    width: int | None = None
    """Which of the packings of its kind it is stored by; None where it is not stored."""
    only: str = NOTHING
    """SQL of the value in all rows, where it is not stored."""

    @property
    def packing(self) -> Packing | None:
        """How its values are packed, where they are stored."""
        return None if self.width is None else packings(self.kind)[self.width]

    @property
    def is_number(self) -> bool:
        """Whether it is an id that is stored as a number."""
        return self.name in LINKING and self.packing is not None and self.packing.kind != self.kind

    @property
    def shown(self) -> str:
        """SQL of the column as queries see it; of an id that is stored as a number that as well."""
        value = self.packing.shown.format(f'"{self.name}"') if self.packing else f"CAST({self.only} AS {self.kind})"
        number = f', CAST("{self.name}" AS UBIGINT) AS {number_name(self.name)}' if self.is_number else ""
        return f'{value} AS "{self.name}"{number}'


def number_name(column: str) -> str:
    """Name under which queries see an id as a number."""
    return f"{column}_number"


def stored_name(table: str) -> str:
    """Name of what is stored of a table, of which queries see a view."""
    return f"{table}_stored"


def declared(columns: Mapping[str, str]) -> dict[str, Column]:
    """Return columns of a table without rows, given with their SQL types."""
    return {name: Column(name, _kind(name, kind)) for name, kind in columns.items()}


def _kind(name: str, kind: str) -> str:
    """SQL type that queries see: of texts their hash, or their number among those there can be."""
    if name in CODED:
        return f"ENUM({', '.join(repr(str(word)) for word in CODED[name])})"
    return "UBIGINT" if name in HASHED else kind


def with_batch(
    columns: Mapping[str, Column], batch: pa.Table, *, first: bool, packed: bool = True
) -> dict[str, Column]:
    """Return how columns are to be stored when a batch is added.

    Args:
        columns: how they are stored so far.
        batch: rows with all these columns.
        first: whether there are no rows yet.
        packed: whether room is worth the time it takes to save it; if not, only what is nowhere told takes none.
    """
    after = {
        column.name: _with(column, batch.column(column.name), first=first, packed=packed) for column in columns.values()
    }
    if all(column.width is None for column in after.values()):
        # Somewhere it must stand how many rows there are.
        name = next(iter(after))
        after[name] = Column(name, after[name].kind, len(packings(after[name].kind)) - 1)
    return after


def _with(column: Column, values: pa.ChunkedArray, *, first: bool, packed: bool) -> Column:
    if column.width is not None:
        width = _width(column.kind, values, column.width)
        return column if width == column.width else Column(column.name, column.kind, width)
    only = only_value(column.name, values) if packed or column.kind == "BOOLEAN" else nothing(values)
    if only is not None and only == column.only:
        return column
    if only is not None and first:
        return Column(column.name, column.kind, only=only)
    widest = len(packings(column.kind)) - 1
    # The value that all rows had so far is one of the column's own kind.
    least = 0 if packed and column.only == NOTHING else widest
    return Column(column.name, column.kind, _width(column.kind, values, least))


def _width(kind: str, values: pa.ChunkedArray, least: int) -> int:
    """Return the narrowest packing, not below the least, that values fit in."""
    possible = packings(kind)
    if values.null_count == len(values):
        return least
    return next(n for n in range(least, len(possible)) if (fits := possible[n].fits) is None or fits(values))


def nothing(values: pa.ChunkedArray) -> str | None:
    """Return what stands for nothing where no value of a batch is anything."""
    return NOTHING if values.null_count == len(values) else None


def only_value(name: str, values: pa.ChunkedArray) -> str | None:
    """Return as SQL what all values of a batch are; None where they differ, or are not to stand in a query."""
    if values.null_count or name in HASHED:
        return nothing(values)
    return _literal(values)


def _literal(values: pa.ChunkedArray) -> str | None:
    import pyarrow.compute as pc

    first = values[0]
    if values[-1] != first or not pc.all(pc.equal(values, first)).as_py():
        return None
    value = first.as_py()
    if isinstance(value, (bool, int)):
        return str(value)
    plain = isinstance(value, str) and len(value) <= _LONGEST and value.isascii() and value.isprintable()
    return "'" + value.replace("'", "''") + "'" if plain else None


def alterations(table: str, before: Mapping[str, Column], after: Mapping[str, Column]) -> Iterator[str]:
    """Yield statements that make what is stored ready for a batch; see `with_batch`."""
    name = f'"{stored_name(table)}"'
    if all(column.width is None for column in before.values()):
        listed = ", ".join(f'"{column.name}" {column.packing.kind}' for column in after.values() if column.packing)
        yield f"CREATE TABLE {name} ({listed})"
        return
    for column in after.values():
        old, place = before[column.name], f'"{column.name}"'
        if column.packing and not old.packing:
            yield f"ALTER TABLE {name} ADD COLUMN {place} {_default(old, column.packing)}"
            yield f"ALTER TABLE {name} ALTER COLUMN {place} DROP DEFAULT"
        elif column.packing and old.packing and column.width != old.width:
            kind = column.packing.kind
            value = f"CAST({old.packing.shown.format(place)} AS {kind})"
            yield f"ALTER TABLE {name} ALTER COLUMN {place} TYPE {kind} USING {value}"


def _default(before: Column, packing: Packing) -> str:
    return packing.kind if before.only == NOTHING else f"{packing.kind} DEFAULT {before.only}"


def insertion(table: str, columns: Mapping[str, Column], batch: pa.Table) -> tuple[str, pa.Table]:
    """Return SQL that appends a table called `batch`, and that table: stored columns as they are stored."""
    stored = {column.name: column.packing for column in columns.values() if column.packing}
    told = [name for name in stored if nothing(batch.column(name)) is None] or [next(iter(stored))]
    for name in told:
        if stored[name].stored is not None:
            place = batch.schema.get_field_index(name)
            batch = batch.set_column(place, name, stored[name].packed(batch.column(place)))
    places = ", ".join(f'"{name}"' for name in told)
    values = ", ".join(_value(name, batch.column(name)) for name in told)
    return f'INSERT INTO "{stored_name(table)}" ({places}) SELECT {values} FROM batch', batch  # noqa: S608 - own names


def _value(name: str, values: pa.ChunkedArray) -> str:
    """SQL of what is stored of a column of the batch."""
    place = f'"{name}"'
    if name in HASHED:
        return f"CASE WHEN {place} IS NOT NULL THEN hash({place}) END" if values.null_count else f"hash({place})"
    if name in CODED and (only := only_value(name, values)):
        # To find the number of the same word for every row takes longer than all else of the column.
        return only
    return place
