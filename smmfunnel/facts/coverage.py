"""Choosing ad files that do not overlap: the finest that tile the asked days, else the widest."""

from __future__ import annotations

from dataclasses import field
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Covered:
    """Days one file covers for one platform and account: daily rows, or one period its rows stand for."""

    platform: str | None
    account: str | None
    file: int
    daily: bool
    level: int
    """0 account, 1 campaign, 2 ad group, 3 ad."""
    first: date | None
    last: date | None
    campaigns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tile:
    """Days taken from every file of a group that covers exactly them (or, daily, any of them)."""

    group: int
    daily: bool
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Uncut:
    """A period that sticks out of the asked days and could not be used whole."""

    platform: str | None
    file: int
    first: date
    last: date
    missing_first: date
    missing_last: date


@dataclass(frozen=True)
class Plan:
    """Which tiles of each group are used, and what could not be."""

    tiles: tuple[Tile, ...]
    uncut: tuple[Uncut, ...] = ()
    undated: tuple[int, ...] = ()
    """Files without any known days beside dated ones of their group: set aside."""
    groups: Mapping[tuple[int, str | None], int] = field(default_factory=dict)
    """File and platform to group."""


def group_files(covered: Sequence[Covered]) -> dict[tuple[int, str | None], int]:
    """Number the groups of files that may count the same money twice.

    Files of a platform belong together when they share a campaign, or when one of them has no campaigns
    at all; never when both name their accounts and share none. Groups are numbered from 0 by content.

    Example:
        >>> a = Covered("meta", None, 1, True, 1, None, None, frozenset({"id:1"}))
        >>> b = Covered("meta", None, 2, True, 1, None, None, frozenset({"id:2"}))
        >>> group_files([a, b])
        {(1, 'meta'): 0, (2, 'meta'): 1}
    """
    files: dict[tuple[str, int], list[Covered]] = {}
    for item in covered:
        files.setdefault((item.platform or "", item.file), []).append(item)
    parent = {key: key for key in files}

    def find(key: tuple[str, int]) -> tuple[str, int]:
        while parent[key] != key:
            key = parent[key]
        return key

    for one, two in combinations(sorted(files), 2):
        if one[0] == two[0] and _may_overlap(files[one], files[two]):
            low, high = sorted((find(one), find(two)))
            parent[high] = low
    roots = sorted({find(key) for key in files})
    return {(file, platform or None): roots.index(find((platform, file))) for platform, file in files}


def _may_overlap(one: list[Covered], two: list[Covered]) -> bool:
    accounts = [{item.account for item in items if item.account} for items in (one, two)]
    if accounts[0] and accounts[1] and not accounts[0] & accounts[1]:
        return False
    if all(item.level == 0 for item in one) or all(item.level == 0 for item in two):
        return True
    campaigns = [frozenset().union(*(item.campaigns for item in items)) for items in (one, two)]
    return bool(campaigns[0] & campaigns[1])


def plan(covered: Sequence[Covered], asked: tuple[date, date] | None) -> Plan:
    """Choose tiles for each group of files.

    Args:
        covered: what every file covers.
        asked: first and last day, or None for all days the group's files cover.

    Returns:
        Per group the disjoint tiles inside the asked days that cover most days, of those the most tiles
        (the finest). Where days are left out although a longer period covers them, they are in `uncut`.
    """
    groups = group_files(covered)
    tiles: list[Tile] = []
    uncut: list[Uncut] = []
    undated: list[int] = []
    for number in sorted(set(groups.values())):
        members = [c for c in covered if groups[(c.file, c.platform)] == number]
        dated = [c for c in members if c.first is not None and c.last is not None]
        blank = [c for c in members if c.first is None or c.last is None]
        if blank and not dated and asked is None:
            tiles.append(Tile(number, daily=False, first=None, last=None))
        else:
            undated += [c.file for c in blank]
        chosen, left = _tile(number, dated, asked)
        tiles += chosen
        uncut += left
    return Plan(tuple(tiles), tuple(uncut), tuple(sorted(set(undated))), groups)


def _tile(group: int, dated: Sequence[Covered], asked: tuple[date, date] | None) -> tuple[list[Tile], list[Uncut]]:
    """Choose the tiles of one group: weighted interval scheduling by (days, tiles)."""
    if not dated:
        return [], []
    spans = [(c.first, c.last) for c in dated if c.first and c.last]
    start, end = asked or (min(s for s, _ in spans), max(e for _, e in spans))
    daily_days = _days((c for c in dated if c.daily), start, end)
    periods = sorted({(c.first, c.last) for c in dated if not c.daily and c.first and c.last})
    inside = [(first, last) for first, last in periods if start <= first and last <= end]
    ending: dict[date, list[tuple[date, date]]] = {}
    for first, last in inside:
        ending.setdefault(last, []).append((first, last))
    path = _best_path(start, end, daily_days, ending)
    used = {d for first, last, _ in path for d in _span(first, last)}
    left = [_left_out(c, used, start, end) for c in dated if not c.daily]
    return _join_days(group, path), [item for item in left if item]


def _best_path(
    start: date, end: date, daily: set[date], ending: Mapping[date, Sequence[tuple[date, date]]]
) -> list[tuple[date, date, bool]]:
    """Walk the days once, keeping for each the best (days covered, tiles) and the step that led there."""
    best: dict[date, tuple[int, int]] = {start - DAY: (0, 0)}
    step: dict[date, tuple[date, bool] | None] = {}
    for day in _span(start, end):
        best[day], step[day] = best[day - DAY], None
        options = [(day, True)] if day in daily else []
        options += [(first, False) for first, _ in ending.get(day, ())]
        for first, single in options:
            days, count = best[first - DAY]
            gained = (days + (day - first).days + 1, count + 1)
            if gained > best[day]:
                best[day], step[day] = gained, (first, single)
    path: list[tuple[date, date, bool]] = []
    day = end
    while day >= start:
        taken = step[day]
        if taken is None:
            day -= DAY
        else:
            path.append((taken[0], day, taken[1]))
            day = taken[0] - DAY
    return path[::-1]


def _left_out(item: Covered, used: set[date], start: date, end: date) -> Uncut | None:
    """Tell which asked days only this period, sticking out of them, covers."""
    if item.first is None or item.last is None or (start <= item.first and item.last <= end):
        return None
    missing = [d for d in _span(max(item.first, start), min(item.last, end)) if d not in used]
    if not missing:
        return None
    return Uncut(item.platform, item.file, item.first, item.last, missing[0], missing[-1])


def _days(items: Iterable[Covered], start: date, end: date) -> set[date]:
    found: set[date] = set()
    for item in items:
        if item.first and item.last:
            found.update(_span(max(item.first, start), min(item.last, end)))
    return found


def _span(first: date, last: date) -> list[date]:
    return [first + DAY * i for i in range((last - first).days + 1)]


def _join_days(group: int, path: Sequence[tuple[date, date, bool]]) -> list[Tile]:
    """Make one tile of consecutive single days, so that a table of tiles stays small."""
    tiles: list[Tile] = []
    for first, last, daily in path:
        previous = tiles[-1] if tiles else None
        if daily and previous and previous.daily and previous.last == first - DAY:
            tiles[-1] = Tile(group, daily=True, first=previous.first, last=last)
        else:
            tiles.append(Tile(group, daily=daily, first=first, last=last))
    return tiles
