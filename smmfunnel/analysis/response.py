"""How fast leads were answered, and what that goes with: quantiles, bands and off-hours leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.estimates import rate
from smmfunnel.results import Band, Response
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import ResponseClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.analysis.counts import Scope
    from smmfunnel.config import Settings
    from smmfunnel.facts.evidence import BandCell, Evidence

OFF_HOURS = "off_hours"


def response(evidence: Evidence | None, settings: Settings, scope: Scope) -> Response | None:
    """Sum up how the leads of the funnel were answered; None where no touch or first response is on record.

    Quantiles are of all leads but those answered at a moment nobody noted, the never answered at infinity:
    censored, not slow. By a log that cannot be trusted nobody is known to be unanswered, and those of the answered
    alone would look fast: there are none. Rates are sales within the horizon of the exposed leads, with Wilson's
    interval. What a band sells besides what a faster one does is no proof that speed did it: managers answer first
    what looks best.
    """
    if evidence is None or not evidence.has.get("responses", False):
        return None
    times = next((cell for cell in evidence.times if cell.part == "all"), None)
    if times is None or not times.leads:
        return None
    touched = sum(cell.touched for cell in evidence.managers if scope.keeps(cell))
    told = evidence.touch_log.trusted
    working = settings.worktime is not None
    bands = [_band(each.value, [c for c in evidence.bands if c.response is each]) for each in ResponseClass]
    return Response(
        sla_minutes=settings.sla_minutes,
        touched=touched,
        untouched=times.leads - touched,
        timed=times.answered,
        p50_minutes=minutes(times.p50) if told else None,
        p90_minutes=minutes(times.p90) if told else None,
        p50_working_minutes=minutes(times.working_p50) if told and working else None,
        p90_working_minutes=minutes(times.working_p90) if told and working else None,
        bands=tuple(band for band in bands if band.leads),
        off_hours=_band(OFF_HOURS, [cell for cell in evidence.bands if cell.off_hours]) if working else None,
    )


def minutes(seconds: int | None) -> float | None:
    """Turn seconds into minutes; None stays None.

    Example:
        >>> minutes(90), minutes(None)
        (1.5, None)
    """
    return None if seconds is None else seconds / 60


def _band(name: str, cells: Sequence[BandCell]) -> Band:
    sales = sum(cell.sales for cell in cells)
    exposure = sum(cell.exposure for cell in cells) / MICRO
    return Band(name, sum(cell.leads for cell in cells), sales, rate(sales, exposure))
