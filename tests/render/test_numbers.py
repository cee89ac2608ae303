"""How people read numbers."""

from __future__ import annotations

from datetime import date

import pytest

from smmfunnel.render import Column, RenderOptions, Unit
from smmfunnel.render.numbers import style
from smmfunnel.render.texted import write_cell, write_interval
from smmfunnel.render.words import Words
from smmfunnel.results import Estimate

EN = style("en")
RU = style("ru")
ASCII = style("en", unicode=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1,000"),
        (1_234_567, "1,234,567"),
        (12.0, "12"),
        (1_234.5, "1,234.5"),
        (-3, "−3"),
    ],
)
def test_counts(value: float, text: str) -> None:
    assert EN.count(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0143, "1.43%"), (1, "100.00%"), (0, "0.00%"), (0.0009994, "0.0999%"), (0.00000031, "0.0000310%")],
)
def test_shares_keep_two_decimals_or_three_digits(value: float, text: str) -> None:
    assert EN.share(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0017, "+0.17 pp"), (-0.0017, "−0.17 pp"), (0, "0.00 pp"), (-1e-15, "0.00 pp")]
)
def test_changes_say_their_sign(value: float, text: str) -> None:
    assert EN.change(value) == text


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (19_524.68, "GBP", "£19,524.68"),
        (0.0612, "USD", "$0.0612"),
        (-5, "AED", "−AED 5.00"),
        (7, "BRL", "R$7.00"),
        (7, None, "7.00"),
        (0, "RUB", "₽0.00"),
        (-0.0, "RUB", "₽0.00"),
    ],
)
def test_money(value: float, currency: str | None, text: str) -> None:
    assert EN.money(value, currency) == text


def test_russian_marks_stand_where_russian_puts_them() -> None:
    assert RU.money(-1234.5, "RUB") == "−1\u00a0234,50\u00a0₽"
    assert RU.share(0.0143) == "1,43\u00a0%"
    assert RU.between(-0.01, 0.02, near=0.01, scale=100) == "−1,00 … 2,00"


def test_without_unicode_every_mark_is_ascii() -> None:
    texts = [
        ASCII.money(-1234.5, "RUB"),
        ASCII.money(1, "USD"),
        ASCII.change(-0.01),
        ASCII.between(0.1, 0.2, near=0.1),
        style("ru", unicode=False).money(1234.5, "RUB"),
        style("ru", unicode=False).share(0.5),
    ]
    assert texts == ["-RUB 1,234.50", "$1.00", "-1.00 pp", "0.10-0.20", "1 234,50 RUB", "50,00 %"]


def test_an_interval_has_the_decimals_of_its_value() -> None:
    assert EN.between(0.000018, 0.00004, near=0.0000312, scale=100) == "0.00180–0.00400"
    assert EN.between(-0.2, 0.1, near=-0.1) == "−0.20 to 0.10"


def test_days_are_written_as_the_option_takes_them() -> None:
    assert EN.span(date(2026, 9, 1), date(2026, 9, 30)) == "2026-09-01..2026-09-30"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_a_fault(value: float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        EN.money(value, "RUB")


def test_an_unknown_language_is_a_fault() -> None:
    with pytest.raises(KeyError):
        style("xx")


def test_a_difference_is_as_fine_as_what_is_told_about_it() -> None:
    column = Column("difference", Unit.POINTS, estimate=True)
    words = Words.of(RenderOptions())
    faint = Estimate(0.0000361, -0.0001327, 0.000205)
    assert write_cell(column, faint, words) == "+0.0036 pp"
    assert write_interval(Unit.POINTS, faint, words) == "−0.0133 to 0.0205"
    clear = Estimate(0.0000361, -0.01327, 0.0205)
    assert write_cell(column, clear, words) == "0.00 pp"
    assert write_interval(Unit.POINTS, clear, words) == "−1.33 to 2.05"
