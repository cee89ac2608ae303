"""Tables of the evidence ledger: what can still be won, outcomes, zones, rules, touch log and standards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render.model import Column, Row, Table, Unit

if TYPE_CHECKING:
    from smmfunnel.results import Estimate, Ledger, OutcomeRow, Report, TouchLogRow, ZoneRow

_LOST = (Column("sales_lost", Unit.SALES, estimate=True), Column("money_lost", Unit.MONEY, rounded=True))


def rescue(report: Report) -> Table:
    """Return the one row of the leads that can still be won."""
    columns = (
        Column("leads", Unit.COUNT),
        Column("untouched", Unit.COUNT),
        Column("sales", Unit.SALES, estimate=True),
        Column("money", Unit.MONEY, rounded=True),
        Column("sales_of_untouched", Unit.SALES, estimate=True),
    )
    found = report.rescue
    cells = (found.leads, found.untouched, found.sales, found.money, found.sales_of_untouched) if found else ()
    rows = (Row(cells, report.heading.currency),) if found else ()
    return Table("rescue", columns, rows, upright=True)


def ledger(report: Report) -> Table:
    """Return one row an outcome; they add up to the leads."""
    columns = (
        Column("outcome", Unit.CODE, words="outcome", key=True),
        Column("zone", Unit.CODE, words="zone_name"),
        Column("leads", Unit.COUNT),
        Column("share", Unit.SHARE),
        *_LOST,
    )
    found = report.ledger.outcomes if report.ledger else ()
    rows = (
        Row(
            (each.outcome.value, each.zone.value if each.zone else None, *_counted(each)),
            report.heading.currency,
        )
        for each in found
    )
    return Table("ledger", columns, tuple(rows))


def _counted(each: OutcomeRow | ZoneRow) -> tuple[int, float, Estimate | None, float | None]:
    return each.leads, each.share, each.sales_lost, each.money_lost


def ledger_zones(report: Report) -> Table:
    """Return one row a zone of the ledger."""
    columns = (
        Column("zone", Unit.CODE, words="zone_name", key=True),
        Column("leads", Unit.COUNT),
        Column("share", Unit.SHARE),
        *_LOST,
    )
    found = report.ledger.zones if report.ledger else ()
    rows = (Row((each.zone.value, *_counted(each)), report.heading.currency) for each in found)
    return Table("ledger_zones", columns, tuple(rows))


def rules(report: Report) -> Table:
    """Return one row a rule, in the order they are tried."""
    columns = (
        Column("id", key=True),
        Column("outcome", Unit.CODE, words="outcome"),
        Column("zone", Unit.CODE, words="zone_name"),
        Column("leads", Unit.COUNT),
    )
    found = report.ledger.rules if report.ledger else ()
    rows = (Row((e.id, e.outcome.value, e.zone.value if e.zone else None, e.leads)) for e in found)
    return Table("rules", columns, tuple(rows))


def touch_log(report: Report) -> Table:
    """Return the completeness of the touch log, the whole first (its part is unknown), then its parts."""
    columns = (
        Column("part", key=True),
        Column("won", Unit.COUNT),
        Column("touched", Unit.COUNT),
        Column("completeness", Unit.SHARE, estimate=True),
        Column("trusted", Unit.FLAG),
        Column("why", Unit.CODE),
    )
    if report.ledger is None:
        return Table("touch_log", columns, ())
    log = report.ledger.touch_log
    whole = next((part for part in log.parts if part.part is None), None)
    counts = (whole.won, whole.touched) if whole else (None, None)
    rows = [Row((None, *counts, log.completeness, log.trusted, log.why))]
    rows += [_log_part(part) for part in log.parts if part.part is not None]
    return Table("touch_log", columns, tuple(rows))


def _log_part(part: TouchLogRow) -> Row:
    return Row((part.part, part.won, part.touched, part.completeness, part.trusted, part.why))


def sla(report: Report) -> Table:
    """Return the zone of sales under each response standard."""
    columns = (
        Column("minutes", Unit.MINUTES, key=True),
        Column("leads", Unit.COUNT),
        Column("sales_lost", Unit.SALES, estimate=True),
        Column("named", Unit.FLAG),
        Column("agreed", Unit.FLAG),
    )
    found = report.ledger
    rows = _standard(found) if found else ()
    return Table("sla", columns, tuple(rows))


def _standard(found: Ledger) -> tuple[Row, ...]:
    return tuple(
        Row((each.minutes, each.leads, each.sales_lost, each.named, each.minutes == found.sla_minutes))
        for each in found.by_sla
    )
