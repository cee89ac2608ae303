"""Any file as tables of text records, streamed in batches, with the physical line of every record."""

from __future__ import annotations

import io
from collections import deque
from dataclasses import field
from functools import cached_property
from itertools import islice
from typing import IO, TYPE_CHECKING

import pyarrow as pa

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, Where
from smmfunnel.reading.container import Source, open_source
from smmfunnel.reading.dialect import find_delimiter
from smmfunnel.reading.encoding import Inspected, inspect
from smmfunnel.reading.quick import Layout, quick_batches
from smmfunnel.reading.rawbatch import Ragged, RawBatch
from smmfunnel.reading.records import Record, records, text_lines
from smmfunnel.reading.sheets import Rows, page, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

TOP, BOTTOM = 60, 20
SMALL = 1 << 20
"""Files up to so many bytes are split with care for broken quotes; larger ones only where they need it."""
TAIL = 1 << 16
ROW_BYTES = 160
"""What a record is taken to weigh where the careful way counts records for a batch."""


@dataclass(frozen=True)
class RawTable:
    """One table of a file, before anybody knows what it holds."""

    source: Source
    inspected: Inspected
    delimiter: str | None
    skip_first: bool = False
    """The first line only names the delimiter."""
    sheet: str | None = None
    rows: Rows | None = field(default=None, repr=False)
    """Rows of a workbook or page, which are held as a whole."""

    @property
    def display(self) -> str:
        """The file as the user named it, with the sheet."""
        return self.source.display

    @property
    def sha256(self) -> str:
        """Hash of the file."""
        return self.inspected.sha256

    @property
    def encoding(self) -> str | None:
        """Encoding of a text file."""
        return self.inspected.encoding if self.rows is None else None

    @cached_property
    def top(self) -> tuple[tuple[str, ...], ...]:
        """The first records."""
        return tuple(record.cells for record in islice(self._records(), TOP))

    @cached_property
    def bottom(self) -> tuple[tuple[str, ...], ...]:
        """The last records; of a text that is not small those of its last 64 KB."""
        if self.rows is not None or self.inspected.size <= self._whole_bottom:
            return tuple(record.cells for record in deque(self._records(), maxlen=BOTTOM))
        with self.source.open() as file:
            _to_last(file, TAIL)
            # A cut in the middle of a character only harms the first of these lines, which is left out.
            text = file.read().decode(self.inspected.encoding.removesuffix("-sig"), errors="replace")
        lines = text.splitlines(keepends=True)[1:]
        return tuple(r.cells for r in deque(records(iter(lines), self.delimiter or ","), maxlen=BOTTOM))

    @property
    def _whole_bottom(self) -> int:
        """Bytes up to which all of a file is read for its last records: more where a cut may fall inside a cell."""
        plain = not self.inspected.wrapped and not self.inspected.quotes % 2
        return TAIL if plain and not self.inspected.encoding.startswith("utf-16") else SMALL

    def _records(self, width: int | None = None) -> Iterator[Record]:
        """All records of the file from its beginning."""
        if self.rows is not None:
            for number, row in enumerate(self.rows, 1):
                if any(row):
                    yield Record(row, number)
            return
        lines = text_lines(self.source, self.inspected.encoding, self.inspected.faults)
        line = 1
        if self.skip_first:
            next(lines, None)
            line = 2
        yield from records(lines, self.delimiter or ",", width, line)

    def batches(
        self,
        header_record: int,
        width: int,
        *,
        use: Sequence[int] | None = None,
        batch_bytes: int = 4 << 20,
        careful: bool = False,
    ) -> Iterator[RawBatch]:
        """Stream the records after the header.

        Args:
            header_record: ordinal of the header among all records, from 0.
            width: cells of the header.
            use: positions of the columns wanted, by default all.
            batch_bytes: about how much text a batch holds.
            careful: split with care for broken quotes, whatever the size.

        Raises:
            CarefulNeeded: the fast way cannot tell where a record begins.
            InputError: the file is damaged.
        """
        positions = list(range(width)) if use is None else list(use)
        small = self.rows is not None or self.inspected.size <= SMALL
        odd = self.inspected.wrapped or self.inspected.quotes % 2 or self.inspected.nulls or self.inspected.cut
        if small or careful or odd:
            return self._careful(header_record, width, positions, max(batch_bytes // ROW_BYTES, 1))
        return self._fast(header_record, width, positions, batch_bytes)

    def _careful(self, header_record: int, width: int, positions: list[int], most: int) -> Iterator[RawBatch]:
        first = following = 0
        kept: list[tuple[str, ...]] = []
        ragged: list[Ragged] = []
        loose = self.rows is not None
        for ordinal, record in enumerate(islice(self._records(width), header_record + 1, None)):
            following = ordinal + 1
            cells = _fitted(record.cells, width, loose=loose)
            if cells is None or record.unclosed:
                ragged.append(Ragged(ordinal, record.cells, record.line, record.unclosed))
            else:
                kept.append(cells)
            if len(kept) >= most:
                yield RawBatch(first, _table(kept, positions), tuple(ragged))
                first, kept, ragged = following, [], []
        yield RawBatch(first, _table(kept, positions), tuple(ragged))

    def _fast(self, header_record: int, width: int, positions: list[int], batch_bytes: int) -> Iterator[RawBatch]:
        skipped = self._line_after(header_record) - 1
        layout = Layout(self.inspected.encoding, self.delimiter or ",", skipped, width, positions)
        with self.source.open() as file:
            yield from quick_batches(file, layout, batch_bytes)

    def _line_after(self, header_record: int) -> int:
        """Physical line on which the record after the header would begin at the earliest."""
        found = list(islice(self._records(), header_record, header_record + 1))
        if not found:
            raise InputError("no_rows", Where(self.display))
        return found[0].line + sum(cell.count("\n") for cell in found[0].cells) + 1

    def line_of(self, header_record: int, record: int) -> int:
        """Physical line (of a workbook: row) of a record after the header; reads the file up to it."""
        found = next(islice(self._records(), header_record + 1 + record, None), None)
        return found.line if found else 0

    def lines_of(self, header_record: int, ordinals: Sequence[int]) -> dict[int, int]:
        """Physical lines of several records in one pass."""
        wanted = set(ordinals)
        found: dict[int, int] = {}
        for ordinal, record in enumerate(islice(self._records(), header_record + 1, None)):
            if ordinal in wanted:
                found[ordinal] = record.line
                if len(found) == len(wanted):
                    break
        return found


def _fitted(cells: tuple[str, ...], width: int, *, loose: bool) -> tuple[str, ...] | None:
    """Bring a record to the header's width where only empty cells make the difference."""
    if len(cells) == width:
        return cells
    if len(cells) > width:
        return None if any(cells[width:]) else cells[:width]
    return (*cells, *([""] * (width - len(cells)))) if loose else None


def _table(rows: list[tuple[str, ...]], positions: list[int]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else None
    return pa.table(
        {str(n): pa.array(columns[n] if columns else [], pa.string()) for n in positions},
        schema=pa.schema([(str(n), pa.string()) for n in positions]),
    )


def _to_last(file: IO[bytes], size: int) -> None:
    if file.seekable():
        file.seek(0, io.SEEK_END)
        file.seek(max(file.tell() - size, 0))


def open_raw(
    path: Path,
    display: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    hashed: Future[str] | None = None,
) -> tuple[RawTable, ...]:
    """Open a file as its tables: one of a text, one a sheet or table of others.

    Args:
        path: the file.
        display: as the user names it.
        encoding: the one the user names.
        delimiter: the one the user names.
        hashed: SHA-256 of the file, where somebody is working it out.

    Raises:
        InputError: the file cannot be read or holds no table.
    """
    source = open_source(path, display)
    if source.container in ("xlsx", "xls", "ods"):
        inspected = inspect(source, hashed=hashed)
        tables = [RawTable(source, inspected, None, sheet=name, rows=rows) for name, rows in workbook(source)]
    elif source.container == "html":
        inspected = inspect(source, hashed=hashed)
        tables = [RawTable(source, inspected, None, sheet=name, rows=rows) for name, rows in page(source, encoding)]
    else:
        inspected = inspect(source, encoding, hashed)
        lines = list(islice(text_lines(source, inspected.encoding, inspected.faults), TOP * 2))
        found, named = find_delimiter(lines)
        tables = [RawTable(source, inspected, delimiter or found, skip_first=named)]
        if not any(line.strip(" \r\n\t;,\ufeff") for line in lines):
            raise InputError("file_blank", Where(display))
    if not tables:
        raise InputError("file_blank", Where(display))
    return tuple(tables)
