"""The comparison of two spans: the whole chain from money to sales, by segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution import deals, stages
from smmfunnel.analysis.attribution.bounds import Answer
from smmfunnel.analysis.attribution.case import Setting, as_far_as_judged, compared_days, total
from smmfunnel.analysis.attribution.chain import chain
from smmfunnel.analysis.attribution.draws import RATE_STREAM, draw, generator, rate_draws
from smmfunnel.analysis.attribution.ladder import BOTH, ladder
from smmfunnel.analysis.attribution.landing import landing_zone
from smmfunnel.analysis.attribution.naming import least_loss
from smmfunnel.analysis.attribution.shares import Game
from smmfunnel.analysis.attribution.spread import overdispersion
from smmfunnel.analysis.attribution.volumes import grain, regrained, volumes
from smmfunnel.analysis.attribution.zonemap import zone_map
from smmfunnel.analysis.leadsale import LeadSale
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import Note
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smmfunnel.analysis.attribution.case import Case
    from smmfunnel.analysis.attribution.chain import Chain
    from smmfunnel.analysis.attribution.deals import Amounts
    from smmfunnel.analysis.attribution.games import FloatArray
    from smmfunnel.analysis.attribution.volumes import Table
    from smmfunnel.analysis.leadsale import SaleModel

SALES_STREAM = 99
WEEK = 7
UNEVEN_WEEKENDS = 0.04
"""Difference of the shares of Saturdays and Sundays that is worth a remark."""


def set_up(case: Case) -> tuple[Setting, SaleModel | None]:
    """Set up the game of the period against the reference span.

    Returns:
        The setting, and the lead→sale model it was played with; None for files that carry no CRM.
    """
    level = grain(case.facts)
    cells = regrained(case.evidence.model, level)
    rungs = ladder(case.evidence, cells, case.drift, spans=BOTH, control=True)
    table = volumes(case.facts, case.scope, level, cells)
    days, reference_days = compared_days(case.evidence)
    scale = days / (reference_days or days)
    last = end_of(table, crm=case.facts.known.crm)
    links = chain(table, last, scale=scale, spread=overdispersion(case.evidence.spread, level))
    model = case.fit(cells, rungs.terms) if case.facts.known.crm else None
    lead_sale = _lead_sale(case, model, links, table, last)
    before, after = draw(links, case.draws, case.seed)
    factors = tuple(quotient.factor for quotient in links.quotients)
    game = Game(factors, tuple(before), tuple(after), lead_sale.players, lead_sale.rates)
    amounts = deals.from_cells(cells, links.places) if model else deals.from_table(table, links.places)
    known = deals.known(amounts)
    levels = {**_levels(links), **rate_levels(game), **(_deal_levels(amounts) if known else {})}
    answer = Answer(
        zones=zone_map(
            case.settings.zones,
            handling=rungs.terms.handling,
            landing=landing_zone(case.facts, case.scope),
            advertising=case.advertising,
        ),
        least=least_loss(float(game.value(period=False)[0])),
        may_name=case.may_name,
        levels=levels,
        silent=frozenset([Factor.DEAL]) if known else frozenset(),
    )
    setting = Setting(
        game=game,
        answer=answer,
        ladder=rungs,
        level=level,
        amounts=deals.deal_draws(amounts, case.draws, case.seed) if known else None,
        scale=scale,
        notes=tuple(_notes(case, links)),
        leads=_leads(table, last),
    )
    return setting, model


def end_of(table: Table, *, crm: bool) -> str:
    """Name the stage the chain ends in: leads of the CRM, else of the platforms, else sales."""
    if crm:
        return stages.LEADS
    counted = any(one.platform_leads for spans in table.values() for one in spans)
    return stages.PLATFORM_LEADS if counted else stages.SALES


def _lead_sale(case: Case, model: SaleModel | None, links: Chain, table: Table, last: str) -> LeadSale:
    if model is None:
        return counted_rates(case, links, table, last)
    return as_far_as_judged(case, model.coalitions(links.places))


def counted_rates(case: Case, links: Chain, table: Table, last: str) -> LeadSale:
    """Sales a lead as the platforms count both, where no CRM is loaded."""
    if last == stages.SALES:
        return LeadSale((), np.ones((1 + case.draws, len(links.places), 1)))
    sales = np.array([[table[place][span].sales or 0.0 for place in links.places] for span in BOTH])
    leads = np.array([[getattr(table[place][span], last) or 0.0 for place in links.places] for span in BOTH])
    exceeds = np.asarray((sales > leads).any(axis=0))
    ones = np.ones(len(links.places))
    period, reference = (
        rate_draws(
            sales[span],
            leads[span],
            ones,
            case.draws,
            generator(case.seed, RATE_STREAM, SALES_STREAM, span),
            exceeds=exceeds,
        )
        for span in BOTH
    )
    gone = leads == 0
    period[:, gone[PERIOD]] = reference[:, gone[PERIOD]]
    reference[:, gone[REFERENCE]] = period[:, gone[REFERENCE]]
    return LeadSale((Factor.CONVERSION,), np.stack([reference, period], axis=-1))


def _leads(table: Table, last: str) -> tuple[float, float]:
    now, then = (sum(getattr(spans[span], last) or 0.0 for spans in table.values()) for span in BOTH)
    return now, then


def _levels(links: Chain) -> Mapping[Factor, tuple[float | None, float | None]]:
    found: dict[Factor, tuple[float | None, float | None]] = {}
    for quotient in links.quotients:
        found[quotient.factor] = quotient.overall(REFERENCE), quotient.overall(PERIOD)
        if quotient.factor is Factor.COUNT:
            found[Factor.COUNT] = (quotient.overall(REFERENCE) or 0.0) * links.scale, quotient.overall(PERIOD)
    if Factor.SPEND in found:
        found[Factor.SPEND] = links.spend[REFERENCE], links.spend[PERIOD]
    return found


def rate_levels(game: Game) -> Mapping[Factor, tuple[float | None, float | None]]:
    """Sale rate within the horizon over all segments, where one factor stands for the whole of it."""
    if game.players != (Factor.CONVERSION,):
        return {}
    levels = []
    for period in (False, True):
        leads: FloatArray = np.ones((1, game.rates.shape[1]))
        for values in game.after if period else game.before:
            leads = leads * values[:1]
        total_leads = float(leads.sum())
        levels.append(float(game.value(period=period)[0]) / total_leads if total_leads else None)
    return {Factor.CONVERSION: (levels[0], levels[1])}


def _deal_levels(amounts: Amounts) -> Mapping[Factor, tuple[float | None, float | None]]:
    now, then = (float(amounts.revenue[span].sum() / amounts.priced[span].sum()) for span in BOTH)
    return {Factor.DEAL: (then, now)}


def _notes(case: Case, links: Chain) -> Iterator[Note]:
    if links.scale != 1:
        days, reference_days = compared_days(case.evidence)
        yield Note("spans_unequal", params={"days": days, "reference_days": reference_days or days}, level="info")
    now, then = (_weekends(case, span) for span in BOTH)
    if abs(now - then) > UNEVEN_WEEKENDS:
        yield Note("weekday_mix", params={"weekends": now, "reference_weekends": then})
    if links.borrowed:
        yield Note("rates_borrowed", links.borrowed, level="info")
    if case.judged is not None:
        yield Note("lead_sale_not_judged", params={"why": case.judged, "leads": total(case.evidence.model, PERIOD)})


def _weekends(case: Case, span: int) -> float:
    """Share of Saturdays and Sundays among the days of a span."""
    compared = case.evidence.compared
    days = compared.period if span == PERIOD or compared.reference is None else compared.reference
    length = (days.end - days.start).days + 1
    first = days.start.weekday()
    return sum((first + day) % WEEK >= WEEK - 2 for day in range(length)) / length
