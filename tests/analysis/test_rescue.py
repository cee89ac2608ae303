from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.analysis.pricing import Kind, prices
from smmfunnel.analysis.rescue import chance, rescue
from smmfunnel.results import Estimate, Rescue
from smmfunnel.vocabulary import Outcome
from tests.analysis.cases import (
    ALL_SCOPE,
    SETTINGS,
    SMM_SCOPE,
    R,
    evidence,
    facts,
    lead_cell,
    model_cell,
    rescue_cell,
    sale_model,
)

HERE = Kind(("vk", "a"), "valid")
EXPOSURE = (500_000, 800_000, 1_000_000)
"""Half the sales come on the first day, eight of ten by the second, all by the third."""
RESPONSE = {R.WITHIN_15M: 1.0, R.WITHIN_24H: (1 / 15) / (1 / 9), R.LATER: (1 / 19) / (1 / 9)}
CELLS = (model_cell(R.WITHIN_15M, 100, 10), model_cell(R.LATER, 100, 5))
PRICES = prices(CELLS, sale_model((1 / 9,), response=RESPONSE), 60)


def test_an_open_lead_is_worth_what_is_left_of_its_horizon() -> None:
    # p = 0.10 in the standard: at age 1, 0.08 would have been sold by now and 0.02 are still to come.
    assert chance(PRICES, HERE, 1, EXPOSURE, untouched=False)[0] == pytest.approx(0.02 / 0.92)
    assert chance(PRICES, HERE, 2, EXPOSURE, untouched=False)[0] == 0.0


def test_an_untouched_lead_starts_now_but_late() -> None:
    assert chance(PRICES, HERE, 0, EXPOSURE, untouched=True)[0] == pytest.approx((1 / 16) * 1.0)
    assert chance(PRICES, HERE, 1, EXPOSURE, untouched=True)[0] == pytest.approx(0.05 * 0.8)
    assert chance(PRICES, HERE, 9, EXPOSURE, untouched=True)[0] == pytest.approx(0.05 * 0.5)


def build(*cells: Any, model: Any = None, scope: Any = SMM_SCOPE) -> Rescue | None:
    won = (lead_cell(Outcome.WON, 15, sales=15, revenue=3000, priced=15),)
    model = model or sale_model((1 / 9, 1 / 9, 1 / 8), response=RESPONSE)
    found = evidence(rescue=cells, model=CELLS, ledger=won)
    return rescue(facts(found), SETTINGS, scope, None if model == "none" else model)


def test_the_leads_to_rescue_by_hand() -> None:
    found = build(rescue_cell(1, 92, untouched=False), rescue_cell(1, 50, untouched=True))
    assert found is not None
    assert (found.leads, found.untouched) == (142, 50)
    assert found.sales.value == pytest.approx(2 + 2)
    assert found.sales_of_untouched is not None
    assert found.sales_of_untouched.value == pytest.approx(2)
    assert found.money == pytest.approx(800)
    assert found.sales.high is not None
    assert found.sales.high > 4


def test_without_a_model_they_are_counted() -> None:
    found = build(rescue_cell(1, 92, untouched=False), model="none")
    assert found == Rescue(92, 0, Estimate(None, reason="no_model"), None)


def test_only_the_funnels_leads_count() -> None:
    assert build(rescue_cell(0, 9, untouched=True, origin="other")) is None
    found = build(rescue_cell(0, 9, untouched=True, origin="other"), scope=ALL_SCOPE)
    assert found is not None
    assert found.untouched == 9
    assert rescue(facts(None), SETTINGS, SMM_SCOPE, None) is None


def test_without_response_in_the_model_a_lead_has_the_rate_of_its_kind() -> None:
    bare = prices(CELLS, sale_model((1 / 9,)), 60)
    assert chance(bare, HERE, 1, EXPOSURE, untouched=True)[0] == pytest.approx(0.10 * 0.8)
    unseen = prices((), sale_model((1 / 9,)), 60)
    assert chance(unseen, HERE, 1, EXPOSURE, untouched=False)[0] == pytest.approx(0.02 / 0.92)


@given(
    odds=st.floats(1e-6, 1e6), shares=st.lists(st.integers(0, 1_000_000), min_size=1, max_size=20), late=st.booleans()
)
def test_a_lead_is_worth_less_the_older_it_is_and_never_more_than_a_sale(
    *, odds: float, shares: list[int], late: bool
) -> None:
    exposure = [*sorted(shares), 1_000_000]
    found = prices(CELLS, sale_model((odds,), response=RESPONSE), 60)
    worths = [float(chance(found, HERE, age, exposure, untouched=late)[0]) for age in range(len(exposure) + 1)]
    assert all(0 <= value <= 1 for value in worths)
    assert np.all(np.diff(worths) <= 1e-12)


def test_without_any_status_only_leads_nobody_called_are_known_to_be_open() -> None:
    cells = (rescue_cell(1, 92, untouched=False), rescue_cell(1, 50, untouched=True))
    known = facts(evidence(rescue=cells, model=CELLS))
    known = replace(known, known=replace(known.known, statuses=False))
    found = rescue(known, SETTINGS, SMM_SCOPE, None)
    assert found is not None
    assert (found.leads, found.untouched) == (50, 50)
