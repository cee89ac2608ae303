"""Simulated agencies: who is named, who is spared, and whether the truth lies within the bounds.

The limits are the 99 % limits of a binomial of twenty: the promised shares themselves are shown by the long
run, `python -m tests.simulation`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy.stats import binom

from smmfunnel.analysis.attribution import attribute
from smmfunnel.config import Settings
from tests.simulation.agency import Agency, Mechanism
from tests.simulation.facts import simulate
from tests.simulation.rivals import RIVALS
from tests.simulation.scenarios import SCENARIOS, truth
from tests.simulation.score import JUDGED, score

RUNS = 20
FOUND, SILENT, INNOCENT, INSIDE = 0.95, 0.97, 0.02, 0.93
"""Promised at 500 leads a span."""
LARGE = 8.0


def least(share: float) -> int:
    return int(binom.ppf(0.01, RUNS, share))


def most(share: float) -> int:
    return int(binom.ppf(0.99, RUNS, share))


def larger(mechanism: Mechanism) -> Mechanism:
    controls = tuple((source, round(leads * LARGE)) for source, leads in mechanism.controls)
    return replace(mechanism, spend=mechanism.spend * LARGE, controls=controls)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_large_account_names_the_cause_and_nobody_else(name: str) -> None:
    scenario = SCENARIOS[name]
    agency = replace(
        scenario.agency, reference=larger(scenario.agency.reference), period=larger(scenario.agency.period)
    )
    found = attribute(simulate(agency, 7), Settings())
    assert found
    named = set(found.verdict.zones)
    assert scenario.named <= named
    assert named <= scenario.causes
    assert found.residual == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_true_shares_add_up_to_the_true_change(name: str) -> None:
    from tests.simulation.scenarios import expected_sales

    agency = SCENARIOS[name].agency
    change = expected_sales(agency.period) - expected_sales(agency.reference)
    assert sum(truth(agency).values()) == pytest.approx(change, abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_five_hundred_leads_a_span_keep_the_promises(name: str) -> None:
    scenario = SCENARIOS[name]
    found = score(scenario, range(1, RUNS + 1))
    if scenario.named:
        assert found.found >= least(FOUND)
    if not scenario.causes:
        assert found.silent >= least(SILENT)
    assert found.innocent <= most(INNOCENT)
    if scenario.judged:
        assert all(found.inside[zone] >= least(INSIDE) for zone in JUDGED)


@pytest.mark.slow
def test_what_people_do_now_blames_the_innocent() -> None:
    found = score(SCENARIOS["hidden quality"], range(1, RUNS + 1))
    assert found.innocent <= most(INNOCENT)
    assert min(found.rivals[rival][1] for rival in RIVALS) > most(INNOCENT)


def test_the_same_seed_gives_the_same_history() -> None:
    assert simulate(Agency(), 3) == simulate(Agency(), 3)
