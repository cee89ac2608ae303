from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.reading.durations import parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("143:36:53", 517_013),
        ("4 days, 21:19:46", 422_386),
        ("1 day, 0:00:01", 86_401),
        ("2 дня 01:00:00", 176_400),
        ("00:05:10", 310),
        ("05:10", 310),
        ("00:05:10.9", 310),
        ("1 ч 5 мин", 3_900),
        ("1\u00a0ч\u202f5\u00a0мин.", 3_900),
        ("1,5 ч", 5_400),
        ("0.1 h", 360),
        ("15m", 900),
        ("2h", 7_200),
        ("1d 2h 3m 4s", 93_784),
        ("90", 90),
        ("90.0", 90),
        ("0", 0),
    ],
)
def test_durations_of_the_exports(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "5 apples", "-5", "1:75:00", "1:00:75", "5m later", "0.0036", "1:2:3:4"])
def test_what_is_no_duration_is_none(text: str) -> None:
    assert parse_duration(text) is None


@given(st.integers(0, 10**8))
def test_every_style_comes_back(seconds: int) -> None:
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    assert parse_duration(f"{hours}:{minute:02d}:{second:02d}") == seconds
    assert parse_duration(f"{hours} ч {minute} мин {second} сек") == seconds
    assert parse_duration(str(timedelta(seconds=seconds))) == seconds
    assert parse_duration(str(seconds)) == seconds
