"""The parts of a Report and of a Check as tables, in the order people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render import attributed, audit, desks, funnels, ledgers, sources
from smmfunnel.results import Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from smmfunnel.render.model import Table
    from smmfunnel.results import Check

_REPORT: dict[str, Callable[[Report], Table]] = {
    "about": sources.about,
    "verdict": attributed.verdict,
    "zones": attributed.zones,
    "factors": attributed.factors,
    "rescue": ledgers.rescue,
    "ledger": ledgers.ledger,
    "ledger_zones": ledgers.ledger_zones,
    "rules": ledgers.rules,
    "touch_log": ledgers.touch_log,
    "sla": ledgers.sla,
    "response": desks.response,
    "managers": desks.managers,
    "clickbait": desks.clickbait,
    "cohorts": desks.cohorts,
    "maturity": desks.maturity,
    "credit": desks.credit,
    "actions": desks.actions,
    "crosschecks": attributed.crosschecks,
    "sensitivity": attributed.sensitivity,
    "ladder": attributed.ladder,
    "missing": attributed.missing,
    "funnel": funnels.funnel,
    "money": funnels.money,
    "awareness": funnels.awareness,
    "segments": funnels.segments,
    "origins": funnels.origins,
    "match": sources.match,
    "suggestions": sources.suggestions,
    "excluded": sources.excluded,
    "inputs": sources.inputs,
    "totals": sources.totals,
    "skipped": sources.skipped,
    "unmapped": sources.unmapped,
    "warnings": sources.warnings,
}

_CHECK: dict[str, Callable[[Check], Table]] = {
    "about": sources.about,
    "inputs": sources.inputs,
    "totals": sources.totals,
    "skipped": sources.skipped,
    "cabinets": audit.cabinets,
    "leads": audit.leads,
    "excluded": audit.excluded,
    "bridge": audit.bridge,
    "match": sources.match,
    "suggestions": sources.suggestions,
    "unmapped": sources.unmapped,
    "fitness": audit.fitness,
    "warnings": sources.warnings,
}


def tables(answer: Report | Check) -> tuple[Table, ...]:
    """Return every section of the answer as a table, empty ones included."""
    if isinstance(answer, Report):
        return tuple(make(answer) for make in _REPORT.values())
    return tuple(make(answer) for make in _CHECK.values())


def section_of(report: Report, name: str) -> Table:
    """Return one section of a report as a table.

    Raises:
        KeyError: a report has no such section.
    """
    return _REPORT[name](report)


def chosen(answer: Report | Check, names: tuple[str, ...]) -> tuple[Table, ...]:
    """Return the sections asked for, in their own order; no names ask for all."""
    return tuple(table for table in tables(answer) if not names or table.section in names)
