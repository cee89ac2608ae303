"""E-value: how strong an unseen cause of both would have to be to explain an association away."""

from __future__ import annotations

from math import sqrt


def e_value(risk_ratio: float) -> float:
    """E = RR + √(RR(RR − 1)), of the inverse where the ratio is below 1 (VanderWeele & Ding 2017).

    Args:
        risk_ratio: above 0.

    Returns:
        Smallest risk ratio by which the unseen cause must be associated with both, at least 1.

    Raises:
        ValueError: the ratio is not positive.

    Example:
        >>> round(e_value(3.9), 3), round(e_value(1.8), 3), round(e_value(1 / 1.8), 3)
        (7.263, 3.0, 3.0)
    """
    if risk_ratio <= 0:
        msg = f"not a risk ratio: {risk_ratio}"
        raise ValueError(msg)
    ratio = max(risk_ratio, 1 / risk_ratio)
    return ratio + sqrt(ratio * (ratio - 1))


def e_value_of_interval(low: float, high: float) -> float:
    """E-value of the limit nearer to 1; 1 where the interval holds 1: nothing needs explaining away.

    Example:
        >>> round(e_value_of_interval(1.8, 8.7), 3), e_value_of_interval(0.9, 2.0)
        (3.0, 1.0)
    """
    if low <= 1 <= high:
        return 1.0
    return e_value(low if low > 1 else high)
