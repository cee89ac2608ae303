"""Whether the period's lead→sale rate may be judged: old enough, enough sales, and all leads in the export."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from smmfunnel.analysis.attribution.case import ONLY_WON
from smmfunnel.analysis.maturity import judgeable
from smmfunnel.facts.evidence import SMM
from smmfunnel.facts.values import PERIOD, REFERENCE

if TYPE_CHECKING:
    from smmfunnel.facts.evidence import Evidence
    from smmfunnel.facts.values import Facts

TOO_GOOD = 0.9
"""Share of leads sold above which a list is one of sales: open and lost leads are not in it."""
TOO_GOOD_WITHOUT_LOST = 0.5
"""The same where not one lead is lost at all: lost ones were left out, then, or lie as open among the others."""
ENOUGH = 20
"""Leads from which such a share is no chance."""
TOO_FEW = "too_few_sales"
MANY = 10
"""Sales expected at the reference's rate from which hardly any is a finding, not a want of data."""


def unjudged(facts: Facts) -> str | None:
    """Return why the lead→sale rate of the period may not be judged; None where it may.

    Too few sales are no reason where the reference's rate would have let many come: that is the very loss.

    Returns:
        Code of a text `unjudged.<code>`: only_won, too_young, too_few_sales, slower_cycle or untestable_cycle.
    """
    evidence = facts.evidence
    if evidence is None:
        return "no_leads"
    if only_won(evidence):
        return ONLY_WON
    found = judgeable(evidence, facts.as_of)
    if found.judged or (found.reason == TOO_FEW and _expected(evidence) >= MANY):
        return None
    return found.reason


def _expected(evidence: Evidence) -> float:
    """Sales that the period's leads would have brought so far at the reference's rate."""
    exposed, sold = Counter[int](), Counter[int]()
    for cell in evidence.model:
        if cell.group == SMM:
            exposed[cell.span] += cell.exposure
            sold[cell.span] += cell.sales
    if not exposed[REFERENCE]:
        return 0.0
    return exposed[PERIOD] / exposed[REFERENCE] * sold[REFERENCE]


def only_won(evidence: Evidence) -> bool:
    """Tell whether in one of the spans nearly every lead of advertising was sold.

    An export of won deals only, or of won and open ones, or one whose lost deals have no day of creation, looks so.
    """
    most = TOO_GOOD if evidence.has.get("lost", True) else TOO_GOOD_WITHOUT_LOST
    for span in (PERIOD, REFERENCE):
        mine = [cell for cell in evidence.model if cell.group == SMM and cell.span == span]
        leads, sales = sum(cell.leads for cell in mine), sum(cell.sales for cell in mine)
        if leads >= ENOUGH and sales > most * leads:
            return True
    return False
