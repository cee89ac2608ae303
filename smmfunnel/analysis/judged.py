"""Everything a report says of lost sales: attribution, ledger and sections, made of one lead→sale model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.actions import actions
from smmfunnel.analysis.attribution import play
from smmfunnel.analysis.audit import audit
from smmfunnel.analysis.clickbait import clickbait
from smmfunnel.analysis.credit import credit
from smmfunnel.analysis.ledger import ledger
from smmfunnel.analysis.managers import managers
from smmfunnel.analysis.maturity import cohorts, maturity
from smmfunnel.analysis.rescue import rescue
from smmfunnel.analysis.response import response
from smmfunnel.analysis.unjudged import unjudged
from smmfunnel.analysis.unsold import credit_without_sales, managers_without_sales, response_without_sales
from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from smmfunnel.analysis.counts import Scope
    from smmfunnel.config import Settings
    from smmfunnel.facts.evidence import Evidence
    from smmfunnel.facts.values import Facts
    from smmfunnel.results import (
        Action,
        Attribution,
        Clickbait,
        Cohort,
        Credit,
        Ledger,
        Manager,
        Match,
        Maturity,
        Note,
        Rescue,
        Response,
    )


@dataclass(frozen=True)
class Judged:
    """The parts of a report beside the funnel, by the names they have there; None and empty where nothing is known."""

    attribution: Attribution | None = None
    ledger: Ledger | None = None
    rescue: Rescue | None = None
    maturity: Maturity | None = None
    response: Response | None = None
    managers: tuple[Manager, ...] = ()
    clickbait: tuple[Clickbait, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    credit: Credit | None = None
    actions: tuple[Action, ...] = ()
    warnings: tuple[Note, ...] = ()


def judge(facts: Facts, evidence: Evidence, settings: Settings, scope: Scope, match: Match | None) -> Judged:
    """Make them all of what the run gathered on single leads."""
    played = play(facts, settings)
    desk = managers(facts, scope)
    told = ledger(facts, settings, scope, played.model, desk)
    saved = rescue(facts, settings, scope, played.model)
    remarks = audit(facts, scope, told, desk) if told else ()
    bait = clickbait(facts)
    owned = credit(evidence)
    answered = response(evidence, settings, scope)
    sold = facts.known.sales
    if not sold:
        desk, owned = managers_without_sales(desk), credit_without_sales(owned)
        answered = response_without_sales(answered)
    return Judged(
        attribution=played.attribution,
        ledger=told,
        rescue=saved,
        maturity=maturity(evidence, facts.as_of) if sold else None,
        response=answered,
        managers=desk,
        clickbait=bait,
        cohorts=cohorts(evidence) if sold else (),
        credit=owned,
        actions=actions(told, saved, played.attribution, clickbait=bait, managers=desk, match=match, credit=owned),
        warnings=(*remarks, *unjudged(facts, settings)),
    )
