"""Proposing what the rows of an unknown file are and which canonical column each header is."""

from __future__ import annotations

from dataclasses import field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from smmfunnel.catalog.headers import normalise
from smmfunnel.dataclass import dataclass
from smmfunnel.starter.hints import ALIAS, LEAST, PLATFORM_WORDS, TOUCH_WORDS, WON_WORDS, weight, words_of
from smmfunnel.vocabulary import COLUMNS, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from smmfunnel.catalog.load import Catalog
    from smmfunnel.starter.column import Column

_SPREAD = ("contact", "reason")
"""What an export may spread over several columns."""
_OVERLAP = 0.3
"""Share of a column's values that must be lead ids of another file, for it to hold lead ids."""
_FEWEST_IDS = 5


@dataclass(frozen=True)
class Proposal:
    """What a file may be."""

    kind: Kind | None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Canonical column to headers."""
    constants: Mapping[str, str] = field(default_factory=dict)
    platform: str | None = None
    left: tuple[str, ...] = ()
    """Headers no canonical column fits."""


def propose(path: str, columns: Sequence[Column], catalog: Catalog, lead_id: str | None = None) -> Proposal:
    """Propose the kind of a file and its columns.

    A kind is proposed only where the columns it cannot do without are there. `lead_id` is a header known to
    hold lead ids.
    """
    sure = {"lead_id": (lead_id,)} if lead_id else {}
    rest = [column for column in columns if column.header != lead_id]
    for kind in (Kind.ADS, Kind.VISITS, Kind.TOUCHES, Kind.DEALS, Kind.LEADS):
        if lead_id and kind in {Kind.ADS, Kind.VISITS}:
            continue
        found = {**sure, **assign(kind, rest, catalog, taken=sure)}
        if _enough(kind, found, path, columns):
            return _complete(kind, found, path, columns)
    return Proposal(None, left=_left({}, columns))


def assign(
    kind: Kind, columns: Sequence[Column], catalog: Catalog, taken: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Assign headers to canonical columns that are not yet `taken`, the surest first."""
    known = _aliases(kind, catalog)
    reads = {column.name: column.read_as for column in COLUMNS[kind] if column.name not in taken}
    ranked = sorted(
        (-points, column.position, name)
        for column in columns
        for name, read_as in reads.items()
        if (points := _points(kind, name, column, known)) >= LEAST and column.may_be(read_as, name)
    )
    by_position = {column.position: column.header for column in columns}
    found: dict[str, list[str]] = {}
    used: set[int] = set()
    for _, position, name in ranked:
        if position in used or (name in found and reads[name] not in _SPREAD):
            continue
        used.add(position)
        found.setdefault(name, []).append(by_position[position])
    order = {column.name: number for number, column in enumerate(COLUMNS[kind])}
    return {name: tuple(found[name]) for name in sorted(found, key=order.__getitem__)}


def joining(proposal: Proposal, columns: Sequence[Column], lead_ids: Collection[str]) -> str | None:
    """Find the header of lead ids by its values, where no header told it: they are lead ids of other files."""
    if "lead_id" in proposal.columns or proposal.kind in {Kind.ADS, Kind.VISITS}:
        return None
    known = set(lead_ids)
    for column in columns:
        shared = len(known & set(column.values))
        if column.header in proposal.left and shared >= max(_FEWEST_IDS, _OVERLAP * column.distinct):
            return column.header
    return None


def with_creation(proposal: Proposal) -> Proposal:
    """Take the day a lead was given to a manager for that of its creation, where no file has a better one."""
    if "assigned_at" not in proposal.columns or "created_at" in proposal.columns:
        return proposal
    return replace(proposal, columns={**proposal.columns, "created_at": proposal.columns["assigned_at"]})


def platform_of(path: str, headers: Iterable[str] = ()) -> str | None:
    """Tell the ad platform from the name of a file or else its headers, where exactly one is named there.

    Example:
        >>> platform_of("exports/googleads-performance.csv"), platform_of("exports/ads.csv")
        ('google', None)
        >>> platform_of("ads.csv", ["Date", "fb_campaign_id"])
        'meta'
    """
    for words in (words_of(PurePath(path).stem), " ".join(map(words_of, headers))):
        found = [name for name, pattern in PLATFORM_WORDS.items() if pattern.search(words)]
        if len(found) == 1:
            return found[0]
    return None


def _aliases(kind: Kind, catalog: Catalog) -> dict[str, set[str]]:
    """Return headers, normalised, to the canonical columns that some format of the kind knows them as."""
    known: dict[str, set[str]] = {}
    for form in catalog.formats.values():
        if form.kind is kind:
            for name, aliases in form.columns.items():
                for alias in aliases:
                    known.setdefault(normalise(alias.header), set()).add(name)
    for column in COLUMNS[kind]:
        known.setdefault(normalise(column.name), set()).add(column.name)
    return known


def _points(kind: Kind, name: str, column: Column, known: Mapping[str, Collection[str]]) -> int:
    hinted = weight(kind, name, column.header)
    names = known.get(normalise(column.header), ())
    alone = name in names and (len(names) == 1 or hinted > 0)
    return ALIAS + hinted if alone else hinted


def _enough(kind: Kind, found: Mapping[str, object], path: str, columns: Sequence[Column]) -> bool:
    """Tell whether the columns a kind cannot do without are there."""
    has = set(found)
    person = bool(has & {"lead_id", "deal_id", "phone", "email"})
    words = " ".join([words_of(PurePath(path).stem), *(words_of(column.header) for column in columns)])
    if kind is Kind.ADS:
        return len(has & {"impressions", "clicks", "spend"}) > 1
    if kind is Kind.VISITS:
        return "visits" in has and bool(has & {"day", "source", "utm_source", "utm_campaign"})
    if kind is Kind.TOUCHES:
        return person and "at" in has and bool(TOUCH_WORDS.search(words))
    if kind is Kind.DEALS:
        return person and bool(has & {"deal_id", "closed_at"}) and len(has) > 2  # noqa: PLR2004 - id, day, more
    return person and len(has) > 1


def _complete(kind: Kind, found: dict[str, tuple[str, ...]], path: str, columns: Sequence[Column]) -> Proposal:
    """Add what the name of the file and of its columns say about every row."""
    constants = {}
    if kind is Kind.DEALS and "status" not in found and WON_WORDS.search(words_of(found["closed_at"][0])):
        constants["status"] = "won"
    headers = " ".join(words_of(column.header) for column in columns)
    if kind is Kind.TOUCHES and "channel" not in found and TOUCH_WORDS.search(headers):
        constants["channel"] = "call"
    platform = (
        platform_of(path, (column.header for column in columns))
        if kind is Kind.ADS and "platform" not in found
        else None
    )
    return Proposal(kind, found, constants, platform, _left(found, columns))


def _left(found: Mapping[str, Sequence[str]], columns: Sequence[Column]) -> tuple[str, ...]:
    used = {header for headers in found.values() for header in headers}
    return tuple(column.header for column in columns if column.header and column.header not in used)
