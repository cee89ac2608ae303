"""Building the Report of `analyze` from facts."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from smmfunnel.analysis import matching
from smmfunnel.analysis.counts import chosen, scope_of, sums
from smmfunnel.analysis.funnel import funnel
from smmfunnel.analysis.money import Fee, awareness, money
from smmfunnel.analysis.remarks import remarks
from smmfunnel.analysis.segments import segments
from smmfunnel.analysis.terms import heading
from smmfunnel.results import Report

if TYPE_CHECKING:
    from smmfunnel.config import Settings
    from smmfunnel.facts.values import Facts


def build_report(facts: Facts, settings: Settings) -> Report:
    """Build the whole answer of `analyze`.

    Args:
        facts: what the SQL left of the files.
        settings: the terms of the run: language, currency, costs.

    Returns:
        The report; rows of every part are in a fixed order.
    """
    scope = scope_of(facts)
    stages = funnel(facts, scope)
    total = sums(*chosen(facts, scope))
    joined = matching.match(facts, scope)
    report = Report(
        heading=heading(facts, settings, scope),
        inputs=facts.inputs,
        skipped=facts.skipped,
        funnel=stages,
        open_leads=total.open if facts.known.crm and facts.known.sales else None,
        money=money(facts, scope, agency_fee(facts, settings)),
        awareness=awareness(facts),
        segments=segments(facts, scope, stages),
        origins=matching.origins(facts) if facts.known.crm else (),
        excluded=matching.excluded(facts),
        match=joined,
        warnings=(*facts.notes, *remarks(facts, scope, stages)),
        words=facts.words,
    )
    if facts.evidence is None:
        return report
    # A funnel by itself is counted without what judges.
    from smmfunnel.analysis.judged import judge

    judged = vars(judge(facts, facts.evidence, settings, scope, joined))
    return replace(report, **{**judged, "warnings": (*report.warnings, *judged["warnings"])})


def agency_fee(facts: Facts, settings: Settings) -> Fee | None:
    """Work out the agency's fee for the days of the period from the fee by the month.

    A month counts by the share of its days that lie in the period.
    """
    monthly = settings.agency_fee_per_month
    if monthly is None or facts.days is None:
        return None
    first, last = facts.days
    return Fee(sum(monthly * share for share in month_shares(first, last)), settings.currency)


def month_shares(first: date, last: date) -> list[float]:
    """Share of each calendar month that lies between two days, both in.

    Example:
        >>> month_shares(date(2026, 8, 17), date(2026, 9, 30))
        [0.4838709677419355, 1.0]
    """
    shares = []
    day = first
    while day <= last:
        length = monthrange(day.year, day.month)[1]
        end = min(last, date(day.year, day.month, length))
        shares.append(((end - day).days + 1) / length)
        day = end + timedelta(days=1)
    return shares
