"""Facts by hand: two spans of an agency whose figures follow from a few rates, so that the cause is known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from smmfunnel.facts.evidence import (
    CONTROL,
    SMM,
    Compared,
    Evidence,
    Horizon,
    ModelCell,
    SpreadCell,
    TouchLogFacts,
)
from smmfunnel.facts.values import PERIOD, REFERENCE, AdsCell, Facts, Known, VisitCell
from smmfunnel.results import Span
from smmfunnel.tables import METRICS, MICRO
from smmfunnel.vocabulary import ResponseClass

if TYPE_CHECKING:
    from collections.abc import Sequence

PLATFORM = "vk"
NOW = Span(date(2026, 9, 1), date(2026, 9, 28), "asked")
THEN = Span(date(2026, 8, 4), date(2026, 8, 31), "previous", "previous")
MONTHS = Compared("previous", "previous", NOW, THEN, None)
TRUSTED = TouchLogFacts(any=True, first_day=None, last_day=None, cells=(), trusted=True, why="complete")
SILENT = TouchLogFacts(any=False, first_day=None, last_day=None, cells=(), trusted=False, why="none")
HAS = {
    **dict.fromkeys(("contact", "responses", "reasons", "amounts", "closed", "lost", "manager"), True),
    **dict.fromkeys(("form", "attempts", "created_by", "worktime"), False),
}
KNOWN = Known(
    ads=True,
    crm=True,
    leads_are_deals=False,
    forms_only=False,
    contacted=True,
    qualified=False,
    sales=True,
    sources=True,
)


@dataclass(frozen=True)
class World:
    """Rates of one span; its figures are their products, rounded."""

    spend: float = 600_000.0
    shares: tuple[float, ...] = (0.5, 0.3, 0.2)
    per_money: float = 5.0
    click_rate: float = 0.012
    landing_rate: float = 0.8
    lead_rate: float = 0.025
    valid: float = 0.8
    in_time: float = 0.7
    sale_in_time: float = 0.24
    sale_late: float = 0.08
    sale_invalid: float = 0.01
    level: float = 1.0
    """What every sale rate is multiplied by: a common shock, if the controls' is too."""
    control_leads: int = 800
    control_level: float = 1.0
    deal: int = 40_000


def ads_cell(span: int, campaign: str | None, platform: str | None = PLATFORM, **figures: float) -> AdsCell:
    """Return a cell of ads; figures in units."""
    values: dict[str, int | None] = dict.fromkeys(METRICS)
    values |= {name: round(value * MICRO) for name, value in figures.items()}
    return AdsCell(span, platform, campaign, {}, awareness=False, currency="RUB", reach_largest=None, figures=values)


def visit_cell(span: int, campaign: str | None, visits: float, platform: str | None = PLATFORM) -> VisitCell:
    """Return a cell of visits; visits in units."""
    return VisitCell(span, "smm", platform, campaign, {}, round(visits * MICRO))


def model_cell(span: int, leads: int, sales: int, campaign: str | None = "c0", **given: Any) -> ModelCell:
    """Return a cell of leads, fully followed; amounts of 40,000 unless said otherwise."""
    deal = given.pop("deal", 40_000)
    cell = ModelCell(
        span=span,
        group=SMM,
        source=None,
        platform=PLATFORM,
        campaign_ref=campaign,
        quality="valid",
        response=ResponseClass.WITHIN_15M,
        off_hours=False,
        leads=leads,
        exposure=leads * MICRO,
        sales=sales,
        revenue=sales * deal * MICRO,
        priced=sales,
        revenue_square=round(sales * deal * deal * 1.25),
    )
    return replace(cell, **given)


def control_cell(span: int, leads: int, sales: int, **given: Any) -> ModelCell:
    """Return a cell of leads of a control source."""
    cell = model_cell(span, leads, sales, None, group=CONTROL, source="organic", platform=None, revenue=0, priced=0)
    return replace(cell, **given)


