"""DuckDB, embedded: in memory, of which it spills to temporary files what goes past its limit."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from smmfunnel.engines.storing import alterations, declared, insertion, stored_name, with_batch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import duckdb
    import pyarrow as pa

    from smmfunnel.engines.base import Engine
    from smmfunnel.engines.storing import Column

    _Settings = dict[str, str | bool | int | float | list[str]]

S = TypeVar("S")
T = TypeVar("T")

SMALL = 8 << 20
"""Inputs up to so many bytes are the work of one thread: waking others takes longer than they save."""
QUICKLY_PLANNED = 4 << 20
"""Inputs up to so many bytes are counted sooner than DuckDB has thought of the best way to count them."""
WORTH_PLANNING = frozenset(
    {
        "build_side_probe_side",
        "cte_inlining",
        "deliminator",
        "filter_pullup",
        "filter_pushdown",
        "unnest_rewriter",
        "unused_columns",
    }
)
"""Steps of DuckDB's planning that pay off even there: they keep a plan from growing out of all proportion."""
ROWS_A_STATEMENT = 122_880
"""Rows inserted at once: just a row group of DuckDB, which takes a part of one twice, the second time at the commit."""
MEMORY_A_THREAD = 200
"""Megabytes of DuckDB's own memory for each thread, past which it spills to disk."""


