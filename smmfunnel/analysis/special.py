"""The special functions that the statistics here need, so that no start of the program pays for a large library.

`scipy.special` gives the same, which tests hold them to; importing it takes longer than reading a small agency's
exports.
"""

from __future__ import annotations

from math import exp, log, pi
from typing import TYPE_CHECKING

from smmfunnel.analysis.gamma import away_from_zero

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

SHIFT = 10
"""Arguments are raised by so much, where seven terms of the asymptotic series are exact to the last digit."""
BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)
"""Bernoulli's numbers of the orders 2, 4, … 14."""
PRECISION = 1e-15
MOST_TERMS = 1_000_000


def digamma(x: FloatArray) -> FloatArray:
    """ψ(x), the derivative of the logarithm of the gamma function, x above 0 (Abramowitz & Stegun, 6.3.18).

    Example:
        >>> import numpy as np
        >>> [round(float(value), 12) for value in digamma(np.array([1.0, 20.5]))]
        [-0.577215664902, 2.995836394708]
    """
    import numpy as np

    high = x + SHIFT
    square = 1 / (high * high)
    series = _polynomial([number / (2 * n) for n, number in enumerate(BERNOULLI, 1)], square)
    found: FloatArray = np.log(high) - 0.5 / high - square * series - (1 / _steps(x)).sum(axis=-1)
    return found


def trigamma(x: FloatArray) -> FloatArray:
    """ψ′(x), the derivative of `digamma`, x above 0 (Abramowitz & Stegun, 6.4.12).

    Example:
        >>> import numpy as np
        >>> round(float(trigamma(np.array([1.0]))[0]), 12)  # π²/6
        1.644934066848
    """
    high = x + SHIFT
    square = 1 / (high * high)
    steps = _steps(x)
    found: FloatArray = (
        (1 + square * _polynomial(BERNOULLI, square)) / high + 0.5 * square + (1 / (steps * steps)).sum(-1)
    )
    return found


def log_beta(a: FloatArray, b: FloatArray) -> FloatArray:
    """Logarithm of the beta function of each pair, both arguments above 0.

    The logarithms of large gamma functions cancel, and their digits with them; only what Stirling's formula leaves
    of them is subtracted, as in algorithm 708 (Didonato & Morris 1992).

    Example:
        >>> import numpy as np
        >>> [round(float(value), 12) for value in log_beta(np.array([1.0, 3.0]), np.array([704624.0, 2.0]))]
        [-13.465419606188, -2.484906649788]
    """
    import numpy as np

    small, large, whole = np.minimum(a, b), np.maximum(a, b), a + b
    rests = _stirling_rest(np.stack([small, large, whole]))
    main = (small - 0.5) * np.log(small / whole) - (large - 0.5) * np.log1p(small / large) - 0.5 * np.log(whole)
    found: FloatArray = 0.5 * log(2 * pi) + main + rests[0] + rests[1] - rests[2]
    return found


def _stirling_rest(x: FloatArray) -> FloatArray:
    """Return ln Γ(x) less Stirling's (x - ½)·ln x - x + ½·ln 2π."""
    import numpy as np

    low = x < SHIFT
    high = np.where(low, x + SHIFT, x)
    coefficients = [number / (2 * n * (2 * n - 1)) for n, number in enumerate(BERNOULLI, 1)]
    rest: FloatArray = _polynomial(coefficients, 1 / (high * high)) / high
    if low.any():
        raised = (high - 0.5) * np.log(high) - (x - 0.5) * np.log(x) - SHIFT
        rest = rest + np.where(low, raised - np.log(_steps(np.minimum(x, SHIFT))).sum(axis=-1), 0.0)
    return rest


def _steps(x: FloatArray) -> FloatArray:
    """x, x + 1, … below x + `SHIFT`, along a new last axis."""
    import numpy as np

    return x[..., None] + np.arange(SHIFT)


def _polynomial(coefficients: Sequence[float], x: FloatArray) -> FloatArray:
    """Sum of coefficient k times x to the power of k, by Horner's rule."""
    import numpy as np

    value = np.full_like(x, coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        value *= x
        value += coefficient
    return value


def lower_beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function: the chance that a beta variable of `a` and `b` is below `x`.

    The continued fraction of Abramowitz & Stegun (1964), 26.5.8, from the side on which it converges quickly.

    Example:
        >>> round(lower_beta(2.0, 3.0, 0.4), 6)
        0.5248
    """
    return _beta(a, b, x, 1 - x)


def upper_beta(a: float, b: float, x: float) -> float:
    """Chance that a beta variable of `a` and `b` is above `x`, exact where it is small too."""
    return _beta(b, a, 1 - x, x)


def lower_student(freedom: float, t: float) -> float:
    """Chance that Student's t with so many degrees of freedom is below `t`.

    Example:
        >>> round(lower_student(10.0, -1.812461), 6)
        0.05
    """
    square = t * t
    tail = _beta(freedom / 2, 0.5, freedom / (freedom + square), square / (freedom + square)) / 2
    return tail if t < 0 else 1 - tail


def _beta(a: float, b: float, x: float, rest: float) -> float:
    """`lower_beta`, given 1 - x as well: of an x next to 1 the difference would have lost its digits."""
    if x <= 0 or rest <= 0:
        return float(x > 0)
    import numpy as np

    factor = exp(a * log(x) + b * log(rest) - float(log_beta(np.array(a), np.array(b))))
    if x < (a + 1) / (a + b + 2):
        return factor * _fraction(a, b, x) / a
    return 1 - factor * _fraction(b, a, rest) / b


def _fraction(a: float, b: float, x: float) -> float:
    """Evaluate the continued fraction by Lentz's method."""
    c, d = 1.0, 1 / away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for n in range(1, MOST_TERMS):
        even = n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n))
        odd = -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1))
        for term in (even, odd):
            d = 1 / away_from_zero(1 + term * d)
            c = away_from_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) <= PRECISION:
            break
    return value
