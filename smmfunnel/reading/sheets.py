"""Workbooks (xlsx, xls, ods) and pages with tables as rows of text."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from smmfunnel.errors import InputError, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smmfunnel.reading.container import Source

Rows = list[tuple[str, ...]]
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([a-zA-Z0-9_-]+)""", re.IGNORECASE)
_LINE = "\u2028"


def workbook(source: Source) -> Iterator[tuple[str, Rows]]:
    """Yield name and rows of each sheet that is not empty.

    Raises:
        InputError: the workbook is damaged or locked.
    """
    import python_calamine

    try:
        with source.open() as file:
            book = python_calamine.CalamineWorkbook.from_filelike(file)
            for name in book.sheet_names:
                cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                rows = [tuple(cell_text(cell) for cell in row) for row in cells]
                if any(any(row) for row in rows):
                    yield name, rows
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError("workbook_damaged", Where(source.display), problem=str(error)) from error


def cell_text(cell: Any) -> str:  # noqa: ANN401 - a cell holds what its spreadsheet put there
    """Write a cell as text: whole numbers without a point, days and moments as ISO.

    Example:
        >>> cell_text(3.0), cell_text(datetime(2026, 9, 1)), cell_text(True), cell_text(0.1)
        ('3', '2026-09-01', 'true', '0.1')
    """
    if isinstance(cell, bool):
        return str(cell).casefold()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)  # noqa: PLR2004 - a double's whole digits
    if isinstance(cell, datetime):
        whole = cell.replace(microsecond=0)
        return whole.date().isoformat() if whole.time() == time() else whole.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(cell)


def page(source: Source, encoding: str | None) -> Iterator[tuple[str, Rows]]:
    """Yield the tables of an HTML page, the usual disguise of `.xls` exports.

    Raises:
        InputError: there is no table in it.
    """
    import lxml.html

    with source.open() as file:
        data = file.read()
    parser = lxml.html.HTMLParser(encoding=encoding or _charset(data))
    try:
        root = lxml.html.document_fromstring(data, parser=parser)
    except (lxml.etree.LxmlError, ValueError, LookupError) as error:
        raise InputError("page_damaged", Where(source.display), problem=str(error)) from error
    tables = [table for table in root.iter("table") if table.find(".//table") is None]
    found = False
    for number, table in enumerate(tables, 1):
        rows = [tuple(_lines(cell) for cell in row if cell.tag in ("td", "th")) for row in table.iter("tr")]
        if any(any(row) for row in rows):
            found = True
            yield f"table {number}", rows
    if not found:
        raise InputError("page_without_table", Where(source.display))


def _lines(cell: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return the text of a cell; `<br>`, as between two phones, ends a line, the source's own lines do not."""
    for end in cell.iter("br"):
        end.tail = _LINE + (end.tail or "")
    lines = (" ".join(line.split()) for line in cell.text_content().split(_LINE))
    return "\n".join(line for line in lines if line)


def _charset(data: bytes) -> str:
    named = _CHARSET.search(data[:4096])
    if named:
        return named[1].decode("ascii").lower()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"
