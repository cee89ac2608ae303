"""The delimiter of a text file, told by how evenly it cuts the lines."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from smmfunnel.reading.records import records

if TYPE_CHECKING:
    from collections.abc import Sequence

CANDIDATES = "\t;,|"
LOOKED_AT = 60


def find_delimiter(lines: Sequence[str]) -> tuple[str, bool]:
    """Find the delimiter of a file's first lines.

    Returns:
        The delimiter, and whether the first line (`sep=;`) only names it.

    Example:
        >>> find_delimiter(["Report, of all", "Day;Cost", "1;2,5", "2;3,5"])
        (';', False)
        >>> find_delimiter(["sep=;", "a;b"])
        (';', True)
        >>> find_delimiter(["Day;Ad;Cost", '1;"Autumn;2,5', "2;Winter;3,5", "3;Spring;1,5"])
        (';', False)
    """
    first = lines[0].strip().lstrip("\ufeff").strip('"').casefold() if lines else ""
    if first.startswith("sep=") and len(first) == len("sep=;"):
        return first[-1], True
    if first == "sep=":
        return "\t", True
    return max(CANDIDATES, key=lambda mark: _evenness(lines, mark)), False


def _evenness(lines: Sequence[str], mark: str) -> tuple[int, int]:
    """Count the records that agree on the number of cells, among those of more than one."""
    found = islice(records(iter(lines), mark), LOOKED_AT)
    counts = Counter(len(record.cells) for record in found if len(record.cells) > 1)
    if not counts:
        return 0, 0
    width, agreeing = max(counts.items(), key=lambda item: (item[1] * min(item[0], 8), item[0]))
    return agreeing * min(width, 8), width
