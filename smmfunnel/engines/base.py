"""What the SQL of `facts` asks of an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pyarrow as pa

S = TypeVar("S")
T = TypeVar("T")


class Engine(Protocol):
    """A database that takes batches of rows and runs SQL written for DuckDB."""

    def create(self, table: str, columns: Mapping[str, str]) -> None:
        """Make an empty table, in place of one of that name; columns of `tables.HASHED` are stored as hashes only."""

    def load(self, table: str, batches: Iterable[pa.Table]) -> int:
        """Append batches with all columns of the table, every one or, when the iterable raises, none.

        Returns:
            The rows added.
        """

    def numbers(self, table: str) -> frozenset[str]:
        """Name the columns of `tables.LINKING` that queries see as numbers too, of type UBIGINT, as `<name>_number`.

        That is so as long as every value is one, written as numbers are: two texts are the same just where the
        numbers are, which are sooner compared. It is asked of the engine the table was loaded into.
        """

    def run(self, script: str) -> None:
        """Run statements, separated by semicolons, one after the other."""

    def fetch(self, query: str) -> list[dict[str, Any]]:
        """Run one query and return its rows by column name."""

    def both(self, first: Callable[[Engine], S], second: Callable[[Engine], T], *, always: bool = False) -> tuple[S, T]:
        """Do two things that do not depend on each other, side by side where that is quicker.

        With `always` that is so however large the input is: neither keeps all threads busy.
        """

    def table(self, query: str) -> pa.Table:
        """Run one query and return its rows, which may be many."""

    def repeated(self, table: str, query: str, most: int) -> int:
        """Make a table of what a query of one UBIGINT column without nulls returns more than once, and return its rows.

        Its one column is `value`; each is there once. The query returns `most` rows or fewer.
        """

    def close(self) -> None:
        """Let go of the data and its temporary files."""
