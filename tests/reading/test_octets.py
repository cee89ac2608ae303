"""What bytes tell of a column is what a careful look at each cell tells."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from smmfunnel.catalog.load import load_catalog
from smmfunnel.reading import cells, totals
from smmfunnel.reading.crmrows import TEST, TEST_MAIL, TEST_WORDS, careful_matching, matching
from smmfunnel.reading.dateorder import NUMERIC, date_evidence
from smmfunnel.reading.dates import parse_moment
from smmfunnel.reading.isodates import iso_moments, no_numeric_dates
from smmfunnel.reading.keys import id_text
from smmfunnel.reading.numbers import NULLS
from smmfunnel.reading.octets import marked_before, octets, with_words
from smmfunnel.reading.patterndepth import deciding_digits

ODD = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x7f\x85\xa0\u1680\u2000\u200a\u200b\u2028\u202f\u205f\u3000\ufeff—–−"
WORDS = st.sampled_from(NULLS) | st.text(ODD + "aAnN-(#нНеK0И", max_size=5) | st.text(max_size=4)
CELLS = st.lists(
    st.builds("".join, st.lists(WORDS, max_size=3)) | st.sampled_from([word.upper() for word in NULLS]),
    min_size=1,
    max_size=30,
)


@given(CELLS, st.integers(0, 5))
@settings(max_examples=500, deadline=None)
def test_cells_beyond_doubt_need_no_trimming(texts: list[str], more: int) -> None:
    # Many plain cells beside them: only then are single cells looked at.
    column = pa.array([*texts, *["plain"] * (len(texts) * more)])
    trimmed = cells.careful_blank_to_null(column)
    assert cells.blank_to_null(column).to_pylist() == trimmed.to_pylist()
    assert cells.blank_to_null(column.slice(1)).to_pylist() == trimmed.to_pylist()[1:]


@given(st.lists(st.none() | st.text("ab Ж", max_size=3), max_size=8), st.integers(0, 9), st.integers(0, 9))
def test_bytes_of_a_part_of_a_column_are_those_of_its_texts(texts: list[str | None], start: int, length: int) -> None:
    part = pa.array(texts, pa.string()).slice(min(start, len(texts)), length)
    held, written = octets(part), [(text or "").encode() for text in part.to_pylist()]
    if held is None:
        assert not b"".join(written)
    else:
        ranges = zip(held.starts.tolist(), held.ends.tolist(), strict=True)
        assert [held.data[one:two].tobytes() for one, two in ranges] == written
        assert held.sizes.tolist() == [len(text) for text in written]


@given(st.lists(st.booleans(), max_size=200), st.data())
def test_marks_are_counted_up_to_any_place(marks: list[bool], data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(marks)), max_size=9))
    counted = marked_before(np.array(marks, np.bool_), np.array([*places, len(marks)], np.int32))
    assert counted.tolist() == [sum(marks[:place]) for place in (*places, len(marks))]


@given(st.lists(st.text("0123456789eE.,+_:#/- abXЖ", min_size=1, max_size=7), min_size=1, max_size=9))
@settings(max_examples=300, deadline=None)
def test_plain_ids_are_left_as_they_are(texts: list[str]) -> None:
    given = cells.blank_to_null(pa.array(texts)).drop_null()
    if cells.plain_ids(given):
        assert [id_text(text) for text in given.to_pylist()] == given.to_pylist()


@cache
def label_patterns() -> tuple[str, ...]:
    return tuple(sorted({totals.label_pattern(form) for form in load_catalog([]).formats.values()}))


@given(st.lists(st.text("иИтТоОгГ ТtoTalеГgGrandпп12:", max_size=8) | st.sampled_from(["Итого за день", " TOTAL "])))
@settings(max_examples=300, deadline=None)
def test_first_letters_hide_no_label_of_a_total(texts: list[str]) -> None:
    column = pa.array(texts, pa.string())
    for pattern in label_patterns():
        assert totals.labelled(column, pattern).to_pylist() == totals.fitting(column, pattern).to_pylist()


def test_every_format_tells_how_its_totals_begin() -> None:
    assert all(totals.beginnings(pattern) is not None for pattern in label_patterns())


ISO = st.from_regex(
    r"(19[89][0-9]|20[0-9]{2}|2100)[-/](0[0-9]|1[0-3])-([0-2][0-9]|3[0-2])([ T_][0-2][0-9]:[0-6][0-9](:[0-6][0-9])?)?",
    fullmatch=True,
)


@given(st.lists(ISO, min_size=1, max_size=3))
@settings(max_examples=500, deadline=None)
def test_moments_read_by_their_bytes_are_those_read_one_by_one(texts: list[str]) -> None:
    told = iso_moments(pa.array(texts))
    by_one = [parse_moment(text) for text in texts]
    if told is not None:
        assert told.to_pylist() == by_one
    elif len({len(text) for text in texts}) == 1 and not re.search("[_/]", "".join(texts)):
        assert None in by_one


@given(st.lists(st.text("0123456789./- ", max_size=12), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_three_digits_begin_no_date_with_the_year_last(texts: list[str]) -> None:
    column = pa.array(texts)
    held = octets(column)
    if held is not None and no_numeric_dates(held):
        assert not pc.any(pc.match_substring_regex(column, NUMERIC)).as_py()
        assert date_evidence(column) == type(date_evidence(column))()


MADE = st.sampled_from(
    ["test", "Test1", "@TEST.", "@example.test", " prueba", "тест", "te", "st", "pru", "latest", "K", "\u212a"]
)
TRIED = st.lists(st.none() | st.builds("".join, st.lists(MADE | st.text("tesTESpruba тТ@.", max_size=5), max_size=3)))


@pytest.mark.parametrize(("pattern", "words"), [(TEST, TEST_WORDS), (TEST_MAIL, TEST_WORDS[:1])])
@given(texts=TRIED)
@settings(max_examples=400, deadline=None)
def test_no_test_goes_unseen(texts: list[str | None], pattern: str, words: tuple[str, ...]) -> None:
    for column in (pa.array(texts, pa.string()), pa.array(["test", *texts], pa.string()).slice(1)):
        seen = careful_matching(column, pattern).to_pylist()
        found = matching(column, pattern, words)
        assert (seen if found is None else found.to_pylist()) == seen
        assert found is not None or not any(seen)


@given(st.lists(st.text("tesTESpr ubaX", max_size=6) | st.sampled_from(["tes", "test", "testest"]), min_size=1))
@example(["tes", "test@a"])
@settings(max_examples=200, deadline=None)
def test_texts_with_a_word_are_found_whatever_its_case(texts: list[str]) -> None:
    held = octets(pa.array(texts))
    if held is not None:
        found = with_words(held, ("test", "prueba"))
        marked = [False] * len(texts) if found is None else found.tolist()
        assert all(mark or not re.search("test|prueba", text.lower()) for text, mark in zip(texts, marked, strict=True))
        assert (found is None) == (re.search("test|prueba", "".join(texts).lower()) is None)


@given(
    st.recursive(
        st.sampled_from(["\\d", "[2-7]", "4", "\\d{3}", "5?", "[13]{2}", "\\d{2,3}"]),
        lambda part: (
            st.lists(part, min_size=1, max_size=3).map("".join)
            | st.lists(part, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})")
        ),
        max_leaves=6,
    ),
    st.lists(st.text("0123456789", min_size=1, max_size=12), min_size=2, max_size=30),
    st.data(),
)
@settings(max_examples=300, deadline=None)
def test_digits_past_the_deciding_ones_decide_nothing(pattern: str, texts: list[str], data: st.DataObject) -> None:
    depth = deciding_digits(f"^(?:{pattern})$")
    assert depth is not None
    fits = re.compile(f"^(?:{pattern})$")
    for text in texts:
        rest = data.draw(st.text("0123456789", min_size=len(text), max_size=len(text)))
        assert bool(fits.match(text)) == bool(fits.match(text[:depth] + rest[depth:]))
