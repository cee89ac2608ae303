"""Tables of the audit alone: each side's own figures, the bridge between them, and what it all is fit for."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from smmfunnel.render.model import Column, Row, Table, Unit
from smmfunnel.render.sources import counted

if TYPE_CHECKING:
    from smmfunnel.results import Check

BRIDGE = (
    "by_closing_day",
    "closed_in_period_of_earlier_leads",
    "unlinked",
    "undated",
    "closed_later_of_period_leads",
    "by_lead_day",
)
"""The way from the sales by closing day to those by lead day."""


def cabinets(check: Check) -> Table:
    """Return what each platform's files say beside what was used of them."""
    columns = (
        Column("platform", key=True),
        Column("currency", key=True),
        Column("spend_in_files", Unit.MONEY),
        Column("spend_set_aside", Unit.MONEY),
        Column("spend_used", Unit.MONEY),
        Column("platform_leads", Unit.COUNT),
        Column("crm_leads", Unit.COUNT),
        Column("first_day", Unit.DAY),
        Column("last_day", Unit.DAY),
    )
    rows = (
        Row(tuple(getattr(each, column.name) for column in columns), each.currency)
        for each in check.reconciliation.cabinets
    )
    return Table("cabinets", columns, tuple(rows))


def leads(check: Check) -> Table:
    """Return the leads by creation, before anything is left out."""
    created = check.reconciliation.leads_by_creation
    columns = (Column("count_of", Unit.CODE, words="count_of", key=True), Column("leads", Unit.COUNT))
    return Table("leads", columns, () if created is None else (Row(("leads_by_creation", created)),))


def excluded(check: Check) -> Table:
    """Return the leads left out, by why."""
    return counted("excluded", "excluded", check.reconciliation.excluded.items())


def bridge(check: Check) -> Table:
    """Return the sales of the period by closing day, by lead day, and what lies between."""
    columns = (Column("step", Unit.CODE, words="bridge", key=True), Column("sales", Unit.COUNT))
    found = check.reconciliation.bridge
    steps = asdict(found) if found else {}
    return Table("bridge", columns, tuple(Row((name, steps[name])) for name in BRIDGE if name in steps))


def fitness(check: Check) -> Table:
    """Return the questions these files can and cannot answer."""
    columns = (
        Column("question", Unit.CODE, words="fit", key=True),
        Column("answer", Unit.CODE, words="answer"),
        Column("missing", Unit.CODE, words="missing"),
    )
    return Table("fitness", columns, tuple(Row((e.question, e.answer, e.missing)) for e in check.fitness))
