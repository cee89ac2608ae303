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


def _help(name: str) -> str:
    return say(f"option.{name}")


PATHS = typer.Argument(metavar="PATH", help=_help("paths"), show_default=False)

_SECTION, _CHECK_SECTION = (
    typer.Option(
        "--section",
        metavar="NAME",
        help=_help("section"),
        callback=values.sections(known),
        autocompletion=values.completing(known),
    )
    for known in (values.report_sections, values.check_sections)
)
FORMAT_FILES = typer.Option("--format-file", metavar="FILE", help=_help("format_file"))


@dataclass(frozen=True)
class ReportParts:
    """Which parts of a report are asked for."""

    by: Annotated[list[Dimension], typer.Option("--by", help=_help("by"))] = field(default_factory=list)
    section: Annotated[list[str], _SECTION] = field(default_factory=list)
    fail_on: Annotated[
        list[str],
        typer.Option("--fail-on", metavar="CONDITION", help=_help("fail_on"), callback=values.conditions),
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

    config: Annotated[str | None, typer.Option("-c", "--config", metavar="FILE", help=_help("config"))] = None
    as_: Annotated[
        list[str],
        typer.Option(
            "--as",
            metavar="FORMAT:PATH",
            help=_help("as"),
            callback=values.formats_of_files,
            autocompletion=values.completing(values.export_formats, ":"),
        ),
    ] = field(default_factory=list)
    format_file: Annotated[list[str], FORMAT_FILES] = field(default_factory=list)
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="NAME", help=_help("encoding"), callback=values.encoding),
    ] = None
    delimiter: Annotated[
        str | None,
        typer.Option("--delimiter", metavar="CHAR", help=_help("delimiter"), callback=values.delimiter),
    ] = None
    date_order: Annotated[DateOrder | None, typer.Option("--date-order", help=_help("date_order"))] = None
    decimal: Annotated[DecimalMark | None, typer.Option("--decimal", help=_help("decimal"))] = None
    tz: Annotated[str | None, typer.Option("--tz", metavar="ZONE", help=_help("tz"), callback=values.time_zone)] = None


@dataclass(frozen=True)
class TermOptions:
    """What the answer is about."""

    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="SPAN",
            help=_help("period"),
            callback=values.span,
            autocompletion=values.completing(values.spans),
        ),
    ] = None
    reference: Annotated[
        str | None,
        typer.Option(
            "--reference",
            metavar="SPAN",
            help=_help("reference"),
            callback=values.reference,
            autocompletion=values.completing(values.references),
        ),
    ] = None
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DAY|today", help=_help("as_of"), callback=values.day_or_today),
    ] = None
    currency: Annotated[
        str | None,
        typer.Option("--currency", metavar="CODE", help=_help("currency"), callback=values.currency),
    ] = None
    rates: Annotated[str | None, typer.Option("--rates", metavar="FILE", help=_help("rates"))] = None
    max_rejects: Annotated[
        str | None,
        typer.Option("--max-rejects", metavar="SHARE", help=_help("max_rejects"), callback=values.share),
    ] = None
    rejects: Annotated[str | None, typer.Option("--rejects", metavar="FILE", help=_help("rejects"))] = None


@dataclass(frozen=True)
class AgreedOptions:
    """What the two sides agreed on, and the seed of what is drawn."""

    sla: Annotated[str | None, typer.Option("--sla", metavar="TIME", help=_help("sla"), callback=values.minutes)] = None
    attempts: Annotated[int | None, typer.Option("--attempts", min=1, max=100, help=_help("attempts"))] = None
    horizon: Annotated[
        str | None, typer.Option("--horizon", metavar="DAYS", help=_help("horizon"), callback=values.days)
    ] = None
    seed: Annotated[int | None, typer.Option("--seed", min=0, hidden=True, help=_help("seed"))] = None


