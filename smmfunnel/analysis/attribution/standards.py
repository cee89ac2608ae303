"""No history: what these leads fall short of if every one were valid, and every one answered in time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis import pricing
from smmfunnel.analysis.attribution import deals
from smmfunnel.analysis.attribution.case import total
from smmfunnel.analysis.attribution.ladder import ladder
from smmfunnel.analysis.attribution.naming import interval, least_loss, named
from smmfunnel.analysis.attribution.shares import centred
from smmfunnel.analysis.leadsale import Terms
from smmfunnel.analysis.shrinkage import LEAST_TRIALS
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.evidence import SMM
from smmfunnel.facts.values import PERIOD
from smmfunnel.results import Effect, FactorEffect, Interval, Note, ZoneEffect
from smmfunnel.vocabulary import Factor, ResponseClass, Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smmfunnel.analysis.attribution.case import Case
    from smmfunnel.analysis.attribution.games import FloatArray
    from smmfunnel.analysis.attribution.ladder import Ladder
    from smmfunnel.analysis.leadsale import SaleModel
    from smmfunnel.facts.evidence import ModelCell
    from smmfunnel.results import Number

SLAS = (15, 60, 240, 1440)
"""Response standards in minutes that are shown where none is agreed."""
INVALID = "invalid"
FEWEST = 2
"""Standards that must be told at least, where none is agreed, for sales to be named under all of them."""


@dataclass(frozen=True)
class Gaps:
    """What the period falls short of two standards, one at a time; they overlap and are no shares of one loss."""

    zones: tuple[ZoneEffect, ...]
    ladder: Ladder
    model: SaleModel
    period_sales: float
    leads: int
    notes: tuple[Note, ...]


def gaps(case: Case) -> Gaps:
    """Measure both gaps at the rates these leads themselves show.

    Sales are named only where the gap can be named under the agreed response standard, or, where none is agreed,
    under all of the four that can be told: by which at least 20 leads were answered.
    """
    cells = [cell for cell in case.evidence.model if cell.span == PERIOD]
    rungs = ladder(case.evidence, cells, case.drift, spans=(PERIOD,), control=False)
    terms = Terms(quality=rungs.terms.quality, handling=rungs.terms.handling, control=False)
    model = case.fit(cells, terms)
    mine = [cell for cell in cells if cell.group == SMM and cell.leads]
    sales = expected(model, mine)
    agreed = case.settings.sla_minutes
    least = least_loss(float(sales[0]))
    zones, untold = [], list[int]()
    if rungs.terms.quality and Factor.QUALITY in model.players:
        gap = _quality_gap(model, mine)
        zones.append(_zone(Zone.SMM, Factor.QUALITY, gap, _deal(case, mine), name=named(gap, least)))
    if rungs.terms.handling and Factor.HANDLING in model.players:
        found = {sla: _handling_gap(model, mine, sla) for sla in ((agreed,) if agreed else SLAS)}
        told = [gap for sla, gap in found.items() if _answered(mine, sla) >= LEAST_TRIALS]
        sure = len(told) >= min(FEWEST, len(found)) and all(named(gap, least) for gap in told)
        untold = [sla for sla in found if _answered(mine, sla) < LEAST_TRIALS]
        gap = found[agreed or pricing.DEFAULT_SLA]
        zones.append(_zone(Zone.SALES, Factor.HANDLING, gap, _deal(case, mine), name=sure))
    zones.extend(_zone(zone, None, np.zeros(2), None, name=False) for zone in (Zone.OFFER, Zone.UNATTRIBUTED))
    notes = tuple(_notes(untold, agreed)) if rungs.terms.handling else ()
    return Gaps(tuple(zones), rungs, model, float(sales[0]), total(mine, PERIOD), notes)


def _answered(mine: Sequence[ModelCell], sla: int) -> int:
    """Count the leads answered within a standard."""
    inside = pricing.in_standard(sla)
    return sum(cell.leads for cell in mine if cell.response in inside)


def _notes(untold: Sequence[int], agreed: int | None) -> Iterator[Note]:
    if not agreed:
        yield Note("sla_not_agreed", params={"sla": pricing.DEFAULT_SLA}, level="info")
    if untold:
        params: dict[str, str | Number] = {"standards": ", ".join(map(str, untold)), "least": LEAST_TRIALS}
        yield Note("standards_untold", params=params, level="info")


def _zone(zone: Zone, factor: Factor | None, gap: FloatArray, deal: FloatArray | None, *, name: bool) -> ZoneEffect:
    low, high = interval(gap)
    factors = (FactorEffect(factor, float(gap[0]), low, high),) if factor else ()
    money = Effect(float((gap * deal)[0]), *interval(gap * deal)) if deal is not None else None
    return ZoneEffect(zone, float(gap[0]), low, high, Interval(low, high), name, money, factors)


def expected(model: SaleModel, mine: Sequence[ModelCell]) -> FloatArray:
    """Sales within the horizon that the rates of their campaigns let these leads expect, in every draw."""
    places = sorted({(cell.platform, cell.campaign_ref) for cell in mine}, key=repr)
    leads = [sum(c.leads for c in mine if (c.platform, c.campaign_ref) == place) for place in places]
    # By place, whatever they are laid down by: another order of the sum is another last digit.
    rates = np.ascontiguousarray(model.coalitions(places).rates)[:, :, -1]
    sales: FloatArray = rates @ np.array(leads, dtype=float)
    return sales


def _quality_gap(model: SaleModel, mine: Sequence[ModelCell]) -> FloatArray:
    """Sales that leads with an invalid contact would bring more were it valid, as a loss."""
    gap = np.zeros(len(model.pooled))
    known = {cell.quality for cell in mine}
    for cell in mine:
        if cell.quality.partition("/")[0] != INVALID:
            continue
        best = pricing.made_valid(cell.quality)
        if best not in known:
            best = next((name for name in sorted(known) if pricing.is_valid(name)), cell.quality)
        place = (cell.platform, cell.campaign_ref)
        better = model.rates(PERIOD, place, best, cell.response)
        gap += cell.leads * (model.rates(PERIOD, place, cell.quality, cell.response) - better)
    return _one_sided(gap)


def _handling_gap(model: SaleModel, mine: Sequence[ModelCell], sla: int) -> FloatArray:
    """Sales that leads answered after the standard, or never, would bring more if answered within it, as a loss.

    A class that the standard cuts counts as in time, which makes the gap smaller, never larger.
    """
    in_standard = pricing.in_standard(sla)
    weights: dict[ResponseClass, int] = defaultdict(int)
    for cell in mine:
        if cell.response in in_standard:
            weights[cell.response] += cell.leads
    gap = np.zeros(len(model.pooled))
    if not weights:
        return gap
    in_time: dict[tuple[str | None, str | None, str], FloatArray] = {}
    for cell in mine:
        if cell.response in in_standard or cell.response is ResponseClass.UNKNOWN:
            continue
        place = (cell.platform, cell.campaign_ref)
        key = (*place, cell.quality)
        if key not in in_time:
            rates = [model.rates(PERIOD, place, cell.quality, kind) * n for kind, n in sorted(weights.items())]
            in_time[key] = np.sum(rates, axis=0) / sum(weights.values())
        gap += cell.leads * (model.rates(PERIOD, place, cell.quality, cell.response) - in_time[key])
    return _one_sided(gap)


def _one_sided(gap: FloatArray) -> FloatArray:
    """A gap to a standard is a loss or nothing."""
    return centred(gap).clip(max=0)


def _deal(case: Case, mine: Sequence[ModelCell]) -> FloatArray | None:
    """Average deal of the period's leads, in every draw; None where no sale names an amount."""
    whole = [_whole(cell) for cell in mine]
    amounts = deals.of_period(deals.from_cells(whole, [(None, None)]))
    return deals.deal_draws(amounts, case.draws, case.seed)[1][:, 0] if deals.known(amounts) else None


def _whole(cell: ModelCell) -> ModelCell:
    return replace(cell, platform=None, campaign_ref=None)
