"""Loading every file of a run into an engine, and what was found on the way."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import field, replace
from typing import TYPE_CHECKING, Self

import pyarrow as pa

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, SmmFunnelError, join
from smmfunnel.facts.stage import FILES, TAG_ORDER
from smmfunnel.reading.frames import TYPES, frame
from smmfunnel.reading.read import Reading, Redecided
from smmfunnel.reading.scan import Scan, scan
from smmfunnel.reading.tags import TagBook
from smmfunnel.results import Input, Skipped
from smmfunnel.tables import TABLES, TAGS
from smmfunnel.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from smmfunnel.catalog.load import Catalog
    from smmfunnel.config import Settings
    from smmfunnel.engines import Engine
    from smmfunnel.reading.discover import Discovered
    from smmfunnel.reading.summary import Reject, Summary


@dataclass(frozen=True)
class Understood:
    """The files of a run, understood but not read."""

    scans: tuple[Scan, ...]
    skipped: tuple[Skipped, ...]

    @property
    def size(self) -> int:
        """Bytes to read."""
        return sum(item.raw.source.size for item in self.scans)


@dataclass
class LoadedFile:
    """One reading of one file, loaded."""

    number: int
    scan: Scan
    summary: Summary
    left_out: Counter[str] = field(default_factory=Counter)
    """Rows the resolving left out, by why."""


def understand(discovered: Discovered, settings: Settings, catalog: Catalog) -> Understood:
    """Understand the files found.

    Files found in a folder that match no format are skipped and listed; those named outright must be
    understood.

    Raises:
        InputError: all files at fault at once; or there is nothing to read.
    """
    scans: list[Scan] = []
    skipped = list(discovered.skipped)
    faults: list[SmmFunnelError] = []
    for file in discovered.files:
        try:
            scans += scan(file, catalog, settings)
        except InputError as error:
            if file.named or error.code in _ALWAYS:
                faults.append(error)
            else:
                skipped.append(Skipped(file.display, error.code, _plain_params(error)))
        except SmmFunnelError as error:
            faults.append(error)
    if faults:
        raise join(faults)
    if not scans:
        raise InputError("nothing_to_read", paths=", ".join(discovered.paths), n=len(skipped))
    scans = _unique(scans, skipped)
    return Understood(tuple(scans), tuple(sorted(skipped, key=lambda item: item.path)))


_ALWAYS = ("format_ambiguous",)
"""Faults that stop a run even where the file only lay in a folder: silence would leave out known data."""


def _plain_params(error: SmmFunnelError) -> dict[str, str | int | float]:
    return {key: value for key, value in error.params.items() if isinstance(value, (str, int, float))}


def _unique(scans: list[Scan], skipped: list[Skipped]) -> list[Scan]:
    """Read a file that lies there twice, under whatever names, once."""
    seen: dict[tuple[str, str | None, str], Scan] = {}
    for item in sorted(scans, key=lambda one: one.found.display):
        key = (item.raw.sha256, item.raw.sheet, repr(item.terms))
        if key in seen and item.period == seen[key].period:
            skipped.append(Skipped(item.found.display, "same_file", {"other": seen[key].found.display}))
        else:
            seen.setdefault(key, item)
    return list(seen.values())


def load(
    engine: Engine,
    understood: Understood,
    settings: Settings,
    catalog: Catalog,
    *,
    sink: Callable[[Reject], None] | None = None,
    progress: Callable[[str, float | None], None] | None = None,
    unasked: frozenset[str] = frozenset(),
) -> list[LoadedFile]:
    """Read every file into the engine's tables, tags and files included; what of leads is `unasked` stays null."""
    # The system's own allocator gives back at once what a batch has used; Arrow's would keep it for the next.
    pa.set_memory_pool(pa.system_memory_pool())
    for kind in Kind:
        engine.create(kind.value, TABLES[kind])
    book = TagBook(catalog.sources, settings.smm_sources, settings.other_sources)
    readings = (
        Reading(
            item,
            number,
            catalog,
            settings,
            book,
            sink,
            unasked=unasked if item.kind in (Kind.LEADS, Kind.DEALS) else frozenset(),
        )
        for number, item in enumerate(understood.scans, 1)
    )
    loaded = []
    done, whole = 0, max(understood.size, 1)
    with _Ahead(readings, book.frame) as ahead:
        for number, item in enumerate(understood.scans, 1):
            if progress:
                progress(item.found.display, done / whole)
            loaded.append(LoadedFile(number, item, _load_one(engine, item.kind, ahead)))
            done += item.raw.source.size
        tags = ahead.after_all()
    engine.create("tags", TAGS)
    engine.load("tags", [tags])
    engine.run(TAG_ORDER)
    engine.create("files", FILES)
    engine.load("files", [_files(loaded)])
    return loaded


