from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmfunnel.reading.utf8 import Utf8

LETTERS = st.text(min_size=1, max_size=4).map(lambda text: text.encode("utf-8", "surrogatepass"))
PIECES = st.lists(st.one_of(LETTERS, st.binary(min_size=1, max_size=3)), max_size=8)


def seen(data: bytes, cuts: list[int]) -> Utf8:
    found = Utf8()
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    for begin, end in pairwise(edges):
        if not found.goes_on(np.frombuffer(data[begin:end], np.uint8)):
            break
    return found


@given(PIECES, st.lists(st.integers(0, 99), max_size=4))
@settings(max_examples=500, deadline=None)
def test_bytes_in_pieces_are_told_as_decoding_them_tells(parts: list[bytes], cuts: list[int]) -> None:
    data = b"".join(parts)
    found = seen(data, cuts)
    assert (found.valid and not found.rest) is decodes(data)
    # What is left begins a character at the most, and all before it is whole.
    assert not found.valid or decodes(data.removesuffix(found.rest))
    assert len(found.rest) <= 3


def decodes(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("data", "cut"),
    [
        ("нет".encode()[:-1], True),
        ("нет".encode(), False),
        ("a€".encode()[:-1], False),
        ("é€".encode()[:-1], True),
        ("é€".encode()[:-2], True),
        ("ж👍".encode()[:-3], True),
        ("нет".encode("cp1251"), False),
        (b"Caf\xe9", False),
        (b"\xd0\xb6\xff", False),
        (b"\xd0\xb6\xe0\x80", False),
        (b"\xd0\xb6\xed\xa0", False),
        (b"\xd0\xb6\xf4\x90", False),
    ],
)
def test_a_text_that_ends_within_a_character(*, data: bytes, cut: bool) -> None:
    assert seen(data, []).cut is cut
