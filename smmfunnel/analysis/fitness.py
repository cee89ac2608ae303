"""What the data are fit for: which questions these files can answer, and what is missing for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.counts import add_up, chosen, sums
from smmfunnel.analysis.matching import counted
from smmfunnel.analysis.shrinkage import LEAST_SUCCESSES, LEAST_TRIALS
from smmfunnel.results import Fitness
from smmfunnel.vocabulary import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.analysis.counts import Scope
    from smmfunnel.facts.values import Facts
    from smmfunnel.results import FunnelStage


def fitness(facts: Facts, scope: Scope, stages: Sequence[FunnelStage]) -> tuple[Fitness, ...]:
    """Answer, question by question, what these files can tell."""
    present = {stage.stage for stage in stages}
    return (
        _traffic(present),
        _landing(present),
        _lead_cost(facts, scope, present),
        _campaigns(facts, scope),
        _response(facts, present),
        _sales(facts, present),
        _money(facts, scope),
    )


def _answer(question: str, missing: list[str], *, partly: bool = False) -> Fitness:
    if not missing:
        return Fitness(question, "yes")
    return Fitness(question, "partly" if partly else "no", tuple(missing))


def _traffic(present: set[Stage]) -> Fitness:
    missing = [] if Stage.IMPRESSIONS in present else ["ads_export"]
    if missing or Stage.CLICKS in present:
        return _answer("traffic", missing)
    return _answer("traffic", ["clicks"], partly=True)


def _landing(present: set[Stage]) -> Fitness:
    return _answer("landing", [] if Stage.LANDING_VIEWS in present else ["landing_views"])


def _lead_cost(facts: Facts, scope: Scope, present: set[Stage]) -> Fitness:
    missing = [] if facts.known.ads else ["ads_export"]
    if Stage.LEADS not in present:
        missing.append("crm_leads")
    elif scope.name == "all" and facts.known.ads:
        return _answer("lead_cost", ["lead_sources"], partly=True)
    elif scope.name == "platform":
        return _answer("lead_cost", ["crm_leads"], partly=True)
    return _answer("lead_cost", missing)


def _campaigns(facts: Facts, scope: Scope) -> Fitness:
    if not (facts.known.ads and facts.known.crm):
        return _answer("campaigns", ["ads_and_crm"])
    mine = [cell for cell in counted(facts) if scope.holds(cell)]
    leads = sum(cell.counts["leads"] for cell in mine)
    matched = sum(cell.counts["leads"] for cell in mine if cell.campaign_ref is not None)
    if not matched:
        return _answer("campaigns", ["tags"])
    return _answer("campaigns", [] if matched >= 0.8 * leads else ["more_tags"], partly=True)


def _response(facts: Facts, present: set[Stage]) -> Fitness:
    if not facts.known.crm:
        return _answer("response", ["crm_leads"])
    return _answer("response", [] if Stage.CONTACTED in present else ["touches"])


def _sales(facts: Facts, present: set[Stage]) -> Fitness:
    if Stage.SALES not in present:
        return _answer("sales", ["closed_deals"])
    sold = sum(cell.counts["sold"] for cell in counted(facts))
    leads = sum(cell.counts["leads"] for cell in counted(facts))
    few = facts.known.crm and (leads < LEAST_TRIALS or sold < LEAST_SUCCESSES)
    return _answer("sales", ["more_sales"] if few else [], partly=True)


def _money(facts: Facts, scope: Scope) -> Fitness:
    ads, leads, visits = chosen(facts, scope)
    missing = []
    if add_up(cell.figures["spend"] for cell in ads) is None:
        missing.append("spend")
    total = sums(ads, leads, visits)
    if not total.priced and not total.platform_revenue:
        missing.append("amounts")
    return _answer("money", missing)
