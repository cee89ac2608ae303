"""Tables of what was counted: the funnel, the money, awareness, segments and origins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.render.model import Column, Row, Table, Unit
from smmfunnel.vocabulary import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smmfunnel.render.model import Cell
    from smmfunnel.results import Estimate, Money, Report, Segment

QUOTIENTS = ("cpm", "cpc", "cpv", "cpl", "cpql", "cac", "roas", "romi", "drr", "average_deal")
"""The quotients of Money, from the impression to the sale."""

_RATIOS = {"roas": Unit.RATIO, "romi": Unit.SHARE, "drr": Unit.SHARE}

COUNTS = (*(stage.value for stage in Stage), "open")
"""Counts of a segment; those its report lacks are unknown."""


def funnel(report: Report) -> Table:
    """Return one row a stage that has data."""
    columns = (
        Column("stage", Unit.CODE, words="stage", key=True),
        Column("count", Unit.COUNT),
        Column("of", Unit.CODE, words="stage"),
        Column("rate", Unit.SHARE, estimate=True),
        Column("zone", Unit.CODE, words="zone"),
        Column("lost", Unit.COUNT),
        Column("reference_count", Unit.COUNT),
        Column("reference_rate", Unit.SHARE, estimate=True),
        Column("difference", Unit.POINTS, estimate=True),
        Column("worst", Unit.FLAG),
    )
    rows = (
        Row(
            (
                step.stage.value,
                step.count,
                step.of.value if step.of else None,
                step.rate,
                step.zone.value if step.zone else None,
                step.lost,
                step.reference_count,
                step.reference_rate,
                step.difference,
                step.worst,
            )
        )
        for step in report.funnel
    )
    return Table("funnel", columns, tuple(rows))


def quotient(name: str) -> Column:
    """Return the column of a quotient by its name."""
    return Column(name, _RATIOS.get(name, Unit.MONEY), estimate=True)


def money(report: Report) -> Table:
    """Return one row a currency."""
    columns = (
        Column("currency", key=True),
        Column("spend", Unit.MONEY),
        Column("revenue", Unit.MONEY),
        *map(quotient, QUOTIENTS),
        Column("repeat_revenue", Unit.MONEY),
        Column("costs", Unit.CODE, words="cost"),
        Column("costs_total", Unit.MONEY),
    )
    return Table("money", columns, tuple(map(_money_row, report.money)), upright=True)


def _money_row(each: Money) -> Row:
    quotients: tuple[Estimate, ...] = tuple(getattr(each, name) for name in QUOTIENTS)
    ends = (each.repeat_revenue, each.costs, each.costs_total)
    return Row((each.currency, each.spend, each.revenue, *quotients, *ends), each.currency)


def awareness(report: Report) -> Table:
    """Return the campaigns that buy attention, one row a currency."""
    columns = (
        Column("currency", key=True),
        Column("campaigns", Unit.COUNT),
        Column("spend", Unit.MONEY),
        Column("impressions", Unit.COUNT),
        Column("reach_largest", Unit.COUNT),
        Column("video_views", Unit.COUNT),
        Column("followers", Unit.COUNT),
        quotient("cpm"),
        quotient("cpv"),
    )
    rows = []
    for each in report.awareness:
        currency = each.currency or report.heading.currency
        figures = (each.spend, each.impressions, each.reach_largest, each.video_views, each.followers)
        rows.append(Row((currency, each.campaigns, *figures, each.cpm, each.cpv), currency))
    return Table("awareness", columns, tuple(rows), upright=True)


def segments(report: Report) -> Table:
    """Return every dimension's values one under another, each count followed by the rate into it."""
    columns = tuple(_segment_columns())
    rows = []
    for each in report.segments:
        currency = each.currency or report.heading.currency
        values = _segment(each) | {"currency": currency}
        rows.append(Row(tuple(values[column.name] for column in columns), currency))
    return Table("segments", columns, tuple(rows))


RATED = tuple(stage.value for stage in Stage if stage is not Stage.IMPRESSIONS)
"""Stages a rate leads into."""

_OF_CRM = frozenset({"contacted", "qualified", "sales", "open"})


def _segment_columns() -> Iterator[Column]:
    yield Column("by", Unit.CODE, words="by", key=True)
    yield Column("platform", key=True)
    yield Column("key", key=True)
    yield Column("members", Unit.COUNT)
    yield Column("other", Unit.FLAG, key=True)
    yield Column("currency")
    yield Column("spend", Unit.MONEY)
    for name in COUNTS:
        part = int(name in _OF_CRM)
        yield Column(name, Unit.COUNT, group=name, part=part)
        if name in RATED:
            yield Column(f"{name}_rate", Unit.SHARE, estimate=True, group=name, part=part)
        if name == Stage.LEADS:
            yield quotient("cpl")
    yield replace(quotient("cac"), part=2)
    yield Column("revenue", Unit.MONEY, part=2)
    yield replace(quotient("roas"), part=2)
    yield Column("flagged", Unit.CODE, words="stage")
    yield Column("too_little", Unit.FLAG)


def _segment(each: Segment) -> dict[str, Cell]:
    counts = {name: each.counts.get(name) for name in COUNTS}
    rates = {f"{name}_rate": each.rates.get(name) for name in RATED}
    own = {
        name: getattr(each, name)
        for name in ("by", "platform", "key", "members", "other", "spend", "cpl", "cac", "revenue", "roas")
    }
    return {**own, **counts, **rates, "flagged": each.flagged, "too_little": each.too_little}


def origins(report: Report) -> Table:
    """Return the leads by origin and source."""
    columns = (
        Column("origin", Unit.CODE, words="origin", key=True),
        Column("source", key=True),
        Column("leads", Unit.COUNT),
        Column("qualified", Unit.COUNT),
        Column("sales", Unit.COUNT),
    )
    rows = (Row((each.origin, each.source, each.leads, each.qualified, each.sales)) for each in report.origins)
    return Table("origins", columns, tuple(rows))
