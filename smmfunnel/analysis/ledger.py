"""The evidence ledger: outcomes, zones and rules counted, and what the losses are worth in sales and money."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.analysis.audit import audit
from smmfunnel.analysis.pricing import (
    Leads,
    RowKey,
    as_handled,
    average_deal,
    in_standard,
    kind_of,
    model_sales,
    not_below_nought,
    total_worth,
)
from smmfunnel.analysis.pricingbasis import prices_of, unpriced
from smmfunnel.analysis.quantiles import quantiles
from smmfunnel.analysis.touchlog import touch_log
from smmfunnel.dataclass import dataclass
from smmfunnel.results import Estimate, Ledger, Note, OutcomeRow, RuleRow, SlaRow, ZoneRow
from smmfunnel.vocabulary import OUTCOME_ZONES, Outcome, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np

    from smmfunnel.analysis.counts import Scope
    from smmfunnel.analysis.leadsale import SaleModel
    from smmfunnel.analysis.pricing import Prices
    from smmfunnel.config import Settings
    from smmfunnel.facts.evidence import Evidence, LedgerCell, SlaCell
    from smmfunnel.facts.values import Facts
    from smmfunnel.results import Manager

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

NAMED_TAIL = 0.005
"""Of a 99 % interval."""
LEAST_LOSS = 0.5
LEAST_SHARE = 0.02
"""A loss is named from half a sale and 2 % of the sales on."""

Row = tuple[Outcome, Zone | None]


@dataclass(frozen=True)
class _Loss:
    """What the leads of one row cost."""

    sales: Estimate | None
    draws: FloatArray | None
    """(1 + draws,), where it is priced."""


NOTHING = _Loss(None, None)


def ledger(
    facts: Facts, settings: Settings, scope: Scope, model: SaleModel | None, desk: Sequence[Manager] | None = None
) -> Ledger | None:
    """Build the ledger of the funnel's leads; None where no evidence of any lead is loaded.

    Args:
        facts: the facts.
        settings: agreed standard, rules and working hours.
        scope: which leads are the funnel's.
        model: fitted to the leads; None leaves every loss without a price.
        desk: managers of the scope, where they are known already.
    """
    evidence = facts.evidence
    cells = [cell for cell in evidence.ledger if scope.keeps(cell)] if evidence else []
    leads = sum(cell.leads for cell in cells)
    if evidence is None or not leads:
        return None
    zones = rule_zones(settings)
    given = prices_of(facts, model, settings.sla_minutes)
    deal = average_deal(cells)
    losses = _losses(_by_row(cells, zones), given, model_sales(evidence.model))
    found = Ledger(
        leads=leads,
        outcomes=_outcomes(losses, leads, deal),
        zones=_zones(losses, leads, deal),
        rules=_rules(cells, settings, zones),
        touch_log=touch_log(evidence.touch_log),
        by_sla=_by_sla(evidence, scope, zones, given),
        sla_minutes=settings.sla_minutes,
        clock="calendar" if settings.worktime is None else "working",
    )
    own = (Note("own_rules", len(settings.rules)),) if settings.rules is not None else ()
    return replace(found, notes=(*own, *audit(facts, scope, found, desk)))


def rule_zones(settings: Settings) -> Mapping[str, Zone]:
    """List the rules that put their leads into another zone than the outcome's own."""
    return {rule.id: rule.zone for rule in settings.rules or () if rule.zone is not None}


def zone_of(cell: LedgerCell | SlaCell, zones: Mapping[str, Zone]) -> Zone | None:
    """Return the zone of a cell's leads: the rule's, where it has one and something was lost, else the outcome's."""
    own = OUTCOME_ZONES[cell.outcome]
    return own if own is None else zones.get(cell.rule, own)


def _by_row(cells: Iterable[LedgerCell | SlaCell], zones: Mapping[str, Zone]) -> dict[Row, Leads]:
    rows: defaultdict[Row, Leads] = defaultdict(Counter)
    for cell in cells:
        rows[cell.outcome, zone_of(cell, zones)][kind_of(cell), as_handled(cell.outcome, cell.response)] += cell.leads
    return {row: rows[row] for row in sorted(rows, key=_order)}


def _order(row: Row) -> tuple[int, int]:
    outcome, zone = row
    return list(Outcome).index(outcome), -1 if zone is None else list(Zone).index(zone)


def _losses(rows: Mapping[Row, Leads], given: Prices | None, sales: int) -> dict[Row, tuple[int, _Loss]]:
    """Count and price the rows, those of one zone together."""
    losses = {row: NOTHING for row in rows if row[1] is None}
    for zone in Zone:
        losses |= _priced({row: leads for row, leads in rows.items() if row[1] is zone}, zone, given, sales)
    return {row: (sum(leads.values()), losses[row]) for row, leads in rows.items()}


