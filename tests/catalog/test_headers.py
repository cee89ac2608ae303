"""Headers, currencies and words that mean the same are brought to the same key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.catalog.currency import currency_code
from smmfunnel.catalog.headers import fold, normalise, normalise_word, split_currency


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kлики", "Клики"),
        ("Cчет на предоплату", "Счет на предоплату"),
        ("СРС", "CPC"),
        ("\ufeffCampaign name", "campaign  NAME"),
        ("CPM (цена за 1\u00a0000 показов)", "CPM (цена за 1 000 показов)"),
        ("Начало отчётного периода", "Начало отчетного периода"),
        ("Статус:", "статус"),
        ("Cost / conv.", "Cost/conv."),
        ("Nom de l’ensemble", "Nom de l'ensemble"),
        ("Closed – won", "Closed - won"),
        ("Кампани\u0438\u0306", "Кампании\u0306"),
        ("Ad\u200b set", "Ad set"),
    ],
)
def test_spellings_of_one_header_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Показы", "Показ кампании"),
        ("Results", "Cost per results"),
        ("Clicks (all)", "Clicks"),
        ("campaign_name", "campaign name"),
        ("Расход, ₽", "Расход (руб.)"),
    ],
)
def test_different_headers_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("header", "name", "code"),
    [
        ("Amount spent (USD)", "Amount spent", "USD"),
        ("Потраченная сумма (UZS)", "Потраченная сумма", "UZS"),
        ("Расход, ₽", "Расход", "RUB"),
        ("Расход (₽)", "Расход", "RUB"),
        ("Расход ₽", "Расход", "RUB"),
        ("Расход (руб.)", "Расход", "RUB"),
        ("Расход, руб", "Расход", "RUB"),
        ("Расход руб.", "Расход", "RUB"),
        ("Сумма, бел. руб.", "Сумма", "BYN"),
        ("Spent budget, TON", "Spent budget", "TON"),
        ("Spend, €", "Spend", "EUR"),
        ("Budget [US$]", "Budget", "USD"),
        ("CPC (цена за клик по ссылке) (USD)", "CPC (цена за клик по ссылке)", "USD"),
        ("Amount spent (ALL)", "Amount spent", "ALL"),
        ("Витрати (грн):", "Витрати", "UAH"),
    ],
)
def test_a_currency_suffix_is_split_off(header: str, name: str, code: str) -> None:
    assert split_currency(header) == (name, code)


@pytest.mark.parametrize(
    "header",
    [
        "Start Date (in UTC)",
        "Spend (in account currency)",
        "Отказы (%)",
        "CTR, %",
        "Clicks (all)",
        "CTR (ALL)",
        "CTR (CPC)",
        "Amount spent (usd)",
        "₽",
        "(USD)",
        "",
        "Глубина (стр.)",
        "Total, all",
    ],
)
def test_other_suffixes_are_no_currency(header: str) -> None:
    assert split_currency(header) == (header, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("USD", "USD"), ("usd", None), ("Руб.", "RUB"), ("R$", "BRL"), ("₸", "KZT"), ("%", None), ("", None)],
)
def test_currencies_are_known_by_code_sign_and_word(text: str, code: str | None) -> None:
    assert currency_code(text) == code


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("10. Закрыто и не реализовано", "Закрыто и не реализовано"),
        ("7) Нецелевой лид", "нецелевой лид"),
        ("C14:WON", "won"),
        ("«Дорого»", "дорого"),
        ('"Lost"', "lost"),
        ("Недозвон.", "недозвон."),
        ("142", "142"),
        ("1.", "1."),
    ],
)
def test_words_lose_numbering_prefix_and_quotes(word: str, same: str) -> None:
    assert normalise_word(word) == normalise_word(same)


def test_a_word_of_numbering_alone_keeps_it() -> None:
    assert normalise_word("12)") == "12)"


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_splitting_a_header_never_fails_and_keeps_its_beginning(text: str) -> None:
    name, code = split_currency(text)

    assert code is None or currency_code(code) == code
    assert normalise(text) == fold(name)


def test_a_cell_of_a_megabyte_is_no_header_with_a_suffix() -> None:
    cell = "x" + "," * 1_000_000 + "(USD)"

    assert split_currency(cell) == (cell, None)
