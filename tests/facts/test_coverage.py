from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.facts.coverage import Covered, Tile, group_files, plan

START = date(2026, 1, 1)


def period(file: int, first: date, last: date, *, daily: bool = False, campaign: str = "id:1") -> Covered:
    return Covered("meta", None, file, daily, 3, first, last, frozenset({campaign}))


MONTHS = [
    period(1, date(2025, 1, 1), date(2025, 1, 31)),
    period(2, date(2025, 2, 1), date(2025, 2, 28)),
    period(3, date(2025, 3, 1), date(2025, 3, 31)),
    period(4, date(2025, 3, 30), date(2025, 4, 5)),
    period(5, date(2024, 4, 1), date(2025, 4, 20)),
]


def test_without_a_period_the_widest_is_used_where_the_finer_ones_do_not_tile() -> None:
    assert plan(MONTHS, None).tiles == (Tile(0, daily=False, first=date(2024, 4, 1), last=date(2025, 4, 20)),)


def test_an_asked_month_is_its_own_file() -> None:
    chosen = plan(MONTHS, (date(2025, 3, 1), date(2025, 3, 31)))
    assert chosen.tiles == (Tile(0, daily=False, first=date(2025, 3, 1), last=date(2025, 3, 31)),)
    assert not chosen.uncut


def test_an_asked_quarter_is_three_files() -> None:
    assert [tile.first for tile in plan(MONTHS, (date(2025, 1, 1), date(2025, 3, 31))).tiles] == [
        date(2025, 1, 1),
        date(2025, 2, 1),
        date(2025, 3, 1),
    ]


def test_a_period_cannot_be_cut() -> None:
    chosen = plan(MONTHS, (date(2025, 3, 5), date(2025, 3, 10)))
    assert chosen.tiles == ()
    assert {item.file for item in chosen.uncut} == {3, 5}


def test_days_are_finer_than_a_month() -> None:
    files = [
        period(1, date(2025, 1, 1), date(2025, 1, 31)),
        period(2, date(2025, 1, 1), date(2025, 1, 31), daily=True),
    ]
    assert plan(files, None).tiles == (Tile(0, daily=True, first=date(2025, 1, 1), last=date(2025, 1, 31)),)


def test_files_of_other_campaigns_are_other_groups() -> None:
    files = [period(1, START, START), period(2, START, START, campaign="id:2")]
    assert group_files(files) == {(1, "meta"): 0, (2, "meta"): 1}


def test_files_without_days_are_used_alone_only() -> None:
    undated = Covered("meta", None, 1, daily=False, level=3, first=None, last=None, campaigns=frozenset({"id:1"}))
    assert plan([undated], None).tiles == (Tile(0, daily=False, first=None, last=None),)
    both = plan([undated, period(2, START, START)], None)
    assert both.undated == (1,)
    assert plan([undated], (START, START)).tiles == ()


@st.composite
def periods(draw: st.DrawFn) -> list[Covered]:
    count = draw(st.integers(1, 7))
    found = []
    for file in range(count):
        first = START + timedelta(days=draw(st.integers(0, 30)))
        last = first + timedelta(days=draw(st.integers(0, 12)))
        found.append(period(file, first, last, daily=draw(st.booleans()) or first == last))
    return found


@given(periods())
def test_tiles_never_overlap_and_files_in_any_order_give_the_same(
    files: list[Covered],
) -> None:
    tiles = plan(files, None).tiles
    for one, two in pairwise(tiles):
        assert one.group != two.group or (one.last and two.first and one.last < two.first)
    shuffled = files[::-1]
    assert set(plan(shuffled, None).tiles) == set(tiles)


@given(periods())
def test_no_other_choice_covers_more_days(files: list[Covered]) -> None:
    def covered(tiles: tuple[Tile, ...]) -> int:
        return sum((tile.last - tile.first).days + 1 for tile in tiles if tile.first and tile.last)

    most = covered(plan(files, None).tiles)
    longest = max((f.last - f.first).days + 1 for f in files if f.first and f.last)
    assert most >= longest
