"""What a report leaves out where no sale is on record at all: sales are then absent, not nought."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.analysis.estimates import ABSENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.results import Band, Credit, Manager, Response


def response_without_sales(found: Response | None) -> Response | None:
    """Leave how fast leads were answered, and of the bands their leads."""
    if found is None:
        return None
    off_hours = _band(found.off_hours) if found.off_hours else None
    return replace(found, bands=tuple(map(_band, found.bands)), off_hours=off_hours)


def _band(band: Band) -> Band:
    return replace(band, sales=None, rate=ABSENT)


def managers_without_sales(found: Sequence[Manager]) -> tuple[Manager, ...]:
    """Leave leads, touches and what each calls junk."""
    return tuple(replace(row, sales=None, rate=ABSENT, adjusted_rate=ABSENT) for row in found)


def credit_without_sales(found: Credit | None) -> Credit | None:
    """Leave the leads both sides claim."""
    return found and replace(found, sales_of_known_earlier=None, sales_of_hand_entered_after_ad=None)
