"""Whether tagging stayed the same in both spans: leads whose origin got lost would pass for a change of SMM."""

from __future__ import annotations

from math import erfc, exp, lgamma, sqrt
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.facts.values import PERIOD, REFERENCE

if TYPE_CHECKING:
    from collections.abc import Mapping

FEW = 5
"""Expected count under which χ² is too rough and Fisher's exact test stands."""
SURE = 0.01
LEAST_DRIFT = 0.02
"""Change of the share of leads of unknown origin that is worth heeding, however sure."""
BROKEN = 0.1
"""Leads that changed into or out of unknown origin, over the leads of advertising: above it nobody is named."""


@dataclass(frozen=True)
class Drift:
    """How the share of leads of unknown origin moved between the spans."""

    p_value: float | None
    """That it is the same in both; None without leads in one of them."""
    moved: float
    """Change of the share."""
    drifted: bool
    """Beyond chance and beyond trifles: other sources are then no yardstick."""
    broken: bool
    """So much that the number of leads of advertising itself cannot be trusted."""


def drift(unknown: Mapping[int, tuple[int, int]], smm_leads: float) -> Drift:
    """Compare the shares of leads of unknown origin.

    Args:
        unknown: by span, leads of unknown origin and all leads.
        smm_leads: leads of advertising in the period.
    """
    now, then = unknown.get(PERIOD, (0, 0)), unknown.get(REFERENCE, (0, 0))
    if not now[1] or not then[1]:
        return Drift(None, 0.0, drifted=False, broken=False)
    moved = now[0] / now[1] - then[0] / then[1]
    p_value = same_share(now, then)
    drifted = p_value < SURE and abs(moved) >= LEAST_DRIFT
    return Drift(p_value, moved, drifted, broken=drifted and abs(moved) * now[1] > BROKEN * max(smm_leads, 1.0))


def same_share(one: tuple[int, int], other: tuple[int, int]) -> float:
    """p-value that two shares are equal: χ² without correction, Fisher's exact test where a count is small.

    Args:
        one: successes and trials.
        other: successes and trials.

    Example:
        >>> round(same_share((10, 100), (30, 100)), 6), round(same_share((1, 10), (8, 10)), 6)
        (0.000407, 0.005477)
    """
    successes, trials = one[0] + other[0], one[1] + other[1]
    rate = successes / trials
    if rate in (0.0, 1.0):
        return 1.0
    if min(one[1], other[1]) * min(rate, 1 - rate) < FEW:
        return _fisher(one, other)
    square = (one[0] / one[1] - other[0] / other[1]) ** 2 / (rate * (1 - rate) * (1 / one[1] + 1 / other[1]))
    return erfc(sqrt(square / 2))


def _fisher(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Two-sided exact test: tables as likely as the one seen or less, given the margins."""
    successes, trials = one[0] + other[0], one[1] + other[1]
    first, last = max(0, successes - other[1]), min(successes, one[1])

    def chance(count: int) -> float:
        return exp(_choose(one[1], count) + _choose(other[1], successes - count) - _choose(trials, successes))

    seen = chance(one[0]) * (1 + 1e-9)
    return min(sum(p for p in (chance(count) for count in range(first, last + 1)) if p <= seen), 1.0)


def _choose(total: int, part: int) -> float:
    return lgamma(total + 1) - lgamma(part + 1) - lgamma(total - part + 1)
