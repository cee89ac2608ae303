from __future__ import annotations

from contextlib import ExitStack
from datetime import date, datetime
from threading import Event
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmfunnel.engines import DuckEngine, open_duckdb
from smmfunnel.reading.frames import TYPES, frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = {"status": "VARCHAR", "reason": "VARCHAR"}
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
    engine.load("leads", [frame({"file": "INTEGER", "day": "DATE"}, {"file": pa.array([1], pa.int32())}, 1)])
    assert engine.fetch("SELECT * FROM leads") == [{"file": 1, "day": None}]


def test_small_batches_lose_no_row(engine: DuckEngine) -> None:
    assert engine.load("leads", (batch(file=[n] * 7) for n in range(500))) == 3500
    assert engine.fetch("SELECT count(*) AS n, count(DISTINCT file) AS files FROM leads") == [{"n": 3500, "files": 500}]


def test_values_that_occur_twice_are_told_once(engine: DuckEngine) -> None:
    engine.load("leads", [batch(file=[1, 2, 3, 4, 5], phone=["+1", "+2", "+1", "+1", None])])
    engine.load("leads", [batch(file=[6, 7, 8], phone=["+3", "+2", None])])
    assert engine.repeated("twice", "SELECT phone FROM leads WHERE phone IS NOT NULL", 8) == 2
    found = "SELECT list(file ORDER BY file) AS files FROM leads SEMI JOIN twice AS t ON t.value = phone GROUP BY phone"
    assert engine.fetch(f"{found} ORDER BY files") == [{"files": [1, 3, 4]}, {"files": [2, 7]}]
    assert engine.fetch("SELECT count(*) AS n FROM twice") == [{"n": 2}]
    assert engine.repeated("none_twice", "SELECT phone FROM leads WHERE FALSE", 8) == 0
    assert engine.fetch("SELECT count(*) AS n FROM none_twice") == [{"n": 0}]


def test_an_engine_is_closed_by_the_time_those_who_had_it_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    closed, close, allowed = [], DuckEngine.close, Event()

    def slow(engine: DuckEngine) -> None:
        assert allowed.wait(60)
        closed.append(len(list(tmp_path.iterdir())))
        close(engine)

    monkeypatch.setattr(DuckEngine, "close", slow)
    with ExitStack() as leaving:
        with open_duckdb(0, threads=1, leaving=leaving) as engine:
            assert engine.fetch("SELECT 1 AS n") == [{"n": 1}]
        assert not closed
        allowed.set()
    assert (closed, list(tmp_path.iterdir())) == ([1], [])


def test_a_fault_waits_for_the_engine_to_be_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with (
        ExitStack() as leaving,
        pytest.raises(duckdb.Error, match="nothing"),
        open_duckdb(0, threads=1, leaving=leaving) as engine,
    ):
        engine.fetch("SELECT nothing")
    assert list(tmp_path.iterdir()) == []


def test_ids_are_seen_as_numbers_as_long_as_all_are_such() -> None:
    seen = "SELECT lead_id, lead_id_number AS number FROM leads ORDER BY lead_id"
    with open_duckdb(1 << 30, threads=1) as large:
        large.create("leads", {"lead_id": "VARCHAR", "deal_id": "VARCHAR", "manager": "VARCHAR"})
        assert large.numbers("leads") == frozenset()
        large.load("leads", [ids("1", None, "123456789012345678")])
        assert large.numbers("leads") == {"lead_id"}
        assert [tuple(row.values()) for row in large.fetch(seen)] == [
            ("1", 1),
            ("123456789012345678", 123_456_789_012_345_678),
            (None, None),
        ]
        large.load("leads", [ids("A-7")])
        assert large.numbers("leads") == frozenset()
        assert [row["lead_id"] for row in large.fetch("SELECT * FROM leads ORDER BY lead_id")] == [
            *("1", "123456789012345678", "A-7"),
            None,
        ]


