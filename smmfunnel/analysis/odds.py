"""Rates as beta posteriors on the scale of log odds and of logarithms, to compare two of them."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from smmfunnel.analysis.special import digamma, trigamma
from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from smmfunnel.analysis.shrinkage import Prior


@dataclass(frozen=True)
class Posterior:
    """A beta distribution of a rate, given its prior, successes and trials."""

    alpha: float
    beta: float

    @classmethod
    def of(cls, successes: float, trials: float, prior: Prior, spread: float = 1.0) -> Posterior:
        """Add counts to a prior; `spread` is their variance over a binomial one, at least 1."""
        size = max(spread, 1.0)
        return cls(prior.alpha + successes / size, prior.beta + (trials - successes) / size)

    @property
    def mean(self) -> float:
        """The mean rate."""
        return self.alpha / (self.alpha + self.beta)


def chance_not_higher(rate: Posterior, other: Posterior) -> float:
    """Posterior probability that `rate` is no higher than `other`: the p-value of its being higher.

    The log odds of a beta variable have mean ψ(α) − ψ(β) and variance ψ₁(α) + ψ₁(β); the difference of two is taken
    for normal.

    Example:
        >>> even = Posterior(20.5, 80.5)
        >>> chance_not_higher(even, even)
        0.5
    """
    import numpy as np

    sizes = np.array([(each.alpha, each.beta) for each in (rate, other)])
    means = digamma(sizes) @ [1.0, -1.0]
    return NormalDist().cdf(float(means[1] - means[0]) / sqrt(float(trigamma(sizes).sum())))