def _priced(rows: Mapping[RowKey, Leads], zone: Zone, given: Prices | None, sales: int) -> dict[RowKey, _Loss]:
    reason = unpriced(zone, given, sales)
    if reason or given is None:
        return dict.fromkeys(rows, _Loss(Estimate(None, reason=reason), None))
    return {row: _Loss(not_below_nought(draws), draws) for row, draws in total_worth(given, zone, rows).items()}


def _outcomes(losses: Mapping[Row, tuple[int, _Loss]], leads: int, deal: float | None) -> tuple[OutcomeRow, ...]:
    return tuple(
        OutcomeRow(outcome, zone, number, number / leads, loss.sales, _money(loss.sales, deal))
        for (outcome, zone), (number, loss) in losses.items()
    )


def _money(sales: Estimate | None, deal: float | None) -> float | None:
    return None if sales is None or sales.value is None or deal is None else sales.value * deal


def _zones(losses: Mapping[Row, tuple[int, _Loss]], leads: int, deal: float | None) -> tuple[ZoneRow, ...]:
    """Sum the outcomes of each zone; by worth, then those nobody can price by leads."""
    found = []
    for zone in Zone:
        mine = [row for (_, of), row in losses.items() if of is zone]
        if mine:
            number = sum(leads for leads, _ in mine)
            sales = _summed([loss for _, loss in mine])
            found.append(ZoneRow(zone, number, number / leads, sales, _money(sales, deal)))
    return tuple(sorted(found, key=lambda row: (-_value(row.sales_lost), -row.leads)))


def _value(sales: Estimate | None) -> float:
    return -1.0 if sales is None or sales.value is None else sales.value


def _summed(losses: Sequence[_Loss]) -> Estimate:
    """Sum losses of one zone: the points as they are shown, the interval from the draws of the sum."""
    draws = [loss.draws for loss in losses if loss.draws is not None]
    values = [loss.sales.value for loss in losses if loss.sales and loss.sales.value is not None]
    if len(values) < len(losses) or not draws:
        return Estimate(None, reason=next(loss.sales.reason for loss in losses if loss.sales and loss.sales.reason))
    value, found = sum(values), not_below_nought(sum(draws[1:], start=draws[0]))
    return Estimate(value, min(found.low or 0.0, value), max(found.high or 0.0, value))


def _rules(cells: Sequence[LedgerCell], settings: Settings, zones: Mapping[str, Zone]) -> tuple[RuleRow, ...]:
    """Count the leads of each rule, in the order the rules are tried."""
    tried = {rule.id: number for number, rule in enumerate(settings.rules or ())}
    counts: Counter[tuple[str, Outcome, Zone | None]] = Counter()
    for cell in cells:
        counts[cell.rule, cell.outcome, zone_of(cell, zones)] += cell.leads
    keys = sorted(counts, key=lambda key: (tried.get(key[0], len(tried)), _order(key[1:]), key[0]))
    return tuple(RuleRow(*key, counts[key]) for key in keys)


def _by_sla(evidence: Evidence, scope: Scope, zones: Mapping[str, Zone], agreed: Prices | None) -> tuple[SlaRow, ...]:
    """Price the zone of sales under each standard, and tell whether it would be named from the ledger.

    Standards that ask for the same response classes are priced together.
    """
    sold = sum(cell.sales for cell in evidence.ledger if scope.keeps(cell))
    stands_on = model_sales(evidence.model)
    rows: dict[int, dict[Row, Leads]] = {}
    for minutes in sorted({cell.minutes for cell in evidence.sla}):
        mine = [cell for cell in evidence.sla if cell.minutes == minutes and scope.keeps(cell)]
        rows[minutes] = {row: leads for row, leads in _by_row(mine, zones).items() if row[1] is Zone.SALES}
    found = []
    for alike in sorted({in_standard(minutes) for minutes in rows}, key=len):
        together = [minutes for minutes in rows if in_standard(minutes) == alike]
        given = agreed.under(evidence.model, together[0]) if agreed else None
        asked = {(minutes, row): leads for minutes in together for row, leads in rows[minutes].items()}
        losses = _priced(asked, Zone.SALES, given, stands_on)
        for minutes in together:
            own = [loss for (of, _), loss in losses.items() if of == minutes]
            reason = unpriced(Zone.SALES, given, stands_on)
            none = Estimate(None, reason=reason) if reason else Estimate(0.0, 0.0, 0.0)
            sales = _summed(own) if own else none
            number = sum(sum(leads.values()) for leads in rows[minutes].values())
            found.append(SlaRow(minutes, number, sales, named=_named(sales, own, sold)))
    return tuple(sorted(found, key=lambda row: row.minutes))


def _named(sales: Estimate, losses: Sequence[_Loss], sold: int) -> bool:
    """Tell whether a loss is clear of nought at 99 % and large enough to matter."""
    draws = [loss.draws for loss in losses if loss.draws is not None]
    if sales.value is None or not draws:
        return False
    total = sum(draws[1:], start=draws[0])
    clear = quantiles(total[1:] if len(total) > 1 else total, NAMED_TAIL)[0] > 0
    return clear and sales.value >= max(LEAST_LOSS, LEAST_SHARE * sold)
