"""`leads` in every format: the rows behind a number, how many there are, and how few are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.render.document import dump, envelope
from smmfunnel.render.flat import csv_of, jsonl_of, objects, tsv_of
from smmfunnel.render.heading import period_line
from smmfunnel.render.model import Cell, Column, Row, Table, Unit
from smmfunnel.render.plain import lines_of
from smmfunnel.render.texted import TextTable, texted
from smmfunnel.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.facts.contacts import Contact
    from smmfunnel.facts.rows import LeadRow
    from smmfunnel.render.members import Json
    from smmfunnel.render.options import RenderOptions
    from smmfunnel.results import Heading

SCHEMA = "smmfunnel/leads/1"
FORMATS = ("table", "plain", "json", "jsonl", "csv", "tsv")
"""The formats of `leads`."""

COLUMNS = (
    Column("lead_id", key=True),
    Column("created_at"),
    Column("age_days", Unit.DAYS),
    Column("source"),
    Column("platform"),
    Column("campaign"),
    Column("manager"),
    Column("status", Unit.CODE),
    Column("loss_reason", Unit.CODE),
    Column("response_minutes", Unit.MINUTES),
    Column("attempts", Unit.COUNT),
    Column("outcome", Unit.CODE, words="outcome"),
    Column("zone", Unit.CODE, words="zone_name"),
    Column("rule"),
    Column("worth", Unit.NUMBER),
    Column("phone"),
    Column("email"),
)
SECONDS = 60


@dataclass(frozen=True)
class LeadList:
    """Leads to show."""

    rows: Sequence[LeadRow]
    total: int
    """How many there are, shown or not."""
    contacts: Mapping[int, Contact]
    """By number of the lead: as they are, or masked."""
    working: bool
    """Whether responses are told in working time."""
    rescue: bool = False
    """Whether their worth is that of handling them now, not of their loss."""


def render_leads(listed: LeadList, heading: Heading, options: RenderOptions) -> str:
    """Write the leads in the format of `options`.

    Raises:
        ValueError: there is no such format; the command line offers only those there are.
    """
    table = lead_table(listed)
    if options.format == "json":
        return _document(listed, table, heading, options)
    if options.format in {"csv", "tsv"}:
        return (csv_of if options.format == "csv" else tsv_of)(table)
    if options.format == "jsonl":
        return jsonl_of(table, ascii_only=not options.unicode)
    if options.format not in FORMATS:
        message = f"no format {options.format!r}, there are {', '.join(FORMATS)}"
        raise ValueError(message)
    return _text(listed, table, heading, options)


def lead_table(listed: LeadList) -> Table:
    """Return the leads as typed cells, one row a lead."""
    head = "column.worth_now" if listed.rescue else "column.worth_lost"
    columns = tuple(replace(column, head=head) if column.name == "worth" else column for column in COLUMNS)
    return Table("leads", columns, tuple(Row(_cells(row, listed)) for row in listed.rows))


def _cells(row: LeadRow, listed: LeadList) -> tuple[Cell, ...]:
    seconds = row.working_seconds if listed.working else row.response_seconds
    contact = listed.contacts.get(row.lead)
    return (
        row.id,
        row.created_at.isoformat(" ", "minutes") if row.created_at else None,
        row.age,
        row.source,
        row.platform,
        row.campaign,
        row.manager,
        row.status,
        row.reason,
        None if seconds is None else seconds / SECONDS,
        row.attempts,
        row.outcome.value,
        row.zone.value if row.zone else None,
        row.rule,
        row.worth,
        contact.phone if contact else None,
        contact.email if contact else None,
    )


def _document(listed: LeadList, table: Table, heading: Heading, options: RenderOptions) -> str:
    rows: list[Json] = [dict(each) for each in objects(table)]
    body: dict[str, Json] = {"leads": listed.total, "listed": len(listed.rows), "rows": rows}
    return dump(envelope(heading, SCHEMA) | body, ascii_only=not options.unicode)


def _text(listed: LeadList, table: Table, heading: Heading, options: RenderOptions) -> str:
    words = Words.of(options)
    aside = words.say("leads.total", n=listed.total)
    if len(listed.rows) < listed.total:
        aside = words.say("leads.shown", n=listed.total, listed=words.numbers.count(len(listed.rows)))
    period = period_line(heading, words)
    head = f"{period.label}  {period.sentence()}"
    none = TextTable(words.label("section", "lead_list"), (), (), aside=words.say("leads.none"))
    view = replace(texted(table, words), aside=aside) if listed.rows else none
    if options.format == "plain":
        return "\n".join((head, "", *lines_of(view))) + "\n"
    return _drawn(view, head, options)


def _drawn(view: TextTable, head: str, options: RenderOptions) -> str:
    from smmfunnel.render.screen.lists import draw_list

    return draw_list(view, head, options)
