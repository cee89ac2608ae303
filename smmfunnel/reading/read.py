"""Reading one understood file: batches of canonical rows, and a summary of what was found."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.catalog.headers import normalise
from smmfunnel.reading.adrows import ad_rows, level_of
from smmfunnel.reading.cells import Cells
from smmfunnel.reading.context import Context, Problems
from smmfunnel.reading.crmrows import crm_rows
from smmfunnel.reading.decisions import Decisions, Evidence, Hints, decide
from smmfunnel.reading.frames import frame
from smmfunnel.reading.otherrows import touch_rows, visit_rows
from smmfunnel.reading.rows import CarefulNeeded
from smmfunnel.reading.summary import Reject, Summary
from smmfunnel.reading.totals import Checksum, is_total, total_rows
from smmfunnel.results import Note
from smmfunnel.tables import TABLES
from smmfunnel.vocabulary import ATTRIBUTES, COLUMNS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from smmfunnel.catalog.load import Catalog
    from smmfunnel.config import Settings
    from smmfunnel.reading.rows import Ragged, RawBatch
    from smmfunnel.reading.scan import Scan
    from smmfunnel.reading.tags import TagBook

_READERS: dict[Kind, Callable[[Context, Cells, Problems], dict[str, pa.Array]]] = {
    Kind.ADS: ad_rows,
    Kind.VISITS: visit_rows,
    Kind.LEADS: crm_rows,
    Kind.DEALS: crm_rows,
    Kind.TOUCHES: touch_rows,
}
_NUMERIC, _DATED = ("number", "money"), ("day", "moment")
_PERSONAL = ("phone", "email", "person")
_COMMENT = "#"


class Redecided(Exception):  # noqa: N818 - a turn of the way, not a fault
    """All values of the file decide otherwise than those read first: throw the rows away and read again."""

    def __init__(self, reading: Reading) -> None:
        """Carry the reading to use instead."""
        super().__init__()
        self.reading = reading


class Reading:
    """One reading of a file: iterate over `batches` to the end, then look at `summary`."""

    def __init__(  # noqa: PLR0917 - what one reading consists of
        self,
        scan: Scan,
        number: int,
        catalog: Catalog,
        settings: Settings,
        book: TagBook,
        sink: Callable[[Reject], None] | None = None,
    ) -> None:
        """Prepare to read `scan` as file `number`; tags are numbered by `book`."""
        self.scan, self.number = scan, number
        self._catalog, self._settings, self._book, self._sink = catalog, settings, book, sink
        self._decisions: Decisions | None = None
        self._careful = False
        self._last = -1
        self._end: int | None = None
        self.summary = Summary(sink=sink)
        self._pending: list[tuple[int, str, str, str]] = []

    def batches(self) -> Iterator[pd.DataFrame]:
        """Yield canonical rows, columns as in `tables.TABLES` of the kind.

        Raises:
            Redecided: at the end or on the way; rows already yielded are void.
            InputError: the file contradicts itself or could be read in two ways.
        """
        evidence, checksum = Evidence(), Checksum()
        late: list[Ragged] = []
        try:
            for whole in self._raw():
                batch = self._first_table(whole)
                cells, ordinals = self._cells(batch)
                self._gather(evidence, cells)
                if self._decisions is None:
                    self._decisions = decide(evidence, self._hints(), final=False)
                late += self._settle_ragged(batch, checksum)
                yield self._frame(cells, ordinals, checksum)
        except CarefulNeeded:
            raise Redecided(self._again(careful=True)) from None
        final = decide(evidence, self._hints(), final=True)
        if self._decisions is not None and final != self._decisions:
            raise Redecided(self._again(decisions=final))
        self._finish(late, checksum)

    def _again(self, *, decisions: Decisions | None = None, careful: bool = False) -> Reading:
        other = Reading(self.scan, self.number, self._catalog, self._settings, self._book, self._sink)
        other._decisions = decisions
        other._careful = careful or self._careful
        return other

    def _raw(self) -> Iterator[RawBatch]:
        scan = self.scan
        use = None
        if scan.kind not in (Kind.ADS, Kind.VISITS):
            mapped = {n for positions in scan.match.columns.values() for n in positions}
            filters = set(self._filters())
            use = sorted({0, *mapped, *filters})
        return scan.raw.batches(
            scan.header_record,
            len(scan.header),
            use=use,
            batch_bytes=self._settings.batch_bytes,
            careful=self._careful,
        )

    def _first_table(self, batch: RawBatch) -> RawBatch:
        """Cut a batch where another table begins, in files whose tables each stand below lines of comment."""
        above = self.scan.raw.top[: self.scan.header_record]
        if not any(record[0].startswith(_COMMENT) for record in above):
            return batch
        ordinals = pa.array(batch.ordinals(), pa.int64())
        first = batch.table.column("0").combine_chunks()
        starts = ordinals.filter(pc.starts_with(first, _COMMENT)).to_pylist()
        starts += [item.record for item in batch.ragged if item.cells[0].startswith(_COMMENT)]
        self._end = min([*starts, *([] if self._end is None else [self._end])], default=None)
        if self._end is None:
            return batch
        kept = pc.sum(pc.less(ordinals, self._end)).as_py() or 0
        ragged = tuple(item for item in batch.ragged if item.record < self._end)
        gone = batch.table.num_rows - kept + len(batch.ragged) - len(ragged)
        self.summary.rows_read += gone
        self.summary.skipped["other_table"] += gone
        return replace(batch, table=batch.table.slice(0, kept), ragged=ragged)

    def _filters(self) -> dict[int, tuple[str, ...]]:
        """Positions of the columns the config filters rows by, and the values kept."""
        terms = self.scan.terms
        if not terms or not terms.rows:
            return {}
        places = {normalise(cell): n for n, cell in enumerate(self.scan.header)}
        return {places[normalise(name)]: values for name, values in terms.rows.items()}

    def _hints(self) -> Hints:
        terms, form, settings = self.scan.terms, self.scan.form, self._settings
        return Hints(
            path=self.scan.found.display,
            delimiter=self.scan.raw.delimiter,
            decimal=form.decimal,
            date_order=form.date_order,
            forced_decimal=settings.decimal or (terms.decimal if terms else None),
            forced_order=settings.date_order or (terms.date_order if terms else None),
        )

    def _cells(self, batch: RawBatch) -> tuple[Cells, pa.Array]:
        """Take the rows of a batch that are wanted, with their ordinals."""
        terms, form = self.scan.terms, self.scan.form
        constants = {**form.constants, **(terms.set if terms else {})}
        table, ordinals = batch.table, pa.array(batch.ordinals(), pa.int64())
        self.summary.rows_read += table.num_rows
        keep = pa.array([True] * table.num_rows, pa.bool_())
        for position, values in self._filters().items():
            text = pc.utf8_trim_whitespace(table.column(str(position)).combine_chunks())
            keep = pc.and_(keep, pc.is_in(text, value_set=pa.array(values, pa.string())))
        self._skip("filtered", keep)
        cells = Cells(table.filter(keep), self.scan.match.columns, constants)
        ordinals = ordinals.filter(keep)
        return self._without_strays(cells, ordinals)

    def _without_strays(self, cells: Cells, ordinals: pa.Array) -> tuple[Cells, pa.Array]:
        """Leave out blank rows and repeated headers."""
        filled = pa.repeat(pa.scalar(value=False), cells.rows)
        repeated = pa.repeat(pa.scalar(value=True), cells.rows)
        for name in cells.table.column_names:
            # Most files are through after one column: every row is filled there, and none says the header.
            if pc.all(filled).as_py() and not pc.any(repeated).as_py():
                return cells, ordinals
            column = cells.table.column(name).combine_chunks()
            filled = pc.or_(filled, pc.not_equal(pc.utf8_trim_whitespace(column), ""))
            repeated = pc.and_(repeated, pc.equal(column, self.scan.header[int(name)]))
        self._skip("blank", filled)
        keep = pc.and_(filled, pc.invert(repeated))
        self._skip("repeated_header", pc.or_(keep, pc.invert(filled)))
        return replace(cells, table=cells.table.filter(keep)), ordinals.filter(keep)

    def _skip(self, why: str, keep: pa.Array) -> None:
        gone = len(keep) - (pc.sum(keep).as_py() or 0)
        if gone:
            self.summary.skipped[why] += gone

    def _gather(self, evidence: Evidence, cells: Cells) -> None:
        for column in COLUMNS[self.scan.kind]:
            if column.name not in cells.columns:
                continue
            if column.read_as in _NUMERIC and column.name != "duration":
                evidence.see_numbers(column.name, cells.raw(column.name))
            elif column.read_as in _DATED:
                evidence.see_dates(column.name, cells.raw(column.name))

    def _context(self) -> Context:
        decisions = self._decisions or Decisions({}, {})
        return Context(self.scan, self.number, self._catalog, self._settings, self._book, self.summary, decisions)

    def _frame(self, cells: Cells, ordinals: pa.Array, checksum: Checksum) -> pd.DataFrame:
        context = self._context()
        cells, ordinals = self._take_totals(context, cells, ordinals, checksum)
        problems = Problems([], [])
        values = _READERS[self.scan.kind](context, cells, problems)
        keep = self._judge(cells, ordinals, problems)
        kept = pc.sum(keep).as_py() or 0
        self.summary.rows_kept += kept
        self._last = max(self._last, pc.max(ordinals).as_py() or 0)
        self._describe(cells, values, keep)
        columns = TABLES[self.scan.kind]
        values["file"] = pa.repeat(pa.scalar(self.number, pa.int32()), cells.rows)
        values["row"] = ordinals
        chosen = {name: _plain(array).filter(keep) for name, array in values.items() if name in columns}
        for name in checksum_names(cells):
            checksum.add(name, context.micros(cells, name).array.filter(keep))
        checksum.rows += kept
        return frame(columns, chosen, kept)

    def _take_totals(
        self, context: Context, cells: Cells, ordinals: pa.Array, checksum: Checksum
    ) -> tuple[Cells, pa.Array]:
        first = cells.table.column(0).combine_chunks() if cells.table.num_columns else pa.array([], pa.string())
        day = pc.is_valid(context.moments(cells, "day").array) if "day" in cells.columns else None
        totals = total_rows(cells, self.scan.form, first, day)
        if not pc.any(totals).as_py():
            return cells, ordinals
        checksum.state(replace(cells, table=cells.table.filter(totals)), context.decisions.marks)
        keep = pc.invert(totals)
        self._skip("total_row", keep)
        return replace(cells, table=cells.table.filter(keep)), ordinals.filter(keep)

    def _judge(self, cells: Cells, ordinals: pa.Array, problems: Problems) -> pa.Array:
        """Reject rows with an unreadable key field, once each; note other unreadable values."""
        keep = pa.array([True] * cells.rows, pa.bool_())
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

    def _describe(self, cells: Cells, values: dict[str, pa.Array], keep: pa.Array) -> None:
        """Keep the days covered, the currencies and the shape of the rows."""
        names = {
            Kind.ADS: ("first_day", "last_day"),
            Kind.VISITS: ("first_day", "last_day"),
            Kind.TOUCHES: ("at", "at"),
        }
        low, high = names.get(self.scan.kind, ("created_at", "created_at"))
        if low in values:
            first = pc.min(_plain(values[low]).filter(keep)).as_py()
            last = pc.max(_plain(values[high]).filter(keep)).as_py()
            self.summary.cover(*(day.date() if hasattr(day, "date") else day for day in (first, last)))
            if self.scan.kind in (Kind.ADS, Kind.VISITS):
                same = pc.all(pc.equal(values[low], values[high])).as_py()
                self.summary.daily = self.summary.daily and same is not False
        if "currency" in values:
            for item in pc.value_counts(_plain(values["currency"]).filter(keep)).to_pylist():
                self.summary.currencies[item["values"]] += item["counts"]
        if self.scan.kind is Kind.ADS:
            self.summary.level = 1 if self.scan.form.campaign_from_name else level_of(cells)
            self.summary.breakdown = tuple(name for name in ATTRIBUTES if cells.has(name))
        self.summary.supplement = self.scan.kind is Kind.LEADS and not cells.has("created_at")

    def _settle_ragged(self, batch: RawBatch, checksum: Checksum) -> list[Ragged]:
        """Count ragged records that are totals or footers; the others may be the file's end and wait."""
        waiting = []
        for item in batch.ragged:
            self.summary.rows_read += 1
            text = " ".join(cell for cell in item.cells if cell).strip()
            if is_total(item.cells, self.scan.form):
                self.summary.skipped["total_row"] += 1
                self._state_ragged(item, batch, checksum)
            elif any(text.startswith(start) for start in self.scan.form.footers):
                self.summary.skipped["footer"] += 1
            else:
                waiting.append(item)
        return waiting

    def _state_ragged(self, item: Ragged, batch: RawBatch, checksum: Checksum) -> None:
        """Keep the figures of a totals row whose label stands in a cell after the last column."""
        width = len(self.scan.header)
        if len(item.cells) != width + 1 or not is_total(item.cells[width:], self.scan.form):
            return
        row = {name: pa.array([item.cells[int(name)]], pa.string()) for name in batch.table.column_names}
        cells = Cells(pa.table(row), self.scan.match.columns, {})
        checksum.state(cells, self._context().decisions.marks)

    def _finish(self, late: list[Ragged], checksum: Checksum) -> None:
        """Judge what was left to the end: ragged records, totals, lines of rejected rows."""
        for item in sorted(late, key=lambda item: item.record):
            if self._is_footer(item):
                self.summary.skipped["footer"] += 1
                continue
            why = "unclosed_quote" if item.unclosed else "ragged"
            shown = f"{len(item.cells)} / {len(self.scan.header)}"
            self._pending.append((item.record, "", shown, why))
        self._write_rejects()
        self.summary.totals = checksum.verdict()
        if len(self.scan.match.duplicates):
            names = ", ".join(self.scan.match.duplicates)
            self.summary.notes.append(
                Note(
                    "duplicate_headers",
                    len(self.scan.match.duplicates),
                    self.scan.found.display,
                    {"headers": names},
                )
            )
        for total in self.summary.totals:
            if not total.agrees:
                self.summary.notes.append(
                    Note(
                        "total_disagrees",
                        source=self.scan.found.display,
                        params={"column": total.column, "stated": total.stated, "summed": total.summed},
                    )
                )

    def _is_footer(self, item: Ragged) -> bool:
        """A line of one cell below all rows belongs to the footer, where the file is known to have one."""
        filled = [cell for cell in item.cells if cell.strip()]
        below = item.record > self._last and len(filled) == 1 and not item.unclosed
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


def checksum_names(cells: Cells) -> list[str]:
    """Columns of a batch whose total is worth checking."""
    from smmfunnel.reading.totals import ADDITIVE

    return [name for name in ADDITIVE if name in cells.columns]


def _plain(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
