"""The days a run is about: as_of, the period and the reference, resolved from the data and the settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from smmfunnel.config.spans import is_span, parse_days, previous, resolve_span, year_before
from smmfunnel.errors import UsageError
from smmfunnel.facts.compared import Coverage, why_previous
from smmfunnel.facts.coverage import plan
from smmfunnel.results import Note, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.config import Settings
    from smmfunnel.engines import Engine
    from smmfunnel.facts.coverage import Covered

Days = tuple[date | None, date | None]

_DAYS = """
SELECT min(first) AS first, max(last) AS last FROM (
    SELECT min(first_day) AS first, max(last_day) AS last FROM ads
    UNION ALL SELECT min(first_day), max(last_day) FROM visits
    UNION ALL SELECT CAST(min(created_at) AS DATE), CAST(max(created_at) AS DATE) FROM leads
    UNION ALL SELECT CAST(min(created_at) AS DATE), CAST(max(created_at) AS DATE) FROM deals
    UNION ALL SELECT NULL, CAST(max(closed_at) AS DATE) FROM leads
        WHERE status IS NULL OR status IN ('won', 'lost', 'junk')
    UNION ALL SELECT NULL, CAST(max(closed_at) AS DATE) FROM deals
        WHERE status IS NULL OR status IN ('won', 'lost', 'junk')
    UNION ALL SELECT NULL, CAST(max("at") AS DATE) FROM touches
)
"""

_LEAD_DAYS = """
SELECT count(*) AS n, CAST(min(created_at) AS DATE) AS first, CAST(max(created_at) AS DATE) AS last
FROM (SELECT created_at FROM leads UNION ALL
    SELECT created_at FROM deals WHERE (SELECT count(*) FROM leads) = 0)
"""


def coverage(engine: Engine, covered: Sequence[Covered], as_of: date | None) -> Coverage:
    """Tell which days ads and leads cover; `covered` is what `ads.place` found."""
    days: dict[str, tuple[date, date] | None] = {}
    if covered:
        first = [item.first for item in covered if item.first]
        last = [item.last for item in covered if item.last]
        days["ads"] = (min(first), max(last)) if len(first) == len(last) == len(covered) else None
    row = engine.fetch(_LEAD_DAYS)[0]
    if row["n"]:
        days["leads"] = (row["first"], row["last"]) if row["first"] else None
    return Coverage(days, as_of, lambda span: bool(plan(covered, span).uncut))


def days_of(engine: Engine) -> tuple[date | None, date | None]:
    """First and last day in the loaded data; None without any."""
    row: dict[str, Any] = engine.fetch(_DAYS)[0]
    return row["first"], row["last"]


def resolve_as_of(settings: Settings, last: date | None) -> date | None:
    """The day the report is made for: the one asked, else the last day in the data.

    Raises:
        UsageError: the asked day is none.
    """
    if settings.as_of is None:
        return last
    try:
        return date.fromisoformat(settings.as_of)
    except ValueError as error:
        raise UsageError("as_of", value=settings.as_of) from error


def resolve_spans(settings: Settings, as_of: date | None) -> tuple[Span | None, Span | None]:
    """Resolve the period and the reference.

    Raises:
        UsageError: a reference without a period, a name without any day to relate to, or spans that overlap.
    """
    spanned = settings.reference is not None and is_span(settings.reference)
    if settings.period is None:
        if spanned:
            raise UsageError("reference_without_period")
        return None, None
    if parse_days(settings.period) is None and as_of is None:
        raise UsageError("span_without_days", span=settings.period)
    if settings.period == "previous":
        raise UsageError("period_previous")
    first, last = resolve_span(settings.period, as_of or date.min)
    named = parse_days(settings.period) is None
    period = Span(first, last, "asked_by_name" if named else "asked")
    if settings.reference is None or not spanned:
        return period, None
    reference = _reference(settings.reference, (first, last), as_of)
    if reference.start <= last and first <= reference.end:
        raise UsageError("spans_overlap", period=f"{first}..{last}", reference=f"{reference.start}..{reference.end}")
    return period, reference


def followed_until(asked: date | None, last: date | None) -> tuple[date | None, tuple[Note, ...]]:
    """Cap the day of the report at the last day of the data, for nobody saw what came of a lead after that.

    Returns:
        The day leads are followed until, and a remark where another was asked for.
    """
    if asked is None or last is None or asked <= last:
        return asked, ()
    return last, (Note("as_of_after_files", params={"asked": str(asked), "last": str(last)}),)


def until(period: Span | None, as_of: date | None, days: Days, covered: Coverage) -> Span | None:
    """End a period, or all days, with the day of the report where the files go on after it.

    A period-level file is not cut by a day nobody asked the funnel to end with.

    Args:
        period: as asked; None for every day.
        as_of: the day of the report, where one was asked for.
        days: first and last day in the data.
        covered: what is known of the files' days.
    """
    first, last = days
    if as_of is None or first is None or last is None:
        return period
    if period is not None:
        cut = replace(period, end=as_of) if period.start <= as_of < period.end else period
        return period if covered.cuts((cut.start, cut.end)) else cut
    if as_of >= last or as_of < first or covered.cuts((first, as_of)):
        return None
    return Span(first, as_of, "until_as_of")


def _reference(text: str, period: tuple[date, date], as_of: date | None) -> Span:
    if text == "previous":
        days = previous(period)
        return Span(*days, why=why_previous(period, days), kind="previous")
    if text == "last-year":
        return Span(*year_before(period), why="last_year", kind="last-year")
    return Span(*resolve_span(text, as_of or date.min), why="asked", kind="span")
