"""The hours leads are worked in: days of the week, opening and closing, holidays and their time zone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from smmfunnel.config.base import Model, known, listed, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"^(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})$")
_HOUR, _DAY = 3600, 24 * 3600


def zone(name: str) -> str:
    """Check the name of a time zone.

    Raises:
        ValueError: there is none of this name.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        msg = f"no time zone is called {name!r}: write one like Europe/Moscow"
        raise ValueError(msg) from error
    return name


def weekdays(words: str) -> tuple[int, ...]:
    """Read days of the week: `mon-fri`, `mon, wed`, `sat`; Monday is 0.

    Raises:
        ValueError: a word is no day.

    Example:
        >>> weekdays("mon-wed, sat"), weekdays("fri-mon")
        ((0, 1, 2, 5), (0, 4, 5, 6))
    """
    found: set[int] = set()
    for part in (one for one in re.split(r"[,\s]+", re.sub(r"\s*-\s*", "-", words.casefold())) if one):
        ends = [DAYS.index(known(word[:3] if word.isalpha() else word, DAYS)) for word in part.split("-")]
        first, last = ends[0], ends[-1]
        found.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    if not found:
        msg = "no day is named: write mon-fri"
        raise ValueError(msg)
    return tuple(sorted(found))


def hours(words: str) -> tuple[int, int]:
    """Read opening and closing as seconds from midnight; 24:00 is the end of the day.

    Raises:
        ValueError: they are none, or the closing is not after the opening.

    Example:
        >>> hours("09:00-18:30")
        (32400, 66600)
    """
    match = _HOURS.match(words.strip())
    numbers = [int(part) for part in match.groups()] if match else []
    ends = [numbers[at] * _HOUR + numbers[at + 1] * 60 for at in (0, 2)] if numbers else [0, 0]
    if not match or max(numbers[1], numbers[3]) > 59 or ends[1] > _DAY:  # noqa: PLR2004 - minutes of an hour
        msg = f"{words!r} are not hours like 09:00-18:00"
        raise ValueError(msg)
    if ends[0] >= ends[1]:
        msg = f"{words!r} end before they begin: hours past midnight belong to the next day"
        raise ValueError(msg)
    return ends[0], ends[1]


def _checked_days(words: str) -> str:
    weekdays(words)
    return words


def _checked_hours(words: str) -> str:
    hours(words)
    return words


def _joined(value: object) -> object:
    """Take a list of days for the same days in one text."""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _holiday(words: str) -> str:
    """Check a day, or a span of days `A..B`."""
    first, _, last = words.partition("..")
    try:
        ends = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as error:
        msg = f"{words!r} is neither a day like 2026-11-04 nor days like 2026-01-01..2026-01-08"
        raise ValueError(msg) from error
    if ends[0] > ends[1]:
        msg = f"{words!r} ends before it begins"
        raise ValueError(msg)
    return words


Days = Annotated[
    str,
    BeforeValidator(_joined),
    AfterValidator(_checked_days),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"enum": list(DAYS)}}]}),
]
Hours = Annotated[str, AfterValidator(_checked_hours)]
Holiday = Annotated[str, BeforeValidator(text), AfterValidator(_holiday)]
Holidays = Annotated[
    tuple[Holiday, ...],
    BeforeValidator(listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
ZoneName = Annotated[str, AfterValidator(zone)]


class WorkTime(Model):
    """When leads are worked: response times then count these hours only."""

    days: Days = Field(default="mon-fri", description="Days of the week, like mon-fri or [mon, wed, sat]")
    hours: Hours = Field(default="09:00-18:00", description="Opening and closing, like 09:00-18:00")
    other_hours: dict[str, Hours] = Field(
        default_factory=dict, description="Days with hours of their own, like sat: 10:00-15:00"
    )
    holidays: Holidays = Field(default=(), description="Days off, like 2026-11-04 or 2026-01-01..2026-01-08")
    timezone: ZoneName | None = Field(
        default=None, description="Zone of these hours, by default that of the report's times"
    )

    @model_validator(mode="after")
    def _other_days(self) -> WorkTime:
        for words in self.other_hours:
            weekdays(words)
        return self

    def week(self) -> Mapping[int, tuple[int, int]]:
        """Return opening and closing of each working day of the week, in seconds from midnight.

        Example:
            >>> WorkTime(days="mon", hours="09:00-10:00", other_hours={"sat": "10:00-11:00"}).week()
            {0: (32400, 36000), 5: (36000, 39600)}
        """
        found = dict.fromkeys(weekdays(self.days), hours(self.hours))
        for words, own in self.other_hours.items():
            found |= dict.fromkeys(weekdays(words), hours(own))
        return dict(sorted(found.items()))

    def off(self) -> frozenset[date]:
        """Return every holiday."""
        return frozenset(day for words in self.holidays for day in _span(words))


def _span(words: str) -> Iterator[date]:
    first, _, last = words.partition("..")
    day, end = date.fromisoformat(first), date.fromisoformat(last or first)
    while day <= end:
        yield day
        day += timedelta(days=1)
