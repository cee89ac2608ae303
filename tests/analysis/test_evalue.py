from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.analysis.evalue import e_value, e_value_of_interval


def test_the_published_values() -> None:
    assert e_value(3.9) == pytest.approx(7.263034, abs=5e-7)
    assert e_value(1.8) == pytest.approx(3.0, abs=1e-12)


@given(st.floats(1e-3, 1e3))
def test_a_ratio_and_its_inverse_need_the_same(ratio: float) -> None:
    assert e_value(ratio) == pytest.approx(e_value(1 / ratio))
    assert e_value(ratio) >= max(ratio, 1 / ratio) or ratio == pytest.approx(1)


def test_an_interval_is_judged_by_its_end_nearer_to_one() -> None:
    assert e_value_of_interval(1.8, 8.7) == e_value(1.8)
    assert e_value_of_interval(0.2, 0.5) == e_value(0.5)
    assert e_value_of_interval(0.5, 1.0) == 1


@pytest.mark.parametrize("ratio", [0.0, -2.0])
def test_what_is_no_ratio_is_refused(ratio: float) -> None:
    with pytest.raises(ValueError, match="not a risk ratio"):
        e_value(ratio)
