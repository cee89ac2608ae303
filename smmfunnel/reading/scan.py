"""Understanding a file before reading it: its table, header row, format and columns."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatch
from pathlib import PurePath
from typing import TYPE_CHECKING

from smmfunnel.catalog.headers import normalise
from smmfunnel.catalog.identify import Ambiguous, Match, NoMatch, header_score, identify
from smmfunnel.catalog.model import Format
from smmfunnel.catalog.signature import spell
from smmfunnel.config.spans import parse_days
from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, UsageError, Where
from smmfunnel.reading.period import find_period
from smmfunnel.reading.rows import open_raw
from smmfunnel.texts import say
from smmfunnel.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from smmfunnel.catalog.load import Catalog
    from smmfunnel.config import FileMap, Settings
    from smmfunnel.reading.discover import Found
    from smmfunnel.reading.rows import RawTable

OWN = "own"
"""Name of the format of files whose columns the config maps."""
HEADER_WITHIN = 25
"""Records among which the header is looked for."""


@dataclass(frozen=True)
class Scan:
    """A file understood: what to read, and as what."""

    found: Found
    raw: RawTable
    header_record: int
    header: tuple[str, ...]
    match: Match
    terms: FileMap | None
    """The config's word on this file."""
    period: tuple[date, date] | None
    """Days the whole file stands for, where its rows do not say."""
    named: str | None = None
    """Ad platform by the file's name, where nothing inside tells it."""

    @property
    def form(self) -> Format:
        """The format."""
        return self.match.format

    @property
    def kind(self) -> Kind:
        """What a row is."""
        return self.form.kind

    @property
    def space(self) -> str:
        """Id space of lead and deal ids."""
        return (self.terms.space if self.terms else None) or self.form.space or "generic"

    @property
    def role(self) -> str:
        """Of leads: crm or form."""
        return (self.terms.role if self.terms else None) or self.form.role

    @property
    def platform(self) -> str | None:
        """Ad platform of the rows, where the file as a whole has one."""
        return (self.terms.platform if self.terms else None) or self.form.platform or self.named


def scan(found: Found, catalog: Catalog, settings: Settings) -> tuple[Scan, ...]:
    """Understand one file: one Scan, or one for each view the config has of it.

    Raises:
        InputError: the file cannot be read, or matches no format or several.
        UsageError: the config names a format, header or column that is not there.
    """
    entries = [entry for entry in settings.files if _names(entry.pattern, found)]
    views = [entry for entry in entries if entry.is_view]
    manners = [entry for entry in entries if not entry.is_view]
    manner = manners[-1] if manners else None
    first = next((entry for entry in [*views, *manners] if entry.encoding or entry.delimiter), None)
    raws = open_raw(
        found.path,
        found.display,
        encoding=settings.encoding or (first.encoding if first else None),
        delimiter=settings.delimiter or (first.delimiter if first else None),
        hashed=found.hashed,
    )
    named = next((name for pattern, name in settings.as_formats.items() if _names(pattern, found)), None)
    if views and named is None:
        return tuple(_by_name(_scan_view(found, raws, catalog, view), catalog) for view in views)
    return (_by_name(_scan_plain(found, raws, catalog, named, manner), catalog),)


def _by_name(item: Scan, catalog: Catalog) -> Scan:
    """Let the file's name tell the platform of ads whose rows, format and configuration do not."""
    told = "platform" in item.match.columns or "platform" in (item.terms.set if item.terms else ())
    if item.kind is not Kind.ADS or item.platform or told:
        return item
    return replace(item, named=catalog.sources.platform_in(PurePath(item.found.display).stem))


def _names(pattern: str, found: Found) -> bool:
    path = PurePath(found.display)
    return fnmatch(path.name, pattern) or fnmatch(found.display, pattern) or fnmatch(path.as_posix(), f"*/{pattern}")


def _scan_plain(
    found: Found, raws: Sequence[RawTable], catalog: Catalog, named: str | None, terms: FileMap | None
) -> Scan:
    only = _format(catalog, named) if named else None
    scored = [
        (header_score(record, catalog), -number, -place)
        for number, raw in enumerate(raws)
        for place, record in enumerate(raw.top[:HEADER_WITHIN])
    ]
    score, number, place = max(scored, default=(0, 0, 0))
    raw = raws[-number]
    if score == 0:
        raise InputError("no_known_headers", Where(found.display), shown=_shown(raws[0].top))
    record = -place
    match = identify(raw.top[record], _surroundings(raw, record), catalog, only=only)
    if isinstance(match, NoMatch):
        raise _unknown(found, match)
    if isinstance(match, Ambiguous):
        names = " and ".join(form.name for form in match.formats)
        raise InputError("format_ambiguous", Where(found.display), formats=names)
    if terms and terms.ignore:
        match = _without(match, raw.top[record], terms.ignore)
    return Scan(found, raw, record, raw.top[record], match, terms, _period(found, raw, record, match.format, terms))


