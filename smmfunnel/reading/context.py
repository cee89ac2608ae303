"""What the readers of rows share: the scan, the decisions and where to say what was found."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.dates import parse_moments
from smmfunnel.reading.keys import is_mangled
from smmfunnel.reading.numbers import parse_micros
from smmfunnel.reading.octets import holds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smmfunnel.catalog.load import Catalog
    from smmfunnel.config import Settings
    from smmfunnel.reading.cells import Cells
    from smmfunnel.reading.decisions import Decisions
    from smmfunnel.reading.numbers import Parsed
    from smmfunnel.reading.scan import Scan
    from smmfunnel.reading.summary import Summary
    from smmfunnel.reading.tags import TagBook

_REGIONS = {"ru": "RU", "uk": "UA", "pt": "BR", "de": "DE", "fr": "FR", "es": "ES"}
"""Country of phone numbers without a code, by the language of the file's headers."""


@dataclass
class Problems:
    """Cells of one batch that could not be read: rejecting their row, or only noted."""

    rejecting: list[tuple[str, pa.Array, str]]
    noted: list[tuple[str, pa.Array, str]]


def note_mangled(cells: Cells, names: Iterable[str], problems: Problems) -> None:
    """Note the ids that a spreadsheet has rounded to `1.2021E+17`: they join nothing."""
    for name in names:
        text = cells.raw(name)
        # A plain search first: next to no file has one.
        if text is not None and holds(text, "+"):
            encoded = pc.dictionary_encode(text)
            found = pa.array([is_mangled(value or "") for value in encoded.dictionary.to_pylist()], pa.bool_())
            problems.noted.append((name, pc.take(found, encoded.indices), "mangled_id"))


@dataclass(frozen=True)
class Context:
    """One file being read."""

    scan: Scan
    number: int
    catalog: Catalog
    settings: Settings
    book: TagBook
    summary: Summary
    decisions: Decisions
    _numbers: dict[str, tuple[Cells, Parsed]] = field(default_factory=dict)
    """Numeric columns that were read, each with the rows it was read of: sums ask for them again."""

    @property
    def region(self) -> str | None:
        """Country of phone numbers without a code."""
        langs = self.scan.match.langs
        return self.settings.region or (_REGIONS.get(langs[0]) if langs else None)

    def micros(self, cells: Cells, name: str) -> Parsed:
        """Read a numeric column, scaled as the format says."""
        known = self._numbers.get(name)
        if known is None or known[0] is not cells:
            known = self._numbers[name] = cells, self._micros(cells, name)
        return known[1]

    def _micros(self, cells: Cells, name: str) -> Parsed:
        parsed = parse_micros(cells.raw(name), self.decisions.marks.get(name, "."))
        for rule in self.scan.form.fraction:
            column, factor = rule.split(":")
            if column == name:
                scaled = pc.round(pc.multiply(pc.cast(parsed.array, pa.float64(), safe=False), float(factor)))
                return type(parsed)(pc.cast(scaled, pa.int64()), parsed.bad)
        return parsed

    def moments(self, cells: Cells, name: str, clock: str | None = None) -> Parsed:
        """Read a date or moment column into the report's zone; `clock` names a column with its time of day."""
        zone = ZoneInfo(self.settings.timezone) if self.settings.timezone else None
        own = self.scan.terms.timezone if self.scan.terms else None
        file_zone = ZoneInfo(own) if own else zone
        # A header that stands there twice leaves its column unmapped: no row has such a moment.
        text = cells.raw(name) if cells.has(name) else pa.nulls(cells.rows, pa.string())
        if clock is not None and cells.has(clock):
            # A spreadsheet's day may carry a midnight of its own.
            day = pc.replace_substring_regex(pc.utf8_trim_whitespace(text), "[ T]0?0:00(:00)?$", "")
            joined = pc.binary_join_element_wise(day, pc.utf8_trim_whitespace(cells.raw(clock)), " ")
            timed = pc.match_substring_regex(day, "[0-9]:[0-9]{2}")
            text = pc.if_else(timed, day, pc.utf8_trim_whitespace(joined))
        return parse_moments(text, self.decisions.orders.get(name, "dmy"), zone, file_zone)

    def currency(self, column: str) -> str | None:
        """Currency of a money column as the file as a whole has it."""
        terms = self.scan.terms
        return self.scan.match.currencies.get(column) or (terms.currency if terms else None) or self.scan.form.currency
