"""The options commands share, declared once: their names, checks, completions and help."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Annotated

import typer

from smmfunnel.cli import values
from smmfunnel.dataclass import dataclass
from smmfunnel.texts import say


class FormatName(StrEnum):
    """The forms of a report; the renderers' own names."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MD = "md"


class Dimension(StrEnum):
    """What a report can be cut by."""

    CAMPAIGN = "campaign"
    AD_GROUP = "ad_group"
    AD = "ad"
    PLATFORM = "platform"
    DEVICE = "device"
    SOURCE = "source"
    MANAGER = "manager"
    WEEK = "week"
    MONTH = "month"


class DateOrder(StrEnum):
    """The order of day, month and year in dates like 01.02.2026."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class DecimalMark(StrEnum):
    """The decimal mark of numbers."""

    POINT = "."
    COMMA = ","


class Language(StrEnum):
    """Languages the texts are written in."""

    EN = "en"


def helping(name: str) -> str:
    """Return the help of an option."""
    return say(f"option.{name}")


PATHS = typer.Argument(metavar="PATH", help=helping("paths"), show_default=False)

_SECTION, _CHECK_SECTION = (
    typer.Option(
        "--section",
        metavar="NAME",
        help=helping("section"),
        callback=values.sections(known),
        autocompletion=values.completing(known),
    )
    for known in (values.report_sections, values.check_sections)
)
FORMAT_FILES = typer.Option("--format-file", metavar="FILE", help=helping("format_file"))


@dataclass(frozen=True)
class ReportParts:
    """Which parts of a report are asked for."""

    by: Annotated[list[Dimension], typer.Option("--by", help=helping("by"))] = field(default_factory=list)
    section: Annotated[list[str], _SECTION] = field(default_factory=list)
    fail_on: Annotated[
        list[str],
        typer.Option("--fail-on", metavar="CONDITION", help=helping("fail_on"), callback=values.conditions),
    ] = field(default_factory=list)


@dataclass(frozen=True)
class CheckParts:
    """Which parts of a check are asked for."""

    section: Annotated[list[str], _CHECK_SECTION] = field(default_factory=list)


@dataclass(frozen=True)
class FormatFiles:
    """Formats of the user's own."""

    format_file: Annotated[list[str], FORMAT_FILES] = field(default_factory=list)


@dataclass(frozen=True)
class ReadingOptions:
    """How the files are read."""

    config: Annotated[str | None, typer.Option("-c", "--config", metavar="FILE", help=helping("config"))] = None
    as_: Annotated[
        list[str],
        typer.Option(
            "--as",
            metavar="FORMAT:PATH",
            help=helping("as"),
            callback=values.formats_of_files,
            autocompletion=values.completing(values.export_formats, ":"),
        ),
    ] = field(default_factory=list)
    format_file: Annotated[list[str], FORMAT_FILES] = field(default_factory=list)
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="NAME", help=helping("encoding"), callback=values.encoding),
    ] = None
    delimiter: Annotated[
        str | None,
        typer.Option("--delimiter", metavar="CHAR", help=helping("delimiter"), callback=values.delimiter),
    ] = None
    date_order: Annotated[DateOrder | None, typer.Option("--date-order", help=helping("date_order"))] = None
    decimal: Annotated[DecimalMark | None, typer.Option("--decimal", help=helping("decimal"))] = None
    tz: Annotated[str | None, typer.Option("--tz", metavar="ZONE", help=helping("tz"), callback=values.time_zone)] = (
        None
    )


@dataclass(frozen=True)
class TermOptions:
    """What the answer is about."""

    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="SPAN",
            help=helping("period"),
            callback=values.span,
            autocompletion=values.completing(values.spans),
        ),
    ] = None
    reference: Annotated[
        str | None,
        typer.Option(
            "--reference",
            metavar="SPAN",
            help=helping("reference"),
            callback=values.reference,
            autocompletion=values.completing(values.references),
        ),
    ] = None
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DAY|today", help=helping("as_of"), callback=values.day_or_today),
    ] = None
    currency: Annotated[
        str | None,
        typer.Option("--currency", metavar="CODE", help=helping("currency"), callback=values.currency),
    ] = None
    rates: Annotated[str | None, typer.Option("--rates", metavar="FILE", help=helping("rates"))] = None
    max_rejects: Annotated[
        str | None,
        typer.Option("--max-rejects", metavar="SHARE", help=helping("max_rejects"), callback=values.share),
    ] = None
    rejects: Annotated[str | None, typer.Option("--rejects", metavar="FILE", help=helping("rejects"))] = None


@dataclass(frozen=True)
class AgreedOptions:
    """What the two sides agreed on, and the seed of what is drawn."""

    sla: Annotated[str | None, typer.Option("--sla", metavar="TIME", help=helping("sla"), callback=values.minutes)] = (
        None
    )
    attempts: Annotated[int | None, typer.Option("--attempts", min=1, max=100, help=helping("attempts"))] = None
    horizon: Annotated[
        str | None, typer.Option("--horizon", metavar="DAYS", help=helping("horizon"), callback=values.days)
    ] = None
    seed: Annotated[int | None, typer.Option("--seed", min=0, hidden=True, help=helping("seed"))] = None


@dataclass(frozen=True)
class ShowOptions:
    """What a page on standard output looks like."""

    lang: Annotated[Language, typer.Option("--lang", help=helping("lang"))] = Language.EN
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help=helping("quiet"))] = False
    width: Annotated[int | None, typer.Option("--width", min=40, metavar="COLUMNS", help=helping("width"))] = None


@dataclass(frozen=True)
class OutputOptions:
    """Where the answer goes and what it looks like."""

    format: Annotated[FormatName | None, typer.Option("-f", "--format", help=helping("format"))] = None
    output: Annotated[list[str], typer.Option("-o", "--output", metavar="FILE", help=helping("output"))] = field(
        default_factory=list
    )
    lang: Annotated[Language, typer.Option("--lang", help=helping("lang"))] = Language.EN
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help=helping("quiet"))] = False
    no_color: Annotated[bool, typer.Option("--no-color", help=helping("no_color"))] = False
    width: Annotated[int | None, typer.Option("--width", min=40, metavar="COLUMNS", help=helping("width"))] = None
