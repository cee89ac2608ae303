"""What reading one file found: rows kept and left out, why, and what a person should know."""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from smmfunnel.results import ColumnTotal, Note

KEPT_REJECTS = 1000


@dataclass(frozen=True)
class Reject:
    """One row, or one value of a row, that could not be used."""

    path: str
    line: int
    column: str
    value: str
    why: str
    """Code of a text `reject.<code>`."""


@dataclass
class Summary:
    """Filled while a file is read, and only read afterwards."""

    rows_read: int = 0
    rows_kept: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """Rows left out by why: total_row, blank, footer, repeated_header, filtered, other_table, rejected."""
    rejects: list[Reject] = field(default_factory=list)
    sink: Callable[[Reject], None] | None = None
    first_day: date | None = None
    last_day: date | None = None
    last_closing: date | None = None
    """Of leads and deals: last day on which one was closed, as far as its status does not deny it."""
    daily: bool = True
    """Every row stands for one day."""
    breakdown: tuple[str, ...] = ()
    level: int = 0
    """Of ads: 0 account, 1 campaign, 2 ad group, 3 ad."""
    supplement: bool = False
    """A lead file without creation dates, which only adds to leads of other files."""
    contacts: int = 0
    """Rows with a phone or an e-mail."""
    contacts_invalid: int = 0
    """Those of them with none that is valid."""
    currencies: Counter[str | None] = field(default_factory=Counter)
    totals: tuple[ColumnTotal, ...] = ()
    words: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Unmapped words by column."""
    notes: list[Note] = field(default_factory=list)

    def reject(self, item: Reject) -> None:
        """Count a rejected row and keep it, as far as there is room."""
        self.skipped["rejected"] += 1
        if len(self.rejects) < KEPT_REJECTS:
            self.rejects.append(item)
        if self.sink:
            self.sink(item)

    def note(self, note: Note) -> None:
        """Keep a note; one that was made already about the same thing has its count raised."""
        for place, known in enumerate(self.notes):
            if (known.code, known.source, known.params) == (note.code, note.source, note.params):
                if note.count is not None:
                    self.notes[place] = replace(known, count=(known.count or 0) + note.count)
                return
        self.notes.append(note)

    @property
    def ordered_notes(self) -> list[Note]:
        """The notes in an order that neither rows nor batches decide."""
        return sorted(self.notes, key=lambda note: (note.code, repr(sorted(note.params.items()))))

    def merge(self, other: Summary) -> None:
        """Add what was found in the next batch."""
        self.rows_read += other.rows_read
        self.rows_kept += other.rows_kept
        self.skipped += other.skipped
        self.cover(other.first_day, other.last_day)
        self.close(other.last_closing)
        self.daily = self.daily and other.daily
        self.breakdown, self.level, self.supplement = other.breakdown, other.level, other.supplement
        self.contacts += other.contacts
        self.contacts_invalid += other.contacts_invalid
        self.currencies += other.currencies
        self.words += other.words
        for note in other.notes:
            self.note(note)

    def cover(self, first: date | None, last: date | None) -> None:
        """Widen the days covered."""
        if first is not None:
            self.first_day = first if self.first_day is None else min(self.first_day, first)
        if last is not None:
            self.last_day = last if self.last_day is None else max(self.last_day, last)

    def close(self, last: date | None) -> None:
        """Move the last closing on."""
        if last is not None:
            self.last_closing = last if self.last_closing is None else max(self.last_closing, last)
