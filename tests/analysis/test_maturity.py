from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmfunnel.analysis.intervals import wilson
from smmfunnel.analysis.maturity import choose_horizon, cohorts, judgeable, maturity
from smmfunnel.facts.evidence import CohortCell, Compared, Evidence, Horizon, LagCell, ModelCell, TouchLogFacts
from smmfunnel.facts.values import PERIOD
from smmfunnel.results import Span
from tests.analysis.leadsale.cells import cell

if TYPE_CHECKING:
    from collections.abc import Sequence

START = date(2026, 1, 1)
PERIOD_START = date(2026, 7, 1)
PERIOD_END = date(2026, 7, 31)


def compared() -> Compared:
    period = Span(PERIOD_START, PERIOD_END, "asked")
    return Compared("previous", "previous", period, Span(date(2026, 5, 31), date(2026, 6, 30), "previous"), None)


def lags(as_of: date, *, slower: float = 1.0, mean: float = 24.0, daily: int = 20, seed: int = 3) -> list[LagCell]:
    """Leads of every day from START to the end of the period; those of the period sell `slower` times later."""
    rng = np.random.default_rng(seed)
    found: Counter[tuple[date, int | None]] = Counter()
    for number in range((PERIOD_END - START).days + 1):
        day = START + timedelta(days=number)
        age = (as_of - day).days
        scale = slower if day >= PERIOD_START else 1.0
        for buys, delay in zip(rng.random(daily) < 0.15, scale * rng.gamma(2, mean / 2, daily), strict=True):
            found[day, int(delay) if buys and int(delay) <= age else None] += 1
    return [LagCell("smm", day, lag, leads) for (day, lag), leads in found.items()]


def evidence(cells: Sequence[LagCell], as_of: date, horizon: Horizon | None = None) -> Evidence:
    horizon = horizon or choose_horizon(cells, compared(), as_of, None)
    model: list[ModelCell] = []
    for one in cells:
        if one.day >= PERIOD_START and one.group == "smm":
            age = min((as_of - one.day).days, horizon.days)
            sales = one.leads if one.lag is not None and one.lag <= horizon.days else 0
            model.append(cell(PERIOD, one.leads, sales, exposure=one.leads * horizon.exposure[age]))
    return Evidence(
        compared=compared(),
        horizon=horizon,
        lags=tuple(cells),
        model=tuple(model),
        spread=(),
        unknown_origin={},
        unmatched={},
        touch_log=TouchLogFacts(any=False, first_day=None, last_day=None, cells=(), trusted=False, why="none"),
        ledger=(),
        sla=(),
        managers=(),
        times=(),
        bands=(),
        cohorts=(CohortCell(date(2026, 6, 29), 30, 20_000_000, 4), CohortCell(date(2026, 7, 6), 5, 0, 0)),
        content=(),
        credit=None,
        rescue=(),
        has={},
    )


def test_the_horizon_holds_95_percent_of_the_sales_in_whole_weeks() -> None:
    as_of = date(2026, 12, 31)
    found = choose_horizon(lags(as_of), compared(), as_of, None)
    # 95 % of a gamma distribution of shape 2 and mean 24 have come by day 56.9.
    assert found.chosen == "data"
    assert found.days in (56, 63)
    assert len(found.exposure) == found.days + 1
    assert found.exposure[-1] == 1_000_000
    assert found.exposure[24] == pytest.approx(1_000_000 * (1 - 3 * np.exp(-2)) / 0.95, rel=0.08)


def test_the_horizon_asked_for_wins() -> None:
    as_of = date(2026, 8, 31)
    found = choose_horizon(lags(as_of), compared(), as_of, 10)
    assert (found.days, found.chosen, found.exposure[-1]) == (10, "asked", 1_000_000)


