"""DuckDB, embedded: in memory for small inputs, in a temporary file that it spills to for large ones."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from smmfunnel.tables import HASHED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import duckdb
    import pyarrow as pa

    from smmfunnel.engines.base import Engine

S = TypeVar("S")
T = TypeVar("T")

LARGE = 64 << 20
"""Inputs of more bytes than this are kept in a file: they would not be worth the memory."""
SMALL = 8 << 20
"""Inputs up to so many bytes are the work of one thread: waking others takes longer than they save."""
MEMORY_A_THREAD = 128
"""Megabytes of DuckDB's own memory for each thread, past which it spills to disk."""


class DuckEngine:
    """Engine on a DuckDB connection; see `open_duckdb`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, small: bool = False) -> None:
        """Take over `connection`, one thread of which is enough for a `small` input."""
        self._db = connection
        self._small = small
        self._hashed: dict[str, set[str]] = {}

    def create(self, table: str, columns: Mapping[str, str]) -> None:
        """See Engine.create."""
        self._hashed[table] = {name for name in columns if name in HASHED}
        types = ", ".join(f'"{name}" {"UBIGINT" if name in HASHED else kind}' for name, kind in columns.items())
        self._db.execute(f'CREATE TABLE "{table}" ({types})')

    def load(self, table: str, batches: Iterable[pa.Table]) -> int:
        """See Engine.load."""
        rows = 0
        self._db.execute("BEGIN")
        try:
            for batch in batches:
                # DuckDB finds the local name `batch`; a registered one would be held until the commit.
                self._db.execute(self._insert(table, batch.column_names))
                rows += batch.num_rows
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        return rows

    def _insert(self, table: str, names: list[str]) -> str:
        hashed = self._hashed[table]
        values = ", ".join(
            f'CASE WHEN "{n}" IS NOT NULL THEN hash("{n}") END' if n in hashed else f'"{n}"' for n in names
        )
        columns = ", ".join(f'"{n}"' for n in names)
        return f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM batch'  # noqa: S608 - own names

    def run(self, script: str) -> None:
        """See Engine.run."""
        self._db.execute(script)

    def fetch(self, query: str) -> list[dict[str, Any]]:
        """See Engine.fetch."""
        result = self._db.execute(query)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def both(self, first: Callable[[Engine], S], second: Callable[[Engine], T]) -> tuple[S, T]:
        """See Engine.both; questions about large inputs have all threads already."""
        if not self._small:
            return first(self), second(self)
        from concurrent.futures import ThreadPoolExecutor

        with closing(DuckEngine(self._db.cursor())) as other, ThreadPoolExecutor(1) as pool:
            beside = pool.submit(second, other)
            return first(self), beside.result()

    def table(self, query: str) -> pa.Table:
        """See Engine.table."""
        return self._db.sql(query).to_arrow_table()

    def close(self) -> None:
        """See Engine.close."""
        self._db.close()


@contextmanager
def open_duckdb(input_bytes: int, threads: int | None = None) -> Iterator[DuckEngine]:
    """Open an engine for inputs of so many bytes; its files are gone when the context ends.

    Args:
        input_bytes: size of all inputs, which decides between memory and a temporary file.
        threads: worker threads, by default one a core, of small inputs one in all. The answer does not depend
            on it.
    """
    import duckdb

    threads = threads or (1 if input_bytes <= SMALL else os.cpu_count()) or 1
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": f"{max(2, threads) * MEMORY_A_THREAD}MB",
        "preserve_insertion_order": False,
        "enable_external_access": True,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with tempfile.TemporaryDirectory(prefix="smmfunnel-", ignore_cleanup_errors=True) as folder:
        place = str(Path(folder) / "run.duckdb") if input_bytes > LARGE else ":memory:"
        connection = duckdb.connect(place, config={**settings, "temp_directory": folder})
        engine = DuckEngine(connection, small=input_bytes <= SMALL)
        try:
            yield engine
        finally:
            engine.close()
