from __future__ import annotations

from array import array
from typing import Any

import pyarrow as pa
import pytest

from smmfunnel.engines.packing import packings
from smmfunnel.engines.storing import Column, alterations, declared, insertion, with_batch
from smmfunnel.reading.frames import TYPES
from smmfunnel.tables import CODED
from smmfunnel.vocabulary import Reason, Status


def stored(kind: str, *batches: list[Any], name: str = "held", packed: bool = True) -> Column:
    """Return how a column is stored after batches of such values."""
    columns = declared({"key": "DATE", name: kind})
    for number, values in enumerate(batches):
        days = pa.array(range(len(values)), pa.int32()).cast(pa.date32())
        batch = pa.table({"key": days, name: pa.array(values, TYPES[kind])})
        columns = with_batch(columns, batch, first=not number, packed=packed)
    return columns[name]


def type_of(column: Column) -> str:
    return column.packing.kind if column.packing else f"only {column.only}"


def test_every_word_a_reader_writes_has_a_number_in_alphabetical_order() -> None:
    assert set(CODED["status"]) == set(Status)
    assert set(CODED["reason"]) == set(Reason)
    assert all(list(words) == sorted(words) for words in CODED.values())
    columns = declared({"contact": "VARCHAR", "phone": "VARCHAR", "manager": "VARCHAR"})
    assert columns["contact"].kind == "ENUM('absent', 'invalid', 'valid')"
    assert (columns["phone"].kind, columns["manager"].kind) == ("UBIGINT", "VARCHAR")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["won", "won"], "'won'"),
        (["won", "lost"], '"status"'),
        (["won", None, "won"], '"status"'),
    ],
)
def test_a_word_is_written_out_only_where_it_is_the_only_one(words: list[str | None], value: str) -> None:
    batch = pa.table({"status": pa.array(words, pa.string())})
    columns = {"status": Column("status", "ENUM('lost', 'won')", width=0)}
    assert insertion("deals", columns, batch)[0].split(" SELECT ")[1] == f"{value} FROM batch"


@pytest.mark.parametrize(
    ("kind", "batches", "expected"),
    [
        ("VARCHAR", (["7", "123456789"],), "UINTEGER"),
        ("VARCHAR", (["7", None], ["1234567890"]), "BIGINT"),
        ("VARCHAR", (["7", "8"], ["9" * 19]), "VARCHAR"),
        ("VARCHAR", (["7", "007"],), "VARCHAR"),
        ("VARCHAR", (["7", ""],), "VARCHAR"),
        ("VARCHAR", (["", ""],), "only ''"),
        ("VARCHAR", (["7", "8"], ["a", "b"], ["1", "2"]), "VARCHAR"),
        ("VARCHAR", (["vk", "vk"], ["vk"]), "only 'vk'"),
        ("VARCHAR", (["it's", "it's"],), "only 'it''s'"),
        ("VARCHAR", (["вк", "вк"],), "VARCHAR"),
        ("VARCHAR", (["a" * 33, "a" * 33],), "VARCHAR"),
        ("VARCHAR", (["vk", "vk"], [None]), "VARCHAR"),
        ("VARCHAR", ([None, None], ["5", "6"]), "UINTEGER"),
        ("INTEGER", ([3, 3], [3]), "only 3"),
        ("INTEGER", ([3, 3], [4]), "INTEGER"),
        ("INTEGER", ([3, 65_535],), "USMALLINT"),
        ("INTEGER", ([3, 5], [65_536]), "INTEGER"),
        ("BIGINT", ([0, 2**32 - 1],), "UINTEGER"),
        ("BIGINT", ([0, -1],), "BIGINT"),
        ("TIMESTAMP", ([0, 2**32 - 1],), "UINTEGER"),
        ("TIMESTAMP", ([0, 5], [-1]), "TIMESTAMP"),
        ("BOOLEAN", ([False, False], [False]), "only False"),
        ("BOOLEAN", ([False, False], [True]), "BOOLEAN"),
    ],
)
def test_a_column_takes_the_least_room_that_holds_all_that_came(
    kind: str, batches: tuple[list[Any], ...], expected: str
) -> None:
    assert type_of(stored(kind, *batches)) == expected


def test_what_stands_in_the_place_of_a_null_is_not_looked_at() -> None:
    places, held, shown = (pa.py_buffer(part) for part in (array("i", [0, 2, 2, 4]), b"1234", bytes([0b110])))
    with_empty = pa.StringArray.from_buffers(3, places, held, shown)
    assert with_empty.to_pylist() == [None, "", "34"]
    without = with_empty.filter(pa.array([True, False, True]))
    fits = packings("VARCHAR")[0].fits
    assert fits
    assert [fits(pa.chunked_array([cells])) for cells in (with_empty, without)] == [False, True]
    assert packings("VARCHAR")[0].packed(pa.chunked_array([without])).to_pylist() == [None, 34]


def test_of_a_small_input_only_what_is_nowhere_told_takes_no_room() -> None:
    assert type_of(stored("VARCHAR", ["7", "8"], packed=False)) == "VARCHAR"
    assert type_of(stored("INTEGER", [3, 3], packed=False)) == "INTEGER"
    assert type_of(stored("VARCHAR", [None, None], packed=False)) == "only NULL"
    assert type_of(stored("BOOLEAN", [False, False], packed=False)) == "only False"


def test_contacts_never_stand_in_a_query() -> None:
    assert type_of(stored("VARCHAR", ["+79120000001", "+79120000001"], name="phone")) == "UBIGINT"


def test_a_column_that_turns_out_to_differ_begins_with_what_all_rows_had() -> None:
    before = {"file": Column("file", "INTEGER", only="3"), "row": Column("row", "BIGINT", width=0)}
    after = {"file": Column("file", "INTEGER", width=1), "row": Column("row", "BIGINT", width=1)}
    assert list(alterations("leads", before, after)) == [
        'ALTER TABLE "leads_stored" ADD COLUMN "file" INTEGER DEFAULT 3',
        'ALTER TABLE "leads_stored" ALTER COLUMN "file" DROP DEFAULT',
        'ALTER TABLE "leads_stored" ALTER COLUMN "row" TYPE BIGINT USING CAST(CAST("row" AS BIGINT) AS BIGINT)',
    ]
    assert [column.shown for column in (before["file"], before["row"], after["file"])] == [
        'CAST(3 AS INTEGER) AS "file"',
        'CAST("row" AS BIGINT) AS "row"',
        '"file" AS "file"',
    ]
