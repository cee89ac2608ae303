from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.datasets import load_waltons
from statsmodels.duration.survfunc import survdiff

from smmfunnel.analysis.intervals import wilson
from smmfunnel.analysis.survival import delays_compared, exposure, kaplan_meier, log_rank

if TYPE_CHECKING:
    from smmfunnel.analysis.survival import Delay, Followed

SIX_MP = [35, 34, 32, 32, 25, 23, 22, 20, 19, 17, 16, 13, 11, 10, 10, 9, 7, 6, 6, 6, 6]
REMISSION_ENDED = [0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 1]
PLACEBO = [23, 22, 17, 15, 12, 12, 11, 11, 8, 8, 8, 8, 5, 5, 4, 4, 3, 2, 2, 1, 1]
"""Weeks of remission of children with leukaemia (Freireich et al. 1963)."""


def freireich() -> list[Followed]:
    return [(weeks, bool(ended), 1) for weeks, ended in zip(SIX_MP, REMISSION_ENDED, strict=True)]


def test_freireichs_curve_is_the_textbooks() -> None:
    curve = kaplan_meier(freireich())
    expected = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
    assert {week: curve.at(week) for week in expected} == pytest.approx(expected, abs=5e-5)
    assert curve.interval(6) == pytest.approx((0.619718, 0.951552), abs=5e-7)
    assert curve.interval(10) == pytest.approx((0.5032, 0.889362), abs=5e-7)
    assert curve.interval(23) == pytest.approx((0.188052, 0.680143), abs=5e-7)
    assert curve.last == 35
    placebo = kaplan_meier([(weeks, True, 1) for weeks in PLACEBO])
    assert [placebo.at(week) for week in (6, 10, 13)] == pytest.approx([0.5714, 0.3810, 0.1905], abs=5e-5)


def waltons() -> list[tuple[str, float, bool]]:
    return [(row.group, float(row.T), bool(row.E)) for row in load_waltons().itertuples()]


def test_waltons_flies_are_those_of_lifelines() -> None:
    flies = waltons()
    curve = kaplan_meier([(time, died, 1) for _, time, died in flies])
    assert len(flies) == 163
    assert curve.median == 56
    assert [curve.at(day) for day in (20, 40, 60)] == pytest.approx([0.91365031, 0.77783742, 0.31152366], abs=5e-9)
    assert curve.interval(60) == pytest.approx((0.24165949, 0.38375862), abs=5e-9)
    infected, control = (
        [(time, died, 1) for group, time, died in flies if group == name] for name in ("miR-137", "control")
    )
    found = log_rank(infected, control)
    assert found.chi_square == pytest.approx(122.249126, abs=5e-7)
    assert found.difference > 0
    assert log_rank(control, infected).difference == pytest.approx(-found.difference)


followed = st.lists(st.tuples(st.integers(1, 40), st.booleans(), st.integers(1, 5)), min_size=1, max_size=30)


