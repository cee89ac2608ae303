from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smmfunnel.analysis.quantiles import quantiles

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

SHARES = (0.0, 0.005, 0.01, 0.025, 0.5, 0.75, 0.975, 0.995, 1.0)


@given(arrays(np.float64, st.integers(1, 300), elements=st.floats(-1e12, 1e12)))
def test_quantiles_are_those_of_numpy_to_the_last_bit(values: FloatArray) -> None:
    assert quantiles(values, *SHARES) == np.quantile(values, SHARES).tolist()


def test_a_draw_that_is_no_number_has_no_quantile() -> None:
    assert quantiles(np.array([1.0, np.nan, 3.0]), 0.1) == pytest.approx([float("nan")], nan_ok=True)
