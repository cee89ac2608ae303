"""What the prices of leads rest on: whose rates, which model, and why there may be none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.leadsale import Terms, fit
from smmfunnel.analysis.maturity import judgeable
from smmfunnel.analysis.pricing import model_sales, prices
from smmfunnel.analysis.shrinkage import LEAST_SUCCESSES
from smmfunnel.facts.evidence import SMM
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.vocabulary import ResponseClass, Zone

if TYPE_CHECKING:
    from datetime import date

    from smmfunnel.analysis.leadsale import SaleModel
    from smmfunnel.analysis.pricing import Prices
    from smmfunnel.config import Settings
    from smmfunnel.facts.evidence import Evidence
    from smmfunnel.facts.values import Facts

TOO_YOUNG = frozenset({"too_young", "slower_cycle"})
"""Why the period's rate is not judged that make it no price either."""


def priced_span(evidence: Evidence, as_of: date | None) -> int | None:
    """Choose the span whose rates price the leads: the period, the reference where the period is too young.

    What leads of a few days have sold so far, held against the little that should have come by then, is no rate to
    price others by.

    Returns:
        values.PERIOD or values.REFERENCE; None where the period is too young and there is no other.
    """
    if judgeable(evidence, as_of).reason not in TOO_YOUNG:
        return PERIOD
    sold = sum(cell.sales for cell in evidence.model if cell.group == SMM and cell.span == REFERENCE)
    return REFERENCE if sold >= LEAST_SUCCESSES else None


def prices_of(facts: Facts, model: SaleModel | None, minutes: int | None) -> Prices | None:
    """Prepare the prices of a run; None without a model, or without a span that tells a rate.

    Args:
        facts: with evidence.
        model: fitted to it.
        minutes: the response standard, `DEFAULT_SLA` where none is agreed.
    """
    span = priced_span(facts.evidence, facts.as_of) if facts.evidence else None
    if facts.evidence is None or model is None or span is None:
        return None
    return prices(facts.evidence.model, model, minutes, span)


def pricing_model(evidence: Evidence | None, played: SaleModel | None, settings: Settings) -> SaleModel | None:
    """Choose the model that prices leads: the attribution's, or one of the period alone where that knows no response.

    The attribution may have no reference, or one whose touch log cannot be trusted; what the response does to sales
    is then still known from the period's own leads, if its log can be trusted.

    Args:
        evidence: of the leads.
        played: the model of the attribution.
        settings: seed of the random numbers.
    """
    if evidence is None or not evidence.touch_log.trusted or (played is not None and played.responses):
        return played
    own = [cell for cell in evidence.model if cell.span == PERIOD and cell.group == SMM]
    answered = {cell.response for cell in own} - {ResponseClass.UNKNOWN}
    if len(answered) < 2 or model_sales(own) < LEAST_SUCCESSES:  # noqa: PLR2004 - one class is no comparison
        return played
    terms = Terms(quality=evidence.has.get("contact", False), handling=True, control=False)
    return fit(own, terms, seed=settings.seed)


def unpriced(zone: Zone, given: Prices | None, sales: int) -> str | None:
    """Say why losses of a zone cannot be priced, as the code of a text `reason.<code>`; None where they can.

    Args:
        zone: of the losses.
        given: the prices, None without a lead→sale model.
        sales: how many sales the model stands on.
    """
    if zone not in (Zone.SALES, Zone.SMM):
        return "not_priced"
    if given is None:
        return "no_model"
    if sales < LEAST_SUCCESSES:
        return "too_few"
    if zone is Zone.SALES:
        if not given.model.responses:
            return "no_handling"
        if not given.standard:
            return "none_in_standard"
    return None
