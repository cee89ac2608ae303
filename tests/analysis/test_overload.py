from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import spearmanr

from smmfunnel.analysis.ledger import ledger
from smmfunnel.analysis.overload import overload, overload_note
from smmfunnel.vocabulary import Outcome
from tests.analysis.cases import ALL_SCOPE, SETTINGS, evidence, facts, lead_cell, times

if TYPE_CHECKING:
    from smmfunnel.facts.evidence import TimesCell


def days(leads: list[int], medians: list[int | None]) -> tuple[TimesCell, ...]:
    return tuple(
        times("day", f"2026-09-{day:02d}", n, n, p50)
        for day, (n, p50) in enumerate(zip(leads, medians, strict=True), 1)
    )


def test_the_correlation_is_spearmans() -> None:
    rng = np.random.default_rng(2)
    leads = [int(n) for n in rng.poisson(20, 30)]
    medians = [int(60 * n + rng.normal(0, 300)) for n in leads]
    found = overload(days(leads, [*medians]))
    expected = spearmanr(leads, medians, alternative="greater")
    assert found is not None
    assert found.correlation == pytest.approx(expected.statistic)
    assert found.p_value == pytest.approx(expected.pvalue)


def test_a_day_mostly_unanswered_is_the_slowest() -> None:
    leads = list(range(1, 15))
    found = overload(days(leads, [*range(13), None]))
    assert found is not None
    assert [found.correlation, found.p_value] == pytest.approx([1.0, 0.0])
    note = overload_note(days(leads, [*range(13), None]))
    assert note is not None
    assert note.params == {"correlation": 1.0, "days": 14}


def test_what_is_not_to_be_said() -> None:
    assert overload(days([5] * 20, [*range(20)])) is None
    assert overload(days([*range(1, 14)], [*range(13)])) is None
    assert overload((times("all", None, 9, 9, 3),) * 20) is None
    falling = days([*range(1, 21)], [*range(20, 0, -1)])
    assert overload_note(falling) is None
    found = overload(falling)
    assert found is not None
    assert [found.correlation, found.p_value] == pytest.approx([-1.0, 1.0])


def test_by_a_log_with_gaps_the_days_tell_nothing() -> None:
    cells = (lead_cell(Outcome.LATE, 20),)
    desk = evidence(times=days([*range(1, 15)], [*range(13), None]), ledger=cells)
    gaps = replace(desk, touch_log=replace(desk.touch_log, trusted=False, why="incomplete"))
    told = []
    for found in (facts(desk), facts(gaps)):
        whole = ledger(found, SETTINGS, ALL_SCOPE, None)
        assert whole is not None
        told.append([note.code for note in whole.notes if note.code == "overload"])
    assert told == [["overload"], []]
