"""One number per distinct combination of attribution fields, described once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from smmfunnel.catalog.load import load_catalog
from smmfunnel.reading.tags import TagBook

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
