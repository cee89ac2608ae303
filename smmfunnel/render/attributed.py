"""Tables of the attribution: the verdict, zones and factors, and what was tried against the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render.model import Column, Row, Table, Unit
from smmfunnel.render.verdicts import missing_text, sentence
from smmfunnel.results import Estimate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smmfunnel.render.model import Cell
    from smmfunnel.results import Checks, Effect, FactorEffect, Report, Span, ZoneEffect

CHECKS = ("e_value", "e_value_of_interval", "placebo", "tagging_drift", "overload", "off_hours_ratio")
"""What was tried against the answer, by the names of `results.Checks`, in the order people read it."""


def estimate(effect: Effect | FactorEffect | ZoneEffect) -> Estimate:
    """Return an effect with its interval as a cell."""
    return Estimate(effect.effect, effect.low, effect.high)


def verdict(report: Report) -> Table:
    """Return the one row that says what was compared, what changed and which zones are named."""
    found = report.attribution
    if found is None:
        return Table("verdict", _verdict_columns(), (), upright=True)
    ends = found.interval
    cells: tuple[Cell, ...] = (
        found.verdict.kind,
        found.verdict.zone.value if found.verdict.zone else None,
        tuple(zone.value for zone in found.verdict.zones),
        sentence(found, report.heading.lang),
        *_days(found.period),
        found.kind,
        *_days(found.reference),
        found.why,
        found.scaled_by,
        found.grain,
        found.horizon_days,
        found.reference_sales,
        found.period_sales,
        Estimate(found.change, ends.low if ends else None, ends.high if ends else None),
        found.residual,
    )
    return Table("verdict", _verdict_columns(), (Row(cells),), upright=True)


def _days(span: Span | None) -> tuple[Cell, Cell]:
    return (span.start, span.end) if span else (None, None)


def _verdict_columns() -> tuple[Column, ...]:
    return (
        Column("kind", Unit.CODE),
        Column("zone", Unit.CODE, words="zone_name"),
        Column("zones", Unit.CODE, words="zone_name"),
        Column("sentence"),
        Column("period_start", Unit.DAY),
        Column("period_end", Unit.DAY),
        Column("reference_kind", Unit.CODE, words="reference"),
        Column("reference_start", Unit.DAY),
        Column("reference_end", Unit.DAY),
        Column("why", Unit.CODE, words="why"),
        Column("scaled_by", Unit.RATIO),
        Column("grain", Unit.CODE, words="grain"),
        Column("horizon_days", Unit.DAYS),
        Column("reference_sales", Unit.SALES),
        Column("period_sales", Unit.SALES),
        Column("change", Unit.SALES, estimate=True, signed=True),
        Column("residual", Unit.SALES),
    )


def zones(report: Report) -> Table:
    """Return one row a zone: its identified part, and the bounds with the unplaced, as two estimates."""
    columns = (
        Column("zone", Unit.CODE, words="zone_name", key=True),
        Column("effect", Unit.SALES, estimate=True, signed=True),
        Column("bounds", Unit.SALES, estimate=True, signed=True),
        Column("significant", Unit.FLAG, head="column.named"),
        Column("money", Unit.MONEY, estimate=True, signed=True, rounded=True),
    )
    found = report.attribution.zones if report.attribution else ()
    rows = (
        Row(
            (
                each.zone.value,
                estimate(each),
                Estimate(None, each.bounds.low, each.bounds.high),
                each.significant,
                estimate(each.money) if each.money else Estimate(None, reason="absent"),
            ),
            report.heading.currency,
        )
        for each in found
    )
    return Table("zones", columns, tuple(rows))


def factors(report: Report) -> Table:
    """Return one row a factor, zone by zone; `reference` and `period` are in the factor's own unit."""
    columns = (
        Column("zone", Unit.CODE, words="zone_name", key=True),
        Column("factor", Unit.CODE, words="factor", key=True),
        Column("reference", Unit.NUMBER),
        Column("period", Unit.NUMBER),
        Column("effect", Unit.SALES, estimate=True, signed=True),
        Column("takers", Unit.CODE, words="zone_name"),
    )
    found = report.attribution.zones if report.attribution else ()
    rows = (
        Row(
            (
                zone.zone.value,
                each.factor.value,
                each.reference,
                each.period,
                estimate(each),
                tuple(taker.value for taker in each.takers),
            )
        )
        for zone in found
        for each in zone.factors
    )
    return Table("factors", columns, tuple(rows))


def crosschecks(report: Report) -> Table:
    """Return the same change by other methods, and the checks: method, of what, figure."""
    columns = (
        Column("method", Unit.CODE, key=True),
        Column("of", Unit.CODE, key=True),
        Column("value", Unit.NUMBER, estimate=True),
    )
    found = report.attribution
    if found is None:
        return Table("crosschecks", columns, ())
    others = found.crosschecks
    rows = [Row(("lmdi", zone.value, Estimate(effect))) for zone, effect in others.lmdi]
    rows += [Row(("order_range", e.factor.value, Estimate(None, e.low, e.high))) for e in others.order_range]
    rows += [Row(("lead_sale_shapley", factor.value, Estimate(effect))) for factor, effect in others.lead_sale_shapley]
    rows += [Row((name, None, value)) for name, value in checks(found.checks)]
    return Table("crosschecks", columns, tuple(rows))


def checks(given: Checks) -> Iterator[tuple[str, Estimate]]:
    """Yield what was tried against the answer and found a figure."""
    for name in CHECKS:
        value: Effect | float | None = getattr(given, name)
        if isinstance(value, int | float):
            yield name, Estimate(value)
        elif value is not None:
            yield name, estimate(value)


def sensitivity(report: Report) -> Table:
    """Return the effect of each zone in each other reading of a disputed step."""
    columns = (
        Column("factor", Unit.CODE, words="factor", key=True),
        Column("as_zone", Unit.CODE, words="zone_name", key=True),
        Column("zone", Unit.CODE, words="zone_name", key=True),
        Column("effect", Unit.SALES, signed=True),
        Column("named", Unit.FLAG),
    )
    found = report.attribution.sensitivity if report.attribution else ()
    rows = (
        Row((each.factor.value, each.zone.value, zone.value, effect, zone in each.named))
        for each in found
        for zone, effect in each.zones
    )
    return Table("sensitivity", columns, tuple(rows))


def ladder(report: Report) -> Table:
    """Return the rungs of what may be said, held or not, and what would bring each."""
    columns = (
        Column("code", Unit.CODE, words="rung", key=True),
        Column("held", Unit.FLAG),
        Column("missing", Unit.CODE, words="missing"),
    )
    found = report.attribution.ladder if report.attribution else ()
    return Table("ladder", columns, tuple(Row((each.code, each.held, each.missing)) for each in found))


def missing(report: Report) -> Table:
    """Return what would settle what these data cannot tell."""
    columns = (Column("code", Unit.CODE, key=True), Column("message"))
    found = report.attribution.verdict.missing if report.attribution else ()
    rows = (Row((each.code, missing_text(each, report.heading.lang))) for each in found)
    return Table("missing", columns, tuple(rows))
