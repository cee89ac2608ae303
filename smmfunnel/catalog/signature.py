"""What a file must and must not have to be of a format."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from smmfunnel.catalog.headers import fold, split_currency
from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from smmfunnel.catalog.index import Header
    from smmfunnel.catalog.model import Format


@dataclass(frozen=True)
class Evidence:
    """What is seen of one file: its headers by key and the lines around its table."""

    raw: frozenset[str]
    folded: frozenset[str]
    keys: frozenset[str]
    lines: tuple[str, ...]
    """Folded."""


def gather_evidence(headers: Sequence[Header], surroundings: Sequence[str]) -> Evidence:
    """Return the evidence of a header row and the lines above and below its table."""
    return Evidence(
        raw=frozenset(header.raw.strip() for header in headers),
        folded=frozenset(header.folded for header in headers),
        keys=frozenset(header.key for header in headers),
        lines=tuple(map(fold, surroundings)),
    )


def holds(item: str, evidence: Evidence, columns: Collection[str]) -> bool:
    """Tell whether one item of a signature is there.

    An item is a canonical column, `=Header` (with its currency suffix, if it names one), `==Header` letter
    for letter, or `~beginning of a line` around the table.
    """
    if item.startswith("=="):
        return item[2:] in evidence.raw
    if item.startswith("="):
        key, suffixed = _read(item[1:])
        return key in (evidence.folded if suffixed else evidence.keys)
    if item.startswith("~"):
        start, _ = _read(item[1:])
        return any(line.startswith(start) for line in evidence.lines)
    return item in columns


@cache
def _read(header: str) -> tuple[str, bool]:
    """Key of a header as a signature writes it, and whether it names a currency: asked for every file anew."""
    return fold(header), split_currency(header)[1] is not None


def lacking(form: Format, evidence: Evidence, columns: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of the format's signature of which nothing is there."""
    return tuple(group for group in form.require if not any(holds(item, evidence, columns) for item in group))


def forbidden(form: Format, evidence: Evidence, columns: Collection[str]) -> tuple[str, ...]:
    """Return the items that are there though they must not be."""
    return tuple(item for item in form.forbid if holds(item, evidence, columns))


def spell(group: Sequence[str], form: Format, langs: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the headers or lines that would satisfy a group, as the export writes them.

    Headers in one of `langs` are preferred, so that a Russian file is told of Russian headers.
    """
    spelled: dict[str, None] = {}
    for item in group:
        if item.startswith(("=", "~")):
            spelled[item.lstrip("=~")] = None
            continue
        aliases = form.columns.get(item, ())
        mine = [alias.header for alias in aliases if alias.lang in langs]
        for header in (mine or [alias.header for alias in aliases])[:2]:
            spelled[header] = None
    return tuple(spelled)