def _format(catalog: Catalog, name: str) -> Format:
    form = catalog.formats.get(name)
    if form is None:
        raise UsageError("format_not_known", name=name)
    return form


def _unknown(found: Found, match: NoMatch) -> InputError:
    if not match.nearest:
        return InputError("format_unknown", Where(found.display))
    near = match.nearest[0]
    lacks = "; ".join(" or ".join(spell(group, near.format)) for group in near.lacking)
    has = ", ".join(item.lstrip("=~") for item in near.forbidden)
    code = "format_unknown_lacks" if lacks else "format_unknown_has"
    return InputError(code, Where(found.display), near=near.format.title, name=near.format.name, lacks=lacks, has=has)


def _shown(top: Sequence[Sequence[str]]) -> str:
    cells = [cell for record in top[:1] for cell in record if cell.strip()]
    return ", ".join(cell.strip()[:40] for cell in cells[:6]) + (", …" if len(cells) > 6 else "")  # noqa: PLR2004 - as many as fit a line


def _surroundings(raw: RawTable, record: int) -> list[str]:
    above = [" ".join(cell for cell in cells if cell) for cells in raw.top[:record]]
    below = [" ".join(cell for cell in cells if cell) for cells in raw.bottom]
    return [line.strip() for line in (*above, *below) if line.strip()]


def _without(match: Match, header: Sequence[str], ignore: Sequence[str]) -> Match:
    gone = {position for position, cell in enumerate(header) if normalise(cell) in set(map(normalise, ignore))}
    columns = {
        name: kept
        for name, positions in match.columns.items()
        if (kept := tuple(position for position in positions if position not in gone))
    }
    unknown = tuple(name for name in match.unknown if normalise(name) not in set(map(normalise, ignore)))
    return replace(match, columns=columns, unknown=unknown)


def _scan_view(found: Found, raws: Sequence[RawTable], catalog: Catalog, view: FileMap) -> Scan:
    """Understand a file as the config says; its own columns come first."""
    wanted = {normalise(header) for headers in view.columns.values() for header in headers}
    wanted |= {normalise(header) for header in view.rows}

    def fits(record: Sequence[str]) -> int:
        own = len({normalise(cell) for cell in record} & wanted)
        return own * 1000 + header_score(record, catalog)

    scored = [
        (fits(record), -number, -place)
        for number, raw in enumerate(raws)
        for place, record in enumerate(raw.top[:HEADER_WITHIN])
    ]
    _, number, place = max(scored, default=(0, 0, 0))
    raw, record = raws[-number], -place
    header = raw.top[record]
    if view.format is None and view.kind is None:
        plain = _scan_plain(found, raws, catalog, None, view)
        base, raw, record, header = plain.match, plain.raw, plain.header_record, plain.header
    elif view.format is None and view.columns:
        # The user says what the rows are, column by column: nothing is added from the headers.
        base = _empty(Format(OWN, say("format.own"), view.kind or Kind.LEADS, columns={}, require=()))
    else:
        form = _format(catalog, view.format or f"generic_{view.kind}")
        identified = identify(header, _surroundings(raw, record), catalog, only=form)
        base = identified if isinstance(identified, Match) else _empty(form)
    match = _with_own(found, base, header, view)
    return Scan(found, raw, record, header, match, view, _period(found, raw, record, match.format, view))


def _empty(form: Format) -> Match:
    return Match(form, columns={}, langs=("en",), currencies={}, unknown=(), duplicates=(), others=())


def _with_own(found: Found, base: Match, header: Sequence[str], view: FileMap) -> Match:
    """Put the config's columns over those of the format."""
    places = {normalise(cell): position for position, cell in reversed(list(enumerate(header)))}
    columns = dict(_without(base, header, view.ignore).columns)
    missing = []
    for canonical, headers in view.columns.items():
        positions = tuple(places[key] for name in headers if (key := normalise(name)) in places)
        missing += [name for name in headers if normalise(name) not in places]
        if positions:
            columns[canonical] = positions
    missing += [name for name in view.rows if normalise(name) not in places]
    if missing:
        raise UsageError("config_header_missing", Where(found.display), headers=", ".join(missing))
    taken = {position for positions in columns.values() for position in positions}
    ignored = {normalise(name) for name in view.ignore}
    unknown = tuple(
        cell.strip()
        for position, cell in enumerate(header)
        if cell.strip() and position not in taken and normalise(cell) not in ignored
    )
    return replace(base, columns=columns, unknown=unknown)


def _period(found: Found, raw: RawTable, record: int, form: Format, terms: FileMap | None) -> tuple[date, date] | None:
    if terms and terms.period:
        return parse_days(terms.period)
    order = "dmy" if form.date_order == "dmy" else "mdy"
    # Never from lines below: a campaign's name may hold two days of its own.
    above = find_period([" ".join(cell for cell in cells if cell) for cells in raw.top[:record]], order)
    return above or find_period([PurePath(found.display).name], order)
