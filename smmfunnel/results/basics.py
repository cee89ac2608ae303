"""What every part of a result is made of: estimates, remarks and spans of days."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Number = int | float


@dataclass(frozen=True)
class Estimate:
    """A rate, a difference or a quotient with its 95 % interval, or the reason why there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str | None = None
    """Code of a text `reason.<code>`: no_denominator, exceeds_one, absent, mixed_currencies, …"""


@dataclass(frozen=True)
class Note:
    """A warning or remark: its text is `note.<code>` filled with `params` (`n` is `count`)."""

    code: str
    count: int | None = None
    source: str | None = None
    """The file or platform it is about."""
    params: Mapping[str, str | Number] = field(default_factory=dict)
    level: str = "warning"
    """warning (numbers may mislead) or info (said once, nothing to do)."""


@dataclass(frozen=True)
class Span:
    """A range of days, both ends in, and why it was taken (code of a text `why.<code>`)."""

    start: date
    end: date
    why: str
    kind: str = "period"
    """period, or for a reference: previous, last-year, span, …"""
