"""What people do now: simple rules that name a zone for the loss, to be held against the attribution."""

from __future__ import annotations

from math import log, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from smmfunnel.vocabulary import Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.simulation.facts import Tally

STEPS: tuple[tuple[int, int, Zone], ...] = (
    (0, 1, Zone.SMM),
    (1, 2, Zone.SMM),
    (2, 3, Zone.SITE),
    (3, 4, Zone.SMM),
    (4, 6, Zone.SALES),
)
"""Places of the stages a step leads from and to, and whom people blame for it."""
ALPHA = 0.05
MOVED = 0.02
"""A change of sales under a fiftieth is no loss to anybody."""


def _lost(reference: Tally, period: Tally) -> bool:
    return period.stages[-1] < (1 - MOVED) * reference.stages[-1]


def steepest(reference: Tally, period: Tally) -> Zone | None:
    """Blame the step whose rate fell most."""
    falls = {}
    for above, below, zone in STEPS:
        then = reference.stages[below] / reference.stages[above]
        now = period.stages[below] / period.stages[above]
        falls[log(max(now, 1e-12) / then)] = zone
    worst = min(falls)
    return falls[worst] if worst < 0 and _lost(reference, period) else None


def smallest_p(reference: Tally, period: Tally) -> Zone | None:
    """Blame the step whose fall has the smallest p-value, if it is under 5 %."""
    found: dict[float, Zone] = {}
    for above, below, zone in STEPS[1:]:
        n0, n1, x0, x1 = reference.stages[above], period.stages[above], reference.stages[below], period.stages[below]
        pooled = (x0 + x1) / (n0 + n1)
        z = (x1 / n1 - x0 / n0) / sqrt(pooled * (1 - pooled) * (1 / n0 + 1 / n1))
        found[NormalDist().cdf(z)] = zone
    least = min(found)
    return found[least] if least < ALPHA and _lost(reference, period) else None


def chain_substitution(reference: Tally, period: Tally) -> Zone | None:
    """Replace one factor after the other in the order of the funnel and blame the largest loss."""

    def rates(one: Tally) -> list[float]:
        return [one.stages[0], *(one.stages[below] / one.stages[above] for above, below, _ in STEPS)]

    zones = (Zone.BUDGET, *(zone for _, _, zone in STEPS))
    now, then = rates(period), rates(reference)
    effects: dict[Zone, float] = dict.fromkeys(zones, 0.0)
    for at, zone in enumerate(zones):
        value = 1.0
        for place in range(len(zones)):
            value *= (now[place] - then[place]) if place == at else (now[place] if place < at else then[place])
        effects[zone] += value
    worst = min(effects, key=lambda zone: effects[zone])
    return worst if effects[worst] < -max(0.5, MOVED * reference.stages[-1]) else None


def face_value(reference: Tally, period: Tally) -> Zone | None:
    """Believe the CRM's loss reasons: blame the one whose share of the leads grew most."""
    zones = {"junk": Zone.SMM, "no answer": Zone.SALES, "price": Zone.OFFER}
    if not _lost(reference, period):
        return None
    growth = {
        word: period.reasons.get(word, 0) / period.stages[4] - reference.reasons.get(word, 0) / reference.stages[4]
        for word in zones
    }
    most = max(growth, key=lambda word: growth[word])
    return zones[most] if growth[most] > 0 else None


def won_of_closed(reference: Tally, period: Tally) -> Zone | None:
    """Blame sales where won/(won+lost) fell, else the top of the funnel."""
    now, then = (one.won / max(one.won + one.lost, 1) for one in (period, reference))
    if not _lost(reference, period):
        return None
    return Zone.SALES if now < (1 - MOVED) * then else Zone.SMM


RIVALS: Mapping[str, Callable[[Tally, Tally], Zone | None]] = {
    "steepest step": steepest,
    "smallest p-value": smallest_p,
    "one-order substitution": chain_substitution,
    "CRM loss reasons": face_value,
    "won/(won+lost)": won_of_closed,
}
