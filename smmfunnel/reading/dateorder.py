"""The order of day and month in numeric dates, decided per column.

A column with `13/02/2026` is day first, one with `02/13/2026` month first. What its own values leave open is
settled by dots, which go with the day first unless dates of the file contradict, then by the file's other date
columns, then by the format's habit; slashes and dashes settle nothing, and the column is then refused rather
than guessed.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.isodates import no_numeric_dates
from smmfunnel.reading.octets import octets

NUMERIC = r"^\s*[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}"
_MONTHS = 12


@dataclass(frozen=True)
class DateEvidence:
    """Which shapes occur among a column's dates; evidence of parts of a column adds up with `|`."""

    day_first: str | None = None
    """A value that can only be day first (the smallest as text), if there is one."""
    month_first: str | None = None
    open: bool = False
    """A numeric date whose day and month could be exchanged."""
    dots: bool = True
    """Every such date is written with dots."""

    def __or__(self, other: DateEvidence) -> DateEvidence:
        """Add the evidence of another part of the column."""
        return DateEvidence(
            min((v for v in (self.day_first, other.day_first) if v), default=None),
            min((v for v in (self.month_first, other.month_first) if v), default=None),
            self.open or other.open,
            self.dots and other.dots,
        )


def date_evidence(cells: pa.Array) -> DateEvidence:
    """Look at the numeric dates among all cells.

    Example:
        >>> date_evidence(pa.array(["01/02/2025", "30/03/2025"]))
        DateEvidence(day_first='30/03/2025', month_first=None, open=True, dots=False)
    """
    texts = octets(cells)
    if texts is not None and not cells.null_count and no_numeric_dates(texts):
        return DateEvidence()
    numeric = pc.match_substring_regex(cells, NUMERIC)
    if not pc.any(numeric).as_py():
        return DateEvidence()
    heads = pc.unique(pc.replace_substring_regex(pc.filter(cells, numeric), r"^\s*([0-9./-]+).*$", r"\1"))
    found = DateEvidence()
    for text in heads.to_pylist():
        one, two = (int(part) for part in re.split("[./-]", text)[:2])
        found |= DateEvidence(
            day_first=text if one > _MONTHS >= two else None,
            month_first=text if two > _MONTHS >= one else None,
            open=one <= _MONTHS and two <= _MONTHS and one != two,
            dots="." in text,
        )
    return found


@dataclass(frozen=True)
class Order:
    """The decided order of a column, or why there is none."""

    order: str | None
    """dmy or mdy."""
    problem: str | None = None
    """conflict or ambiguous."""


def decide_order(evidence: DateEvidence, others: DateEvidence | None = None, hint: str | None = None) -> Order:
    """Decide the order of day and month.

    Args:
        evidence: of all values of the column.
        others: of all values of the file's other date columns.
        hint: the order the user or the format names, for values that leave it open.

    Example:
        >>> decide_order(DateEvidence(open=True, dots=False)).problem
        'ambiguous'
        >>> decide_order(DateEvidence(open=True, dots=False), DateEvidence(day_first="30/03/2025"))
        Order(order='dmy', problem=None)
    """
    if evidence.day_first and evidence.month_first:
        return Order(None, "conflict")
    if evidence.day_first or evidence.month_first:
        return Order("dmy" if evidence.day_first else "mdy")
    if not evidence.open:
        return Order(hint if hint in ("dmy", "mdy") else "dmy")
    if evidence.dots:
        # Nobody writes dots month first, whatever a format documents or other columns do with slashes.
        return Order("mdy" if others and others.dots and others.month_first and not others.day_first else "dmy")
    if others and bool(others.day_first) != bool(others.month_first):
        return Order("dmy" if others.day_first else "mdy")
    return Order(hint) if hint in ("dmy", "mdy") else Order(None, "ambiguous")
