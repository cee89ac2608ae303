"""Records of a large text file, split by Arrow: a hundred times quicker than with care for broken quotes."""

from __future__ import annotations

from itertools import islice
from typing import IO, TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv as pa_csv

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.rawbatch import Ragged, RawBatch
from smmfunnel.reading.records import records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BLOCKS, LEAST_BLOCK = 4, 1 << 16
"""Blocks of a batch and the least bytes of one: the parser holds a few dozen of them ahead, whatever their size."""


class CarefulNeeded(Exception):  # noqa: N818 - a turn of the way, not a fault
    """The fast way met records it cannot place: the file is to be read again with care."""


@dataclass(frozen=True)
class Layout:
    """How the text of a table is laid out, and what of it is wanted."""

    encoding: str
    delimiter: str
    skipped: int
    """Lines before the first record."""
    width: int
    """Cells of a record."""
    positions: Sequence[int]
    """Of the cells wanted."""


def quick_batches(file: IO[bytes], layout: Layout, batch_bytes: int) -> Iterator[RawBatch]:
    """Stream the records of a file, about so many bytes of text a batch.

    Raises:
        CarefulNeeded: it cannot be told where a record begins.
    """
    ragged: list[tuple[int, str]] = []

    def note(row: pa_csv.InvalidRow) -> str:
        if row.number is None or "\n" in row.text:
            raise CarefulNeeded
        ragged.append((row.number, row.text))
        return "skip"

    encoding = layout.encoding
    reader = pa_csv.open_csv(
        file,
        read_options=pa_csv.ReadOptions(
            use_threads=False,
            block_size=max(batch_bytes // BLOCKS, min(batch_bytes, LEAST_BLOCK)),
            skip_rows=layout.skipped,
            column_names=[str(n) for n in range(layout.width)],
            encoding="utf8" if encoding in ("utf-8", "utf-8-sig") else encoding,
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=layout.delimiter,
            newlines_in_values=False,
            invalid_row_handler=note,
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types={str(n): pa.string() for n in range(layout.width)},
            include_columns=[str(n) for n in layout.positions],
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )
    yield from _joined(_numbered(reader, ragged, layout.delimiter, layout.skipped))


def _numbered(
    reader: pa_csv.CSVStreamingReader, ragged: list[tuple[int, str]], delimiter: str, skipped: int
) -> Iterator[RawBatch]:
    """Number the rows of a reader's batches, ragged ones in between included."""
    first = 0
    try:
        for batch in reader:
            # The reader parses ahead: rows it could not take may belong to a later batch.
            end = first + batch.num_rows
            items: list[Ragged] = []
            ragged.sort()
            while ragged and ragged[0][0] - skipped - 1 <= end + len(items):
                number, text = ragged.pop(0)
                cells = next(records(iter([text]), delimiter), None)
                items.append(Ragged(number - skipped - 1, cells.cells if cells else (text,)))
            yield RawBatch(first, pa.Table.from_batches([batch]), tuple(items))
            first = end + len(items)
    except (pa.ArrowInvalid, UnicodeError) as error:
        raise CarefulNeeded from error


def _joined(blocks: Iterator[RawBatch]) -> Iterator[RawBatch]:
    """Put a few blocks together as one batch, each column in one piece."""
    while some := list(islice(blocks, BLOCKS)):
        table = pa.concat_tables(block.table for block in some).combine_chunks()
        yield RawBatch(some[0].first, table, tuple(item for block in some for item in block.ragged))
