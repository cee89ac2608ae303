"""Choosing exactly one format for a header row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.catalog.index import build_table, read_header
from smmfunnel.catalog.mapping import Match, match_columns
from smmfunnel.catalog.signature import forbidden, gather_evidence, lacking
from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.catalog.index import Header, Table
    from smmfunnel.catalog.load import Catalog
    from smmfunnel.catalog.model import Format
    from smmfunnel.catalog.signature import Evidence

__all__ = ["Ambiguous", "Match", "Near", "NoMatch", "header_score", "identify", "match_columns"]

NEAREST = 3
"""How many formats are named when none matches."""


@dataclass(frozen=True)
class Near:
    """A format that does not match, and why."""

    format: Format
    lacking: tuple[tuple[str, ...], ...]
    """Groups of its signature of which nothing is there."""
    forbidden: tuple[str, ...]
    """Items that must not be there."""
    matched: int
    """How many headers of the file it knows."""


@dataclass(frozen=True)
class NoMatch:
    """No format matches; the nearest come first."""

    nearest: tuple[Near, ...]


@dataclass(frozen=True)
class Ambiguous:
    """More than one format matches."""

    formats: tuple[Format, ...]


def identify(
    headers: Sequence[str],
    surroundings: Sequence[str],
    catalog: Catalog,
    *,
    only: Format | None = None,
) -> Match | NoMatch | Ambiguous:
    """Find the one format of a header row.

    Args:
        headers: the cells of the header row.
        surroundings: lines (or cells) above the header and below the table.
        catalog: the formats to choose from.
        only: the format the user named: it matches as soon as it knows one header.

    Example:
        >>> from smmfunnel.catalog.load import load_catalog
        >>> match = identify(
        ...     ["Campaign name", "Day", "Impressions", "Amount spent (USD)", "Link clicks", "Mood"],
        ...     [],
        ...     load_catalog(),
        ... )
        >>> match.format.name, match.columns["spend"], match.currencies, match.unknown
        ('meta_ads', (3,), {'spend': 'USD'}, ('Mood',))
    """
    row = [read_header(cell) for cell in headers]
    evidence = gather_evidence(row, surroundings)
    if only is not None:
        table = catalog.index.tables.get(only.name)
        table = table if table is not None and table.form == only else build_table(only)
        match = match_columns(row, table)
        return match if match.columns else NoMatch((_near(row, table, evidence),))
    found = [match_columns(row, table) for table in _matching(row, evidence, catalog, generic=False)]
    found = found or [match_columns(row, table) for table in _matching(row, evidence, catalog, generic=True)]
    if len(found) == 1:
        return found[0]
    if found:
        return Ambiguous(tuple(match.format for match in found))
    return NoMatch(_nearest(row, evidence, catalog))


def header_score(cells: Sequence[str], catalog: Catalog) -> int:
    """Count how many cells of a row are headers of one format: the header row has the largest count.

    Example:
        >>> from smmfunnel.catalog.load import load_catalog
        >>> header_score(["Day", "Impressions", "2026-09-01"], load_catalog())
        2
    """
    counts: dict[str, int] = {}
    for key in {read_header(cell).key for cell in cells if cell.strip()}:
        for name in catalog.index.formats_by_key.get(key, ()):
            counts[name] = counts.get(name, 0) + 1
    return max(counts.values(), default=0)


def _present(row: Sequence[Header], table: Table) -> set[str]:
    """Return the canonical columns of which the row has any header."""
    return {known.column for header in row if (known := table.find(header)) is not None}


def _matching(row: Sequence[Header], evidence: Evidence, catalog: Catalog, *, generic: bool) -> list[Table]:
    """Return the tables whose signature the file satisfies."""
    return [
        table
        for table in _candidates(row, catalog)
        if table.form.generic is generic
        and not lacking(table.form, evidence, present := _present(row, table))
        and not forbidden(table.form, evidence, present)
    ]


def _candidates(row: Sequence[Header], catalog: Catalog) -> list[Table]:
    """Return the tables that know at least one header of the row, by name."""
    index = catalog.index
    names = {name for header in row for name in index.formats_by_key.get(header.key, ())}
    return [index.tables[name] for name in sorted(names)]


def _near(row: Sequence[Header], table: Table, evidence: Evidence) -> Near:
    present = _present(row, table)
    return Near(
        table.form,
        lacking(table.form, evidence, present),
        forbidden(table.form, evidence, present),
        sum(table.find(header) is not None for header in row),
    )


def _nearest(row: Sequence[Header], evidence: Evidence, catalog: Catalog) -> tuple[Near, ...]:
    """Return the formats that lack least; of equals those that know more headers."""
    near = [_near(row, table, evidence) for table in _candidates(row, catalog)]
    known = [one for one in near if one.matched]
    return tuple(sorted(known, key=_distance)[:NEAREST])


def _distance(near: Near) -> tuple[int, int, int, bool, str]:
    faults = len(near.lacking) + len(near.forbidden)
    return faults, len(near.lacking), -near.matched, near.format.generic, near.format.name
