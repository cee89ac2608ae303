"""Building the Check, the audit before any number, from facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis import matching
from smmfunnel.analysis.counts import scope_of
from smmfunnel.analysis.fitness import fitness
from smmfunnel.analysis.funnel import funnel
from smmfunnel.analysis.remarks import remarks
from smmfunnel.analysis.terms import heading
from smmfunnel.results import Bridge, Check, Reconciliation

if TYPE_CHECKING:
    from smmfunnel.config import Settings
    from smmfunnel.facts.values import Facts


def build_check(facts: Facts, settings: Settings) -> Check:
    """Build the whole answer of `check`; every part in a fixed order."""
    scope = scope_of(facts)
    stages = funnel(facts, scope)
    return Check(
        heading=heading(facts, settings, scope),
        inputs=facts.inputs,
        skipped=facts.skipped,
        reconciliation=reconciliation(facts),
        match=matching.match(facts, scope),
        words=facts.words,
        fitness=fitness(facts, scope, stages),
        warnings=(*facts.notes, *remarks(facts, scope, stages)),
    )


def reconciliation(facts: Facts) -> Reconciliation:
    """Set the figures of each side's own system beside those used."""
    leads = None
    if facts.known.crm:
        leads = sum(cell.counts["leads"] for cell in matching.counted(facts))
        leads += sum(matching.excluded(facts).values())
    bridge = None
    if facts.bridge is not None and facts.known.sales:
        found = facts.bridge
        bridge = Bridge(
            by_closing_day=found.by_closing_day + found.unlinked,
            closed_in_period_of_earlier_leads=found.of_earlier_leads,
            closed_later_of_period_leads=found.closed_later,
            undated=found.undated,
            unlinked=found.unlinked,
            by_lead_day=found.by_lead_day,
        )
    return Reconciliation(
        cabinets=facts.cabinets, leads_by_creation=leads, excluded=matching.excluded(facts), bridge=bridge
    )
