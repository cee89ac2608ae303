from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.reading.decimalmark import NumberEvidence, decide_decimal, number_evidence


@given(st.lists(st.sampled_from(["1,5", "1.5", "1,234", "1.234", "12", "", "1,234,567", "x", "1 234,5"]), max_size=9))
def test_evidence_of_parts_is_the_evidence_of_the_whole(cells: list[str]) -> None:
    whole = number_evidence(pa.array(cells, pa.string()))
    parts = NumberEvidence()
    for cell in reversed(cells):
        parts |= number_evidence(pa.array([cell]))
    assert parts == whole


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1,5"], ","),
        (["1.5"], "."),
        (["1,234.5"], "."),
        (["1.234,5"], ","),
        (["1,234,567"], "."),
        (["1.234.567"], ","),
        (["12,34,567"], "."),
        (["0,123"], ","),
        (["1,234", "1,5"], ","),
        (["1.5", "05.05.2025", "1,2,3"], "."),
        (["1,5", "1.5"], None),
    ],
)
def test_decisive_values_settle_the_mark(cells: list[str], mark: str | None) -> None:
    assert decide_decimal(number_evidence(pa.array(cells)), "x", "y", ";") == mark


def test_open_values_are_settled_by_the_file_then_the_format_then_the_delimiter() -> None:
    lone = number_evidence(pa.array(["1,234", "12"]))
    assert lone == NumberEvidence(lone_comma=True)
    assert decide_decimal(lone, ",", ".", ",") == ","
    assert decide_decimal(lone, None, ",", ",") == ","
    assert decide_decimal(lone, None, None, ";") == ","
    assert decide_decimal(lone, None, None, ",") == "."


def test_an_empty_column_is_evidence_of_nothing() -> None:
    assert number_evidence(pa.array([], pa.string())) == NumberEvidence()
