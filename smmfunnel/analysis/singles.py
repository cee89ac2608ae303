"""What single leads are worth: those that can still be won if handled now, and one that was lost."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from smmfunnel.analysis.counts import scope_of
from smmfunnel.analysis.pricing import Kind, as_handled, kind_of, model_sales, worth
from smmfunnel.analysis.pricingbasis import prices_of, pricing_model, unpriced
from smmfunnel.analysis.rescue import chance
from smmfunnel.results import Worth
from smmfunnel.vocabulary import Origin, Outcome, ResponseClass, Zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.analysis.leadsale import SaleModel
    from smmfunnel.analysis.pricing import Prices
    from smmfunnel.config import Settings
    from smmfunnel.facts.evidence import RescueCell
    from smmfunnel.facts.rows import LeadRow
    from smmfunnel.facts.story import LeadStory
    from smmfunnel.facts.values import Facts


def played_model(facts: Facts, settings: Settings) -> SaleModel | None:
    """Play the attribution for its lead→sale model, so that single leads are priced as the report prices them."""
    from smmfunnel.analysis.attribution import play

    return play(facts, settings).model


def chances(facts: Facts, settings: Settings, played: SaleModel | None = None) -> Mapping[RescueCell, float]:
    """Chance of each kind of lead that can still be won to become a sale, if it is handled now.

    Args:
        facts: with evidence.
        settings: response standard and seed.
        played: the model of the attribution, where there is one.

    Returns:
        By cell of the leads the funnel counts, the point estimate; empty where there is no rate to price them by.
    """
    evidence = facts.evidence
    given = _prices(facts, settings, Zone.SMM, played)
    if evidence is None or given is None:
        return {}
    scope, exposure = scope_of(facts), evidence.horizon.exposure
    return {
        cell: float(chance(given, kind_of(cell), cell.age_days, exposure, untouched=cell.untouched)[0])
        for cell in evidence.rescue
        if scope.keeps(cell)
    }


def losses(
    facts: Facts, settings: Settings, rows: Sequence[LeadRow], played: SaleModel | None = None
) -> tuple[float | None, ...]:
    """Expected sales lost with each lead, priced as the ledger does, a kind of lead once.

    Args:
        facts: with evidence.
        settings: response standard and seed.
        rows: leads of the period.
        played: the model of the attribution, where there is one.

    Returns:
        Points not below nought, which add up to the ledger's but for kinds whose loss would be below it; None of
        leads outside the zones of sales and SMM, and where there is no rate to price them by.
    """
    given = {zone: _prices(facts, settings, zone, played) for zone in PRICED}

    @cache
    def point(zone: Zone, kind: Kind, response: ResponseClass) -> float | None:
        prices = given[zone]
        return None if prices is None else max(float(worth(prices, zone, kind, response)[0]), 0.0)

    return tuple(
        point(row.zone, kind_of_row(row), as_handled(row.outcome, row.response)) if row.zone in given else None
        for row in rows
    )


PRICED = (Zone.SALES, Zone.SMM)


def kind_of_row(row: LeadRow) -> Kind:
    """Name the kind of a listed lead, as that of its cell of the ledger."""
    source = row.source if row.origin != Origin.SMM else None
    return Kind((row.platform, row.campaign_ref), row.quality, source)


def worth_of(facts: Facts, settings: Settings, story: LeadStory, played: SaleModel | None = None) -> Worth:
    """Expected sales of one lead: of its loss as the ledger counts it, and of handling it now.

    Args:
        facts: with evidence.
        settings: response standard and seed.
        story: of the lead.
        played: the model of the attribution, where there is one.

    Returns:
        Points not below nought; None where there is no rate to price them by.
    """
    return Worth(_lost(facts, settings, story, played), _now(facts, settings, story, played))


def _lost(facts: Facts, settings: Settings, story: LeadStory, played: SaleModel | None) -> float | None:
    given = _prices(facts, settings, story.zone, played) if story.zone else None
    if given is None or story.zone is None:
        return None
    response = as_handled(story.outcome, ResponseClass(str(story.fields["response"])))
    return max(float(worth(given, story.zone, _kind(facts, story), response)[0]), 0.0)


def _now(facts: Facts, settings: Settings, story: LeadStory, played: SaleModel | None) -> float | None:
    age = story.fields["age"]
    untouched = not story.fields["touched"] and story.fields["log"] == "trusted"
    given = _prices(facts, settings, Zone.SMM, played) if story.outcome in CAN_BE_WON else None
    if given is None or facts.evidence is None or not isinstance(age, int):
        return None
    return float(chance(given, _kind(facts, story), age, facts.evidence.horizon.exposure, untouched=untouched)[0])


CAN_BE_WON = frozenset({Outcome.OPEN, Outcome.UNTOUCHED})


def _kind(facts: Facts, story: LeadStory) -> Kind:
    """Name the kind of a lead: by its campaign where it met one, else by its source."""
    platform, campaign, source = (
        None if story.fields[name] is None else str(story.fields[name]) for name in ("platform", "campaign", "source")
    )
    refs = (ref for (of, ref), name in facts.campaigns.items() if of == platform and campaign and name == campaign)
    return Kind((platform, next(refs, None)), str(story.fields["quality"]), None if platform else source)


def _prices(facts: Facts, settings: Settings, zone: Zone, played: SaleModel | None) -> Prices | None:
    """Prepare the prices by the period's own leads; None where the zone cannot be priced by them."""
    evidence = facts.evidence
    if evidence is None:
        return None
    model = pricing_model(evidence, played, settings)
    given = prices_of(facts, model, settings.sla_minutes)
    return None if unpriced(zone, given, model_sales(evidence.model)) else given
