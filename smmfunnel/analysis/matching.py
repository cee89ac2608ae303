"""How leads were joined to ads: origins, matches, and what cost per lead would be at the extremes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from smmfunnel.analysis.counts import add_up, chosen
from smmfunnel.facts.values import PERIOD
from smmfunnel.results import Estimate, Match, OriginCount
from smmfunnel.vocabulary import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smmfunnel.analysis.counts import Scope
    from smmfunnel.facts.values import Facts, LeadCell

ORDER = {Origin.SMM: 0, Origin.OTHER: 1, Origin.UNKNOWN: 2}
LONGEST_SOURCES = 25


def counted(facts: Facts) -> list[LeadCell]:
    """List the period's lead cells that are not excluded, whatever their origin."""
    return [cell for cell in facts.leads if cell.span == PERIOD and cell.excluded is None]


def origins(facts: Facts) -> tuple[OriginCount, ...]:
    """Count leads and sales by origin and source; sources past the longest are summed as one."""
    leads: Counter[tuple[str, str | None]] = Counter()
    sales: Counter[tuple[str, str | None]] = Counter()
    qualified: Counter[tuple[str, str | None]] = Counter()
    for cell in counted(facts):
        key = (cell.origin, cell.source)
        leads[key] += cell.counts["leads"]
        sales[key] += cell.counts["sold"]
        qualified[key] += cell.counts["qualified"]
    keys = sorted(leads, key=lambda k: (ORDER[Origin(k[0])], -leads[k], k[1] or ""))
    return tuple(
        OriginCount(
            origin=key[0],
            source=key[1],
            leads=leads[key],
            sales=sales[key] if facts.known.sales else None,
            qualified=qualified[key] if facts.known.qualified else None,
        )
        for key in keys
    )


def excluded(facts: Facts, span: int = PERIOD) -> Mapping[str, int]:
    """Count the period's excluded leads by why."""
    found: Counter[str] = Counter()
    for cell in facts.leads:
        if cell.span == span and cell.excluded is not None:
            found[cell.excluded] += cell.counts["leads"]
    for why, count in facts.excluded_rows.items():
        found[why] += count
    return {why: found[why] for why in sorted(found) if found[why]}


def match(facts: Facts, scope: Scope) -> Match | None:
    """Describe the join of leads to ads; None without either."""
    if not (facts.known.ads and facts.known.crm):
        return None
    cells = counted(facts)
    by: Counter[str] = Counter()
    for cell in cells:
        if cell.method and cell.origin == Origin.SMM:
            by[cell.method] += cell.counts["leads"]
    leads = sum(cell.counts["leads"] for cell in cells if cell.origin == Origin.SMM)
    matched = sum(cell.counts["leads"] for cell in cells if cell.campaign_ref is not None)
    with_leads = {(cell.platform, cell.campaign_ref) for cell in cells if cell.campaign_ref}
    ads, mine, _ = chosen(facts, scope)
    idle = [c for c in ads if c.campaign_ref and (c.platform, c.campaign_ref) not in with_leads and c.figures["spend"]]
    spend = add_up(cell.figures["spend"] for cell in ads)
    unknown = sum(c.counts["leads"] for c in cells if c.origin == Origin.UNKNOWN)
    own = sum(cell.counts["leads"] for cell in mine)
    one_currency = len({cell.currency for cell in ads if cell.figures["spend"]}) == 1
    bounds = None
    if spend and own and scope.name == "smm" and one_currency:
        bounds = Estimate(spend / 1e6 / own, spend / 1e6 / (own + unknown), spend / 1e6 / own)
    idle_spend = add_up(cell.figures["spend"] for cell in idle)
    return Match(
        leads=leads,
        matched=matched,
        by={name: by[name] for name in sorted(by)},
        unmatched=leads - matched,
        broken_tags=sum(cell.counts["leads"] for cell in cells if cell.broken),
        spend_without_leads=idle_spend / 1e6 if idle_spend is not None and one_currency else None,
        campaigns_without_leads=len({(cell.platform, cell.campaign_ref) for cell in idle}),
        suggestions=facts.suggestions,
        cpl_bounds=bounds,
    )