def _load_one(engine: Engine, kind: Kind, ahead: _Ahead) -> Summary:
    """Load the next file; where all its values decide otherwise than the first did, once more."""
    while True:
        reading = ahead.reading
        try:
            engine.load(kind.value, ahead.batches())
        except Redecided as turn:
            ahead.read(turn.reading)
        else:
            return reading.summary


class _Ahead:
    """Reads in a thread of its own while the engine takes what was read: one batch ahead, of the next file as well."""

    def __init__(self, readings: Iterator[Reading], last: Callable[[], pa.Table]) -> None:
        """Begin to read the first file; `last` is asked when all of them are read."""
        self._readings, self._last = readings, last
        self._told: Future[pa.Table] = Future()
        self._pool = ThreadPoolExecutor(1)
        first = next(readings)
        self._following = next(readings, None)
        self.read(first)

    def __enter__(self) -> Self:
        """Read on until the context ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for the batch that is being read, wanted or not."""
        self._pool.shutdown()

    def read(self, reading: Reading) -> None:
        """Begin to read a file, anew or at all."""
        self.reading = reading
        self._batches = reading.batches()
        self._next = self._pool.submit(self._step)

    def batches(self) -> Iterator[pa.Table]:
        """Yield the batches of the file being read, then begin with the next."""
        while (batch := self._next.result()) is not None:
            self._next = self._pool.submit(self._step)
            yield batch
        if (following := self._following) is not None:
            self._following = next(self._readings, None)
            self.read(following)

    def after_all(self) -> pa.Table:
        """Return what `last` answered, which it was asked while the engine took the last batches."""
        return self._told.result()

    def _step(self) -> pa.Table | None:
        """Read a batch; behind the last of all files, which none decides anew any more, ask `last`."""
        batch = next(self._batches, None)
        if batch is None and self._following is None:
            pa.default_memory_pool().release_unused()
            self._told.set_result(self._last())
        return batch


def _files(loaded: Sequence[LoadedFile]) -> pa.Table:
    """Describe the loaded files, with the columns of `stage.FILES`."""
    order = sorted(loaded, key=_lateness)
    ranks = {item.number: rank for rank, item in enumerate(order, 1)}
    dated = any(item.scan.kind is Kind.LEADS and not item.summary.supplement for item in loaded)
    rows = [
        {
            "file": item.number,
            "kind": item.scan.kind.value,
            "platform": item.scan.platform,
            "space": item.scan.space,
            "role": item.scan.role,
            "supplement": item.summary.supplement and dated,
            "rank": ranks[item.number],
            "level": item.summary.level,
            "dims": ",".join(item.summary.breakdown),
        }
        for item in loaded
    ]
    columns = {name: pa.array([row[name] for row in rows], TYPES[kind]) for name, kind in FILES.items()}
    return frame(FILES, columns, len(rows))


def _lateness(item: LoadedFile) -> tuple[str, str, int, str, str]:
    """Order exports, the latest last: by the last day they know, then by what does not depend on names."""
    summary = item.summary
    return (
        str(summary.last_day or ""),
        str(summary.first_day or ""),
        summary.rows_kept,
        item.scan.raw.sha256,
        str(item.scan.terms),
    )


def as_input(item: LoadedFile) -> Input:
    """Describe one loaded file for the report."""
    summary, raw = item.summary, item.scan.raw
    skipped = summary.skipped + item.left_out
    currencies = sorted(code for code in summary.currencies if code is not None)
    return Input(
        path=item.scan.found.display,
        sha256=raw.sha256,
        kind=item.scan.kind.value,
        format=item.scan.form.name,
        title=item.scan.form.title,
        encoding=raw.encoding,
        delimiter=raw.delimiter,
        rows_read=summary.rows_read,
        rows_kept=summary.rows_kept - sum(item.left_out.values()),
        skipped={why: skipped[why] for why in sorted(skipped) if skipped[why]},
        first_day=summary.first_day,
        last_day=summary.last_day,
        currency=", ".join(currencies) or None,
        totals=summary.totals,
        notes=tuple(replace(note) for note in summary.ordered_notes),
    )
