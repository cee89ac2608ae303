"""Rows that are blank or repeat the header are told by first bytes as a careful look tells them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.reading.judge import no_strays

HEADERS = ("id", "", " Id", "Имя", "\ufeffid")
CELL = st.sampled_from([*HEADERS, "\ufeff", "\xa0", "\u2003", "\u3000", "\x1c", "\t", "x", "7", "Я", "—"]) | st.text(
    max_size=3
)


@given(st.lists(CELL, max_size=6), st.sampled_from(HEADERS))
def test_first_bytes_hide_no_stray(texts: list[str], header: str) -> None:
    column = pa.array(texts, pa.string())
    if no_strays(column, header):
        assert pc.all(pc.not_equal(pc.utf8_trim_whitespace(column), "")).as_py()
        assert not {header, f"\ufeff{header}"} & set(texts)


@pytest.mark.parametrize(
    ("texts", "told"),
    [(["1", "2"], True), (["1", "id"], False), (["1", ""], False), ([" 1"], False), (["1", None], False), ([], False)],
)
def test_plain_columns_are_seen_through_at_once(texts: list[str | None], *, told: bool) -> None:
    assert no_strays(pa.array(texts, pa.string()), "id") is told
