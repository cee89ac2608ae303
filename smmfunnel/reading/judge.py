"""Judging the rows of one file: which are data, which are rejected, and what is said of the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.reading.cells import Cells
from smmfunnel.reading.octets import WHITE, in_one_piece, looked_up, octets
from smmfunnel.reading.summary import Reject
from smmfunnel.reading.totals import Checksum, is_total, total_rows
from smmfunnel.results import Note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smmfunnel.reading.context import Context, Problems
    from smmfunnel.reading.rawbatch import Ragged, RawBatch
    from smmfunnel.reading.scan import Scan
    from smmfunnel.reading.summary import Summary

_PERSONAL = ("phone", "email", "person")


def no_strays(column: pa.Array, header: str) -> bool:
    """Tell whether the first bytes alone show that every cell of a column is filled, and none repeats the header."""
    texts = octets(column)
    if texts is None or column.null_count or bool((texts.ends == texts.starts).any()):
        return False
    strays = WHITE.copy()
    strays[list(header.encode()[:1])] = True
    return not looked_up(texts.at(texts.starts), strays).any()


class Judge:
    """The judge of one reading of a file: what it leaves out is counted in the summary."""

    def __init__(self, scan: Scan, summary: Summary) -> None:
        """Begin with no row seen."""
        self.scan, self.summary = scan, summary
        self.checksum = Checksum()
        self.last = -1
        """Ordinal of the last data row seen."""
        self._late: list[Ragged] = []
        self._pending: list[tuple[int, str, str, str]] = []

    def merge(self, other: Judge) -> None:
        """Add what the judge of the next batch has found; its summary is merged apart."""
        self.checksum.merge(other.checksum)
        self.last = max(self.last, other.last)
        self._late += other._late
        self._pending += other._pending

    def skip(self, why: str, keep: pa.Array) -> None:
        """Count the rows that are not kept."""
        gone = len(keep) - (pc.sum(keep).as_py() or 0)
        if gone:
            self.summary.skipped[why] += gone

    def without_strays(self, cells: Cells, ordinals: pa.Array) -> tuple[Cells, pa.Array]:
        """Leave out blank rows and repeated headers."""
        filled = pa.repeat(pa.scalar(value=False), cells.rows)
        repeated = pa.repeat(pa.scalar(value=True), cells.rows)
        for name in cells.table.column_names:
            # Most files are through after one column: every row is filled there, and none says the header.
            if pc.all(filled).as_py() and not pc.any(repeated).as_py():
                return cells, ordinals
            column = in_one_piece(cells.table.column(name))
            if no_strays(column, self.scan.header[int(name)]):
                return cells, ordinals
            filled = pc.or_(filled, pc.not_equal(pc.utf8_trim_whitespace(column), ""))
            repeated = pc.and_(repeated, self._says_header(column, int(name)))
        self.skip("blank", filled)
        keep = pc.and_(filled, pc.invert(repeated))
        self.skip("repeated_header", pc.or_(keep, pc.invert(filled)))
        return replace(cells, table=cells.table.filter(keep)), ordinals.filter(keep)

    def _says_header(self, column: pa.Array, position: int) -> pa.Array:
        """Mark the cells that repeat the header; files put one after another bring their byte order marks along."""
        header = self.scan.header[position]
        same = pc.equal(column, header)
        return same if position else pc.or_(same, pc.equal(column, f"\ufeff{header}"))

    def without_totals(self, context: Context, cells: Cells, ordinals: pa.Array) -> tuple[Cells, pa.Array]:
        """Leave out totals rows, and keep their figures as a checksum."""
        first = in_one_piece(cells.table.column(0)) if cells.table.num_columns else pa.array([], pa.string())
        day = pc.is_valid(context.moments(cells, "day").array) if "day" in cells.columns else None
        totals = total_rows(cells, self.scan.form, first, day)
        if not pc.any(totals).as_py():
            return cells, ordinals
        self.checksum.state(replace(cells, table=cells.table.filter(totals)), context.decisions.marks)
        keep = pc.invert(totals)
        self.skip("total_row", keep)
        return replace(cells, table=cells.table.filter(keep)), ordinals.filter(keep)

    def keep(self, cells: Cells, ordinals: pa.Array, problems: Problems) -> pa.Array:
        """Reject rows with an unreadable key field, once each; note other unreadable values."""
        keep = pa.repeat(pa.scalar(value=True), cells.rows)
        for column, mask, why in problems.rejecting:
            bad = pc.and_(pc.fill_null(mask, fill_value=False), keep)
            if pc.any(bad).as_py():
                self._remember(cells, ordinals, column, bad, why)
                keep = pc.and_(keep, pc.invert(bad))
        for column, mask, why in problems.noted:
            bad = pc.and_(pc.fill_null(mask, fill_value=False), keep)
            count = pc.sum(bad).as_py() or 0
            if count:
                self._note(f"value_{why}", count, column)
        return keep

    def _remember(self, cells: Cells, ordinals: pa.Array, column: str, bad: pa.Array, why: str) -> None:
        raw = cells.raw(column)
        where = ordinals.filter(bad).to_pylist()
        shown = pc.filter(raw, bad).to_pylist() if raw is not None else [None] * len(where)
        for ordinal, value in zip(where, shown, strict=True):
            hidden = "•••" if column in _PERSONAL else value
            self._pending.append((ordinal, self._header_of(column), hidden or "", why))

    def _header_of(self, column: str) -> str:
        positions = self.scan.match.columns.get(column, ())
        return self.scan.header[positions[0]].strip() if positions else column

    def _note(self, code: str, count: int, column: str) -> None:
        self.summary.note(Note(code, count, self.scan.found.display, {"column": self._header_of(column)}))

    def settle_ragged(self, batch: RawBatch, marks: Mapping[str, str]) -> None:
        """Count ragged records that are totals or footers; the others may be the file's end and wait."""
        for item in batch.ragged:
            self.summary.rows_read += 1
            text = " ".join(cell for cell in item.cells if cell).strip()
            if is_total(item.cells, self.scan.form):
                self.summary.skipped["total_row"] += 1
                self._state_ragged(item, batch, marks)
            elif any(text.startswith(start) for start in self.scan.form.footers):
                self.summary.skipped["footer"] += 1
            else:
                self._late.append(item)

    def _state_ragged(self, item: Ragged, batch: RawBatch, marks: Mapping[str, str]) -> None:
        """Keep the figures of a totals row whose label stands in a cell after the last column."""
        width = len(self.scan.header)
        if len(item.cells) != width + 1 or not is_total(item.cells[width:], self.scan.form):
            return
        row = {name: pa.array([item.cells[int(name)]], pa.string()) for name in batch.table.column_names}
        cells = Cells(pa.table(row), self.scan.match.columns, {})
        self.checksum.state(cells, marks)

    def finish(self) -> None:
        """Judge what was left to the end: ragged records, totals, lines of rejected rows."""
        for item in sorted(self._late, key=lambda item: item.record):
            if self._is_footer(item):
                self.summary.skipped["footer"] += 1
                continue
            why = "unclosed_quote" if item.unclosed else "ragged"
            shown = f"{len(item.cells)} / {len(self.scan.header)}"
            self._pending.append((item.record, "", shown, why))
        self._write_rejects()
        self._note_duplicates()
        if self.scan.raw.inspected.cut:
            self.summary.notes.append(Note("file_cut", source=self.scan.found.display))
        self.summary.totals = self.checksum.verdict()
        for total in self.summary.totals:
            if not total.agrees:
                self.summary.notes.append(
                    Note(
                        "total_disagrees",
                        source=self.scan.found.display,
                        params={"column": total.column, "stated": total.stated, "summed": total.summed},
                    )
                )

    def _note_duplicates(self) -> None:
        if not self.scan.match.duplicates:
            return
        headers = ", ".join(self.scan.match.duplicates)
        number = len(self.scan.match.duplicates)
        self.summary.notes.append(Note("duplicate_headers", number, self.scan.found.display, {"headers": headers}))

    def _is_footer(self, item: Ragged) -> bool:
        """A line of one cell below all rows belongs to the footer, where the file is known to have one."""
        filled = [cell for cell in item.cells if cell.strip()]
        below = item.record > self.last and len(filled) == 1 and not item.unclosed
        return below and len(item.cells) < len(self.scan.header) and self.summary.skipped["footer"] > 0

    def _write_rejects(self) -> None:
        if not self._pending:
            return
        self._pending.sort()
        lines = self.scan.raw.lines_of(self.scan.header_record, [item[0] for item in self._pending])
        counts = Counter(why for _, _, _, why in self._pending)
        for ordinal, column, value, why in self._pending:
            self.summary.reject(Reject(self.scan.found.display, lines.get(ordinal, 0), column, value, why))
        for why, count in sorted(counts.items()):
            first = next(r for r in self.summary.rejects if r.why == why)
            self.summary.notes.append(
                Note(
                    f"rejected_{why}",
                    count,
                    self.scan.found.display,
                    {"line": first.line, "column": first.column, "value": first.value},
                )
            )
