"""Headers of all formats by key, so that a header row is compared with every format in one pass."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from smmfunnel.catalog.headers import fold, split_currency
from smmfunnel.dataclass import dataclass
from smmfunnel.vocabulary import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from smmfunnel.catalog.model import Format


@dataclass(frozen=True)
class Known:
    """One header of one format: the canonical column it names, and its place in the column's list."""

    column: str
    rank: int
    langs: tuple[str, ...]
    money: bool
    """Only columns of money may carry a currency suffix: `Clicks (USD)` is not a count."""


@dataclass(frozen=True)
class Table:
    """The headers of one format, ready to look up."""

    form: Format
    headers: Mapping[str, Known]
    """Normalised header to what it names."""
    ignored: frozenset[str]
    ignored_starts: tuple[str, ...]
    """Beginnings of ignored headers; all are keys, with each of the format's prefixes and without."""

    def find(self, header: Header) -> Known | None:
        """Return what a header names in this format, or None."""
        known = self.headers.get(header.key)
        if known is not None and (known.money or header.currency is None):
            return known
        return None

    def ignores(self, header: Header) -> bool:
        """Tell whether the format lists a header as known and without use."""
        return any(key in self.ignored or key.startswith(self.ignored_starts) for key in (header.folded, header.key))


@dataclass(frozen=True)
class Header:
    """One cell of a header row."""

    raw: str
    folded: str
    """With its currency suffix."""
    key: str
    """Without it."""
    currency: str | None


@dataclass(frozen=True)
class Index:
    """The tables of all formats, and which formats know a header."""

    tables: Mapping[str, Table]
    formats_by_key: Mapping[str, tuple[str, ...]]
    """Normalised header to names of the formats that map or ignore it by its whole name."""


@lru_cache(maxsize=1 << 13)
def read_header(cell: str) -> Header:
    """Return a header cell with its keys."""
    rest, currency = split_currency(cell)
    folded = fold(cell)
    return Header(cell, folded, fold(rest) if currency else folded, currency)


def build_table(form: Format) -> Table:
    """Return the look-up table of one format."""
    money = {column.name for column in COLUMNS[form.kind] if column.read_as == "money"}
    starts = ["", *(fold(prefix) + " " * prefix.endswith(" ") for prefix in form.prefixes)]
    headers: dict[str, Known] = {}
    for column, aliases in form.columns.items():
        for rank, alias in enumerate(aliases):
            before = headers.get(alias.key)
            known = (
                replace(before, langs=(*before.langs, alias.lang))
                if before
                else Known(column, rank, (alias.lang,), column in money)
            )
            for start in starts:
                headers[start + alias.key] = known
    whole = [fold(item) for item in form.ignore if not item.endswith("*")]
    open_ended = [fold(item[:-1]) for item in form.ignore if item.endswith("*")]
    return Table(
        form,
        headers,
        frozenset(start + item for start in starts for item in whole),
        tuple(start + item for start in starts for item in open_ended),
    )


def build_index(formats: Iterable[Format]) -> Index:
    """Return the index of all formats."""
    tables = {form.name: build_table(form) for form in formats}
    by_key: dict[str, list[str]] = {}
    for name, table in tables.items():
        for key in {*table.headers, *table.ignored}:
            by_key.setdefault(key, []).append(name)
    return Index(tables, {key: tuple(names) for key, names in by_key.items()})
