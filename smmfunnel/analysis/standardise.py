"""Rates as if everyone had the same mix of strata: direct standardisation with shrinkage."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from smmfunnel.analysis.estimates import NO_DENOMINATOR
from smmfunnel.analysis.intervals import wilson
from smmfunnel.analysis.shrinkage import LEAST_SUCCESSES, LEAST_TRIALS
from smmfunnel.results import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping

Stratum = TypeVar("Stratum")
Counts = tuple[float, float]
"""Successes and trials."""

OWN_WEIGHT = float(LEAST_SUCCESSES)
"""Expected successes with which the ratio of a part to everyone is drawn to 1."""
STRATUM_WEIGHT = float(LEAST_TRIALS)
"""Trials with which the rate of a part in one stratum is drawn to everyone's rate there times that ratio."""


def standardised(own: Mapping[Stratum, Counts], everyone: Mapping[Stratum, Counts]) -> Estimate:
    """Rate of one part if its trials were spread over the strata as everyone's are.

        ratio = (x + a) / (E + a)            x successes, E expected at everyone's rates r_s, a = 3
        rate_s = (x_s + k·r_s·ratio) / (n_s + k)                                              k = 20
        standardised rate = Σ w_s·rate_s                          w_s everyone's share of trials

    Where a part has no trials of its own in a stratum it is taken to differ there as it does on the whole. The rate
    is linear in the x_s, whose binomial variances give its own; the interval is Wilson's at the number of trials that
    has that variance, never more than the part has.

    Args:
        own: successes and trials of the part by stratum, each stratum one of everyone's.
        everyone: the same of all parts together.

    Returns:
        The rate with its 95 % interval; none where the part has no trials.
    """
    trials = sum(n for _, n in own.values())
    whole = sum(n for _, n in everyone.values())
    if trials <= 0 or whole <= 0:
        return NO_DENOMINATOR
    strata = sorted(everyone, key=repr)
    rates = {key: min(everyone[key][0] / everyone[key][1], 1.0) if everyone[key][1] > 0 else 0.0 for key in strata}
    mine = {key: own.get(key, (0.0, 0.0)) for key in strata}
    expected = sum(mine[key][1] * rates[key] for key in strata)
    ratio = (sum(x for x, _ in mine.values()) + OWN_WEIGHT) / (expected + OWN_WEIGHT)
    share = {key: everyone[key][1] / whole for key in strata}
    pull = {key: STRATUM_WEIGHT * rates[key] / (mine[key][1] + STRATUM_WEIGHT) for key in strata}
    through_ratio = sum(share[key] * pull[key] for key in strata) / (expected + OWN_WEIGHT)
    value = variance = 0.0
    for key in strata:
        x, n = mine[key]
        rate = min(x / (n + STRATUM_WEIGHT) + pull[key] * ratio, 1.0)
        value += share[key] * rate
        variance += (share[key] / (n + STRATUM_WEIGHT) + through_ratio) ** 2 * n * rate * (1 - rate)
    if not 0 < value < 1 or variance <= 0:
        return Estimate(min(value, 1.0), *wilson(min(value, 1.0) * trials, trials))
    size = min(value * (1 - value) / variance, trials)
    return Estimate(value, *wilson(value * size, size))