def leads_of(span: int, world: World, campaign: str, leads: float) -> list[ModelCell]:
    """Split a campaign's leads by contact and response, with the sales of their rates."""
    kinds = [
        ("valid", ResponseClass.WITHIN_15M, world.valid * world.in_time, world.sale_in_time),
        ("valid", ResponseClass.LATER, world.valid * (1 - world.in_time), world.sale_late),
        ("invalid", ResponseClass.WITHIN_15M, (1 - world.valid) * world.in_time, world.sale_invalid),
        ("invalid", ResponseClass.LATER, (1 - world.valid) * (1 - world.in_time), world.sale_invalid),
    ]
    cells = []
    for quality, response, share, rate in kinds:
        number = round(leads * share)
        sales = round(number * rate * world.level)
        cells.append(model_cell(span, number, sales, campaign, quality=quality, response=response, deal=world.deal))
    return cells


def span_of(number: int, world: World) -> tuple[list[AdsCell], list[VisitCell], list[ModelCell]]:
    """Return the figures of one span."""
    ads, visits, cells = [], [], []
    for place, share in enumerate(world.shares):
        spend = world.spend * share
        impressions = round(spend * world.per_money)
        clicks = round(impressions * world.click_rate)
        views = round(clicks * world.landing_rate)
        name = f"c{place}"
        ads.append(ads_cell(number, name, spend=spend, impressions=impressions, clicks=clicks))
        visits.append(visit_cell(number, name, views))
        cells += leads_of(number, world, name, views * world.lead_rate)
    if world.control_leads:
        kinds = (
            (ResponseClass.WITHIN_15M, 0.7, World.sale_in_time),
            (ResponseClass.LATER, 0.3, World.sale_late),
        )
        for response, share, rate in kinds:
            leads = round(world.control_leads * share)
            cells.append(control_cell(number, leads, round(leads * rate * world.control_level), response=response))
    return ads, visits, cells


@dataclass(frozen=True)
class Given:
    """What facts are made of."""

    ads: Sequence[AdsCell] = ()
    visits: Sequence[VisitCell] = ()
    cells: Sequence[ModelCell] = ()
    compared: Compared = MONTHS
    known: Known = KNOWN
    touch_log: TouchLogFacts = TRUSTED
    spread: Sequence[SpreadCell] = ()
    unknown_origin: dict[int, tuple[int, int]] = field(default_factory=lambda: {0: (0, 1000), 1: (0, 1000)})
    unmatched: dict[int, tuple[int, int]] | None = None
    has: dict[str, bool] = field(default_factory=lambda: dict(HAS))


def facts(given: Given) -> Facts:
    """Put facts together."""
    unmatched = given.unmatched
    if unmatched is None:
        unmatched = {}
        for span in (PERIOD, REFERENCE):
            mine = [cell for cell in given.cells if cell.group == SMM and cell.span == span]
            lost = sum(cell.leads for cell in mine if cell.campaign_ref is None)
            unmatched[span] = lost, sum(cell.leads for cell in mine)
    evidence = Evidence(
        compared=given.compared,
        horizon=Horizon(30, "data", (0, *[MICRO] * 30)),
        lags=(),
        model=tuple(given.cells),
        spread=tuple(given.spread),
        unknown_origin=given.unknown_origin,
        unmatched=unmatched,
        touch_log=given.touch_log,
        ledger=(),
        sla=(),
        managers=(),
        times=(),
        bands=(),
        cohorts=(),
        content=(),
        credit=None,
        rescue=(),
        has=given.has,
    )
    return Facts(
        as_of=date(2026, 12, 31),
        period=given.compared.period,
        reference=given.compared.reference,
        inputs=(),
        skipped=(),
        known=given.known,
        campaigns={},
        ads=tuple(given.ads),
        leads=(),
        visits=(),
        cabinets=(),
        bridge=None,
        suggestions=(),
        words=(),
        excluded_rows={},
        days=(given.compared.period.start, given.compared.period.end),
        form_leads=None,
        by=(),
        evidence=evidence,
        compared_ads=tuple(given.ads),
        compared_visits=tuple(given.visits),
    )


def given_worlds(period: World, reference: World | None = None, **more: Any) -> Given:
    """Return what two spans of an agency leave."""
    now = span_of(PERIOD, period)
    then = span_of(REFERENCE, reference or World())
    return Given([*now[0], *then[0]], [*now[1], *then[1]], [*now[2], *then[2]], **more)


def worlds(period: World, reference: World | None = None, **more: Any) -> Facts:
    """Return the facts of two spans of an agency."""
    return facts(given_worlds(period, reference, **more))