def ids(*values: str | None) -> pa.Table:
    texts = pa.array(values, pa.string())
    return pa.table({"lead_id": texts, "deal_id": pa.nulls(len(values), pa.string()), "manager": texts})


VALUES = {
    "VARCHAR": st.one_of(
        st.none(),
        st.sampled_from(
            ["0", "7", "007", "it's", "-5", "+5", "", " 5", "5.0", "Осень", "9" * 9, "9" * 10, "9" * 18, "9" * 19]
        ),
        st.integers(0, 10**20).map(str),
    ),
    "INTEGER": st.one_of(st.none(), st.sampled_from([0, 1, -1, 65_535, 65_536]), st.integers(-(2**31), 2**31 - 1)),
    "BIGINT": st.one_of(st.none(), st.sampled_from([0, 2**32 - 1, 2**32]), st.integers(-(2**63), 2**63 - 1)),
    "TIMESTAMP": st.one_of(
        st.none(),
        st.sampled_from([datetime(1969, 12, 31), datetime(1970, 1, 1), datetime(2106, 2, 7, 6, 28, 16)]),  # noqa: DTZ001
        st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(lambda at: at.replace(microsecond=0)),  # noqa: DTZ001
    ),
    "DATE": st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2200, 1, 1))),
    "BOOLEAN": st.one_of(st.none(), st.booleans()),
}
KINDS = {f"a {kind}": kind for kind in VALUES} | {"status": "VARCHAR"}
ROW = st.fixed_dictionaries(
    {name: VALUES[kind] for name, kind in KINDS.items()} | {"status": st.sampled_from([None, "won", "lost"])}
)
LOADS = st.lists(st.lists(st.lists(ROW, max_size=4), max_size=3), max_size=3)


def kinds_of(rows: list[dict[str, Any]]) -> pa.Table:
    return frame(
        KINDS, {name: pa.array([row[name] for row in rows], TYPES[kind]) for name, kind in KINDS.items()}, len(rows)
    )


@given(LOADS, st.lists(st.booleans(), max_size=3))
@settings(max_examples=150, deadline=None)
def test_however_little_room_a_column_takes_it_is_shown_as_it_came(
    loads: list[list[list[dict[str, Any]]]], broken: list[bool]
) -> None:
    def batches(load: list[list[dict[str, Any]]], *, breaks: bool) -> Iterator[pa.Table]:
        for rows in load:
            # As many rows as are put into the table at once, so that each batch is a statement of its own.
            yield pa.concat_tables([kinds_of(rows)] * (1 if len(rows) % 2 else 2))
        if breaks:
            raise InterruptedError

    expected: list[dict[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch, open_duckdb(0, threads=1) as opened:
        patch.setattr("smmfunnel.engines.duck.ROWS_A_STATEMENT", 1)
        opened.create("held", KINDS)
        for number, load in enumerate(loads):
            if number < len(broken) and broken[number]:
                with pytest.raises(InterruptedError):
                    opened.load("held", batches(load, breaks=True))
            else:
                for rows in load:
                    expected += rows * (1 if len(rows) % 2 else 2)
                assert opened.load("held", batches(load, breaks=False)) == sum(
                    len(rows) * (1 if len(rows) % 2 else 2) for rows in load
                )
        assert opened.fetch("SELECT * FROM held") == expected


def test_words_known_beforehand_are_texts_again_when_asked(engine: DuckEngine) -> None:
    engine.create("deals", WORDS)
    engine.load("deals", [frame(WORDS, {"status": pa.array(["won", None, "lost"])}, 3)])
    assert engine.fetch("SELECT status, reason FROM deals ORDER BY status NULLS LAST") == [
        {"status": "lost", "reason": None},
        {"status": "won", "reason": None},
        {"status": None, "reason": None},
    ]
    assert engine.table("SELECT status, reason FROM deals").schema.types == [pa.string(), pa.string()]