class ListFormat(StrEnum):
    """The forms of a list of leads."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"


class OutcomeName(StrEnum):
    """Outcomes of the ledger."""

    WON = "won"
    EXCLUDED = "excluded"
    JUNK = "junk"
    JUNK_UNTOUCHED = "junk_untouched"
    UNTOUCHED = "untouched"
    LATE = "late"
    UNDERWORKED = "underworked"
    UNREACHABLE = "unreachable"
    SITE = "site"
    OFFER = "offer"
    OPEN = "open"
    NO_RECORD = "no_record"
    UNKNOWN = "unknown"
    UNMAPPED = "unmapped"


class ZoneName(StrEnum):
    """Zones a lead of the ledger can fall to."""

    SMM = "smm"
    SALES = "sales"
    SITE = "site"
    OFFER = "offer"
    BUDGET = "budget"
    TRACKING = "tracking"
    UNATTRIBUTED = "unattributed"


@dataclass(frozen=True)
class WhichLeads:
    """Which leads are listed."""

    outcome: Annotated[list[OutcomeName], typer.Option("--outcome", metavar="OUTCOME", help=_help("leads_outcome"))] = (
        field(default_factory=list)
    )
    zone: Annotated[list[ZoneName], typer.Option("--zone", metavar="ZONE", help=_help("leads_zone"))] = field(
        default_factory=list
    )
    rule: Annotated[list[str], typer.Option("--rule", metavar="ID", help=_help("leads_rule"))] = field(
        default_factory=list
    )
    campaign: Annotated[list[str], typer.Option("--campaign", metavar="NAME", help=_help("leads_campaign"))] = field(
        default_factory=list
    )
    manager: Annotated[list[str], typer.Option("--manager", metavar="NAME", help=_help("leads_manager"))] = field(
        default_factory=list
    )
    source: Annotated[list[str], typer.Option("--source", metavar="NAME", help=_help("leads_source"))] = field(
        default_factory=list
    )
    older_than: Annotated[
        str | None,
        typer.Option("--older-than", metavar="DAYS", help=_help("leads_older_than"), callback=values.days),
    ] = None
    rescue: Annotated[bool, typer.Option("--rescue", help=_help("leads_rescue"))] = False
    pii: Annotated[bool, typer.Option("--pii", help=_help("leads_pii"))] = False
    limit: Annotated[int | None, typer.Option("--limit", min=1, help=_help("leads_limit"))] = None


@dataclass(frozen=True)
class ListOutput:
    """Where a list goes and what it looks like."""

    format: Annotated[ListFormat | None, typer.Option("-f", "--format", help=_help("format"))] = None
    output: Annotated[list[str], typer.Option("-o", "--output", metavar="FILE", help=_help("leads_output"))] = field(
        default_factory=list
    )
    lang: Annotated[Language, typer.Option("--lang", help=_help("lang"))] = Language.EN
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help=_help("quiet"))] = False
    no_color: Annotated[bool, typer.Option("--no-color", help=_help("no_color"))] = False
    width: Annotated[int | None, typer.Option("--width", min=40, metavar="COLUMNS", help=_help("width"))] = None


@dataclass(frozen=True)
class WhichStory:
    """Which lead's story is told."""

    lead: Annotated[str | None, typer.Option("--lead", metavar="ID", help=_help("explain_lead"))] = None
    pii: Annotated[bool, typer.Option("--pii", help=_help("leads_pii"))] = False


@dataclass(frozen=True)
class ShowOptions:
    """What a page on standard output looks like."""

    lang: Annotated[Language, typer.Option("--lang", help=_help("lang"))] = Language.EN
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help=_help("quiet"))] = False
    width: Annotated[int | None, typer.Option("--width", min=40, metavar="COLUMNS", help=_help("width"))] = None


@dataclass(frozen=True)
class OutputOptions:
    """Where the answer goes and what it looks like."""

    format: Annotated[FormatName | None, typer.Option("-f", "--format", help=_help("format"))] = None
    output: Annotated[list[str], typer.Option("-o", "--output", metavar="FILE", help=_help("output"))] = field(
        default_factory=list
    )
    lang: Annotated[Language, typer.Option("--lang", help=_help("lang"))] = Language.EN
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help=_help("quiet"))] = False
    no_color: Annotated[bool, typer.Option("--no-color", help=_help("no_color"))] = False
    width: Annotated[int | None, typer.Option("--width", min=40, metavar="COLUMNS", help=_help("width"))] = None
