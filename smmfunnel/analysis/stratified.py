"""Exact test of a count against chance within strata: whether one part has more successes than the others."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from smmfunnel.analysis.hypergeometric import hypergeometric

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LARGEST = 5_000
"""Possible values of the sum, over which the normal distribution is exact enough."""


class Stratum(NamedTuple):
    """One stratum: of all its `trials`, `part` are the part's; of all its `successes`, `own`."""

    own: int
    part: int
    successes: int
    trials: int


def expected(strata: Iterable[Stratum]) -> float:
    """Successes of the part if it had the rate of its stratum everywhere.

    Example:
        >>> expected([Stratum(5, 10, 8, 40)])
        2.0
    """
    return sum(each.part * each.successes / each.trials for each in strata if each.trials)


def chance_of_more(strata: Sequence[Stratum]) -> float:
    """Chance that the part would have as many successes or more, if it were like the others of each stratum.

    Conditional on the margins the successes of the part in a stratum are hypergeometric and the strata independent;
    their sum is the statistic of the exact Cochran–Mantel–Haenszel test (Mehta, Patel & Gray 1985), which for one
    stratum is Fisher's. Where the sum has more than 5,000 possible values its normal approximation is taken, with
    the correction for continuity.

    Example:
        >>> round(chance_of_more([Stratum(3, 4, 4, 8)]), 4)  # Fisher's lady tasting tea
        0.2429
    """
    strata = sorted(each for each in strata if 0 < each.part < each.trials and 0 < each.successes < each.trials)
    seen = sum(each.own for each in strata)
    width = sum(min(each.part, each.successes) + 1 for each in strata)
    return _exact(strata, seen) if width <= LARGEST else _normal(strata, seen)


def _exact(strata: Sequence[Stratum], seen: int) -> float:
    import numpy as np

    total, least = np.ones(1), 0
    for each in strata:
        chances, low = hypergeometric(each.part, each.successes, each.trials)
        total, least = np.convolve(total, chances), least + low
    return min(float(total[max(seen - least, 0) :].sum()), 1.0)


def _normal(strata: Sequence[Stratum], seen: int) -> float:
    variance = sum(
        each.part
        * each.successes
        * (each.trials - each.part)
        * (each.trials - each.successes)
        / (each.trials**2 * (each.trials - 1))
        for each in strata
    )
    return NormalDist().cdf((expected(strata) - seen + 0.5) / sqrt(variance))
