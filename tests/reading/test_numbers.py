from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.reading.numbers import Parsed, parse_micros

MICRO = 1_000_000
MOST = 10**12 * MICRO
SPACES = ("", " ", "\u00a0", "\u202f", "'", "’")


def read(text: str, mark: str = ".") -> int | None:
    parsed = parse_micros(pa.array([text]), mark)
    assert parsed.bad.to_pylist() == [False], text
    values: list[int | None] = parsed.array.to_pylist()
    return values[0]


def is_bad(text: str, mark: str = ".") -> bool:
    parsed = parse_micros(pa.array([text]), mark)
    assert not parsed.bad.to_pylist()[0] or parsed.array.to_pylist() == [None]
    return bool(parsed.bad.to_pylist()[0])


def spelled(micros: int, mark: str, group: str) -> str:
    whole, rest = divmod(abs(micros), MICRO)
    decimals = f"{rest:06d}".rstrip("0")
    return f"{whole:,}".replace(",", group) + (mark + decimals if decimals else "")


@pytest.mark.parametrize(
    ("text", "mark", "micros"),
    [
        ("1 234,50 ₽", ",", 1_234_500_000),
        ("1\u202f234,50", ",", 1_234_500_000),
        ("1.234,56", ",", 1_234_560_000),
        ("1.106", ",", 1_106_000_000),
        ("1.106", ".", 1_106_000),
        ("224,144.69", ".", 224_144_690_000),
        ("12 800 UZS", ".", 12_800_000_000),
        ("167,52 $", ",", 167_520_000),
        ("US$30.56", ".", 30_560_000),
        ("R$ 30,56", ",", 30_560_000),
        ("-$30.56", ".", -30_560_000),
        ("($1,234.50)", ".", -1_234_500_000),
        ("(1,234.50)", ".", -1_234_500_000),
        ("\u22125", ".", -5_000_000),
        ("12.50-", ".", -12_500_000),
        ("1,67 %", ",", 16_700),
        ("(1.5%)", ".", -15_000),
        ("руб. 100", ",", 100_000_000),
        ("5,5 р.", ",", 5_500_000),
        ("1,23,456.70", ".", 123_456_700_000),
        ("1'234.5", ".", 1_234_500_000),
        ("00012", ".", 12_000_000),
        (".5", ".", 500_000),
        ("5.", ".", 5_000_000),
        ("0.1", ".", 100_000),
        ("0.0000015", ".", 2),
        ("0.0000025", ".", 2),
        ("8999999999999", ".", 8_999_999_999_999_000_000),
    ],
)
def test_every_spelling_of_the_exports_is_read_exactly(text: str, mark: str, micros: int) -> None:
    assert read(text, mark) == micros


@pytest.mark.parametrize("text", ["", " ", "--", " --", "—", "–", "-", "\u2212", "n/a", "N/A", "(not set)"])
def test_what_says_nothing_is_null_and_no_fault(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", ["<10%", "< 10%", ">90%"])
def test_bounds_are_no_figures(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    ["abc", "5 apples", "1e5", "1.2021E+17", "1-2", "12 5", "1,5", "1,,234", "1,2345", "9999999999999", "10.02.2025"],
)
def test_what_is_no_number_is_marked_and_never_guessed(text: str) -> None:
    assert is_bad(text)


def test_a_word_before_a_number_keeps_its_dot() -> None:
    # Rs. is no currency the catalogue knows; what matters is that 1,234 does not become 0.1234.
    assert parse_micros(pa.array(["Rs. 1,234", "тг. 1,234"])).array.to_pylist() == [None, 1_234_000_000]


@pytest.mark.parametrize("text", ["1.5", "1,234.5"])
def test_a_dot_under_a_decimal_comma_is_refused_where_it_cannot_be_thousands(text: str) -> None:
    assert is_bad(text, ",")


@given(
    st.integers(-MOST, MOST),
    st.sampled_from([(".", g) for g in (*SPACES, ",")] + [(",", g) for g in (*SPACES, ".")]),
    st.sampled_from(["{}", "{} ₽", "US${}", "{} UZS", " {} ", "€{}"]),
    st.sampled_from(["-{}", "\u2212{}", "({})", "{}-"]),
)
def test_a_number_in_any_style_comes_back_to_the_last_digit(
    micros: int, style: tuple[str, str], money: str, minus: str
) -> None:
    number = spelled(micros, *style)
    text = money.format(minus.format(number) if micros < 0 else number)
    assert read(text, style[0]) == micros
    assert parse_micros(pa.array([text, "x"]), style[0]).array.to_pylist() == [micros, None]


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=2))
def test_money_adds_up_without_the_noise_of_doubles(value: Decimal) -> None:
    assert read(str(value)) == int(value * MICRO)


@given(st.integers(0, 10**15), st.sampled_from([".", ","]))
def test_percents_are_the_hundredth(micros: int, mark: str) -> None:
    exact = Decimal(micros) / 100
    assert read(spelled(micros, mark, "") + " %", mark) == int(exact.to_integral_value())


@given(
    st.lists(st.text(alphabet="0123456789.,-+()% $₽'\u00a0eE", max_size=12), max_size=8), st.sampled_from([".", ","])
)
def test_a_cell_is_read_the_same_alone_and_in_company(cells: list[str], mark: str) -> None:
    together = parse_micros(pa.chunked_array([pa.array(cells, pa.string())]), mark)
    alone = [parse_micros(pa.array([cell]), mark) for cell in cells]
    assert together.array.to_pylist() == [one.array[0].as_py() for one in alone]
    assert together.bad.to_pylist() == [one.bad[0].as_py() for one in alone]


def test_an_empty_column_is_no_fault() -> None:
    empty = parse_micros(pa.array([], pa.string()), ",")
    assert isinstance(empty, Parsed)
    assert empty.array.to_pylist() == empty.bad.to_pylist() == []
