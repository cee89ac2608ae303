"""Mapping the columns of a header row by one format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.vocabulary import ATTRIBUTES, COLUMNS, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.catalog.index import Header, Known, Table
    from smmfunnel.catalog.model import Format

SEVERAL = ("click_id", "person")
"""Columns of CRMs of which an export may have several: a click id a platform, parts of a name."""
COALESCED = ("contact", "reason")
"""Kinds of column an export may spread over several: three phones of a person, a loss reason a pipeline."""


@dataclass(frozen=True)
class Match:
    """A file's one format and the canonical columns of its header row."""

    format: Format
    columns: Mapping[str, tuple[int, ...]]
    """Canonical column to positions in the header row, the most specific first. Of several contacts and
    reasons the first filled cell counts, several values of a breakdown (`ATTRIBUTES`) belong together."""
    langs: tuple[str, ...]
    """Languages of the headers, the one of most headers first."""
    currencies: Mapping[str, str]
    """Canonical column to the currency its header names."""
    unknown: tuple[str, ...]
    """Headers the format does not know."""
    duplicates: tuple[str, ...]
    """Headers that stand there twice, which leaves their canonical column unmapped."""
    others: tuple[str, ...]
    """Headers of a canonical column that a more specific header feeds."""


def match_columns(row: Sequence[Header], table: Table) -> Match:
    """Map the columns of a header row by one format, whatever its signature says."""
    places: dict[str, dict[int, list[int]]] = {}
    knowns: list[Known] = []
    unknown: dict[str, None] = {}
    for position, header in enumerate(row):
        known = table.find(header)
        if known is not None:
            knowns.append(known)
            places.setdefault(known.column, {}).setdefault(known.rank, []).append(position)
        elif header.key and not table.ignores(header):
            unknown[header.raw.strip()] = None
    columns, duplicates, others = _settle(places, table.form)
    return Match(
        format=table.form,
        columns=columns,
        langs=_languages(knowns),
        currencies={
            column: code for column, positions in columns.items() if (code := row[positions[0]].currency) is not None
        },
        unknown=tuple(unknown),
        duplicates=tuple(row[position].raw.strip() for position in duplicates),
        others=tuple(row[position].raw.strip() for position in others),
    )


def _settle(
    places: Mapping[str, Mapping[int, Sequence[int]]], form: Format
) -> tuple[dict[str, tuple[int, ...]], list[int], list[int]]:
    """Choose the positions of each canonical column; return the duplicated and the unused ones beside."""
    spread = {column.name for column in COLUMNS[form.kind] if column.read_as in COALESCED}
    spread |= set(ATTRIBUTES) if form.kind is Kind.ADS else set(SEVERAL)
    columns: dict[str, tuple[int, ...]] = {}
    duplicates: list[int] = []
    others: list[int] = []
    for column, by_rank in places.items():
        ranks = sorted(by_rank)
        twice = [rank for rank in ranks if len(by_rank[rank]) > 1]
        duplicates += [by_rank[rank][0] for rank in twice]
        single = [by_rank[rank][0] for rank in ranks if rank not in twice]
        if column in spread and single:
            columns[column] = tuple(single)
        elif ranks[0] in twice:
            others += single
        else:
            columns[column] = (single[0],)
            others += single[1:]
    return columns, sorted(duplicates), sorted(others)


def _languages(knowns: Sequence[Known]) -> tuple[str, ...]:
    """Return the fewest languages that account for all headers, each the one of most headers left."""
    left = list(knowns)
    chosen: list[str] = []
    while left:
        counts = {lang: sum(lang in known.langs for known in left) for known in left for lang in known.langs}
        best = min(counts, key=lambda lang: (-counts[lang], lang != "en", lang))
        chosen.append(best)
        left = [known for known in left if best not in known.langs]
    return tuple(chosen)
