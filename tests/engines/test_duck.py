from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from smmfunnel.engines import DuckEngine, open_duckdb
from smmfunnel.reading.frames import frame

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = {"file": "INTEGER", "phone": "VARCHAR", "manager": "VARCHAR", "amount": "BIGINT"}


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with open_duckdb(0, threads=1) as opened:
        opened.create("leads", COLUMNS)
        yield opened


def batch(**values: list[Any]) -> pa.Table:
    rows = len(next(iter(values.values())))
    types = {"file": pa.int32(), "amount": pa.int64()}
    return frame(COLUMNS, {name: pa.array(v, types.get(name, pa.string())) for name, v in values.items()}, rows)


def test_columns_that_only_a_later_batch_fills_are_null_before(engine: DuckEngine) -> None:
    assert engine.fetch("SELECT * FROM leads") == []
    assert engine.load("leads", [batch(file=[1, 1], manager=["Anna", None])]) == 2
    assert engine.load("leads", [batch(file=[2], amount=[5])]) == 1
    assert engine.fetch("SELECT * FROM leads ORDER BY file, manager") == [
        {"file": 1, "phone": None, "manager": "Anna", "amount": None},
        {"file": 1, "phone": None, "manager": None, "amount": None},
        {"file": 2, "phone": None, "manager": None, "amount": 5},
    ]


def test_contacts_are_kept_as_hashes(engine: DuckEngine) -> None:
    engine.load("leads", [batch(file=[1, 2, 3], phone=["+79120000001", "+79120000001", None])])
    one, two, three = (row["phone"] for row in engine.fetch("SELECT phone FROM leads ORDER BY file"))
    assert (one == two, isinstance(one, int), three) == (True, True, None)


def test_a_reading_that_breaks_off_leaves_nothing(engine: DuckEngine) -> None:
    engine.load("leads", [batch(file=[1])])

    def broken() -> Iterator[pa.Table]:
        for _ in range(3):
            yield batch(file=[2] * 60_000, manager=["Anna"] * 60_000)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        engine.load("leads", broken())
    engine.load("leads", [batch(file=[3], manager=["Nina"])])
    assert engine.fetch("SELECT file, manager FROM leads ORDER BY file") == [
        {"file": 1, "manager": None},
        {"file": 3, "manager": "Nina"},
    ]


def test_a_table_made_again_is_empty(engine: DuckEngine) -> None:
    engine.load("leads", [batch(file=[1], manager=["Anna"])])
    engine.create("leads", {"file": "INTEGER", "day": "DATE"})
    assert engine.fetch("SELECT * FROM leads") == []
    engine.load("leads", [pa.table({"file": pa.array([1], pa.int32())})])
    assert engine.fetch("SELECT * FROM leads") == [{"file": 1, "day": None}]


def test_small_batches_lose_no_row(engine: DuckEngine) -> None:
    assert engine.load("leads", (batch(file=[n] * 7) for n in range(500))) == 3500
    assert engine.fetch("SELECT count(*) AS n, count(DISTINCT file) AS files FROM leads") == [{"n": 3500, "files": 500}]


def test_values_that_occur_twice_are_told_once(engine: DuckEngine) -> None:
    engine.load("leads", [batch(file=[1, 2, 3, 4, 5], phone=["+1", "+2", "+1", "+1", None])])
    engine.load("leads", [batch(file=[6, 7, 8], phone=["+3", "+2", None])])
    assert engine.repeated("twice", "SELECT phone FROM leads WHERE phone IS NOT NULL") == 2
    found = "SELECT list(file ORDER BY file) AS files FROM leads SEMI JOIN twice AS t ON t.value = phone GROUP BY phone"
    assert engine.fetch(f"{found} ORDER BY files") == [{"files": [1, 3, 4]}, {"files": [2, 7]}]
    assert engine.fetch("SELECT count(*) AS n FROM twice") == [{"n": 2}]
    assert engine.repeated("none_twice", "SELECT phone FROM leads WHERE FALSE") == 0
    assert engine.fetch("SELECT count(*) AS n FROM none_twice") == [{"n": 0}]


def test_what_is_seldom_true_is_false_where_nothing_is_stored(engine: DuckEngine) -> None:
    engine.create("leads", {"file": "INTEGER", "test": "BOOLEAN"})
    engine.load("leads", [pa.table({"file": pa.array([1], pa.int32()), "test": [False]})])
    assert engine.fetch("SELECT file, test FROM leads") == [{"file": 1, "test": False}]
    engine.load("leads", [pa.table({"file": pa.array([2, 3], pa.int32()), "test": [True, False]})])
    assert engine.fetch("SELECT file FROM leads WHERE NOT test ORDER BY file") == [{"file": 1}, {"file": 3}]


def test_words_known_beforehand_are_texts_again_when_asked(engine: DuckEngine) -> None:
    engine.create("deals", {"status": "VARCHAR", "reason": "VARCHAR"})
    engine.load("deals", [pa.table({"status": ["won", None, "lost"], "reason": pa.nulls(3, pa.string())})])
    assert engine.fetch("SELECT status, reason FROM deals ORDER BY status NULLS LAST") == [
        {"status": "lost", "reason": None},
        {"status": "won", "reason": None},
        {"status": None, "reason": None},
    ]
    assert engine.table("SELECT status, reason FROM deals").schema.types == [pa.string(), pa.string()]
