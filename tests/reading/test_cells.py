"""Columns of a batch by their canonical names."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from smmfunnel.reading.cells import Cells

TABLE = pa.table({"0": [" a ", "-", "c"], "1": ["x", "y", ""], "2": ["", "", "z"]})


def test_texts_are_trimmed_once_for_all_who_ask() -> None:
    cells = Cells(TABLE, {"email": (0,), "phone": (1, 2)}, {})

    assert cells.text("email").to_pylist() == ["a", None, "c"]
    assert cells.text("email") is cells.at(0) is cells.texts("email")[0]
    assert [text.to_pylist() for text in cells.texts("phone")] == [["x", "y", None], [None, None, "z"]]
    assert cells.text("phone").to_pylist() == ["x", "y", "z"]


def test_rows_taken_out_of_a_batch_have_texts_of_their_own() -> None:
    cells = Cells(TABLE, {"email": (0,)}, {})
    assert len(cells.text("email")) == 3

    fewer = replace(cells, table=TABLE.slice(1))
    assert fewer.text("email").to_pylist() == [None, "c"]


def test_a_constant_stands_for_the_column_of_the_file() -> None:
    cells = Cells(TABLE, {"source": (1,)}, {"source": " vk ", "form": "-"})

    raw = cells.raw("source")
    assert raw is not None
    assert raw.to_pylist() == [" vk "] * 3
    assert cells.text("source").to_pylist() == ["vk"] * 3
    assert cells.encoded("source").to_pylist() == ["vk"] * 3
    assert cells.texts("form")[0].to_pylist() == cells.text("manager").to_pylist() == [None] * 3
