"""The values of options, checked while the command line is read, and what a shell may complete them with."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

import typer

from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_TAB = ("tab", r"\t")
_CODE = re.compile(r"[A-Z]{3,4}")


def _bad(code: str, **params: object) -> typer.BadParameter:
    return typer.BadParameter(say(f"usage.{code}", **params))


def span(value: str | None) -> str | None:
    """Check a span of days: `A..B`, a month or a name."""
    if value is not None:
        from smmfunnel.config.spans import check_span

        try:
            check_span(value)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
    return value


def reference(value: str | None) -> str | None:
    """Check what to compare with: a span, before:DAY, targets, control or standards."""
    if value is not None:
        from smmfunnel.config.spans import check_reference

        try:
            check_reference(value)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
    return value


def day_or_today(value: str | None) -> str | None:
    """Check a day in ISO form, or `today`."""
    if value is None or value == "today":
        return value
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise _bad("day", value=value) from error


def minutes(value: str | None) -> str | None:
    """Check a duration of whole minutes, like 15m or 1h."""
    if value is not None:
        from smmfunnel.config.durations import minutes_of

        try:
            minutes_of(value)
        except ValueError as error:
            raise _bad("minutes", value=value) from error
    return value


def days(value: str | None) -> str | None:
    """Check a duration of whole days, like 60d."""
    if value is not None:
        from smmfunnel.config.durations import days_of

        try:
            days_of(value)
        except ValueError as error:
            raise _bad("days", value=value) from error
    return value


def time_zone(value: str | None) -> str | None:
    """Check the name of a time zone."""
    if value is not None:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise _bad("zone", value=value) from error
    return value


def currency(value: str | None) -> str | None:
    """Check a currency code; small letters will do."""
    if value is not None and not _CODE.fullmatch(value.upper()):
        raise _bad("currency", value=value)
    return value and value.upper()


def encoding(value: str | None) -> str | None:
    """Check the name of an encoding."""
    if value is not None:
        try:
            "a".encode(codecs.lookup(value).name)
        except (LookupError, UnicodeError) as error:
            raise _bad("encoding", value=value) from error
    return value


def delimiter(value: str | None) -> str | None:
    r"""Check a delimiter: one character, or `tab` or `\t`.

    Example:
        >>> delimiter("tab"), delimiter(";")
        ('\t', ';')
    """
    if value is None:
        return None
    char = "\t" if value in _TAB else value
    if len(char) != 1 or char.isalnum() or char in "\"'\r\n":
        raise _bad("delimiter", value=value)
    return char


def share(value: str | None) -> str | None:
    """Check a share like 5% or 0.05; see `fraction`."""
    if value is not None:
        try:
            fraction(value)
        except ValueError as error:
            raise _bad("share", value=value) from error
    return value


def fraction(text: str) -> float:
    """Return a share as a fraction.

    Raises:
        ValueError: it is none, or `5` without a per cent sign.

    Example:
        >>> fraction("5%"), fraction("0.05")
        (0.05, 0.05)
    """
    percent = text.strip().endswith("%")
    value = float(text.strip().removesuffix("%")) / (100 if percent else 1)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


def formats_of_files(values: list[str]) -> list[str]:
    """Check `FORMAT:PATH` of known formats."""
    for value in values:
        name, colon, path = value.partition(":")
        if not (name and colon and path):
            raise _bad("as", value=value)
    return list(values)


def conditions(values: list[str]) -> list[str]:
    """Check conditions like `money.cpl > 500`."""
    from smmfunnel.cli.conditions import parse

    for value in values:
        try:
            parse(value)
        except ValueError as error:
            raise _bad("condition", value=value) from error
    return values


def sections(known: Callable[[], Iterable[str]]) -> Callable[[list[str]], list[str]]:
    """Make the check of `--section` for a command with the sections `known` returns."""

    def check(values: list[str]) -> list[str]:
        for value in values:
            if value not in (names := tuple(known())):
                raise _bad("section", value=value, near=_near(value, names), known=", ".join(names))
        return values

    return check


def report_sections() -> tuple[str, ...]:
    """Return the sections of `analyze`."""
    from smmfunnel.results.names import SECTIONS

    return SECTIONS


def check_sections() -> tuple[str, ...]:
    """Return the sections of `check`."""
    from smmfunnel.results.names import CHECK_SECTIONS

    return CHECK_SECTIONS


def _near(value: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(value, list(known), n=1)
    return say("usage.near", near=near[0]) if near else ""


def completing(known: Callable[[], Iterable[str]], ending: str = "") -> Callable[[str], list[str]]:
    """Make the completion of an option from what `known` returns."""

    def complete(incomplete: str) -> list[str]:
        return [name + ending for name in known() if name.startswith(incomplete)]

    return complete


def spans() -> tuple[str, ...]:
    """Return the names of spans."""
    from smmfunnel.config.spans import NAMES

    return NAMES


def references() -> tuple[str, ...]:
    """Return the names of references."""
    from smmfunnel.config.spans import BEFORE, NAMES, UNSPANNED

    return (*NAMES, BEFORE, *UNSPANNED)


def topics() -> list[str]:
    """Return the topics of `explain`."""
    from smmfunnel.texts.pages import pages

    return sorted({page.name for page in pages().values()})


def export_formats() -> list[str]:
    """Return the names of the catalogue's formats, from the names of their files: nothing is parsed."""
    from importlib.resources import files

    folder = files("smmfunnel.catalog") / "formats"
    names = (item.name for item in folder.iterdir())
    return sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))
