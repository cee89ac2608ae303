"""Bars and intervals: one scale, the line of nought in one column, every end where its value is."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.render.screen.ranges import Scale, bar, scale_of, ticks, whisker

ENDS = st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-6)
RIGHT = {"": 0, "▏": 1, "▎": 2, "▍": 3, "▌": 4, "▋": 5, "▊": 6, "▉": 7}
LEFT = {"": 0, "▕": 1, "▐": 4}


def length(drawn: str, *, left: bool) -> int:
    """Measure a bar in eighths of a column."""
    loss, _, gain = drawn.partition("│")
    side = loss.strip() if left else gain.strip()
    full = side.count("█")
    return 8 * full + (LEFT if left else RIGHT)[side.replace("█", "")]


@given(ENDS, ENDS, st.integers(24, 200))
def test_both_ends_and_nought_fit_and_use_the_room(one: float, other: float, width: int) -> None:
    low, high = sorted((one, other))
    scale = scale_of(low, high, width)
    assert scale.width == width
    assert max(-low, 0) * scale.unit <= scale.left + 1e-6
    assert max(high, 0) * scale.unit <= scale.right + 1e-6
    reach = max(-low, 0.0) + max(high, 0.0)
    assert reach == 0 or reach * scale.unit >= width - 3


@given(st.floats(0, 20), st.floats(0.1, 3))
def test_a_gain_is_right_to_the_last_eighth(value: float, unit: float) -> None:
    drawn = bar(value, Scale(left=2, right=70, unit=unit), unicode=True)
    assert abs(length(drawn, left=False) - 8 * value * unit) <= 0.5 + 1e-9
    assert len(drawn) == 73


@given(st.floats(0, 20), st.floats(0.1, 3))
def test_a_loss_is_right_to_a_quarter_of_a_column(value: float, unit: float) -> None:
    drawn = bar(-value, Scale(left=70, right=2, unit=unit), unicode=True)
    assert abs(length(drawn, left=True) - 8 * value * unit) <= 2.5 + 1e-9
    assert len(drawn) == 73


@pytest.mark.parametrize("eighths", [0, 1, 3, 4, 5, 7, 8])
def test_the_end_of_a_loss_is_the_nearest_block_there_is(eighths: int) -> None:
    drawn = bar(-(2 + eighths / 8), Scale(5, 2, 1.0), unicode=True)
    nearest = min((0, 1, 4, 8), key=lambda each: abs(each - eighths))
    assert length(drawn, left=True) == 16 + nearest


@given(st.floats(-30, 30), st.booleans(), st.booleans())
def test_the_line_of_nought_has_its_own_column(value: float, unicode: bool, faint: bool) -> None:  # noqa: FBT001 - cases
    scale = Scale(40, 40, 1.0)
    drawn = bar(value, scale, unicode=unicode, faint=faint)
    assert drawn[40] == ("│" if unicode else "|")
    assert unicode or drawn.isascii()


@given(st.floats(-30, 30), st.floats(-30, 30), st.floats(0, 9), st.floats(0, 9))
def test_interval_and_bounds_reach_the_columns_of_their_ends(
    one: float, other: float, more: float, less: float
) -> None:
    low, high = sorted((one, other))
    scale = scale_of(low - less, high + more, 80)
    drawn = whisker((low, high), (low - less, high + more), scale, unicode=True)
    assert len(drawn) == 80
    if low < high and scale.column(low) < scale.column(high):
        assert drawn[scale.column(low)] == "├"
        assert drawn[scale.column(high)] == "┤"
        assert all(cell in "─┼" for cell in drawn[scale.column(low) + 1 : scale.column(high)])
    marked = [at for at, cell in enumerate(drawn) if cell not in " │"]
    assert all(scale.column(low - less) <= at <= scale.column(high + more) for at in marked)


@given(st.floats(0.01, 60), st.floats(0.2, 3))
def test_a_bar_ends_in_the_column_of_its_value(value: float, unit: float) -> None:
    scale = Scale(0, 200, unit)
    drawn = bar(value, scale, unicode=True)
    last = len(drawn.rstrip()) - 1
    assert abs(last - scale.column(value)) <= 1
    assert ceil(value * unit - 1e-9) == scale.column(value)


@given(st.floats(-1e5, 0), st.floats(0, 1e5), st.integers(24, 120), st.integers(6, 14))
def test_ticks_are_round_and_do_not_touch(low: float, high: float, width: int, room: int) -> None:
    if high - low < 1e-3:
        return
    scale = scale_of(low, high, width)
    found = ticks(low, high, scale, room)
    assert (scale.left, 0.0) in [(at, value + 0.0) for at, value in found]
    columns = [at for at, _ in found]
    assert columns == sorted(columns)
    assert all(low - 1e-6 <= value <= high + 1e-6 for _, value in found)
    assert all(two - one >= room - 2 for one, two in pairwise(columns))
