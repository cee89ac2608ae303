"""The SQL files of `facts/sql`, with the parts that depend on the question filled in."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from smmfunnel.engines import Engine


@cache
def text(name: str) -> str:
    """Read one SQL file by its name without ending."""
    return (files("smmfunnel.facts") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def run(engine: Engine, name: str, **parts: str) -> None:
    """Run one SQL file; `parts` replace `{part}` and are made of the program's own names, never of data."""
    engine.run(_filled(name, parts))


def query(engine: Engine, name: str, **parts: str) -> list[dict[str, Any]]:
    """Run one SQL file that ends in a query and return its rows."""
    return engine.fetch(_filled(name, parts))


def insert(engine: Engine, table: str, rows: Iterable[str]) -> None:
    """Append rows, each the values of one in SQL without brackets, by one statement."""
    values = ", ".join(f"({row})" for row in rows)
    if values:
        engine.run(f"INSERT INTO {table} VALUES {values}")


def table(engine: Engine, name: str, **parts: str) -> pa.Table:
    """Run one SQL file that ends in a query and return its rows, however many, as a table."""
    return engine.table(_filled(name, parts))


def _filled(name: str, parts: dict[str, str]) -> str:
    # A remark that names a part must not be filled in: of several lines only the first would stay a remark.
    script = "\n".join(line for line in text(name).splitlines() if not line.lstrip().startswith("--"))
    for part, value in parts.items():
        script = script.replace("{" + part + "}", value)
    return script


def quoted(value: str | None) -> str:
    """Write a text as an SQL literal.

    Example:
        >>> quoted("it's"), quoted(None)
        ("'it''s'", 'NULL')
    """
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"