class DuckEngine:
    """Engine on a DuckDB connection; see `open_duckdb`."""

    def __init__(self, connected: Callable[[], duckdb.DuckDBPyConnection], *, small: bool = False) -> None:
        """Take over the connection that `connected` returns, one thread of which is enough for a `small` input."""
        self._connected = connected
        self._small = small
        self._tables: dict[str, Mapping[str, Column]] = {}
        self._rows: dict[str, int] = {}
        self._stale: dict[str, None] = {}
        """Tables whose view is not yet that of their stored columns."""

    @property
    def _db(self) -> duckdb.DuckDBPyConnection:
        return self._connected()

    def create(self, table: str, columns: Mapping[str, str]) -> None:
        """See Engine.create."""
        if self._rows.get(table):
            self._db.execute(f'DROP TABLE "{stored_name(table)}"')
        self._tables[table] = declared(columns)
        self._rows[table] = 0
        self._stale[table] = None

    def load(self, table: str, batches: Iterable[pa.Table]) -> int:
        """See Engine.load."""
        before, rows = self._tables[table], self._rows[table]
        begun = False
        try:
            for batch in _gathered(batches):
                if not begun:
                    # Not before: the first rows can be read while the connection is still being made.
                    self._db.execute("BEGIN")
                    begun = True
                self._append(table, batch)
        except BaseException:
            if begun:
                self._db.execute("ROLLBACK")
            self._tables[table], self._rows[table] = before, rows
            raise
        if begun:
            self._db.execute("COMMIT")
        return self._rows[table] - rows

    def _append(self, table: str, given: pa.Table) -> None:
        before = self._tables[table]
        after = with_batch(before, given, first=not self._rows[table], packed=not self._small)
        if after != before:
            for statement in alterations(table, before, after):
                self._db.execute(statement)
            self._tables[table] = after
            self._stale[table] = None
        statement, batch = insertion(table, after, given)  # noqa: RUF059 - DuckDB finds it by its name
        # A registered table would be held until the commit.
        self._db.execute(statement)
        self._rows[table] += given.num_rows

    def numbers(self, table: str) -> frozenset[str]:
        """See Engine.numbers."""
        return frozenset(name for name, column in self._tables[table].items() if column.is_number)

    def _settle(self) -> None:
        """Show every table with all its columns, those without a value as nothing."""
        for table in self._stale:
            listed = ", ".join(column.shown for column in self._tables[table].values())
            place = f'FROM "{stored_name(table)}"' if self._rows[table] else "WHERE FALSE"
            self._db.execute(f'CREATE OR REPLACE VIEW "{table}" AS SELECT {listed} {place}')
        self._stale.clear()

    def run(self, script: str) -> None:
        """See Engine.run."""
        self._settle()
        self._db.execute(script)

    def fetch(self, query: str) -> list[dict[str, Any]]:
        """See Engine.fetch."""
        self._settle()
        result = self._db.execute(query)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def both(self, first: Callable[[Engine], S], second: Callable[[Engine], T], *, always: bool = False) -> tuple[S, T]:
        """See Engine.both; questions about large inputs have all threads already."""
        if not (self._small or always):
            return first(self), second(self)
        from concurrent.futures import ThreadPoolExecutor, wait

        self._settle()
        cursor = self._db.cursor()
        with closing(DuckEngine(lambda: cursor)) as other, ThreadPoolExecutor(1) as pool:
            beside = pool.submit(second, other)
            try:
                return first(self), beside.result()
            except BaseException:
                # Nobody waits for the one when the other has failed, or the user has had enough; what is between
                # two statements hears of it at the next.
                while wait([beside], 0.05).not_done:
                    cursor.interrupt()
                raise

    def table(self, query: str) -> pa.Table:
        """See Engine.table."""
        import pyarrow as pa

        self._settle()
        found = self._db.sql(query).to_arrow_table()
        # What is stored by number is a text all the same.
        plain = [pa.field(f.name, f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in found.schema]
        return found.cast(pa.schema(plain))

    def repeated(self, table: str, query: str, most: int) -> int:
        """See Engine.repeated: of many numbers sorting takes a tenth of the time and memory of grouping."""
        import numpy as np
        import pyarrow as pa

        from smmfunnel.reading.octets import as_arrow

        self._settle()
        # More room than is needed takes no memory before something is written there.
        numbers, end = np.empty(most, np.uint64), 0
        for batch in self._db.sql(query).to_arrow_reader(ROWS_A_STATEMENT):
            begin, end = end, end + batch.num_rows
            numbers[begin:end] = batch.column(0).to_numpy()
        numbers = numbers[:end]
        numbers.sort()
        again = numbers[1:] == numbers[:-1]
        # Of a value that is there more than twice only the first repetition.
        again[1:] &= numbers[2:] != numbers[:-2]
        twice = numbers[1:][again]
        self._db.from_arrow(pa.table({"value": as_arrow(twice)})).create(table)
        return len(twice)

    def close(self) -> None:
        """See Engine.close."""
        self._db.close()


def _gathered(batches: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Put batches together, and cut them, to tables of so many rows."""
    import pyarrow as pa

    held: list[pa.Table] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        while rows >= ROWS_A_STATEMENT:
            whole = pa.concat_tables(held)
            yield whole.slice(0, ROWS_A_STATEMENT)
            held, rows = [whole.slice(ROWS_A_STATEMENT)], rows - ROWS_A_STATEMENT
    if rows:
        yield pa.concat_tables(held)


def _connect(settings: _Settings, *, quickly_planned: bool) -> duckdb.DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect(":memory:", config=settings)
    if quickly_planned:
        _plan_quickly(connection)
    return connection


def _plan_quickly(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave out all other steps: over few rows they take a fifth of the time of all statements, and save none."""
    steps = [name for (name,) in connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()]
    left_out = ",".join(name for name in steps if name not in WORTH_PLANNING)
    connection.execute(f"SET GLOBAL disabled_optimizers = '{left_out}'")


@contextmanager
def open_duckdb(input_bytes: int, threads: int | None = None, leaving: ExitStack | None = None) -> Iterator[DuckEngine]:
    """Open an engine for inputs of so many bytes; its files are gone when the context ends.

    Args:
        input_bytes: size of all inputs, by which threads are worth their start or not.
        threads: worker threads, by default one a core, of small inputs one in all. The answer does not depend
            on it.
        leaving: where given, the engine is closed beside what comes after the context, and is so when this ends.
    """
    from concurrent.futures import ThreadPoolExecutor

    threads = threads or (1 if input_bytes <= SMALL else os.cpu_count()) or 1
    settings: _Settings = {
        "threads": threads,
        "memory_limit": f"{max(2, threads) * MEMORY_A_THREAD}MB",
        "preserve_insertion_order": False,
        # A checkpoint would press the tables together: that takes longer than to spill them.
        "checkpoint_threshold": "1TB",
        "enable_external_access": True,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with ExitStack() as held:
        pool = (leaving or held).enter_context(ThreadPoolExecutor(1))
        folder = held.enter_context(tempfile.TemporaryDirectory(prefix="smmfunnel-", ignore_cleanup_errors=True))
        # Connecting takes as long as a small file, and leaves Python free to read one.
        quickly = input_bytes <= QUICKLY_PLANNED
        connecting = pool.submit(_connect, {**settings, "temp_directory": folder}, quickly_planned=quickly)
        engine = DuckEngine(connecting.result, small=input_bytes <= SMALL)
        held.callback(engine.close)
        yield engine
        if leaving is not None:
            # Giving back much memory takes a while.
            leaving.callback(pool.submit(held.pop_all().close).result)
