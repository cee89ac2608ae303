"""Rates, differences and quotients as Estimates: a value with its interval, or a reason for having none."""

from __future__ import annotations

from smmfunnel.analysis.intervals import newcombe, poisson, wilson
from smmfunnel.results import Estimate
from smmfunnel.tables import MICRO

ABSENT = Estimate(None, reason="absent")
NO_DENOMINATOR = Estimate(None, reason="no_denominator")


def plain(micros: int | None) -> int | float | None:
    """Turn millionths into a number, an int where it is whole.

    Example:
        >>> plain(3_000_000), plain(2_500_000), plain(None)
        (3, 2.5, None)
    """
    if micros is None:
        return None
    return micros // MICRO if micros % MICRO == 0 else micros / MICRO


def rate(part: float | None, whole: float | None) -> Estimate:
    """`part` of `whole` with Wilson's interval; none where more got here than were before."""
    if part is None or whole is None:
        return ABSENT
    if not whole:
        return NO_DENOMINATOR
    if part > whole:
        return Estimate(part / whole, reason="exceeds_one")
    return Estimate(part / whole, *wilson(part, whole))


def difference(part: float, whole: float, other_part: float, other_whole: float) -> Estimate:
    """Rate less the other rate, with Newcombe's interval."""
    if not whole or not other_whole:
        return NO_DENOMINATOR
    value = part / whole - other_part / other_whole
    if part > whole or other_part > other_whole:
        return Estimate(value, reason="exceeds_one")
    return Estimate(value, *newcombe(part, whole, other_part, other_whole))


def quotient(amount: float | None, by: float | None) -> Estimate:
    """`amount` over `by` without an interval."""
    if amount is None or by is None:
        return ABSENT
    return Estimate(amount / by) if by else NO_DENOMINATOR


def cost_per(amount: float | None, count: float | None) -> Estimate:
    """Cost of one of `count` events, with the exact Poisson interval of their number."""
    if amount is None or count is None:
        return ABSENT
    if not count:
        return NO_DENOMINATOR
    low, high = poisson(count)
    return Estimate(amount / count, amount / high, amount / low)
