from __future__ import annotations

from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime, minimize

from smmfunnel.analysis.leadsale import Terms, fit, fitting
from smmfunnel.analysis.leadsale.layout import lay_out
from smmfunnel.analysis.leadsale.newton import build, chances, solve, start
from smmfunnel.analysis.leadsale.resample import draw, sampler, unchanged
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.vocabulary import Factor
from tests.analysis.leadsale.cells import R, agency, any_cells, cell
from tests.analysis.leadsale.scenarios import effects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.analysis.leadsale import SaleModel
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


@pytest.mark.parametrize("hands", [2, 5])
def test_the_number_of_hands_changes_no_bit(monkeypatch: pytest.MonkeyPatch, hands: int) -> None:
    cells, layout = agency(), lay_out(agency(), ALL)
    system = build(layout)
    rng = np.random.Generator(np.random.PCG64(7))
    data = unchanged(sampler(layout, layout.exposure))
    point = solve(system, data.trials, data.sales, start(system))
    expected = layout.exposure * chances(system, point.units, point.slopes)[:, 0]
    one_after_another = [draw(sampler(layout, expected), rng, 256).pooled for _ in range(7)]

    monkeypatch.setattr(fitting, "HANDS", hands)
    model = fit(cells, ALL, draws=7 * 256, seed=7)

    assert model.pooled[1:].tobytes() == np.concatenate(one_after_another).tobytes()
    again = fit(cells, ALL, draws=7 * 256, seed=7)
    assert model.coalition_rates.tobytes() == again.coalition_rates.tobytes()


def test_the_ends_are_the_observed_rates_and_the_steps_add_up() -> None:
    cells = agency(exposed=0.7)
    model = fit(cells, ALL, draws=10)
    result = model.coalitions(model.places)
    for number, place in enumerate(model.places):
        for end, span in ((0, REFERENCE), (-1, PERIOD)):
            own = [c for c in cells if c.campaign_ref == place[1] and c.span == span and c.group == "smm"]
            rate = sum(c.sales for c in own) / (sum(c.exposure for c in own) / 1e6)
            assert result.rates[0, number, end] == pytest.approx(rate, abs=1e-12)


def by_hand(cells: Sequence[ModelCell], model: SaleModel, campaign: str) -> dict[frozenset[Factor], float]:
    """The sixteen values of the g-formula for one campaign, by enumeration from its definition."""
    smm = [one for one in cells if one.group == "smm"]
    levels = sorted({one.quality for one in cells})
    known = [response for response in R if response is not R.UNKNOWN]
    names = {0: REFERENCE, 1: PERIOD}

    def number(time: int, quality: str, classes: Sequence[R], place: str | None) -> float:
        return sum(
            one.exposure / 1e6
            for one in smm
            if one.span == names[time]
            and one.quality == quality
            and one.response in classes
            and place in (None, one.campaign_ref)
        )

    def of_quality(time: int, quality: str) -> float:
        return number(time, quality, list(R), campaign) / sum(number(time, q, list(R), campaign) for q in levels)

    def of_response(time: int, quality: str, response: R) -> float:
        marginal = sum(number(time, q, [response], None) for q in levels)
        marginal /= sum(number(time, q, known, None) for q in levels)
        pool = (number(time, quality, [response], None) + 2 * marginal) / (number(time, quality, known, None) + 2)
        own = number(time, quality, [response], campaign) + 2 * pool
        return own / (number(time, quality, known, campaign) + 2)

    def unknown(time: int, quality: str) -> float:
        overall = sum(number(time, q, [R.UNKNOWN], None) for q in levels)
        overall /= sum(number(time, q, list(R), None) for q in levels)
        pool = number(time, quality, [R.UNKNOWN], None) + 2 * overall
        pool /= number(time, quality, list(R), None) + 2
        own = number(time, quality, [R.UNKNOWN], campaign) + 2 * pool
        return own / (number(time, quality, list(R), campaign) + 2)

    at = model.places.index(("vk", campaign))
    shift, common = float(model.shift[0]), float(model.control_shift[0])

    def chance(quality: str, response: R, on: frozenset[Factor]) -> float:
        eta = model.intercepts[0, at] + model.quality[0, levels.index(quality)]
        eta += model.response[0, list(R).index(response)]
        eta += common * (Factor.COMMON in on) + (shift - common) * (Factor.SPECIFIC in on)
        return float(1 / (1 + np.exp(-eta)))

    def value(on: frozenset[Factor]) -> float:
        rest = int(Factor.SPECIFIC in on)
        total = 0.0
        for quality in levels:
            answered = sum(
                of_response(int(Factor.HANDLING in on), quality, response) * chance(quality, response, on)
                for response in known
            )
            lost = unknown(rest, quality)
            part = (1 - lost) * answered + lost * chance(quality, R.UNKNOWN, on)
            total += of_quality(int(Factor.QUALITY in on), quality) * part
        return total

    everyone = frozenset(model.players)
    observed = [
        sum(c.sales for c in smm if c.campaign_ref == campaign and c.span == span)
        / sum(c.exposure / 1e6 for c in smm if c.campaign_ref == campaign and c.span == span)
        for span in (REFERENCE, PERIOD)
    ]
    left = (observed[0] - value(frozenset()), observed[1] - value(everyone))
    subsets = [frozenset(s) for size in range(5) for s in combinations(model.players, size)]
    return {on: value(on) + left[Factor.SPECIFIC in on] for on in subsets}


