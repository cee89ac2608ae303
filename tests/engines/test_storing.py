from __future__ import annotations

import pyarrow as pa
import pytest

from smmfunnel.engines.storing import insertion, shown, stored_type, told
from smmfunnel.tables import CODED
from smmfunnel.vocabulary import Reason, Status


def test_every_word_a_reader_writes_has_a_number_in_alphabetical_order() -> None:
    assert set(CODED["status"]) == set(Status)
    assert set(CODED["reason"]) == set(Reason)
    assert all(list(words) == sorted(words) for words in CODED.values())
    assert stored_type("contact", "VARCHAR") == "ENUM('absent', 'invalid', 'valid')"
    assert (stored_type("phone", "VARCHAR"), stored_type("manager", "VARCHAR")) == ("UBIGINT", "VARCHAR")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["won", "won"], "'won'"),
        (["won", "lost"], '"status"'),
        (["won", None, "won"], '"status"'),
        ([None, None], '"status"'),
        (["it's", "it's"], '"status"'),
    ],
)
def test_a_word_is_written_out_only_where_it_is_a_known_one_and_the_only_one(
    words: list[str | None], value: str
) -> None:
    batch = pa.table({"status": pa.array(words, pa.string())})
    assert f"SELECT {value} FROM" in insertion("deals", batch, ["status"])


def test_what_says_nothing_is_not_stored_and_shown_all_the_same() -> None:
    assert [told("test", pa.chunked_array([[False, flag]])) for flag in (False, True)] == [False, True]
    assert [told("form", pa.chunked_array([[None, word]], pa.string())) for word in (None, "a")] == [False, True]
    assert shown("test", "BOOLEAN", stored=False) == 'FALSE AS "test"'
    assert shown("form", "VARCHAR", stored=False) == 'CAST(NULL AS VARCHAR) AS "form"'
    assert shown("form", "VARCHAR", stored=True) == '"form"'
