from __future__ import annotations

from functools import partial
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.analysis.attribution.games import kitagawa, lmdi, order_range, owen, shapley, substituted
from tests.analysis.attribution.oracles import (
    DAS_GUPTA,
    DAS_GUPTA_5_1,
    DAS_GUPTA_5_3,
    FUNNEL,
    LMDI,
    PRESTON_2_1,
    TURKEY,
    product,
    rate_of,
)


def printed(values: list[float]) -> float:
    """Half a unit of the last digit that a list of numbers is printed with."""
    digits = max(len(repr(abs(value)).partition(".")[2]) for value in values)
    return 0.5000001 * 10.0**-digits


@pytest.mark.parametrize("number", sorted(DAS_GUPTA))
def test_das_guptas_worked_examples_to_every_printed_digit(number: str) -> None:
    example = DAS_GUPTA[number]
    rate = partial(lambda text, *factors: rate_of(text, list(factors)), example["rate"])
    effects = shapley(substituted(rate, example["x0"], example["x1"]), len(example["x0"]))
    assert effects == pytest.approx(example["effects"], rel=0, abs=printed(example["effects"]))
    assert sum(effects) == pytest.approx(example["total"], rel=0, abs=printed([example["total"]]) * 2)


def test_das_guptas_mix_and_rate_of_example_5_1() -> None:
    w0, w1 = (np.array(DAS_GUPTA_5_1[name]) / 100 for name in ("w0", "w1"))
    r0, r1 = (np.array(DAS_GUPTA_5_1[name]) for name in ("r0", "r1"))
    assert kitagawa(w0, r0, w1, r1) == pytest.approx(DAS_GUPTA_5_1["effects"], rel=0, abs=5e-5)


def test_das_guptas_cross_classified_example_5_3() -> None:
    # Two periods and the cells of race and age as one composition, as in the book's table without the cross.
    sizes = [np.array(DAS_GUPTA_5_3[name], dtype=float) for name in ("size0", "size1")]
    rates = [np.array(DAS_GUPTA_5_3[name]) for name in ("rate0", "rate1")]
    shares = [size / size.sum() for size in sizes]
    effects = kitagawa(shares[0], rates[0], shares[1], rates[1])
    assert effects == pytest.approx(DAS_GUPTA_5_3["effects"], rel=0, abs=5e-8)
    assert sum(effects) == pytest.approx(DAS_GUPTA_5_3["total"], rel=0, abs=1e-7)


def test_the_turkish_value_added_as_its_package_computes_it() -> None:
    effects = shapley(substituted(product, TURKEY["x0"], TURKEY["x1"]), 4)
    assert effects == pytest.approx(TURKEY["effects_ours_and_package_run"], rel=0, abs=5e-7)
    # The README prints the last one with a digit slip of its own.
    assert effects == pytest.approx(TURKEY["effects_published"], rel=0, abs=6e-3)


def test_kitagawas_composition_and_rate_of_kazakhstan_and_sweden() -> None:
    tables = [np.array(PRESTON_2_1[name], dtype=float) for name in ("kazakhstan", "sweden")]
    shares = [table[:, 0] / table[:, 0].sum() for table in tables]
    rates = [1000 * table[:, 1] / table[:, 0] for table in tables]
    assert [float((w * r).sum()) for w, r in zip(shares, rates, strict=True)] == pytest.approx(
        PRESTON_2_1["cdr"], rel=0, abs=5e-7
    )
    mix, rate = kitagawa(shares[0], rates[0], shares[1], rates[1])
    assert (mix, rate) == pytest.approx((PRESTON_2_1["composition"], PRESTON_2_1["rate"]), rel=0, abs=5e-7)


@pytest.mark.parametrize("country", sorted(LMDI))
def test_lmdi_of_the_published_examples(country: str) -> None:
    example = LMDI[country]
    before, after = (np.array(example[name])[:, None] for name in ("factors0", "factors1"))
    assert lmdi(before, after) == pytest.approx(example["effects"], rel=0, abs=5e-8)


def test_lmdi_of_three_factors_that_double_is_a_third_each() -> None:
    # Two segments of 37.5, each of whose three factors doubles: 2 × 37.5 → 2 × 300.
    before = np.array([[2.5, 1.5], [3.0, 5.0], [5.0, 5.0]])
    assert before.prod(axis=0).tolist() == [37.5, 37.5]
    assert lmdi(before, 2 * before) == pytest.approx([175, 175, 175])


def test_lmdi_refuses_a_nought() -> None:
    with pytest.raises(ValueError, match="above 0"):
        lmdi(np.array([[0.0], [1.0]]), np.array([[1.0], [1.0]]))


def test_the_funnel_by_shapley_owen_and_lmdi() -> None:
    value = substituted(product, FUNNEL["x0"], FUNNEL["x1"])
    assert shapley(value, 6) == pytest.approx(FUNNEL["shapley"], rel=0, abs=6e-4)
    assert owen(value, FUNNEL["unions"]) == pytest.approx(FUNNEL["owen"], rel=0, abs=6e-4)
    before, after = (np.array(FUNNEL[name])[:, None] for name in ("x0", "x1"))
    assert lmdi(before, after) == pytest.approx(FUNNEL["lmdi"], rel=0, abs=6e-4)
    smm = FUNNEL["smm_group"]
    assert sum(shapley(value, 6)[1:3]) == pytest.approx(smm["shapley_plain_sum"], abs=1e-8)
    assert sum(owen(value, FUNNEL["unions"])[1:3]) == pytest.approx(smm["owen"], abs=1e-8)
    assert sum(lmdi(before, after)[1:3]) == pytest.approx(smm["lmdi"], abs=1e-8)


