"""Looking at every file: what is known of it, and of one that is unknown its columns and words."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from smmfunnel.catalog.headers import normalise_word
from smmfunnel.catalog.load import load_catalog
from smmfunnel.catalog.words import Meaning, Words, reason_words, status_words
from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, SmmFunnelError, join
from smmfunnel.reading.discover import discover
from smmfunnel.reading.masking import find_masked, masked
from smmfunnel.reading.quick import CarefulNeeded
from smmfunnel.reading.rows import open_raw
from smmfunnel.reading.scan import HEADER_WITHIN, scan
from smmfunnel.starter.column import NULLS, Column, describe
from smmfunnel.starter.propose import Proposal, assign, joining, platform_of, propose, with_creation
from smmfunnel.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from smmfunnel.catalog.load import Catalog
    from smmfunnel.config import Settings
    from smmfunnel.reading.discover import Found
    from smmfunnel.reading.rows import RawTable
    from smmfunnel.reading.scan import Scan

ROWS = 50_000
"""Rows of a file that are looked at."""
_UNKNOWN = ("format_unknown", "format_unknown_lacks", "format_unknown_has", "no_known_headers")
"""Faults that a mapping of columns mends."""
_WORDY = {"status": "status", "loss_reason": "reason"}
_MOST_WORDS = 200


@dataclass(frozen=True)
class KnownFile:
    """A file some format or the configuration knows."""

    display: str
    format: str
    title: str
    kind: Kind
    generic: bool
    unknown: tuple[str, ...]
    """Headers nobody knows."""
    proposal: Proposal


@dataclass(frozen=True)
class UnknownFile:
    """A file no format knows."""

    display: str
    rows: int
    """Rows looked at."""
    proposal: Proposal


@dataclass(frozen=True)
class Survey:
    """What the files show."""

    known: tuple[KnownFile, ...]
    unknown: tuple[UnknownFile, ...]
    unread: Mapping[str, SmmFunnelError] = field(default_factory=dict)
    """Files of folders that cannot be read, and why."""
    statuses: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Words nobody mapped and their rows, the commonest first."""


@dataclass(frozen=True)
class _Table:
    """An unknown file's table and columns."""

    found: Found
    columns: tuple[Column, ...]


def survey(paths: Sequence[str], settings: Settings) -> Survey:
    """Look at the files of the paths.

    Raises:
        InputError: a file named outright cannot be read.
        UsageError: the configuration names what is not there.
    """
    from pathlib import Path

    catalog = load_catalog([Path(name) for name in settings.format_files])
    known: list[KnownFile] = []
    tables: list[_Table] = []
    ids: set[str] = set()
    unread: dict[str, SmmFunnelError] = {}
    words: dict[str, Counter[str]] = {name: Counter() for name in _WORDY}
    faults: list[SmmFunnelError] = []
    for file in discover(paths).files:
        try:
            for item in scan(file, catalog, settings):
                known.append(_known(item, catalog))
                ids |= _lead_ids(item)
                _add_words(words, item, catalog, settings)
        except InputError as error:
            if error.code in _UNKNOWN:
                tables.append(_table(file, settings))
            elif file.named:
                faults.append(error)
            else:
                unread[file.display] = error
    if faults:
        raise join(faults)
    unknown = _proposed(tables, catalog, ids, dated=any(file.kind is Kind.LEADS for file in known))
    for table, file_ in zip(tables, unknown, strict=True):
        _add_proposed_words(words, table, file_.proposal, catalog, settings)
    return Survey(tuple(known), tuple(unknown), unread, *(_ordered(words[name]) for name in _WORDY))


def _known(item: Scan, catalog: Catalog) -> KnownFile:
    """Describe a file that is understood; of a generic one also what its other headers may be."""
    form, proposal = item.form, Proposal(None, left=item.match.unknown)
    if form.generic and item.terms is None:
        rest = [column for column in _columns(item.raw, item.header_record) if column.header in item.match.unknown]
        found = assign(form.kind, rest, catalog, taken=set(item.match.columns))
        left = tuple(header for header in item.match.unknown if (header,) not in found.values())
        platform = platform_of(item.found.display, item.header) if form.kind is Kind.ADS else None
        named = "platform" in item.match.columns
        proposal = Proposal(None, found, platform=None if named else platform, left=left)
    return KnownFile(item.found.display, form.name, form.title, form.kind, form.generic, item.match.unknown, proposal)


def _table(file: Found, settings: Settings) -> _Table:
    """Find the header row of an unknown file and look at its columns."""
    raws = open_raw(file.path, file.display, encoding=settings.encoding, delimiter=settings.delimiter)
    ranked = [
        (_texts(record), -number, -place)
        for number, raw in enumerate(raws)
        for place, record in enumerate(raw.top[:HEADER_WITHIN])
    ]
    _, number, place = max(ranked, default=(0, 0, 0))
    return _Table(file, tuple(_columns(raws[-number], -place)))


