"""Rates of small campaigns, shrunk to their platform, and which of them are worse beyond chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.special import digamma, log_beta, trigamma, upper_beta
from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

ENOUGH_CAMPAIGNS = 5
"""With fewer the spread between campaigns cannot be estimated: Jeffreys' prior instead."""
LEAST_TRIALS = 20
LEAST_SUCCESSES = 3
"""Below either nothing is said about a campaign but that there is too little data."""
FALSE_DISCOVERY = 0.10
WORSE = 0.8
"""A campaign is flagged only where its shrunken rate is at most this share of its platform's."""
PRECISION = 1e-9
STRONGEST = 1e7
"""Campaigns that do not differ at all would need an infinitely strong prior."""


@dataclass(frozen=True)
class Prior:
    """A beta distribution of the rates of one platform's campaigns."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The mean rate."""
        return self.alpha / (self.alpha + self.beta)


JEFFREYS = Prior(0.5, 0.5)


def fit_prior(counts: Sequence[tuple[float, float]], steps: int = 60) -> Prior:
    """Estimate the beta prior of campaigns' rates by maximum likelihood (empirical Bayes).

    Newton's method on the logarithms of the two parameters, from the moments of the rates.

    Args:
        counts: (successes, trials) of each campaign, trials above 0.
        steps: the most iterations.

    Returns:
        The prior, or Jeffreys' where there are under five campaigns or all or none succeed.
    """
    import numpy as np

    x = np.array([successes for successes, trials in counts if trials > 0], dtype=float)
    n = np.array([trials for _, trials in counts if trials > 0], dtype=float)
    if len(n) < ENOUGH_CAMPAIGNS or not 0 < x.sum() < n.sum():
        return JEFFREYS
    theta = np.log(_moments(x, n))
    # Successes, failures and trials of every campaign, and of one that has none: what the prior says by itself.
    sizes = np.zeros((3, len(n) + 1))
    sizes[:, :-1] = x, n - x, n
    best = _log_likelihood(theta, sizes)
    for _ in range(steps):
        gradient, hessian = _derivatives(theta, sizes)
        # Uphill by Newton where the surface is a hill, else along the gradient; halved until it rises.
        concave = hessian[0, 0] < 0 and np.linalg.det(hessian) > 0
        move = -np.linalg.solve(hessian, gradient) if concave else gradient / np.abs(gradient).max()
        reached = _log_likelihood(theta + move, sizes)
        while np.abs(move).max() > PRECISION and reached < best:
            move = move / 2
            reached = _log_likelihood(theta + move, sizes)
        theta, best = theta + move, reached
        if np.abs(move).max() <= PRECISION or np.exp(theta).sum() > STRONGEST:
            break
    alpha, beta = (float(value) for value in np.exp(theta))
    return Prior(alpha, beta)


def _moments(x: Floats, n: Floats) -> tuple[float, float]:
    """Start from the moments of the raw rates, as k = m(1 - m)/v - 1."""
    mean = float(x.sum() / n.sum())
    variance = float(((x / n - mean) ** 2).mean())
    strength = max(mean * (1 - mean) / variance - 1, 1.0) if variance > 0 else 1e3
    return mean * strength, (1 - mean) * strength


def _log_likelihood(theta: Floats, sizes: Floats) -> float:
    """Beta-binomial log likelihood at (ln alpha, ln beta), without the binomial coefficients."""
    import numpy as np

    alpha, beta = np.exp(theta)
    found = log_beta(sizes[0] + alpha, sizes[1] + beta)
    return float((found[:-1] - found[-1]).sum())


def _derivatives(theta: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Gradient and Hessian of the log likelihood in (ln alpha, ln beta)."""
    import numpy as np

    alpha, beta = np.exp(theta)
    raised = np.stack([sizes[0] + alpha, sizes[1] + beta, sizes[2] + alpha + beta])
    slopes, bends = ((values[:, :-1] - values[:, -1:]).sum(axis=1) for values in (digamma(raised), trigamma(raised)))
    first, own, cross = slopes[:2] - slopes[2], bends[:2], -bends[2]
    size = np.array([alpha, beta])
    hessian = np.outer(size, size) * (np.diag(own) + cross) + np.diag(first * size)
    return first * size, hessian


def shrunken(successes: float, trials: float, prior: Prior) -> float:
    """Posterior mean of a campaign's rate.

    Example:
        >>> round(shrunken(4, 14, Prior(1.356, 8.615)), 4)
        0.2234
    """
    return (successes + prior.alpha) / (trials + prior.alpha + prior.beta)


def chance_not_worse(successes: float, trials: float, prior: Prior, rate: float) -> float:
    """Posterior probability that a campaign's rate is at least `rate`: its p-value of being worse."""
    return upper_beta(successes + prior.alpha, trials - successes + prior.beta, rate)


def discoveries(p_values: Sequence[float], q: float = FALSE_DISCOVERY) -> list[bool]:
    """Benjamini–Hochberg (1995): which hypotheses are rejected at false discovery rate `q`.

    Args:
        p_values: one for each hypothesis, in any order.
        q: the rate of false ones among the rejected.

    Returns:
        One answer for each p-value, in the same order.

    Example:
        >>> discoveries([0.01, 0.6, 0.03, 0.04], q=0.05)
        [True, False, False, False]
    """
    total = len(p_values)
    passing = [p for rank, p in enumerate(sorted(p_values), 1) if p <= q * rank / total]
    limit = max(passing, default=-1.0)
    return [p <= limit for p in p_values]


def too_little(successes: float, trials: float, rate: float) -> bool:
    """Tell whether a campaign is too small to judge against a platform whose rate is `rate`."""
    return trials < LEAST_TRIALS or max(successes, trials * rate) < LEAST_SUCCESSES


def flag_worse(counts: Sequence[tuple[float, float]], q: float = FALSE_DISCOVERY) -> list[bool]:
    """Tell which campaigns of one platform convert worse than the platform beyond chance.

    Args:
        counts: (successes, trials) of each campaign, successes at most trials.
        q: false discovery rate over the campaigns that are large enough to judge.

    Returns:
        One answer a campaign: shrunken rate at most 0.8 of the platform's and found by Benjamini–Hochberg.
    """
    successes, trials = sum(x for x, _ in counts), sum(n for _, n in counts)
    if not trials:
        return [False] * len(counts)
    rate = successes / trials
    judged = [i for i, (x, n) in enumerate(counts) if n > 0 and not too_little(x, n, rate)]
    if len(judged) < 2:  # noqa: PLR2004 - one campaign is its platform
        return [False] * len(counts)
    prior = fit_prior([counts[i] for i in judged])
    found = discoveries([chance_not_worse(*counts[i], prior, rate) for i in judged], q)
    flags = [False] * len(counts)
    for i, worse in zip(judged, found, strict=True):
        flags[i] = worse and shrunken(*counts[i], prior) <= WORSE * rate
    return flags
