"""One number per distinct combination of attribution fields, described once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmfunnel.catalog.load import load_catalog
from smmfunnel.reading.tags import FIELDS, TagBook

SOURCES = load_catalog().sources
NAMES = ("utm_campaign", "utm_content", "utm_term", "campaign", "ad_group", "ad")


def described(book: TagBook, codes: np.ndarray[tuple[int], np.dtype[np.int32]]) -> pd.DataFrame:
    frame: pd.DataFrame = book.frame().to_pandas(types_mapper=pd.ArrowDtype)
    return frame.set_index("tag").loc[codes.tolist()]


def test_more_combinations_than_a_number_holds_keep_their_own_fields() -> None:
    rows = 3000
    shuffled = [np.random.default_rng(seed).permutation(rows) for seed in range(len(NAMES))]
    columns = {n: pa.array([f"{n} {i}" for i in order]) for n, order in zip(NAMES, shuffled, strict=True)}
    book = TagBook(SOURCES)

    found = described(book, book.codes(columns, rows))

    assert {name: found[name].tolist() for name in NAMES} == {n: cells.to_pylist() for n, cells in columns.items()}


def test_equal_rows_share_a_number_over_batches() -> None:
    book = TagBook(SOURCES)
    one = book.codes({"utm_source": pa.array(["vk", None, "vk"])}, 3)
    two = book.codes({"utm_source": pa.array([None, "vk"])}, 2)

    assert one[0] == one[2] == two[1]
    assert one[1] == two[0] != one[0]
    assert len(book.frame()) == 2


def test_a_batch_without_rows_or_fields_has_no_tags() -> None:
    book = TagBook(SOURCES)

    assert book.codes({"utm_source": pa.array([], pa.string())}, 0).tolist() == []
    assert book.codes({}, 2).tolist() == [0, 0]


def test_what_a_combination_tells_is_derived() -> None:
    book = TagBook(SOURCES, smm=("Таргет Маши",), other=("partner",))
    columns = {
        "source": pa.array([None, "таргет  маши", "Partner", None]),
        "utm_source": pa.array(["facebook", None, "facebook", None]),
        "utm_campaign": pa.array(["{{campaign.name}}", "Лето  Ёлка", None, None]),
    }

    found = described(book, book.codes(columns, 4))

    assert [None if str(v) == "<NA>" else v for v in found["platform"]] == ["meta", None, "meta", None]
    assert [None if str(v) == "<NA>" else v for v in found["paid"]] == [True, True, False, None]
    assert found["broken"].tolist() == [True, False, False, False]
    assert [None if str(v) == "<NA>" else v for v in found["utm_campaign_key"]] == [None, "лето елка", None, None]


TEXTS = st.sampled_from([None, "", "a", "b", "vk"])
BATCHES = st.lists(
    st.integers(0, 6).flatmap(
        lambda rows: st.dictionaries(
            st.sampled_from(FIELDS), st.lists(TEXTS, min_size=rows, max_size=rows), max_size=4
        ).map(lambda columns: (rows, columns))
    ),
    max_size=4,
)


def spread(texts: list[str | None]) -> pa.DictionaryArray:
    """Write texts as a dictionary that says the same word more than once, as dictionaries of changed texts do."""
    return pa.DictionaryArray.from_arrays(pa.array(range(len(texts)), pa.int32()), pa.array(texts, pa.string()))


@pytest.mark.parametrize("most", [1 << 62, 4], ids=["room for all", "numbers run over"])
@pytest.mark.parametrize("few", [8, 0], ids=["table", "encoded"])
@given(batches=BATCHES, as_dictionary=st.booleans())
@settings(max_examples=150, deadline=None)
def test_rows_share_a_number_where_all_their_fields_agree(
    batches: list[tuple[int, dict[str, list[str | None]]]], most: int, few: int, *, as_dictionary: bool
) -> None:
    book = TagBook(SOURCES)
    told: dict[int, tuple[str | None, ...]] = {}
    with patch("smmfunnel.reading.tags._MOST", most), patch("smmfunnel.reading.tags._FEW", few):
        for rows, columns in batches:
            arrays = {
                name: spread(texts) if as_dictionary else pa.array(texts, pa.string())
                for name, texts in columns.items()
            }
            codes = book.codes(arrays, rows)
            assert (str(codes.dtype), codes.shape) == ("int32", (rows,))
            for row, code in enumerate(codes.tolist()):
                fields = tuple(columns[name][row] if name in columns else None for name in FIELDS)
                assert told.setdefault(code, fields) == fields
    assert len(set(told.values())) == len(told) == len(book.frame())
    kept = book.frame().to_pylist()
    assert [tuple(row[name] for name in FIELDS[1:]) for row in kept] == [told[row["tag"]][1:] for row in kept]


def test_threads_give_a_combination_one_number() -> None:
    book = TagBook(SOURCES)
    batches = [pa.array([f"{(seed * 7 + row) % 900}" for row in range(600)]) for seed in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda cells: book.codes({"utm_term": cells, "source": cells}, len(cells)), batches))

    told = {
        (code, text)
        for codes, cells in zip(found, batches, strict=True)
        for code, text in zip(codes.tolist(), cells.to_pylist(), strict=True)
    }
    assert len(told) == len({code for code, _ in told}) == len({text for _, text in told}) == len(book.frame())
