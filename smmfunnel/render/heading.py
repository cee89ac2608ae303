"""The first lines of every text people read: what was asked, why, and the option that changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.render.words import one_line
from smmfunnel.results import Report

if TYPE_CHECKING:
    from datetime import date

    from smmfunnel.render.words import Words
    from smmfunnel.results import Attribution, Check, Heading, Span


@dataclass(frozen=True)
class Line:
    """One line of the heading."""

    label: str
    value: str
    """The fact itself."""
    why: str
    """Why it is so."""
    option: str
    """What changes it."""

    def sentence(self) -> str:
        """Return value, reason and option in one line."""
        told = f"{self.value}: {self.why}" if self.why else self.value
        return f"{told} ({self.option})" if self.option else told


def heading(answer: Report | Check, words: Words) -> tuple[Line, ...]:
    """Return the lines: what is compared or else period and reference, then scope, as of, configuration.

    Where the funnel is of other days than the comparison, a line says so.
    """
    given = answer.heading
    no_period = _no_period(given)
    as_of = given.as_of.isoformat() if given.as_of else words.say("heading.no_days")
    config = one_line(given.config_path) if given.config_path else words.say("heading.no_config")
    sha = given.config_sha256[:12] if given.config_sha256 else ""
    found = answer.attribution if isinstance(answer, Report) else None
    if found is None:
        spans = [
            period_line(given, words),
            Line(words.say("heading.reference"), *_span(given.reference, "no_reference", words), "--reference"),
        ]
    else:
        spans = [_compared(found, words)]
        if _days(given.period) != _days(found.period) or _days(given.reference) != _days(found.reference):
            spans.append(_funnel(given, no_period, words))
    return (
        *spans,
        Line(words.say("heading.scope"), words.label("scope", given.scope), "", ""),
        Line(words.say("heading.as_of"), as_of, "", "--as-of"),
        Line(words.say("heading.config"), config, sha and words.say("heading.sha", sha=sha), "--config"),
    )


def period_line(given: Heading, words: Words) -> Line:
    """Say which days are reported on, and why."""
    return Line(words.say("heading.period"), *_span(given.period, _no_period(given), words), "--period")


def _no_period(given: Heading) -> str:
    return "all_days" if given.as_of else "no_period"


def _compared(found: Attribution, words: Words) -> Line:
    """Say in one line which days are held against which, and why these."""
    numbers = words.numbers
    if found.reference:
        other = numbers.span(found.reference.start, found.reference.end)
    else:
        other = words.label("reference", found.kind if found.kind in _WITHOUT_SPAN else "none")
    period = numbers.span(found.period.start, found.period.end)
    reasons = dict.fromkeys(words.label("why", why) for why in (found.period.why, found.why))
    value = words.say("heading.compared_with", period=period, reference=other)
    return Line(words.say("heading.compared"), value, "; ".join(reasons), "--period, --reference")


_WITHOUT_SPAN = frozenset({"targets", "control", "standards"})
"""Kinds of reference that are no days of these files."""


def _funnel(given: Heading, no_period: str, words: Words) -> Line:
    value, why = _span(given.period, no_period, words)
    if given.reference:
        other = words.numbers.span(given.reference.start, given.reference.end)
        value = words.say("heading.compared_with", period=value, reference=other)
    return Line(words.say("heading.funnel"), value, why, "")


def _days(span: Span | None) -> tuple[date, date] | None:
    return (span.start, span.end) if span else None


def _span(span: Span | None, missing: str, words: Words) -> tuple[str, str]:
    if span is None:
        return words.say(f"heading.{missing}"), ""
    days = words.say("heading.days", n=(span.end - span.start).days + 1)
    return f"{words.numbers.span(span.start, span.end)}, {days}", words.label("why", span.why)
