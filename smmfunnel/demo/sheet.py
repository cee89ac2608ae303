"""Rows to the bytes of a text table, and figures to the text of one locale."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

BOM = "\ufeff"


def sheet(rows: Iterable[Sequence[object]], delimiter: str = ",", *, preamble: str = "", bom: bool = False) -> str:
    r"""Write rows as delimited text with quotes only where they are needed.

    Example:
        >>> sheet([("Кампания", "Расход"), ("A, B", "1,5")])
        'Кампания,Расход\n"A, B","1,5"\n'
    """
    text = StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return (BOM if bom else "") + preamble + text.getvalue()


def money(kopecks: int, decimal: str = ".") -> str:
    """Write hundredths of a rouble as roubles.

    Example:
        >>> money(120_005), money(5, ",")
        ('1200.05', '0,05')
    """
    return f"{kopecks // 100}{decimal}{kopecks % 100:02d}"


def ratio(part: float, whole: float, decimal: str = ".", digits: int = 2, empty: str = "-") -> str:
    """Write a quotient, or `empty` where there is nothing below it.

    Example:
        >>> ratio(1, 3, ","), ratio(1, 0)
        ('0,33', '-')
    """
    return f"{part / whole:.{digits}f}".replace(".", decimal) if whole else empty


def dotted(day: date) -> str:
    """Write a day the Russian way.

    Example:
        >>> from datetime import date
        >>> dotted(date(2026, 8, 1))
        '01.08.2026'
    """
    return f"{day:%d.%m.%Y}"
