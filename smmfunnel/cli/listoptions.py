"""The options of the commands that tell of single leads: which of them, and what the list looks like."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Annotated

import typer

from smmfunnel.cli import values
from smmfunnel.cli.options import Language, helping
from smmfunnel.dataclass import dataclass
from smmfunnel.vocabulary import Outcome, Zone  # noqa: TC001 - the options are made of the annotations


class ListFormat(StrEnum):
    """The forms of a list of leads."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"


@dataclass(frozen=True)
class WhichLeads:
    """Which leads are listed."""

    outcome: Annotated[list[Outcome], typer.Option("--outcome", metavar="OUTCOME", help=helping("leads_outcome"))] = (
        field(default_factory=list)
    )
    zone: Annotated[list[Zone], typer.Option("--zone", metavar="ZONE", help=helping("leads_zone"))] = field(
        default_factory=list
    )
    rule: Annotated[list[str], typer.Option("--rule", metavar="ID", help=helping("leads_rule"))] = field(
        default_factory=list
    )
    campaign: Annotated[list[str], typer.Option("--campaign", metavar="NAME", help=helping("leads_campaign"))] = field(
        default_factory=list
    )
    manager: Annotated[list[str], typer.Option("--manager", metavar="NAME", help=helping("leads_manager"))] = field(
        default_factory=list
    )
    source: Annotated[list[str], typer.Option("--source", metavar="NAME", help=helping("leads_source"))] = field(
        default_factory=list
    )
    older_than: Annotated[
        str | None,
        typer.Option("--older-than", metavar="DAYS", help=helping("leads_older_than"), callback=values.days),
    ] = None
    rescue: Annotated[bool, typer.Option("--rescue", help=helping("leads_rescue"))] = False
    pii: Annotated[bool, typer.Option("--pii", help=helping("leads_pii"))] = False
    limit: Annotated[int | None, typer.Option("--limit", min=1, help=helping("leads_limit"))] = None


@dataclass(frozen=True)
class ListOutput:
    """Where a list goes and what it looks like."""

    format: Annotated[ListFormat | None, typer.Option("-f", "--format", help=helping("format"))] = None
    output: Annotated[list[str], typer.Option("-o", "--output", metavar="FILE", help=helping("leads_output"))] = field(
        default_factory=list
    )
    lang: Annotated[Language, typer.Option("--lang", help=helping("lang"))] = Language.EN
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help=helping("quiet"))] = False
    no_color: Annotated[bool, typer.Option("--no-color", help=helping("no_color"))] = False
    width: Annotated[int | None, typer.Option("--width", min=40, metavar="COLUMNS", help=helping("width"))] = None


@dataclass(frozen=True)
class WhichStory:
    """Which lead's story is told."""

    lead: Annotated[str | None, typer.Option("--lead", metavar="ID", help=helping("explain_lead"))] = None
    pii: Annotated[bool, typer.Option("--pii", help=helping("leads_pii"))] = False
