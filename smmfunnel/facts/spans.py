"""The days a run is about: as_of, the period and the reference, resolved from the data and the settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from smmfunnel.config.spans import is_span, parse_days, previous, resolve_span, year_before
from smmfunnel.errors import UsageError
from smmfunnel.facts.compared import Coverage, why_previous
from smmfunnel.facts.coverage import plan
from smmfunnel.results import Note, Span
from smmfunnel.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.config import Settings
    from smmfunnel.facts.coverage import Covered
    from smmfunnel.facts.load import LoadedFile
    from smmfunnel.reading.summary import Summary

Days = tuple[date | None, date | None]


def coverage(loaded: Sequence[LoadedFile], covered: Sequence[Covered], as_of: date | None) -> Coverage:
    """Tell which days ads and leads cover; `covered` is what `ads.place` found."""
    days: dict[str, tuple[date, date] | None] = {}
    if covered:
        first = [item.first for item in covered if item.first]
        last = [item.last for item in covered if item.last]
        days["ads"] = (min(first), max(last)) if len(first) == len(last) == len(covered) else None
    leads = _with_rows(loaded, Kind.LEADS) or _with_rows(loaded, Kind.DEALS)
    if leads:
        days["leads"] = _both(*_ends(leads))
    return Coverage(days, as_of, lambda span: bool(plan(covered, span).uncut))


def days_of(loaded: Sequence[LoadedFile]) -> Days:
    """First and last day in the loaded data; None without any."""
    first, last = _ends([item.summary for item in loaded if item.scan.kind is not Kind.TOUCHES])
    # A lead that was called or closed after the last one came has been followed until then.
    followed = [item.summary.last_day for item in loaded if item.scan.kind is Kind.TOUCHES]
    followed += [item.summary.last_closing for item in loaded]
    return first, max([day for day in (last, *followed) if day], default=None)


def _with_rows(loaded: Sequence[LoadedFile], kind: Kind) -> list[Summary]:
    return [item.summary for item in loaded if item.scan.kind is kind and item.summary.rows_kept]


def _ends(summaries: Sequence[Summary]) -> Days:
    first = [item.first_day for item in summaries if item.first_day]
    last = [item.last_day for item in summaries if item.last_day]
    return min(first, default=None), max(last, default=None)


def _both(first: date | None, last: date | None) -> tuple[date, date] | None:
    return (first, last) if first and last else None


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
