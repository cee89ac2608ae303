"""Which spans the attribution compares: the ones asked for, else the last full month and the one before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from smmfunnel.config.spans import UNSPANNED, month, parse_before, previous
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.evidence import Compared
from smmfunnel.results import Note, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from smmfunnel.config import Settings
    from smmfunnel.results import Number

Days = tuple[date, date]

DAY = timedelta(days=1)
SLACK = 3
"""Days at either end of a covered span that may be without any row: quiet days, not missing ones."""


@dataclass(frozen=True)
class Coverage:
    """First and last day of each kind of data that the comparison needs; kinds not loaded are left out."""

    days: Mapping[str, Days | None]
    """ads and leads; None where a file of them has no days at all."""
    as_of: date | None
    cuts: Callable[[Days], bool] = lambda _: False
    """Tells whether a span would cut a file whose figures stand for a longer period."""

    def holds(self, span: Days) -> str | None:
        """Name the kind of data that does not cover a span; None where all do.

        A month that has not ended by `as_of` is not covered, however late the last row is.
        """
        slack = _slack(span)
        if self.as_of is None or span[1] > self.as_of:
            return "time"
        for kind, days in self.days.items():
            if days is None or days[0] > span[0] + slack or days[1] < span[1] - slack:
                return kind
        return "ads" if self.cuts(span) else None

    def within(self, span: Days) -> Days | None:
        """Cut a span to the days that all data cover; None where there are none, the span itself where it holds.

        A span is not cut where that would cut a file whose figures stand for a longer period.
        """
        slack, (first, last) = _slack(span), span
        ends = [days for days in self.days.values() if days]
        first = max([first, *(days[0] for days in ends if days[0] > span[0] + slack)])
        closing = [days[1] for days in ends] + ([self.as_of] if self.as_of else [])
        last = min([last, *(day for day in closing if day < span[1] - slack)])
        if first > last:
            return None
        return span if self.cuts((first, last)) else (first, last)

    def reaches(self, span: Span) -> bool:
        """Tell whether the leads, or without a CRM the ads, hold any day of a span.

        Where they do and the ads do not, advertising may have begun since.
        """
        days = self.days.get("leads", self.days.get("ads"))
        return days is not None and days[0] <= span.end and span.start <= days[1]

    @property
    def common(self) -> Days | None:
        """Days that every kind of data covers."""
        known = [days for days in self.days.values() if days]
        if not known:
            return None
        first, last = max(days[0] for days in known), min(self._ended(days[1]) for days in known)
        return (first, last) if first <= last and not self.cuts((first, last)) else None

    @property
    def whole(self) -> Days | None:
        """From the first day of any kind of data to the last."""
        known = [days for days in self.days.values() if days]
        if not known:
            return None
        return min(days[0] for days in known), max(self._ended(days[1]) for days in known)

    def _ended(self, day: date) -> date:
        return day if self.as_of is None else min(day, self.as_of)


def _slack(span: Days) -> timedelta:
    return DAY * min(SLACK, (span[1] - span[0]).days // 4)


def compare(settings: Settings, period: Span | None, reference: Span | None, covered: Coverage) -> Compared | None:
    """Choose period, reference and placebo of the attribution.

    Args:
        settings: what was asked for; the kind of reference and whether there are targets.
        period: the funnel's period, where one was asked for.
        reference: the span to compare with, where one was asked for.
        covered: days of the data.

    Returns:
        The spans and why they were taken; None where there are no days at all.
    """
    own = period or _default_period(covered)
    if own is None:
        return None
    asked = settings.reference or ""
    told: tuple[Note, ...] = ()
    if period and parse_before(asked) is None:
        own, told = _covered(period, covered, "period")
        if own is None:
            return Compared(asked or "standards", "asked", period, reference, None, told)
    found = _against(settings, own, reference, covered)
    return found and replace(found, refused=(*told, *found.refused))


_MISSED = {"period": "period_not_covered", "reference": "reference_not_in_files"}


def _covered(span: Span, covered: Coverage, name: str) -> tuple[Span | None, tuple[Note, ...]]:
    """Cut a span that was asked for to the days the files cover, and say so."""
    days = covered.within((span.start, span.end))
    if days == (span.start, span.end):
        return span, ()
    asked = f"{span.start}..{span.end}"
    if days is None:
        return None, (_missed(name, asked, covered),)
    params: dict[str, str | Number] = {"asked": asked}
    cut = replace(span, start=days[0], end=days[1])
    return cut, (Note(f"{name}_cut", params={**params, "span": f"{days[0]}..{days[1]}"}),)


def _missed(name: str, asked: str, covered: Coverage) -> Note:
    known = [f"{kind} {days[0]}..{days[1]}" for kind, days in covered.days.items() if days]
    return Note(_MISSED[name], params={"asked": asked, "days": ", ".join(known)})


def _against(settings: Settings, own: Span, reference: Span | None, covered: Coverage) -> Compared | None:
    """Choose what the period is compared with."""
    asked = settings.reference or ""
    if asked in UNSPANNED:
        return Compared(asked, "asked", own, None, None)
    if (turn := parse_before(asked)) is not None:
        return _before(turn, own if settings.period else None, covered)
    if reference is not None:
        held, told = _covered(reference, covered, "reference")
        if held is None and covered.reaches(reference):
            told = ()
        reference = held or reference
        return Compared(reference.kind, reference.why, own, reference, _placebo(reference, covered), told)
    days = previous((own.start, own.end))
    lacking = covered.holds(days)
    if lacking is None:
        why = "month_before" if own.why == "last_full_month" else why_previous((own.start, own.end), days)
        span = Span(*days, why=why, kind="previous")
        return Compared("previous", why, own, span, _placebo(span, covered))
    refused = (Note("reference_not_covered", params={"span": f"{days[0]}..{days[1]}", "kind": lacking}, level="info"),)
    kind = "targets" if settings.targets else "standards"
    return Compared(kind, f"no_history_{kind}", own, None, None, refused)


def why_previous(period: Days, before: Days) -> str:
    """Months before months need not have their number of days."""
    months = before[0].day == 1 and period[0].day == 1 and before[1] - before[0] != period[1] - period[0]
    return "previous_months" if months else "previous"


def _default_period(covered: Coverage) -> Span | None:
    """Take the last full calendar month that all data cover, else all days they have in common."""
    common, whole = covered.common, covered.whole
    if whole is None:
        return None
    if common is None:
        return Span(*whole, why="all_days")
    day = common[1].replace(day=1)
    for first in (day, (day - DAY).replace(day=1)):
        days = month(first.year, first.month)
        if covered.holds(days) is None:
            return Span(*days, why="last_full_month")
    return Span(*common, why="common_days")


def _before(turn: date, period: Span | None, covered: Coverage) -> Compared | None:
    """Compare what came before SMM began on `turn` with what came since."""
    whole = covered.whole
    if whole is None:
        return None
    own = period or Span(max(turn, whole[0]), max(whole[1], turn), why="since_before")
    reference = Span(min(whole[0], turn - DAY), turn - DAY, why="before", kind="before")
    told: tuple[Note, ...] = ()
    if turn <= whole[0]:
        told = (_missed("reference", f"before {turn}", covered),)
    elif period is None and turn > whole[1]:
        told = (_missed("period", f"since {turn}", covered),)
    return Compared("before", "asked", own, reference, None, told)


def _placebo(reference: Span, covered: Coverage) -> Span | None:
    """Return the span before the reference, where the data cover it."""
    days = previous((reference.start, reference.end))
    return Span(*days, why="placebo", kind="placebo") if covered.holds(days) is None else None
