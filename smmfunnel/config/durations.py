"""Durations of a term, as people agree on them: 15m, 1h, 1h 30m, 60d, 8w."""

from __future__ import annotations

import re

_PART = re.compile(r"(\d+)\s*([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
LONGEST_DAYS = 3650


def seconds_of(text: str) -> int:
    """Read a duration whose every number has its unit: s, m, h, d or w.

    Raises:
        ValueError: it is none, or nothing.

    Example:
        >>> seconds_of("15m"), seconds_of("1h 30m"), seconds_of("1d")
        (900, 5400, 86400)
    """
    plain = text.strip().casefold()
    parts = _PART.findall(plain)
    seconds = sum(int(number) * _SECONDS[unit] for number, unit in parts)
    if _PART.sub("", plain).strip() or not seconds:
        msg = f"{text!r} is not a duration like 15m, 1h or 1d"
        raise ValueError(msg)
    return seconds


def minutes_of(text: str) -> int:
    """Read a duration of whole minutes.

    Raises:
        ValueError: it is none, or has a part of a minute: exports keep minutes.

    Example:
        >>> minutes_of("1h"), minutes_of("120s")
        (60, 2)
    """
    minutes, rest = divmod(seconds_of(text), _SECONDS["m"])
    if rest:
        msg = f"{text!r} is not a whole number of minutes, and many exports keep no seconds"
        raise ValueError(msg)
    return minutes


def days_of(text: str) -> int:
    """Read a duration of whole days; a plain number is days.

    Raises:
        ValueError: it is none, or not 1 to 3,650 whole days.

    Example:
        >>> days_of("60d"), days_of("8w"), days_of("45")
        (60, 56, 45)
    """
    plain = text.strip()
    days, rest = divmod(seconds_of(f"{plain}d" if plain.isdecimal() else plain), _SECONDS["d"])
    if rest or not 1 <= days <= LONGEST_DAYS:
        msg = f"{text!r} is not 1 to {LONGEST_DAYS:,} whole days, like 60d"
        raise ValueError(msg)
    return days
