from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.reading.keys import decode_percent, id_text, is_mangled, linked_id, name_key

LETTERS = st.text(alphabet=st.characters(codec="cp1251", categories=("Lu", "Ll")), min_size=1)


@given(st.text())
def test_a_key_of_a_key_is_itself(text: str) -> None:
    key = name_key(text)
    assert key is None or name_key(key) == key


@given(st.text(alphabet="%0123456789abcdefABCDEF+ ％"))
def test_a_key_of_a_key_is_itself_for_percents(text: str) -> None:
    key = name_key(text)
    assert key is None or name_key(key) == key


@given(LETTERS)
def test_encoded_names_have_the_key_of_the_plain_one(name: str) -> None:
    key = name_key(name)
    assert name_key(quote(name)) == key
    assert name_key(quote(quote(name))) == key
    assert name_key(unicodedata.normalize("NFD", name)) == key
    assert name_key(f"  {name.upper()} ") == name_key(name.upper())


@given(st.text(alphabet="абвгдежзиклмнопрстуфхцчшщъыьэюя", min_size=3))
def test_cp1251_percents_are_read(name: str) -> None:
    assert name_key(quote(name.encode("cp1251"))) == name


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Лето  2026", " лето 2026"),
        ("Ёлка", "елка"),
        ("%D0%BB%D0%B5%D1%82%D0%BE+2026", "Лето 2026"),
        ("summer\u00a0sale", "Summer Sale"),
        ("sum\u00admer\u200b", "summer"),
        ("\ufb01nal", "final"),
        ("STRASSE", "straße"),
    ],
)
def test_what_people_and_platforms_spell_differently_is_one_key(one: str, two: str) -> None:
    assert name_key(one) == name_key(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("summer_sale", "summer sale"),
        ("summer-sale", "summer_sale"),
        ("sale1", "sale 1"),
        ("C++", "C"),
        ("a+b", "a b"),
    ],
)
def test_marks_tell_names_apart(one: str, two: str) -> None:
    assert name_key(one) != name_key(two)


def test_nothing_has_no_key() -> None:
    assert name_key("") is None
    assert name_key(" \u00a0\u200b") is None


def test_percents_that_encode_nothing_stay() -> None:
    assert decode_percent("100% a+b") == "100% a+b"
    assert decode_percent("%98 a+b") == "%98 a+b"


@pytest.mark.parametrize(
    ("text", "strip", "expected"),
    [
        ("120210000000000001", (), "120210000000000001"),
        ("1234567890123456789", (), "1234567890123456789"),
        ("000123", (), "000123"),
        ("123.0", (), "123"),
        ("123,00", (), "123"),
        ("12.5", (), "12.5"),
        ("ag:120210000000000001", ("ag:",), "120210000000000001"),
        ("ag: 12", ("ag:",), "12"),
        ("l:123", ("l:", "f:"), "123"),
        ("[123]", ("[", "]"), "123"),
        (" A-12 ", (), "A-12"),
        ("--", (), None),
        ("", (), None),
        ("ag:", ("ag:",), None),
        ("1.2021E+17", (), None),
        ("1,2021e+17", (), None),
    ],
)
def test_ids_are_text(text: str, strip: tuple[str, ...], expected: str | None) -> None:
    assert id_text(text, strip) == expected


@given(st.integers(0, 10**19 - 1))
def test_no_digit_of_an_id_is_lost(number: int) -> None:
    text = f"{number:019d}"
    assert id_text(text) == text
    assert id_text(f"{text}.0") == text


@pytest.mark.parametrize(
    ("text", "mangled"), [("1.2021E+17", True), ("1E+17", True), ("120210", False), ("abc", False)]
)
def test_mangled_ids_are_told(text: str, *, mangled: bool) -> None:
    assert is_mangled(text) is mangled


@pytest.mark.parametrize(
    ("cell", "record"),
    [
        ("551001", "551001"),
        ("551001;551002", "551001"),
        ("551001, 551002", "551001"),
        ("Acme SAS (1234567); Other (99)", "1234567"),
        ("Acme (2019) SAS (1234567)", "1234567"),
        ("White, Emma (551003)", "551003"),
        ("adf21080-0e10-11eb-879b-05d71fb426e1", "adf21080-0e10-11eb-879b-05d71fb426e1"),
        ("00Q5g00000A1bC1EAB", "00Q5g00000A1bC1EAB"),
        ("1501.0", "1501"),
        ("1.2021E+17", None),
        ("-", None),
    ],
)
def test_a_cell_that_names_another_record_gives_its_id(cell: str, record: str | None) -> None:
    assert linked_id(cell) == record
