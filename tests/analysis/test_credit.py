from __future__ import annotations

from smmfunnel.analysis.credit import credit
from smmfunnel.facts.evidence import CreditFacts
from tests.analysis.cases import evidence


def test_both_sides_claims_by_hand() -> None:
    known = {"calls": 5, None: 5, "walk-in": 7}
    found = credit(evidence(credit=CreditFacts(100, known, 4, 30, 12, 3)))
    assert found is not None
    assert (found.smm_leads, found.new_to_crm, found.known_earlier) == (100, 83, 17)
    assert found.earlier_by_source == (("walk-in", 7), ("calls", 5), (None, 5))
    assert (found.hand_entered, found.hand_entered_after_ad) == (30, 12)
    assert (found.sales_of_known_earlier, found.sales_of_hand_entered_after_ad) == (4, 3)


def test_without_evidence_there_are_no_claims() -> None:
    assert credit(None) is None
    assert credit(evidence()) is None