@settings(max_examples=25, deadline=None)
@given(followed, st.integers(0, 45))
def test_any_curve_is_that_of_lifelines(leads: list[Followed], time: int) -> None:
    curve = kaplan_meier(leads)
    times, events, weights = zip(*leads, strict=True)
    fitter = KaplanMeierFitter().fit(np.repeat(times, weights), np.repeat(events, weights))
    assert curve.at(time) == pytest.approx(float(fitter.predict(time)), abs=1e-12)
    low, high = curve.interval(time)
    assert low <= curve.at(time) <= high
    if 0 < curve.at(time) < 1:
        ends = fitter.confidence_interval_survival_function_
        assert (low, high) == pytest.approx(tuple(ends[ends.index <= time].iloc[-1]), abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(followed, followed)
def test_any_log_rank_is_that_of_statsmodels(one: list[Followed], two: list[Followed]) -> None:
    found = log_rank(one, two)
    if not found.chi_square:
        assert found.p_value == 1
        return
    times, events, weights = zip(*one, *two, strict=True)
    group = [0] * len(one) + [1] * len(two)
    chi_square, p_value = survdiff(*(np.repeat(column, weights) for column in (times, events, group)))
    assert found.chi_square == pytest.approx(chi_square, abs=1e-7)
    assert found.p_value == pytest.approx(p_value, abs=1e-9)


def test_a_lost_lead_is_followed_until_today_not_until_it_was_lost() -> None:
    rng = np.random.default_rng(90)
    leads, days = 40_000, 90
    buys = rng.random(leads) < 0.12
    delay = rng.gamma(2, 12, leads)
    lost = rng.gamma(1, 11.0, leads)
    age = rng.integers(1, 181, leads)
    sold = buys & (delay <= np.minimum(age, days))
    truth = float((buys & (delay <= days)).mean())
    until = np.minimum(age, days)
    right = kaplan_meier([(float(t), bool(e), 1) for t, e in zip(np.where(sold, delay, until), sold, strict=True)])
    closed = np.where(buys, until, np.minimum(lost, until))
    wrong = kaplan_meier([(float(t), bool(e), 1) for t, e in zip(np.where(sold, delay, closed), sold, strict=True)])
    assert truth == pytest.approx(0.1194, abs=0.003)
    assert 1 - right.at(days) == pytest.approx(truth, abs=0.005)
    assert 1 - wrong.at(days) == pytest.approx(0.883, abs=0.05)
    young = age <= 30
    decided = (sold | (~buys & (lost <= age))) & young
    assert (sold & young).sum() / decided.sum() < 0.8 * truth


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=10), st.integers(1, 50))
def test_of_leads_followed_to_the_end_the_curve_is_the_plain_rate(sold: list[tuple[int, int]], unsold: int) -> None:
    leads: list[Followed] = [(float(lag), True, number) for lag, number in sold] + [(20, False, unsold)]
    number = sum(count for _, count in sold)
    curve = kaplan_meier(leads)
    assert 1 - curve.at(20) == pytest.approx(number / (number + unsold), abs=1e-12)
    grown = exposure(curve, 20)
    assert len(grown) == 21
    assert grown[-1] == 1_000_000
    assert list(grown) == sorted(grown)


def test_a_hundred_leads_half_followed_with_six_sales_are_six_of_fifty() -> None:
    half = exposure(kaplan_meier([(3, True, 5), (20, True, 5), (30, False, 90)]), 30)[10]
    exposed = 100 * half / 1_000_000
    assert exposed == 50
    assert 6 / exposed == 0.12
    assert wilson(6, exposed) == wilson(6, 50)


def test_wilson_of_the_exposure_covers_the_rate_of_a_month_not_followed_to_the_end() -> None:
    rng = np.random.default_rng(5)
    days, runs = 90, 2000
    grown = np.array([np.mean(rng.gamma(2, 12, 40_000) <= age) for age in range(days + 1)])
    grown /= grown[-1]
    rate, covered, naive = 0.12, 0, 0
    within = rate * float(np.mean(rng.gamma(2, 12, 400_000) <= days))
    for _ in range(runs):
        age = rng.integers(0, 30, 150)
        sold = int(((rng.random(150) < rate) & (rng.gamma(2, 12, 150) <= age)).sum())
        exposed = float(grown[age].sum())
        low, high = wilson(min(sold, exposed), exposed)
        covered += low <= within <= high
        naive += wilson(sold, 150)[0] <= within <= wilson(sold, 150)[1]
    assert 0.93 <= covered / runs <= 0.97
    assert naive / runs <= 0.12


def delays(rng: np.random.Generator, slower: float, leads: int, youngest: int, oldest: int) -> list[Delay]:
    """Sales that can be seen of leads whose ages run from youngest to oldest."""
    age = np.minimum(rng.integers(youngest, oldest + 1, leads), 90)
    delay = (slower * rng.gamma(2, 12, leads)).astype(int)
    sold = (rng.random(leads) < 0.12) & (delay <= age)
    return [(int(d), int(a), 1) for d, a in zip(delay[sold], age[sold], strict=True)]


def test_ages_that_differ_are_no_slower_cycle() -> None:
    rng = np.random.default_rng(11)
    p = [delays_compared(delays(rng, 1, 400, 0, 60), delays(rng, 1, 1500, 60, 400)).p_value for _ in range(400)]
    assert np.mean(np.array(p) < 0.05) == pytest.approx(0.05, abs=0.028)  # binomial 99 % limit


def test_a_slower_cycle_shows_in_the_delays_that_can_be_seen() -> None:
    rng = np.random.default_rng(12)
    found = [delays_compared(delays(rng, 2.5, 1500, 0, 60), delays(rng, 1, 3000, 60, 400)) for _ in range(50)]
    assert np.mean([one.p_value < 0.05 and one.difference > 0 for one in found]) > 0.8
    assert delays_compared([], []).p_value == 1
    assert delays_compared([(3, 9, 4)], []).p_value == 1
