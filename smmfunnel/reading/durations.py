"""Durations as exports write them, in seconds."""

from __future__ import annotations

import re
from fractions import Fraction

_CLOCK = re.compile(r"^(?:(\d+)\s*(?:days?|d|дн\.?|дней|дня|день),?\s*)?(\d+):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?$")
_WHOLE = re.compile(r"^\d+(?:[.,]0+)?$")
_UNITS = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-zа-я]+)\.?")
_SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "с", "сек", "секунд", "секунды", "секунда"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "м", "мин", "минут", "минуты", "минута"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "ч", "час", "часа", "часов"), 3600),
    **dict.fromkeys(("d", "day", "days", "д", "дн", "день", "дня", "дней"), 86400),
}


def parse_duration(text: str) -> int | None:
    """Read a duration into whole seconds; None where the text is no duration.

    Parts of a second are cut off. Plain digits are seconds; `mm:ss` and `h:mm:ss` are told by the number of
    colons, hours may pass 24.

    Example:
        >>> parse_duration("143:36:53"), parse_duration("4 days, 21:19:46"), parse_duration("1 ч 5 мин")
        (517013, 422386, 3900)
        >>> parse_duration("15m"), parse_duration("05:10"), parse_duration("90"), parse_duration("soon")
        (900, 310, 90, None)
    """
    value = " ".join(text.casefold().split())
    if _WHOLE.match(value):
        return int(re.split("[.,]", value)[0])
    if match := _CLOCK.match(value):
        days, one, two, three = (int(part) if part else None for part in match.groups())
        first, second = one or 0, two or 0
        seconds = first * 60 + second if three is None and days is None else first * 3600 + second * 60
        return (days or 0) * 86400 + seconds + (three or 0)
    parts = _UNITS.findall(value)
    if not parts or _UNITS.sub("", value).strip(" ,") or any(unit not in _SECONDS for _, unit in parts):
        return None
    return int(sum(Fraction(number.replace(",", ".")) * _SECONDS[unit] for number, unit in parts))