def test_too_few_sales_give_thirty_days_and_say_so() -> None:
    few = [LagCell("smm", START, 2, 3), LagCell("smm", START, None, 50)]
    found = choose_horizon(few, compared(), date(2026, 8, 31), None)
    assert (found.days, found.chosen) == (30, "default")
    assert found.exposure[14] == 15 * 1_000_000 // 31
    assert choose_horizon([], compared(), None, None).days == 30


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["smm", "control"]), st.integers(0, 230), st.none() | st.integers(0, 400)),
        max_size=60,
    ),
    st.none() | st.integers(1, 90),
    st.randoms(),
)
def test_any_table_gives_a_growing_exposure_whatever_its_order(
    rows: list[tuple[str, int, int | None]],
    asked: int | None,
    random: object,
) -> None:
    cells = [LagCell(group, START + timedelta(days=day), lag, 2) for group, day, lag in rows]
    found = choose_horizon(cells, compared(), date(2026, 8, 20), asked)
    shuffled = list(cells)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose_horizon(shuffled, compared(), date(2026, 8, 20), asked) == found
    assert list(found.exposure) == sorted(found.exposure)
    assert len(found.exposure) == found.days + 1
    assert found.exposure[-1] == 1_000_000


def test_leads_followed_to_the_end_have_the_plain_rate() -> None:
    as_of = date(2026, 12, 31)
    known = maturity(evidence(lags(as_of), as_of), as_of)
    assert known is not None
    assert known.share_mature == 1
    own = [one for one in lags(as_of) if one.day >= PERIOD_START]
    sold = sum(one.leads for one in own if one.lag is not None and one.lag <= known.horizon_days)
    assert known.rate is not None
    assert known.rate.value is not None
    assert known.rate.value == pytest.approx(sold / sum(one.leads for one in own))
    assert judgeable(evidence(lags(as_of), as_of), as_of).judged


def test_a_young_month_is_adjusted_for_its_age() -> None:
    as_of = date(2026, 8, 10)
    given_lags = lags(as_of)
    known = maturity(evidence(given_lags, as_of), as_of)
    assert known is not None
    assert known.share_mature is not None
    assert 0.3 < known.share_mature < 0.8
    assert known.rate is not None
    assert known.rate.value == pytest.approx(0.15, abs=0.05)
    facts = evidence(given_lags, as_of)
    sales, exposed = sum(c.sales for c in facts.model), sum(c.exposure for c in facts.model) / 1e6
    assert (known.rate.low, known.rate.high) == wilson(sales, exposed)
    assert known.rate.value is not None
    assert sales / sum(c.leads for c in facts.model) < 0.8 * known.rate.value
    assert known.median_lag_days is not None
    assert known.cycle_shift == "none"
    assert judgeable(facts, as_of).judged


def test_a_slower_cycle_is_not_judged_until_its_sales_have_come() -> None:
    early = date(2026, 8, 10)
    slow = evidence(lags(early, slower=2.5, daily=60), early)
    known = maturity(slow, early)
    assert known is not None
    assert known.cycle_shift == "slower"
    assert judgeable(slow, early).reason == "slower_cycle"
    late = date(2027, 6, 30)
    assert judgeable(evidence(lags(late, slower=2.5, daily=60), late), late).judged


def test_what_cannot_be_judged_says_why() -> None:
    as_of = date(2026, 12, 31)
    assert maturity(evidence([], as_of), as_of) is None
    assert judgeable(evidence([], as_of), as_of).reason == "no_leads"
    month = [LagCell("smm", PERIOD_START, None, 40), LagCell("smm", PERIOD_START, 3, 2)]
    assert judgeable(evidence(month, as_of), as_of).reason == "too_few_sales"
    young = evidence(lags(date(2026, 7, 31)), date(2026, 7, 31), Horizon(90, "asked", [0] * 90 + [1_000_000]))
    assert judgeable(young, date(2026, 7, 31)).reason == "too_young"
    few = evidence(lags(date(2026, 8, 10), daily=2), date(2026, 8, 10))
    assert judgeable(few, date(2026, 8, 10)).reason == "untestable_cycle"


def test_weeks_show_what_their_sales_stand_for() -> None:
    first, second = cohorts(evidence([], date(2026, 8, 10)))
    assert (first.exposure, first.rate.value) == (20.0, 0.2)
    assert second.rate.reason == "no_denominator"
