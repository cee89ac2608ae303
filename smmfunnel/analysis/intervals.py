"""Intervals of proportions and of their differences at 95 %."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from smmfunnel.analysis.gamma import gamma_quantile

Z95 = NormalDist().inv_cdf(0.975)


def wilson(successes: float, trials: float, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a proportion (Wilson 1927; recommended by Brown, Cai & DasGupta 2001).

    Args:
        successes: how many, 0 … `trials`; may be fractional.
        trials: of how many, above 0.
        z: normal quantile, by default of 95 %.

    Returns:
        Lower and upper limit, fractions within [0, 1].

    Raises:
        ValueError: the counts are not a proportion.

    Example:
        >>> [round(x, 4) for x in wilson(81, 263)]
        [0.2553, 0.3662]
    """
    if trials <= 0 or not 0 <= successes <= trials:
        msg = f"not a proportion: {successes} of {trials}"
        raise ValueError(msg)
    p = successes / trials
    centre = p + z * z / (2 * trials)
    spread = z * sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    low, high = (centre - spread) / scale, (centre + spread) / scale
    # At the ends the formula gives the end itself, up to rounding.
    return (0.0 if successes == 0 else max(low, 0.0), 1.0 if successes == trials else min(high, 1.0))


def newcombe(
    successes: float, trials: float, other_successes: float, other_trials: float, z: float = Z95
) -> tuple[float, float]:
    """Newcombe's hybrid score interval of p − p′ (Newcombe 1998, method 10).

    Args:
        successes: how many of the first sample.
        trials: size of the first sample, above 0.
        other_successes: how many of the second sample.
        other_trials: size of the second sample, above 0.
        z: normal quantile, by default of 95 %.

    Returns:
        Lower and upper limit of the difference first − second, fractions within [−1, 1].

    Raises:
        ValueError: the counts are not proportions.

    Example:
        >>> [round(x, 4) for x in newcombe(56, 70, 48, 80)]
        [0.0524, 0.3339]
    """
    p, q = successes / trials, other_successes / other_trials
    p_low, p_high = wilson(successes, trials, z)
    q_low, q_high = wilson(other_successes, other_trials, z)
    low = p - q - sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    high = p - q + sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    return low, high


def poisson(count: float) -> tuple[float, float]:
    """Exact (Garwood 1936) 95 % interval of a Poisson mean, of which `count` events were seen.

    Example:
        >>> [round(x, 4) for x in poisson(12)]
        [6.2006, 20.9616]
    """
    low = gamma_quantile(count, 0.025) if count > 0 else 0.0
    return low, gamma_quantile(count + 1, 0.975)
