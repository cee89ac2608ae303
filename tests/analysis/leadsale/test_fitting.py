from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmfunnel.analysis.leadsale import Terms, fit
from smmfunnel.facts.values import PERIOD, REFERENCE
from tests.analysis.leadsale.cells import R, agency, any_cells

if TYPE_CHECKING:
    from smmfunnel.facts.evidence import ModelCell

ALL = Terms(quality=True, handling=True, control=True)


@settings(max_examples=150, deadline=None)
@given(any_cells(), st.booleans(), st.booleans(), st.booleans())
def test_no_table_makes_it_fail(cells: list[ModelCell], quality: bool, handling: bool, control: bool) -> None:  # noqa: FBT001 - drawn
    model = fit(cells, Terms(quality, handling, control), draws=20, seed=3)
    result = model.coalitions([*model.places, ("vk", "new")])
    assert np.isfinite(result.rates).all()
    assert result.rates.shape == (21, len(model.places) + 1, 2 ** len(result.players))
    rates = model.rates(PERIOD, ("vk", "a"), "valid", R.LATER)
    assert np.isfinite(rates).all()
    assert (rates >= 0).all()
    assert (rates <= 1).all()


def test_the_order_of_cells_does_not_matter() -> None:
    cells = agency()
    first = fit(cells, ALL, draws=50, seed=7)
    Random(1).shuffle(cells)
    second = fit(cells, ALL, draws=50, seed=7)
    assert first.places == second.places
    assert (first.coalition_rates == second.coalition_rates).all()
    assert (first.intercepts == second.intercepts).all()


def test_the_ends_are_the_observed_rates_and_the_steps_add_up() -> None:
    cells = agency(exposed=0.7)
    model = fit(cells, ALL, draws=10)
    result = model.coalitions(model.places)
    for number, place in enumerate(model.places):
        for end, span in ((0, REFERENCE), (-1, PERIOD)):
            own = [c for c in cells if c.campaign_ref == place[1] and c.span == span and c.group == "smm"]
            rate = sum(c.sales for c in own) / (sum(c.exposure for c in own) / 1e6)
            assert result.rates[0, number, end] == pytest.approx(rate, abs=1e-12)
