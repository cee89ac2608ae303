"""The next step of each zone, with what it is worth and the command that lists the rows behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.attribution.naming import least_loss
from smmfunnel.results import Action, Estimate
from smmfunnel.vocabulary import Factor, Outcome, Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smmfunnel.results import Attribution, Clickbait, Credit, FactorEffect, Ledger, Manager, Match, Number, Rescue

WELL_MATCHED = 0.8
WANTING = ("none", "incomplete", "not_covering")
"""What a touch log may lack that recording more would mend."""
OF_OUTCOMES = {
    Outcome.UNTOUCHED: "call_untouched",
    Outcome.LATE: "answer_faster",
    Outcome.UNDERWORKED: "try_more",
    Outcome.JUNK_UNTOUCHED: "review_labels",
    Outcome.JUNK: "clean_traffic",
    Outcome.SITE: "check_site",
    Outcome.OFFER: "check_offer",
    Outcome.NO_RECORD: "complete_log",
    Outcome.UNKNOWN: "ask_reasons",
    Outcome.UNMAPPED: "map_words",
}
OF_FACTORS = {
    Factor.SPEND: "restore_spend",
    Factor.IMPRESSIONS: "review_prices",
    Factor.MIX: "review_mix",
    Factor.CLICKS: "review_creative",
    Factor.LANDING: "check_site",
    Factor.LEAD_RATE: "review_landing",
    Factor.FORM_RATE: "review_forms",
    Factor.DELIVERY: "check_tracking",
    Factor.QUALITY: "clean_traffic",
    Factor.HANDLING: "answer_faster",
}
"""Steps for factors whose zone is known; nobody is told to mend what cannot be placed."""


def actions(
    ledger: Ledger | None,
    rescue: Rescue | None,
    attribution: Attribution | None,
    *,
    clickbait: Sequence[Clickbait] = (),
    managers: Sequence[Manager] = (),
    match: Match | None = None,
    credit: Credit | None = None,
) -> tuple[Action, ...]:
    """List the steps, what can still be won first, then those with the largest worth.

    To call untouched leads is worth what they would bring if called now, not what their delay has cost. The other
    steps are worth what the same loss was in the period.

    A step that both ledger and attribution ask for is listed once, as the ledger has it: its worth is of rows that
    can be listed, where the attribution's is of a change against another span.
    """
    found = [
        *_rescue(rescue),
        *_outcomes(ledger, rescue),
        *_standard(ledger),
        *_clickbait(clickbait),
        *_labels(managers),
        *_factors(attribution),
        *_missing(attribution),
        *_tags(match),
        *_hand_entered(credit),
    ]
    once: dict[str, Action] = {}
    for action in found:
        once.setdefault(action.code, action)
    return tuple(sorted(once.values(), key=_rank))


def _rank(action: Action) -> tuple[bool, float, int, str]:
    value = action.sales.value if action.sales and action.sales.value is not None else 0.0
    return action.code != "rescue", -value, list(Zone).index(action.zone), action.code


def _rescue(found: Rescue | None) -> Iterator[Action]:
    if found:
        params = {"n": found.leads, "untouched": found.untouched}
        yield Action(Zone.SALES, "rescue", found.sales, found.money, "smmfunnel leads PATH --rescue", params)


def _outcomes(ledger: Ledger | None, rescue: Rescue | None) -> Iterator[Action]:
    for row in ledger.outcomes if ledger else ():
        code = OF_OUTCOMES.get(row.outcome)
        if code is None or row.zone is None:
            continue
        sales, money = row.sales_lost, row.money_lost
        if row.outcome is Outcome.UNTOUCHED:
            sales, money = _called_now(rescue)
        yield Action(row.zone, code, sales, money, _listing(row.outcome), {"n": row.leads})


def _listing(outcome: Outcome) -> str:
    return f"smmfunnel leads PATH --outcome {outcome.value}"


def _called_now(rescue: Rescue | None) -> tuple[Estimate | None, float | None]:
    sales = rescue.sales_of_untouched if rescue else None
    if rescue is None or sales is None or not sales.value or not rescue.money or not rescue.sales.value:
        return sales, None
    return sales, sales.value * rescue.money / rescue.sales.value


def _standard(ledger: Ledger | None) -> Iterator[Action]:
    """Ask for an agreed standard where the zone of sales depends on it, and for a log where it tells nothing."""
    if ledger is None:
        return
    if ledger.touch_log.why in WANTING:
        yield Action(Zone.SALES, "complete_log", None, None, None, {"n": ledger.leads})
    if ledger.sla_minutes is None and len({row.leads for row in ledger.by_sla}) > 1:
        leads = [row.leads for row in ledger.by_sla]
        yield Action(Zone.SALES, "agree_sla", None, None, None, {"least": min(leads), "most": max(leads)})


def _clickbait(found: Sequence[Clickbait]) -> Iterator[Action]:
    flagged = [row for row in found if row.flagged]
    if flagged:
        command = "smmfunnel analyze PATH --section clickbait"
        yield Action(Zone.SMM, "review_campaigns", None, None, command, {"n": len(flagged)})


def _labels(found: Sequence[Manager]) -> Iterator[Action]:
    flagged = [row for row in found if row.junk_flag]
    if flagged:
        command = "smmfunnel analyze PATH --section managers"
        yield Action(Zone.SALES, "review_labels", None, None, command, {"n": len(flagged)})


def _factors(attribution: Attribution | None) -> Iterator[Action]:
    """Take a step for each factor whose loss matters and is clear of nought at 95 %, in the zone it stands in."""
    if attribution is None:
        return
    least = least_loss(attribution.reference_sales or attribution.period_sales or 0.0)
    for row in attribution.zones:
        lost = [each for each in row.factors if each.high < 0 and each.effect <= -least]
        if row.zone is Zone.UNATTRIBUTED:
            yield from _audit(lost)
            continue
        for each in lost:
            code = OF_FACTORS.get(each.factor)
            if code:
                yield Action(row.zone, code, _lost(each), None, None, {"factor": each.factor.value})


def _audit(factors: Sequence[FactorEffect]) -> Iterator[Action]:
    """Propose a joint blind sample where a loss between lead and sale cannot be placed: it tells, it wins no sale."""
    unexplained = (Factor.SPECIFIC, Factor.CONVERSION)
    worst = min((each for each in factors if each.factor in unexplained), key=lambda each: each.effect, default=None)
    if worst is not None:
        params = {"factor": worst.factor.value}
        yield Action(Zone.UNATTRIBUTED, "audit", None, None, None, params)


def _lost(each: FactorEffect) -> Estimate:
    return Estimate(-each.effect, -each.high, -each.low)


def _missing(attribution: Attribution | None) -> Iterator[Action]:
    """Ask for what would settle what cannot be told."""
    missing = attribution.verdict.missing if attribution else ()
    if missing:
        params: dict[str, str | Number] = {"n": len(missing), "codes": ", ".join(one.code for one in missing)}
        yield Action(Zone.UNATTRIBUTED, "separate", None, None, None, params)


def _tags(found: Match | None) -> Iterator[Action]:
    if found and found.matched < WELL_MATCHED * found.leads:
        params = {"n": found.leads - found.matched, "leads": found.leads}
        yield Action(Zone.SMM, "fix_tags", None, None, "smmfunnel check PATH", params)


def _hand_entered(found: Credit | None) -> Iterator[Action]:
    if found and found.hand_entered_after_ad:
        params = {"n": found.hand_entered_after_ad}
        yield Action(Zone.UNATTRIBUTED, "settle_credit", None, None, "smmfunnel analyze PATH --section credit", params)
