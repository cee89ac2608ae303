from __future__ import annotations

from dataclasses import replace

from smmfunnel.analysis.estimates import ABSENT
from smmfunnel.analysis.unsold import credit_without_sales, managers_without_sales, response_without_sales
from tests.render import parts


def test_without_sales_on_record_bands_tell_leads_alone() -> None:
    found = response_without_sales(parts.RESPONSE)
    assert found is not None
    assert found.off_hours is not None
    for band, was in zip(
        (*found.bands, found.off_hours), (*parts.RESPONSE.bands, parts.RESPONSE.off_hours), strict=True
    ):
        assert was is not None
        assert (band.leads, band.sales, band.rate) == (was.leads, None, ABSENT)
    assert found.p50_minutes == parts.RESPONSE.p50_minutes
    assert response_without_sales(None) is None


def test_without_sales_on_record_managers_have_leads_and_labels_alone() -> None:
    given = parts.managers(("Anna", None))
    for row, was in zip(managers_without_sales(given), given, strict=True):
        assert row == replace(was, sales=None, rate=ABSENT, adjusted_rate=ABSENT)


def test_without_sales_on_record_claims_are_of_leads_alone() -> None:
    found = credit_without_sales(parts.CREDIT)
    assert found is not None
    assert (found.sales_of_known_earlier, found.sales_of_hand_entered_after_ad) == (None, None)
    assert found.smm_leads == parts.CREDIT.smm_leads
    assert credit_without_sales(None) is None
