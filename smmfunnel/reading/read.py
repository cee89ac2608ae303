"""Reading one understood file: batches of canonical rows, and a summary of what was found."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.catalog.headers import normalise
from smmfunnel.catalog.index import read_header
from smmfunnel.ordered import in_order
from smmfunnel.reading.adrows import ad_rows
from smmfunnel.reading.cells import Cells, flags
from smmfunnel.reading.context import Context, Problems
from smmfunnel.reading.crmrows import crm_rows
from smmfunnel.reading.decisions import Decisions, Evidence, Hints, decide
from smmfunnel.reading.describe import describe, number
from smmfunnel.reading.frames import frame
from smmfunnel.reading.judge import Judge
from smmfunnel.reading.octets import in_one_piece
from smmfunnel.reading.otherrows import touch_rows, visit_rows
from smmfunnel.reading.quick import CarefulNeeded
from smmfunnel.reading.rows import SMALL
from smmfunnel.reading.summary import Summary
from smmfunnel.reading.totals import ADDITIVE
from smmfunnel.tables import TABLES
from smmfunnel.vocabulary import COLUMNS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from smmfunnel.catalog.load import Catalog
    from smmfunnel.config import Settings
    from smmfunnel.reading.rawbatch import RawBatch
    from smmfunnel.reading.scan import Scan
    from smmfunnel.reading.summary import Reject
    from smmfunnel.reading.tags import TagBook

_READERS: dict[Kind, Callable[[Context, Cells, Problems], dict[str, pa.Array]]] = {
    Kind.ADS: ad_rows,
    Kind.VISITS: visit_rows,
    Kind.LEADS: crm_rows,
    Kind.DEALS: crm_rows,
    Kind.TOUCHES: touch_rows,
}
_NUMERIC, _DATED = ("number", "money"), ("day", "moment")
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
        *,
        unasked: frozenset[str] = frozenset(),
    ) -> None:
        """Prepare to read `scan` as file `number`; tags are numbered by `book`, and what is `unasked` stays null."""
        self.scan, self.number, self._unasked = scan, number, unasked
        self._catalog, self._settings, self._book, self._sink = catalog, settings, book, sink
        self._decisions: Decisions | None = None
        self._careful = False
        self._end: int | None = None
        self.summary = Summary(sink=sink)
        self._judge = Judge(scan, self.summary)

    def batches(self) -> Iterator[pa.Table]:
        """Yield canonical rows, columns as in `tables.TABLES` of the kind.

        Raises:
            Redecided: at the end or on the way; rows already yielded are void.
            InputError: the file contradicts itself or could be read in two ways.
        """
        evidence = Evidence()
        try:
            for batch, judge in in_order(self._tasks(evidence), self._workers()):
                self.summary.merge(judge.summary)
                self._judge.merge(judge)
                yield batch
        except CarefulNeeded:
            raise Redecided(self._again(careful=True)) from None
        final = decide(evidence, self._hints(), final=True)
        if self._decisions is not None and final != self._decisions:
            raise Redecided(self._again(decisions=final))
        self._judge.finish()

    def _tasks(self, evidence: Evidence) -> Iterator[Callable[[], tuple[pa.Table, Judge]]]:
        """Prepare the batches one after the other: what is left of each may be done in a thread of its own."""
        for read in self._raw():
            batch = self._first_table(read)
            cells, ordinals = self._cells(batch)
            self._gather(evidence, cells)
            if self._decisions is None:
                self._decisions = decide(evidence, self._hints(), final=False)
            yield partial(self._settle, batch, cells, ordinals, self._decisions)

    def _workers(self) -> int:
        """Threads that are worth it: a small file is one batch or two."""
        return 1 if self.scan.raw.inspected.size <= SMALL else self._settings.threads or os.cpu_count() or 1

    def _again(self, *, decisions: Decisions | None = None, careful: bool = False) -> Reading:
        other = Reading(
            self.scan,
            self.number,
            self._catalog,
            self._settings,
            self._book,
            self._sink,
            unasked=self._unasked,
        )
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
        ordinals = batch.ordinals()
        starts = ordinals.filter(self._begins(batch.table)).to_pylist()
        starts += [item.record for item in batch.ragged if self._is_header(item.cells)]
        self._end = min([*starts, *([] if self._end is None else [self._end])], default=None)
        if self._end is None:
            return batch
        kept = pc.sum(pc.less(ordinals, self._end)).as_py() or 0
        ragged = tuple(item for item in batch.ragged if item.record < self._end)
        gone = batch.table.num_rows - kept + len(batch.ragged) - len(ragged)
        self.summary.rows_read += gone
        self.summary.skipped["other_table"] += gone
        return replace(batch, table=batch.table.slice(0, kept), ragged=ragged)

    def _begins(self, table: pa.Table) -> pa.Array:
        """Mark the records with which another table begins: its comment, or its header below a blank line."""
        first = in_one_piece(table.column("0"))
        marked = flags(first, lambda cell: self._is_header((cell,)))
        same = pa.repeat(pa.scalar(value=True), table.num_rows)
        for name in table.column_names:
            same = pc.and_(same, pc.equal(in_one_piece(table.column(name)), self.scan.header[int(name)]))
        # The same header again is no other table.
        return pc.and_(marked, pc.invert(same))

    def _is_header(self, cells: Sequence[str]) -> bool:
        if cells[0].startswith(_COMMENT):
            return True
        table = self._catalog.index.tables.get(self.scan.form.name)
        first = read_header(cells[0])
        return table is not None and bool(first.key) and (table.find(first) is not None or table.ignores(first))

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
            headers={name: self.scan.header[at[0]].strip() for name, at in self.scan.match.columns.items()},
        )

    def _cells(self, batch: RawBatch) -> tuple[Cells, pa.Array]:
        """Take the rows of a batch that are wanted, with their ordinals."""
        terms, form = self.scan.terms, self.scan.form
        given = {**form.constants, **(terms.set if terms else {})}
        constants = {name: value for name, value in given.items() if name not in self._unasked}
        columns = {name: at for name, at in self.scan.match.columns.items() if name not in self._unasked}
        table, ordinals = batch.table, batch.ordinals()
        self.summary.rows_read += table.num_rows
        if filters := self._filters():
            keep = pa.repeat(pa.scalar(value=True), table.num_rows)
            for position, values in filters.items():
                text = pc.utf8_trim_whitespace(in_one_piece(table.column(str(position))))
                keep = pc.and_(keep, pc.is_in(text, value_set=pa.array(values, pa.string())))
            self._judge.skip("filtered", keep)
            table, ordinals = table.filter(keep), ordinals.filter(keep)
        cells = Cells(table, columns, constants)
        return self._judge.without_strays(cells, ordinals)

    def _gather(self, evidence: Evidence, cells: Cells) -> None:
        for column in COLUMNS[self.scan.kind]:
            if column.name not in cells.columns:
                continue
            if column.read_as in _NUMERIC and column.name != "duration":
                evidence.see_numbers(column.name, cells.raw(column.name))
            elif column.read_as in _DATED:
                evidence.see_dates(column.name, cells.raw(column.name))

    def _settle(
        self, batch: RawBatch, cells: Cells, ordinals: pa.Array, decisions: Decisions
    ) -> tuple[pa.Table, Judge]:
        """Read one batch, with a summary of its own: batches are put together in their order, whoever is first."""
        summary = Summary()
        judge = Judge(self.scan, summary)
        context = Context(self.scan, self.number, self._catalog, self._settings, self._book, summary, decisions)
        judge.settle_ragged(batch, decisions.marks)
        return self._frame(context, judge, cells, ordinals), judge

    def _frame(self, context: Context, judge: Judge, cells: Cells, ordinals: pa.Array) -> pa.Table:
        cells, ordinals = judge.without_totals(context, cells, ordinals)
        problems = Problems([], [])
        values = _READERS[self.scan.kind](context, cells, problems)
        keep = judge.keep(cells, ordinals, problems)
        kept = number(keep)
        context.summary.rows_kept += kept
        judge.last = max(judge.last, pc.max(ordinals).as_py() or 0)
        describe(context.summary, self.scan, cells, values, keep)
        columns = TABLES[self.scan.kind]
        values["file"] = pa.repeat(pa.scalar(self.number, pa.int32()), cells.rows)
        values["row"] = ordinals
        chosen = {name: in_one_piece(array) for name, array in values.items() if name in columns}
        if kept < cells.rows:
            chosen = {name: array.filter(keep) for name, array in chosen.items()}
        for name in ADDITIVE:
            if name in cells.columns:
                judge.checksum.add(name, context.micros(cells, name).array.filter(keep))
        judge.checksum.rows += kept
        return frame(columns, chosen, kept)
