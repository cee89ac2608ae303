"""`formats`: the known exports, or all that is known of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from smmfunnel.cli import streams, values
from smmfunnel.cli.options import FormatFiles
from smmfunnel.cli.spread import spread
from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from smmfunnel.catalog.model import Alias, Format


@spread(own=FormatFiles)
def formats(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help=say("option.format_name"),
            show_default=False,
            autocompletion=values.completing(values.export_formats),
        ),
    ] = None,
    *,
    own: FormatFiles,
) -> None:
    """List or describe; the help is the text `command.formats`."""
    from pathlib import Path

    from smmfunnel.catalog.load import load_catalog

    known = load_catalog([Path(path) for path in own.format_file]).formats
    lines = listing(known.values()) if name is None else description(_one(known, name))
    streams.write_stdout("".join(f"{line}\n" for line in lines))


def _one(known: Mapping[str, Format], name: str) -> Format:
    """Find a format by its name.

    Raises:
        UsageError: there is none of that name.
    """
    from difflib import get_close_matches

    from smmfunnel.errors import UsageError

    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    raise UsageError("format_no_such", name=name, near=", ".join(near) or ", ".join(known))


def listing(known: Iterable[Format]) -> Iterator[str]:
    """Yield a line a format, kinds in the order of the funnel."""
    from smmfunnel.vocabulary import Kind

    kinds = list(Kind)
    ordered = sorted(known, key=lambda form: (kinds.index(form.kind), form.generic, form.title.casefold()))
    rows = [(form.name, form.kind.value, " ".join(languages(form)), form.title) for form in ordered]
    head = tuple(say(f"formats.{column}") for column in ("name", "kind", "languages", "title"))
    yield from aligned([head, *rows])


def languages(form: Format) -> list[str]:
    """Return the languages of a format's headers, sorted."""
    return sorted({alias.lang for aliases in form.columns.values() for alias in aliases})


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows with their cells below each other; the last cell runs free.

    Example:
        >>> list(aligned([("a", "b"), ("long", "c")]))
        ['a     b', 'long  c']
    """
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()


def description(form: Format) -> Iterator[str]:
    """Yield all that a user may want to know of one format."""
    from smmfunnel.vocabulary import COLUMNS

    yield f"{form.title} ({form.name}): {say(f'kind.{form.kind.value}')}"
    yield from _block("export", form.export)
    meanings = {column.name: column.meaning for column in COLUMNS[form.kind]}
    rows = [(name, headers(aliases), meanings[name]) for name, aliases in form.columns.items()]
    yield from _block("columns", [f"{name}: {meaning}\n      {spelled}" for name, spelled, meaning in rows])
    yield from _block("statuses", _words(form.statuses))
    yield from _block("reasons", _words(form.reasons))
    for column, words in form.words.items():
        yield from _block("words", _words(words), column=column)
    yield from _block("lead_results", [", ".join(form.lead_results)] if form.lead_results else [])
    yield from _block("ignored", [", ".join(form.ignore)] if form.ignore else [])
    yield from _block("source", [f"{form.source} ({form.checked})"])


def headers(aliases: Sequence[Alias]) -> str:
    """Write the headers of a column by language.

    Example:
        >>> from smmfunnel.catalog.model import Alias
        >>> headers([Alias("Day", "en", "day"), Alias("Date", "en", "date"), Alias("День", "ru", "день")])
        'en: Day | Date; ru: День'
    """
    by_language: dict[str, list[str]] = {}
    for alias in aliases:
        by_language.setdefault(alias.lang, []).append(alias.header)
    return "; ".join(f"{lang}: {' | '.join(found)}" for lang, found in by_language.items())


def _words(words: Mapping[str, str]) -> list[str]:
    by_meaning: dict[str, list[str]] = {}
    for word, meaning in words.items():
        by_meaning.setdefault(str(meaning), []).append(word)
    return [f"{meaning}: {' | '.join(found)}" for meaning, found in by_meaning.items()]


def _block(title: str, lines: Sequence[str], **params: object) -> Iterator[str]:
    if lines:
        yield ""
        yield say(f"formats.{title}", **params)
        yield from (f"  {line}" for line in lines)