def _texts(record: Sequence[str]) -> int:
    """Count the cells that can be headers: different texts that are no numbers and no dates."""
    cells = {cell.strip() for cell in record} - {""}
    return sum(not describe(cell, 0, [cell]).numbers and not describe(cell, 0, [cell]).dates for cell in cells)


def _columns(raw: RawTable, record: int) -> Iterator[Column]:
    header = raw.top[record]
    values = _values(raw, record, range(len(header)))
    for position, cell in enumerate(header):
        yield describe(cell.strip(), position, values[position])


def _values(raw: RawTable, record: int, positions: Sequence[int]) -> dict[int, list[str]]:
    """Read the first rows of some columns."""
    for careful in (False, True):
        values: dict[int, list[str]] = {position: [] for position in positions}
        try:
            for batch in raw.batches(record, len(raw.top[record]), use=list(positions), careful=careful):
                for position in positions:
                    values[position] += (text or "" for text in batch.table.column(str(position)).to_pylist())
                if positions and len(values[positions[0]]) >= ROWS:
                    break
        except CarefulNeeded:
            continue
        return {position: found[:ROWS] for position, found in values.items()}
    return {}


def _proposed(tables: Sequence[_Table], catalog: Catalog, ids: Collection[str], *, dated: bool) -> list[UnknownFile]:
    """Propose a mapping for every unknown file, then for those whose lead ids only their values tell.

    Args:
        tables: the unknown files.
        catalog: the formats, whose headers are hints.
        ids: lead ids of known files.
        dated: a known file of leads has their creation.
    """
    proposals = [propose(table.found.display, table.columns, catalog) for table in tables]
    known = set(ids)
    for table, proposal in zip(tables, proposals, strict=True):
        headers = proposal.columns.get("lead_id", ())
        known.update(*(column.values for column in table.columns if column.header in headers))
    for number, table in enumerate(tables):
        header = joining(proposals[number], table.columns, known)
        if header:
            proposals[number] = propose(table.found.display, table.columns, catalog, header)
    if not dated and not any("created_at" in one.columns for one in proposals if one.kind is Kind.LEADS):
        proposals = [with_creation(one) if one.kind is Kind.LEADS else one for one in proposals]
    return [
        UnknownFile(table.found.display, _rows(table), proposal)
        for table, proposal in zip(tables, proposals, strict=True)
    ]


def _rows(table: _Table) -> int:
    return max((column.filled for column in table.columns), default=0)


def _lead_ids(item: Scan) -> set[str]:
    """Return the lead ids of a known file of leads, or of deals that are its leads."""
    if item.kind not in {Kind.LEADS, Kind.DEALS}:
        return set()
    positions = item.match.columns.get("lead_id") or item.match.columns.get("deal_id") or ()
    values = _values(item.raw, item.header_record, positions) if positions else {}
    return {value.strip() for found in values.values() for value in found if value.casefold() not in NULLS}


def _add_words(words: dict[str, Counter[str]], item: Scan, catalog: Catalog, settings: Settings) -> None:
    """Count the words of a known file's statuses and reasons that nobody mapped."""
    if item.kind not in {Kind.LEADS, Kind.DEALS}:
        return
    terms, langs = item.terms, item.match.langs
    statuses = {**settings.statuses, **(terms.statuses if terms else {})}
    reasons = {**settings.reasons, **(terms.reasons if terms else {})}
    look_up = {
        "status": status_words(item.form, langs, statuses, catalog.words).get,
        "loss_reason": reason_words(item.form, langs, reasons, catalog.words).get,
    }
    for name, find in look_up.items():
        positions = item.match.columns.get(name, ())
        values = _values(item.raw, item.header_record, positions) if positions else {}
        for found in values.values():
            _count(words[name], Counter(value.strip() for value in found), find)


def _add_proposed_words(
    words: dict[str, Counter[str]], table: _Table, proposal: Proposal, catalog: Catalog, settings: Settings
) -> None:
    if proposal.kind not in {Kind.LEADS, Kind.DEALS}:
        return
    statuses, reasons = _folded(settings.statuses), _folded(settings.reasons)
    look_up = {
        "status": Words(statuses, {}, catalog.words.statuses, ("en",)).get,
        "loss_reason": Words(reasons, {}, catalog.words.reasons, ("en",)).get,
    }
    for name, find in look_up.items():
        for column in table.columns:
            if column.header in proposal.columns.get(name, ()):
                _count(words[name], column.values, find)


def _folded(own: Mapping[str, Meaning]) -> dict[str, Meaning]:
    return {normalise_word(word): meaning for word, meaning in own.items()}


def _count(words: Counter[str], values: Mapping[str, int], find: Callable[[str], object]) -> None:
    for value, rows in values.items():
        if value.casefold() not in NULLS and find_masked(find, value) is None:
            words[masked(value)] += rows


def _ordered(words: Counter[str]) -> dict[str, int]:
    return dict(sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_WORDS])
