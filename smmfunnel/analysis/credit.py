"""Whose a lead is: what the CRM knew before an ad, and what was entered by hand after one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.results import Credit

if TYPE_CHECKING:
    from smmfunnel.facts.evidence import Evidence


def credit(evidence: Evidence | None) -> Credit | None:
    """Set both sides' claims beside each other; None where no contact or source tells anything.

    A lead of advertising is new where the CRM did not hold its contact before.
    """
    found = evidence.credit if evidence else None
    if found is None:
        return None
    earlier = sorted(found.known_earlier.items(), key=lambda item: (-item[1], item[0] is None, item[0] or ""))
    known = sum(found.known_earlier.values())
    return Credit(
        smm_leads=found.smm_leads,
        new_to_crm=found.smm_leads - known,
        known_earlier=known,
        earlier_by_source=tuple(earlier),
        hand_entered=found.hand_entered,
        hand_entered_after_ad=found.hand_entered_after_ad,
        sales_of_known_earlier=found.sales_of_known_earlier,
        sales_of_hand_entered_after_ad=found.sales_of_hand_entered_after_ad,
    )
