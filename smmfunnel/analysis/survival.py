"""Time to the sale with leads not followed to the end: Kaplan–Meier, the log-rank test, and delays cut short.

A lead that was not sold is followed until today, never until it was called lost: to end it at its loss would ask
what sales there were if nobody were ever lost (methods.md §3.1).
"""

from __future__ import annotations

from math import erfc, exp, log, sqrt
from typing import TYPE_CHECKING

from smmfunnel.analysis.intervals import Z95
from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

Followed = tuple[float, bool, int]
"""Time, whether it ended in the event (else it was only followed until then), and how many were like that."""

Delay = tuple[int, int, int]
"""Of sales: days to the sale, days within which it would have been seen, and how many were like that."""


@dataclass(frozen=True)
class Curve:
    """A Kaplan–Meier curve at the times of events."""

    times: tuple[float, ...]
    survival: tuple[float, ...]
    """Share without the event just after each time."""
    greenwood: tuple[float, ...]
    """Σ d/(n(n−d)): variance of the curve over its square; infinite once the curve is 0."""
    last: float
    """Until when anyone was followed."""

    def at(self, time: float) -> float:
        """Share without the event by `time`.

        Example:
            >>> kaplan_meier([(1, True, 1), (2, False, 3)]).at(2)
            0.75
        """
        number = self._number(time)
        return 1.0 if number < 0 else self.survival[number]

    def interval(self, time: float, z: float = Z95) -> tuple[float, float]:
        """Log-log interval (Kalbfleisch & Prentice 1980) of the share without the event by `time`.

        Where there was no event yet, or nobody is left, it has no variance to go by and is the value itself.
        """
        number = self._number(time)
        value = self.at(time)
        if number < 0 or not 0 < value < 1:
            return value, value
        spread = z * sqrt(self.greenwood[number]) / log(value)
        return exp(-exp(log(-log(value)) - spread)), exp(-exp(log(-log(value)) + spread))

    @property
    def median(self) -> float | None:
        """First time by which half have had the event; None where fewer ever had."""
        return next((t for t, share in zip(self.times, self.survival, strict=True) if share <= 0.5), None)  # noqa: PLR2004 - one half

    def _number(self, time: float) -> int:
        from bisect import bisect_right

        return bisect_right(self.times, time) - 1


def kaplan_meier(followed: Iterable[Followed]) -> Curve:
    """Estimate the share without the event over time (Kaplan & Meier 1958), with Greenwood's variance.

    Those followed until a time are at risk of an event at that time.
    """
    steps = _steps(followed)
    times, survival, greenwood = [], [], []
    at_risk = sum(events + ended for _, events, ended in steps)
    share, variance = 1.0, 0.0
    for time, events, ended in steps:
        if events:
            share *= 1 - events / at_risk
            variance += events / (at_risk * (at_risk - events)) if at_risk > events else float("inf")
            times.append(time)
            survival.append(share)
            greenwood.append(variance)
        at_risk -= events + ended
    return Curve(tuple(times), tuple(survival), tuple(greenwood), steps[-1][0] if steps else 0.0)


def _steps(followed: Iterable[Followed]) -> list[tuple[float, int, int]]:
    """Times in order, each with events and with those followed only until then."""
    counts: dict[float, list[int]] = {}
    for time, event, number in followed:
        counts.setdefault(time, [0, 0])[0 if event else 1] += number
    return [(time, counts[time][0], counts[time][1]) for time in sorted(counts)]


@dataclass(frozen=True)
class Comparison:
    """A test that two groups run alike."""

    difference: float
    """Events of the first group less those expected were there no difference."""
    chi_square: float
    """With one degree of freedom; 0 where nothing can be compared."""
    p_value: float


def log_rank(first: Sequence[Followed], second: Sequence[Followed]) -> Comparison:
    """Compare two curves by the log-rank test (Mantel 1966)."""
    import numpy as np

    own, other = _steps(first), _steps(second)
    times = sorted({time for time, _, _ in (*own, *other)})
    place = {time: number for number, time in enumerate(times)}
    events, ended = np.zeros((2, len(times))), np.zeros((2, len(times)))
    for group, steps in enumerate((own, other)):
        for time, sold, left in steps:
            events[group, place[time]], ended[group, place[time]] = sold, left
    gone = np.cumsum(events + ended, axis=1)
    at_risk = gone[:, -1:] - gone + events + ended
    return _compare(events, at_risk)


def delays_compared(first: Sequence[Delay], second: Sequence[Delay]) -> Comparison:
    """Compare delays to the sale of which only those shorter than the lead's age can be seen.

    The log-rank test in reversed time: counted back from the largest delay, a sale enters when its lead's age is
    reached and has its event at its delay, so that ages that differ between the groups do no harm (Lagakos,
    Barraj & De Gruttola 1988). A positive difference says that the first group is slower.

    Args:
        first: delays within 0 … limit.
        second: the same of the other group.
    """
    import numpy as np

    days = max((limit for _, limit, _ in (*first, *second)), default=0) + 1
    events, at_risk = np.zeros((2, days)), np.zeros((2, days + 1))
    for group, delays in enumerate((first, second)):
        for delay, limit, number in delays:
            events[group, delay] += number
            at_risk[group, delay] += number
            at_risk[group, limit + 1] -= number
    return _compare(events, np.cumsum(at_risk, axis=1)[:, :-1])


def _compare(events: FloatArray, at_risk: FloatArray) -> Comparison:
    """Sum observed less expected events of the first group, with the hypergeometric variance."""
    import numpy as np

    all_events, everyone = events.sum(axis=0), at_risk.sum(axis=0)
    used = everyone > 0
    events, at_risk, all_events, everyone = events[:, used], at_risk[:, used], all_events[used], everyone[used]
    share = at_risk[0] / everyone
    difference = float((events[0] - all_events * share).sum())
    left = np.divide(everyone - all_events, everyone - 1, out=np.zeros_like(everyone), where=everyone > 1)
    variance = float((all_events * share * (1 - share) * left).sum())
    if variance <= 0:
        return Comparison(difference, 0.0, 1.0)
    chi_square = difference * difference / variance
    return Comparison(difference, chi_square, erfc(sqrt(chi_square / 2)))


def exposure(curve: Curve, days: int) -> tuple[int, ...]:
    """Millionths of a lead that each age stands for: G(a) = F(a)/F(days), the share of sales that come by then.

    Args:
        curve: time to the sale of leads followed for long.
        days: the horizon.

    Returns:
        For ages 0 … `days`, never falling, the last 1,000,000. Without a sale by then, as many each day.

    Example:
        >>> exposure(kaplan_meier([(0, True, 3), (2, True, 1), (9, False, 6)]), 2)
        (750000, 750000, 1000000)
    """
    by_then = 1 - curve.at(days)
    if by_then <= 0:
        return tuple((age + 1) * 1_000_000 // (days + 1) for age in range(days + 1))
    return tuple(round(1_000_000 * (1 - curve.at(age)) / by_then) for age in range(days + 1))
