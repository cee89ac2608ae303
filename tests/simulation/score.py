"""Scoring the attribution over many simulated histories of one scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smmfunnel.analysis.attribution import attribute
from smmfunnel.config import Settings
from smmfunnel.vocabulary import Zone
from tests.simulation.facts import simulate, tally
from tests.simulation.rivals import RIVALS
from tests.simulation.scenarios import truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.simulation.scenarios import Scenario

JUDGED = (Zone.SMM, Zone.SALES, Zone.SITE, Zone.OFFER, Zone.BUDGET)


@dataclass(frozen=True)
class Score:
    """Shares over the histories of one scenario."""

    runs: int
    found: int
    """All zones that can be told were named."""
    silent: int
    """Nobody was named."""
    innocent: int
    """A zone was named that is no cause."""
    inside: Mapping[Zone, int]
    """The true share lay within the zone's bounds."""
    width: Mapping[Zone, float]
    """Mean width of the bounds, in sales."""
    rivals: Mapping[str, tuple[int, int]]
    """By rival: named a cause; named an innocent zone."""


def score(scenario: Scenario, seeds: range) -> Score:
    """Run the attribution on every seed's history."""
    true = truth(scenario.agency)
    found = silent = innocent = 0
    inside = dict.fromkeys(JUDGED, 0)
    width = dict.fromkeys(JUDGED, 0.0)
    rivals = {name: [0, 0] for name in RIVALS}
    for seed in seeds:
        result = attribute(simulate(scenario.agency, seed), Settings())
        assert result
        named = set(result.verdict.zones)
        found += scenario.named <= named if scenario.named else 0
        silent += not named
        innocent += bool(named - scenario.causes)
        rows = {row.zone: row.bounds for row in result.zones}
        for zone in JUDGED:
            low, high = (rows[zone].low, rows[zone].high) if zone in rows else (0.0, 0.0)
            inside[zone] += low - 1e-9 <= true[zone] <= high + 1e-9
            width[zone] += high - low
        reference, period = tally(scenario.agency, seed)
        for name, rule in RIVALS.items():
            blamed = rule(reference, period)
            rivals[name][0] += blamed in scenario.causes
            rivals[name][1] += blamed is not None and blamed not in scenario.causes
    runs = len(seeds)
    return Score(
        runs,
        found,
        silent,
        innocent,
        inside,
        {zone: total / runs for zone, total in width.items()},
        {name: (right, wrong) for name, (right, wrong) in rivals.items()},
    )