@pytest.mark.parametrize(("pieces", "shapley_sum"), [(2, 4.396), (3, 4.347), (4, 4.322)])
def test_cutting_the_click_rate_finer_gains_nothing_under_owen(pieces: int, shapley_sum: float) -> None:
    cut = [[FUNNEL[name][2] ** (1 / pieces)] * pieces for name in ("x0", "x1")]
    before = [*FUNNEL["x0"][:2], *cut[0], *FUNNEL["x0"][3:]]
    after = [*FUNNEL["x1"][:2], *cut[1], *FUNNEL["x1"][3:]]
    value = substituted(product, before, after)
    inside = list(range(1, 2 + pieces))
    unions = [[0], inside, *([place] for place in range(2 + pieces, 5 + pieces))]
    effects = owen(value, unions)
    assert sum(effects[place] for place in inside) == pytest.approx(FUNNEL["smm_group"]["owen"], abs=1e-9)
    # The plain Shapley value would give the zone more for a finer cut.
    plain = shapley(value, 5 + pieces)
    assert sum(plain[place] for place in inside) == pytest.approx(shapley_sum, abs=6e-4)


@pytest.mark.parametrize(
    ("factor", "low", "high"),
    [
        (0, 4.36, 27.54),
        (1, -19.07, -2.62),
        (2, 4.36, 27.54),
        (3, -24.30, -3.63),
        (4, -20.66, -2.91),
        (5, -34.42, -6.23),
    ],
)
def test_chain_substitution_gives_anything_by_its_order(factor: int, low: float, high: float) -> None:
    value = substituted(product, FUNNEL["x0"], FUNNEL["x1"])
    values = np.array([value(mask) for mask in range(64)])
    assert order_range(values)[factor] == pytest.approx((low, high), abs=6e-3)


Factors = list[float]
factors = st.lists(st.floats(0, 3), min_size=1, max_size=5)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Factors, Factors]:
    before = draw(factors)
    after = draw(st.lists(st.floats(0, 3), min_size=len(before), max_size=len(before)))
    return before, after


@st.composite
def partitions(draw: st.DrawFn, size: int) -> list[list[int]]:
    labels = draw(st.lists(st.integers(0, 2), min_size=size, max_size=size))
    return [[k for k in range(size) if labels[k] == label] for label in sorted(set(labels))]


@given(st.data())
def test_effects_add_up_to_the_change_and_turn_with_time(data: st.DataObject) -> None:
    before, after = data.draw(pairs())
    unions = data.draw(partitions(len(before)))
    effects = owen(substituted(product, before, after), unions)
    assert sum(effects) == pytest.approx(prod(after) - prod(before), abs=1e-9)
    back = owen(substituted(product, after, before), unions)
    assert back == pytest.approx([-effect for effect in effects], abs=1e-9)


@given(st.data())
def test_the_order_of_factors_does_not_matter(data: st.DataObject) -> None:
    before, after = data.draw(pairs())
    unions = data.draw(partitions(len(before)))
    order = data.draw(st.permutations(range(len(before))))
    effects = owen(substituted(product, before, after), unions)
    moved = owen(
        substituted(product, [before[k] for k in order], [after[k] for k in order]),
        [[order.index(k) for k in union] for union in unions],
    )
    assert moved == pytest.approx([effects[k] for k in order], abs=1e-9)


@given(st.data())
def test_a_factor_that_stays_the_same_has_no_effect_and_changes_none(data: st.DataObject) -> None:
    before, after = data.draw(pairs())
    unions = data.draw(partitions(len(before)))
    same = data.draw(st.floats(0.1, 3))
    alone = owen(substituted(lambda *given: same * product(*given), before, after), unions)
    number = len(before)
    joined = [*unions[:-1], [*unions[-1], number]]
    with_it = owen(substituted(product, [*before, same], [*after, same]), joined)
    assert with_it == pytest.approx([*alone, 0.0], abs=1e-9)


@given(st.data())
def test_merging_the_factors_of_a_union_leaves_every_union_its_total(data: st.DataObject) -> None:
    before, after = data.draw(pairs())
    unions = data.draw(partitions(len(before)))
    effects = owen(substituted(product, before, after), unions)
    merged_before = [prod(before[k] for k in union) for union in unions]
    merged_after = [prod(after[k] for k in union) for union in unions]
    totals = shapley(substituted(product, merged_before, merged_after), len(unions))
    assert [sum(effects[k] for k in union) for union in unions] == pytest.approx(totals, abs=1e-9)


@given(pairs(), st.floats(0.1, 100))
def test_scaling_scales_effects_and_equal_periods_have_none(pair: tuple[Factors, Factors], scale: float) -> None:
    before, after = pair
    effects = shapley(substituted(product, before, after), len(before))
    scaled = shapley(substituted(lambda *given: scale * product(*given), before, after), len(before))
    assert scaled == pytest.approx([scale * effect for effect in effects], abs=1e-9)
    assert shapley(substituted(product, before, before), len(before)) == pytest.approx([0.0] * len(before), abs=1e-12)


def test_one_player_takes_the_whole_change() -> None:
    assert shapley(substituted(product, [2.0], [5.0]), 1) == [3.0]


def test_kitagawa_is_the_shapley_value_of_two_factors() -> None:
    rng = np.random.default_rng(3)
    w0, w1, r0, r1 = rng.uniform(size=(4, 6))

    def rate(weights: Any, rates: Any) -> float:
        return float((weights * rates).sum())

    assert kitagawa(w0, r0, w1, r1) == pytest.approx(shapley(substituted(rate, [w0, r0], [w1, r1]), 2))


def test_unions_must_be_a_partition() -> None:
    with pytest.raises(ValueError, match="partition"):
        owen(float, [[0], [0, 1]])