def test_the_coalitions_are_those_of_enumeration() -> None:
    cells = agency(exposed=0.8, seed=4)
    model = fit(cells, ALL, draws=1)
    assert model.players == (Factor.QUALITY, Factor.HANDLING, Factor.COMMON, Factor.SPECIFIC)
    for campaign in ("c0", "c2"):
        rates = model.coalitions([("vk", campaign)]).rates[0, 0]
        expected = by_hand(cells, model, campaign)
        assert len(expected) == len(rates) == 16
        for on, rate in expected.items():
            number = sum(1 << bit for bit, player in enumerate(model.players) if player in on)
            assert rates[number] == pytest.approx(rate, abs=1e-12)


def test_the_fit_is_the_maximum_of_the_penalised_likelihood() -> None:
    cells = agency(seed=9, leads=15)
    model = fit(cells, ALL, draws=1)
    levels = ("invalid", "valid")
    units = [("smm", place[1]) for place in model.places] + [("control", source) for source in model.sources]
    rows = np.array(
        [
            (
                units.index((c.group, c.campaign_ref if c.group == "smm" else c.source)),
                levels.index(c.quality),
                list(R).index(c.response),
                (c.span == PERIOD) * (1 if c.group == "smm" else 2),
                c.exposure / 1e6,
                c.sales,
            )
            for c in cells
        ]
    )
    unit, quality, response, shift = rows[:, :4].astype(int).T
    trials, sales = rows[:, 4:].T
    sold = (sales.sum() + 0.5) / (trials.sum() + 1)
    base = np.log(sold / (1 - sold))

    def loss(theta: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        a, b, c, centre, t = theta[:5], theta[5:7], theta[7:13], theta[13], np.append(0, theta[14:16])
        eta = a[unit] + b[quality] + c[response] + t[shift]
        pull = ((a[:3] - centre) ** 2).sum() + 0.01 * ((a[3:] - centre) ** 2).sum()
        ridge = (b**2).sum() + (c**2).sum() + 0.01 * ((t**2).sum() + (centre - base) ** 2)
        return float((trials * np.logaddexp(0, eta) - sales * eta).sum() + (pull + ridge) / 2)

    found = np.concatenate(
        [model.intercepts[0], model.quality[0], model.response[0], [model.centre[0], model.shift[0]]]
    )
    found = np.append(found, model.control_shift[0])
    slope = approx_fprime(found, loss, 1e-6)
    assert np.abs(slope).max() < 1e-3
    best = minimize(loss, np.zeros(16), method="BFGS", options={"gtol": 1e-7})
    assert found == pytest.approx(best.x, abs=1e-4)


def test_every_draw_is_solved_to_the_end() -> None:
    layout = lay_out(agency(campaigns=6, leads=2, seed=2), ALL)
    system = build(layout)
    drawn = draw(sampler(layout, layout.exposure), np.random.default_rng(1), 40)
    cold = solve(system, drawn.trials, drawn.sales, start(system))
    again = solve(system, drawn.trials, drawn.sales, cold)
    assert np.abs(cold.units - again.units).max() < 1e-8
    assert np.abs(cold.slopes - again.slopes).max() < 1e-8


def test_the_effects_add_up_to_the_change_in_every_draw() -> None:
    model = fit(agency(seed=5), ALL, draws=30)
    result = model.coalitions(model.places)
    for number in range(len(model.places)):
        rates = result.rates[:, number]
        total = sum(effects(result.players, rates).values())
        assert np.abs(total - (rates[:, -1] - rates[:, 0])).max() < 1e-9


def test_more_leads_of_unknown_class_are_no_change_of_handling() -> None:
    half = (R.WITHIN_15M, R.LATER)
    cells = [cell(REFERENCE, 200, 30 if h is half[0] else 14, response=h) for h in half]
    cells += [cell(PERIOD, 60, 9 if h is half[0] else 4, response=h) for h in half]
    cells += [cell(PERIOD, 280, 4, response=R.UNKNOWN)]
    model = fit(cells, Terms(quality=False, handling=True, control=False), draws=200)
    assert model.players == (Factor.HANDLING, Factor.CONVERSION)
    found = effects(model.players, model.coalitions([("vk", "a")]).rates[:, 0])
    assert found[Factor.HANDLING][0] == pytest.approx(0, abs=2e-4)
    assert found[Factor.CONVERSION][0] < -0.04


@pytest.mark.parametrize(
    ("cells", "players"),
    [
        ([cell(PERIOD, 9, 1), cell(REFERENCE, 9, 1)], (Factor.CONVERSION,)),
        ([cell(PERIOD, 9, 1), cell(REFERENCE, 9, 1, quality="absent")], (Factor.QUALITY, Factor.CONVERSION)),
        ([cell(PERIOD, 9, 1, response=R.UNKNOWN), cell(REFERENCE, 9, 1)], (Factor.CONVERSION,)),
        ([cell(PERIOD, 9, 1, response=R.LATER), cell(REFERENCE, 9, 1)], (Factor.HANDLING, Factor.CONVERSION)),
        (
            [cell(s, 9, 1, group=g, source="calls") for s in (PERIOD, REFERENCE) for g in ("smm", "control")],
            (Factor.COMMON, Factor.SPECIFIC),
        ),
    ],
)
def test_only_what_the_data_carry_plays(cells: list[ModelCell], players: tuple[Factor, ...]) -> None:
    assert fit(cells, ALL, draws=2).players == players


def test_a_place_with_leads_in_one_span_keeps_its_rate() -> None:
    cells = [*agency(), cell(PERIOD, 40, 10, campaign="new")]
    model = fit(cells, ALL, draws=5)
    rates = model.coalitions([("vk", "new"), ("vk", "never seen")]).rates
    assert (rates[0, 0] == 0.25).all()
    assert (rates == rates[:, :, :1]).all()
    assert rates[0, 1, 0] == model.pooled[0]


def test_rates_are_of_the_kind_of_lead_asked_for() -> None:
    model = fit(agency(leads=60), ALL, draws=20)
    fast, slow = (model.rates(PERIOD, ("vk", "c1"), "valid", h) for h in (R.WITHIN_15M, R.NEVER))
    assert fast.shape == (21,)
    assert (fast > slow).all()
    assert model.rates(PERIOD, (None, None), "valid", R.LATER, source="s0").shape == (21,)
    assert (model.rates(REFERENCE, ("vk", "x"), "new", R.LATER) > 0).all()


def test_a_place_that_sold_nothing_still_has_an_uncertain_rate() -> None:
    rng = np.random.default_rng(8)
    true = 0.05 * np.exp(0.5 * rng.standard_normal(40))
    nothing_sold, covered, totals = 0, 0, []
    for seed in range(25):
        cells = [
            cell(span, 20, int(rng.binomial(20, chance)), campaign=f"c{number:02}")
            for number, chance in enumerate(true)
            for span in (PERIOD, REFERENCE)
        ]
        model = fit(cells, Terms(quality=False, handling=False, control=False), draws=400, seed=seed)
        drawn = model.coalition_rates[1:, :, -1]
        low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
        for number, place in enumerate(model.places):
            if not sum(c.sales for c in cells if c.campaign_ref == place[1] and c.span == PERIOD):
                nothing_sold += 1
                covered += bool(low[number] <= true[number] <= high[number])
        ends = np.percentile(drawn.sum(axis=1), [2.5, 97.5])
        totals.append(ends[0] <= true.sum() <= ends[1])
    assert nothing_sold > 200
    assert covered / nothing_sold > 0.9
    # Half a sale for each of forty campaigns would raise the total by a half: none of its intervals would hold.
    assert np.mean(totals) > 0.8


def test_overdispersed_leads_have_wider_intervals() -> None:
    plain, wide = (fit(agency(leads=40), ALL, draws=400, phi=phi) for phi in (1.0, 4.0))
    assert np.std(wide.shift[1:]) / np.std(plain.shift[1:]) == pytest.approx(2, rel=0.25)
    assert wide.shift[0] == plain.shift[0]
