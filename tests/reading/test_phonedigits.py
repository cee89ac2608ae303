"""Digits of phones taken out of whole columns."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmfunnel.reading.contacts import PLAIN_PHONE
from smmfunnel.reading.phonedigits import common_digits

PHONE = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "+", "(", "+(", "00", "++", " "]),
        st.text("0123456789", max_size=9),
        st.sampled_from(["", " ", "-", "+", "\xa0", "Ж", "x", ") "]),
        st.text("0123456789 -()", max_size=6),
    ),
)


@given(st.lists(st.none() | PHONE, min_size=1, max_size=8), st.integers(0, 2))
@settings(max_examples=500, deadline=None)
def test_digits_are_those_of_each_cell(texts: list[str | None], cut: int) -> None:
    cells = pa.array(texts, pa.string()).slice(cut)
    written = [re.sub("[^0-9]", "", text or "") for text in cells.to_pylist()]
    found = common_digits(cells)
    if found is None:
        assert not any(written)
        return
    ranges = zip(found.texts.starts.tolist(), found.texts.ends.tolist(), strict=True)
    assert [found.texts.data[one:two].tobytes().decode() for one, two in ranges] == written
    assert found.texts.data.flags.writeable
    shown = found.array(found.common).to_pylist()
    for text, common, plus, digits in zip(cells.to_pylist(), found.common, found.plus, shown, strict=True):
        assert digits == (re.sub("[^0-9]", "", text) if common else None)
        if common:
            assert re.match(PLAIN_PHONE.replace("\\x{a0}", "\xa0"), text)
            assert bool(plus) == text.startswith("+")
            assert not digits.startswith("00")


@pytest.mark.parametrize("others", [[], ["7+9123456789"], ["+7 912 345-67-89 +1"]])
def test_a_plus_in_the_middle_spoils_its_own_cell_alone(others: list[str]) -> None:
    found = common_digits(pa.array(["+79123456789", *others, "8 912 345 67 89"]))
    assert found is not None
    assert found.common.tolist() == [True, *([False] * len(others)), True]
