from __future__ import annotations

from datetime import date

import pytest

from smmfunnel.analysis.pricing import (
    prices,
    total_worth,
)
from smmfunnel.analysis.pricingbasis import priced_span, prices_of, pricing_model, unpriced
from smmfunnel.facts.evidence import TouchLogFacts
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import Zone
from tests.analysis.cases import CELLS, HERE, RESPONSE, SETTINGS, R, evidence, facts, model_cell, sale_model


def test_why_there_is_no_price() -> None:
    with_response = prices(CELLS, sale_model(response=RESPONSE), 60)
    assert unpriced(Zone.OFFER, with_response, 100) == "not_priced"
    assert unpriced(Zone.SALES, None, 100) == "no_model"
    assert unpriced(Zone.SMM, with_response, 2) == "too_few"
    assert unpriced(Zone.SALES, prices(CELLS, sale_model(), 60), 100) == "no_handling"
    assert unpriced(Zone.SMM, prices(CELLS, sale_model(), 60), 100) is None
    assert unpriced(Zone.SALES, prices([model_cell(R.WITHIN_1H, 19)], sale_model(response=RESPONSE), 60), 100) == (
        "none_in_standard"
    )
    assert unpriced(Zone.SALES, with_response, 3) is None


def test_the_attributions_model_prices_where_it_knows_the_response() -> None:
    played = sale_model(response=RESPONSE)
    assert pricing_model(evidence(model=tuple(CELLS)), played, SETTINGS) is played
    assert pricing_model(None, None, SETTINGS) is None


def test_without_it_the_periods_own_leads_tell_what_the_response_does() -> None:
    cells = (
        model_cell(R.WITHIN_15M, 400, 48),
        model_cell(R.LATER, 400, 16),
        model_cell(R.UNKNOWN, 300, 30, span=REFERENCE),
    )
    found = pricing_model(evidence(model=cells), sale_model(), SETTINGS)
    assert found is not None
    assert R.LATER in found.responses
    own = prices(cells, found, 60)
    assert own.within(HERE)[0] == pytest.approx(0.12, abs=0.01)
    gap = total_worth(own, Zone.SALES, {"late": {(HERE, R.LATER): 384}})["late"]
    assert gap[0] == pytest.approx(32, rel=0.15)


def test_what_the_log_cannot_tell_is_not_fitted() -> None:
    cells = (model_cell(R.WITHIN_15M, 400, 48), model_cell(R.LATER, 400, 16))
    log = TouchLogFacts(any=True, first_day=None, last_day=None, cells=(), trusted=False, why="incomplete")
    assert pricing_model(evidence(model=cells, touch_log=log), None, SETTINGS) is None
    assert pricing_model(evidence(model=cells[:1]), None, SETTINGS) is None
    assert (
        pricing_model(evidence(model=(model_cell(R.WITHIN_15M, 40, 1), model_cell(R.LATER, 40, 1))), None, SETTINGS)
        is None
    )


@pytest.mark.parametrize(
    ("exposed", "reference_sales", "span"), [(90, 12, PERIOD), (9, 12, REFERENCE), (9, 2, None), (90, 0, PERIOD)]
)
def test_leads_too_young_to_tell_a_rate_are_priced_by_the_reference(
    exposed: int, reference_sales: int, span: int | None
) -> None:
    cells = (
        model_cell(R.WITHIN_15M, 100, 9, exposure=exposed * MICRO),
        model_cell(R.WITHIN_15M, 100, reference_sales, span=REFERENCE),
    )
    found = evidence(model=cells)
    assert priced_span(found, date(2026, 10, 3)) == span
    priced = prices_of(facts(found), sale_model(), 60)
    assert (None if priced is None else priced.span) == span
