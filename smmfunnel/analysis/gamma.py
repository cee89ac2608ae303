"""Quantiles of the gamma distribution, so that the exact Poisson interval costs no library at every start.

`scipy.special.gammaincinv` gives the same to twelve digits, which a test holds it to; importing it takes
longer than reading a small agency's exports.
"""

from __future__ import annotations

from math import exp, inf, lgamma, log, sqrt
from statistics import NormalDist

import numpy as np

TINY = 1e-300
PRECISION = 1e-15
MOST_TERMS = 1_000_000
FEW_TERMS, TERMS_AT_ONCE = 1024, 4096
NEAR = 1e-8
"""Share of the value within which each step of Newton's method is the square of the one before, or mere rounding."""


def gamma_quantile(shape: float, probability: float) -> float:
    """Return x with P(shape, x) = probability, P being the regularised lower incomplete gamma function.

    Newton's method from the approximation of Wilson & Hilferty (1931).

    Args:
        shape: above 0.
        probability: between 0 and 1, both out.

    Example:
        >>> round(gamma_quantile(1.0, 0.975), 6)
        3.688879
    """
    z = NormalDist().inv_cdf(probability)
    x = shape * max(1 - 1 / (9 * shape) + z / (3 * sqrt(shape)), 1e-3) ** 3
    before = inf
    for _ in range(60):
        density = exp((shape - 1) * log(x) - x - lgamma(shape))
        step = (lower_gamma(shape, x) - probability) / max(density, TINY)
        # A step may not leave the half line.
        following = x - step if step < x else x / 2
        moved, x = abs(following - x), following
        if moved <= 4 * PRECISION * x or before / 10 < moved <= NEAR * x:
            return x
        before = moved
    return x


def lower_gamma(shape: float, x: float) -> float:
    """Regularised lower incomplete gamma function, by its series or its continued fraction.

    Abramowitz & Stegun (1964), 6.5.29 and 6.5.31, the latter evaluated by Lentz's method.
    """
    if x <= 0:
        return 0.0
    factor = exp(shape * log(x) - x - lgamma(shape))
    return factor * _series(shape, x) if x < shape + 1 else 1 - factor * _fraction(shape, x)


def _series(shape: float, x: float) -> float:
    term = total = 1 / shape
    for n in range(1, FEW_TERMS):
        term *= x / (shape + n)
        total += term
        if term <= PRECISION * total:
            return total
    return _long_series(shape, x, term, total)


def _long_series(shape: float, x: float, term: float, total: float) -> float:
    """Go on with a series of a large shape, thousands of terms at once: each and their sums as one by one."""
    for begin in range(FEW_TERMS, MOST_TERMS, TERMS_AT_ONCE):
        factors = x / (shape + np.arange(begin, begin + TERMS_AT_ONCE))
        terms = np.multiply.accumulate(np.concatenate([[term], factors]))[1:]
        totals = np.add.accumulate(np.concatenate([[total], terms]))[1:]
        small = np.flatnonzero(terms <= PRECISION * totals)
        if len(small):
            return float(totals[small[0]])
        term, total = float(terms[-1]), float(totals[-1])
    return total


def _fraction(shape: float, x: float) -> float:
    b = x + 1 - shape
    c = 1 / TINY
    d = 1 / b
    value = d
    for n in range(1, MOST_TERMS):
        a = -n * (n - shape)
        b += 2
        d = 1 / away_from_zero(a * d + b)
        c = away_from_zero(b + a / c)
        value *= c * d
        if abs(c * d - 1) <= PRECISION:
            break
    return value


def away_from_zero(value: float) -> float:
    """Keep a denominator of Lentz's method from being nought."""
    return value if abs(value) > TINY else TINY
