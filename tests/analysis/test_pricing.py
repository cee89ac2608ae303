from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.analysis.pricing import (
    Kind,
    as_handled,
    average_deal,
    in_standard,
    kind_of,
    not_below_nought,
    prices,
    total_worth,
    worth,
)
from smmfunnel.vocabulary import Outcome, Zone
from tests.analysis.cases import CELLS, FAST, HERE, RESPONSE, SLOW, R, lead_cell, model_cell, sale_model


def test_a_late_lead_is_worth_the_gap_to_the_standard_over_its_chance_of_having_been_lost() -> None:
    given = prices(CELLS, sale_model((FAST,), response=RESPONSE), 60)
    assert given.within(HERE)[0] == pytest.approx(0.10)
    assert worth(given, Zone.SALES, HERE, R.LATER)[0] == pytest.approx((0.10 - 0.05) / 0.95)


def test_the_lost_leads_of_a_class_sum_to_its_expected_gap() -> None:
    given = prices(CELLS, sale_model((FAST,), response=RESPONSE), 60)
    # Of 2,000 leads answered late 100 were sold; in the standard 200 would have been.
    assert total_worth(given, Zone.SALES, {"late": {(HERE, R.LATER): 1900}})["late"][0] == pytest.approx(100)


def test_an_untouched_lead_counts_as_never_answered_and_a_young_one_as_late() -> None:
    given = prices(CELLS, sale_model((FAST,), response=RESPONSE), 60)
    never = (1 / 900) / (1 + 1 / 900)
    for outcome in (Outcome.UNTOUCHED, Outcome.JUNK_UNTOUCHED):
        for response, rate in ((R.NEVER, never), (R.UNKNOWN, 0.05)):
            assert worth(given, Zone.SALES, HERE, as_handled(outcome, response))[0] == pytest.approx(
                (0.1 - rate) / (1 - rate)
            )


def test_the_standard_is_the_mix_of_the_leads_answered_within_it() -> None:
    cells = [model_cell(R.WITHIN_15M, 30), model_cell(R.WITHIN_1H, 10), model_cell(R.LATER, 60)]
    model = sale_model((FAST,), response={R.WITHIN_15M: 1.0, R.WITHIN_1H: SLOW / FAST, R.LATER: 0.1})
    assert prices(cells, model, 60).within(HERE)[0] == pytest.approx((30 * 0.10 + 10 * 0.05) / 40)
    assert prices(cells, model, 15).within(HERE)[0] == pytest.approx(0.10)
    assert prices(cells, model, 60).under(cells, 15).within(HERE)[0] == pytest.approx(0.10)


def test_a_class_the_standard_cuts_counts_as_a_whole() -> None:
    assert in_standard(5) == (R.WITHIN_15M,)
    assert in_standard(15) == (R.WITHIN_15M,)
    assert in_standard(30) == (R.WITHIN_15M, R.WITHIN_1H)
    assert in_standard(2880) == (R.WITHIN_15M, R.WITHIN_1H, R.WITHIN_24H, R.LATER)


def test_junk_is_worth_a_valid_lead_of_its_form_handled_as_valid_leads_are() -> None:
    model = sale_model((FAST,), quality={"valid/site": 1.0, "invalid/site": SLOW / FAST}, response=RESPONSE)
    cells = [
        model_cell(R.WITHIN_15M, 50, quality="valid/site"),
        model_cell(R.LATER, 50, quality="valid/site"),
        model_cell(R.NEVER, 50, quality="invalid/site"),
    ]
    found = prices(cells, model, 60)
    better, as_is = (0.10 + 0.05) / 2, (0.01 * SLOW) / (1 + 0.01 * SLOW)
    kind = Kind(("vk", "a"), "invalid/site")
    assert worth(found, Zone.SMM, kind, R.NEVER)[0] == pytest.approx((better - as_is) / (1 - as_is))


def test_junk_with_a_valid_contact_sells_nothing_as_it_is() -> None:
    model = sale_model((FAST,), quality={"valid": 1.0, "invalid": 0.5})
    assert worth(prices(CELLS, model, 60), Zone.SMM, HERE, R.WITHIN_15M)[0] == pytest.approx(0.10)


def test_sources_matter_only_where_there_is_no_campaign() -> None:
    assert kind_of(lead_cell(Outcome.LATE, 1)) == HERE
    assert kind_of(lead_cell(Outcome.LATE, 1, origin="other")) == Kind((None, None), "valid", "calls")


@given(
    st.dictionaries(st.sampled_from(list(R)), st.floats(0.01, 100), min_size=1),
    st.floats(1e-6, 1e6),
    st.sampled_from(list(R)),
    st.sampled_from([Zone.SALES, Zone.SMM]),
    st.sampled_from(["valid", "invalid", "unseen"]),
)
def test_a_lead_costs_at_most_itself(
    ratios: dict[R, float], base: float, response: R, zone: Zone, quality: str
) -> None:
    model = sale_model((base,), quality={"valid": 1.0, "invalid": 0.3}, response=ratios)
    found = prices(CELLS, model, 60)
    value = worth(found, zone, Kind(("vk", "a"), quality), response)[0]
    assert -1 <= value <= 1
    shown = not_below_nought(np.array([value]))
    assert shown.value is not None
    assert 0 <= shown.value <= 1


def test_an_interval_is_cut_at_nought_and_holds_its_point() -> None:
    found = not_below_nought(np.array([-1.0, -3.0, -2.0, -1.0, 0.5, 1.0]))
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(0.95)
    above = not_below_nought(np.array([9.0, 1.0, 2.0]))
    assert above.high == 9.0


def test_the_average_deal_is_of_the_sales_that_name_an_amount() -> None:
    cells = [lead_cell(Outcome.WON, 5, sales=5, revenue=900, priced=3), lead_cell(Outcome.OPEN, 2)]
    assert average_deal(cells) == 300.0
    assert average_deal(cells[1:]) is None
