"""The day that `as_of: today` means."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from smmfunnel.config.settings import Settings


def dated(settings: Settings, today: Callable[[Settings], date] | None = None) -> Settings:
    """Put the day in place of `today`: whoever begins a run reads the clock, once, and nothing below does."""
    if settings.as_of != "today":
        return settings
    return replace(settings, as_of=(today or _today)(settings).isoformat())


def _today(settings: Settings) -> date:
    zone = ZoneInfo(settings.timezone) if settings.timezone else None
    return datetime.now(tz=zone).astimezone(zone).date()
