"""What a reader of the figures must be told: remarks that follow from the facts themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.counts import add_up, chosen, sums
from smmfunnel.analysis.matching import counted
from smmfunnel.results import Note
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import Origin, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smmfunnel.analysis.counts import Scope
    from smmfunnel.facts.values import Facts
    from smmfunnel.results import FunnelStage

WELL_MATCHED = 0.8
"""Under this share of advertising leads joined to a campaign the tagging is worth mending first."""


def remarks(facts: Facts, scope: Scope, stages: Sequence[FunnelStage]) -> tuple[Note, ...]:
    """Collect the remarks in a fixed order."""
    found = [
        *_scope(facts, scope),
        *_stages(facts, scope, stages),
        *_matching(facts, scope),
        *_money(facts, scope),
    ]
    return tuple(found)


def _scope(facts: Facts, scope: Scope) -> Iterator[Note]:
    if scope.name == "platform" and add_up(c.figures["platform_leads"] for c in facts.ads) is not None:
        yield Note("leads_are_platform_leads", level="info")
    if scope.name == "all" and facts.known.ads:
        yield Note("no_sources_all_leads")
    if facts.known.leads_are_deals:
        yield Note("deals_are_leads", level="info")
    if facts.known.forms_only:
        yield Note("forms_are_leads", level="info")
    away = sum(c.counts["leads"] for c in counted(facts) if c.origin == Origin.SMM and scope.elsewhere(c))
    if scope.name == "smm" and away:
        names = sorted({c.platform or "" for c in counted(facts) if c.origin == Origin.SMM and scope.elsewhere(c)})
        yield Note("platform_not_loaded", away, params={"platforms": ", ".join(names)})


def _stages(facts: Facts, scope: Scope, stages: Sequence[FunnelStage]) -> Iterator[Note]:
    present = {stage.stage for stage in stages}
    if facts.known.crm and not facts.known.sales and not facts.known.forms_only:
        yield _no_sales(facts)
    if Stage.CLICKS in present and Stage.LANDING_VIEWS not in present:
        ads, _, _ = chosen(facts, scope)
        knowing = {c.platform for c in ads if c.figures["landing_views"] is not None}
        if knowing or any(cell.visits for cell in facts.visits):
            yield Note("landing_views_partly", level="info")
    total = sums(*chosen(facts, scope))
    if Stage.LANDING_VIEWS in present and total.landed and total.clicks and total.landed[1] < total.clicks:
        left = (total.clicks - total.landed[1]) // MICRO
        yield Note("landing_rate_scope", left, params={"clicks": total.landed[1] // MICRO}, level="info")
    for stage in stages:
        if stage.rate and stage.rate.reason == "exceeds_one" and stage.of:
            yield Note("rate_exceeds_one", params={"stage": stage.stage.value, "of": stage.of.value})
    backwards = sum(cell.counts["backwards"] for cell in counted(facts))
    if backwards:
        yield Note("sale_before_lead", backwards)
    unmapped = sum(cell.counts["unmapped"] for cell in counted(facts))
    if unmapped:
        yield Note("unmapped_leads", unmapped)


def _no_sales(facts: Facts) -> Note:
    """Say why the sales are absent: no status at all, deals that are not loaded, or open ones only."""
    if not facts.known.statuses:
        return Note("no_statuses", level="info")
    return Note("no_closed_deals" if facts.known.sales_told else "sales_in_deals")


def _matching(facts: Facts, scope: Scope) -> Iterator[Note]:
    if scope.name != "smm":
        return
    mine = [cell for cell in counted(facts) if scope.holds(cell)]
    leads = sum(cell.counts["leads"] for cell in mine)
    matched = sum(cell.counts["leads"] for cell in mine if cell.campaign_ref is not None)
    if leads and matched < WELL_MATCHED * leads:
        yield Note("few_matched", leads - matched, params={"leads": leads})
    broken = sum(cell.counts["leads"] for cell in counted(facts) if cell.broken)
    if broken:
        yield Note("broken_tags", broken)
    unknown = sum(cell.counts["leads"] for cell in counted(facts) if cell.origin == Origin.UNKNOWN)
    if unknown:
        yield Note("unknown_origin", unknown, level="info")
    if facts.form_leads and facts.form_leads[0] > facts.form_leads[1]:
        forms, found = facts.form_leads
        yield Note("form_leads_missing", forms - found, params={"forms": forms})


def _money(facts: Facts, scope: Scope) -> Iterator[Note]:
    ads, leads, _ = chosen(facts, scope)
    spent = {cell.currency for cell in ads if cell.figures["spend"]}
    earned = {cell.currency for cell in leads if cell.counts["revenue"]}
    named = {code for code in spent | earned if code is not None}
    if len(named) > 1:
        yield Note("mixed_currencies", params={"currencies": ", ".join(sorted(named))})
    elif None in earned and named and spent == named:
        (code,) = named
        yield Note("currency_assumed", level="info", params={"currency": code})
    sold = sum(cell.counts["sold"] for cell in leads)
    priced = sum(cell.counts["priced"] for cell in leads)
    if sold and 0 < priced < sold:
        yield Note("sales_without_amount", sold - priced)
