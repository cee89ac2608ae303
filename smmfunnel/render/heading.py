"""The first lines of every text people read: what was asked, why, and the option that changes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smmfunnel.render.words import one_line

if TYPE_CHECKING:
    from smmfunnel.render.words import Words
    from smmfunnel.results import Heading, Span


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


def heading(given: Heading, words: Words) -> tuple[Line, ...]:
    """Return the lines: period, reference, scope, as of, configuration."""
    no_period = "all_days" if given.as_of else "no_period"
    as_of = given.as_of.isoformat() if given.as_of else words.say("heading.no_days")
    config = one_line(given.config_path) if given.config_path else words.say("heading.no_config")
    sha = given.config_sha256[:12] if given.config_sha256 else ""
    return (
        Line(words.say("heading.period"), *_span(given.period, no_period, words), "--period"),
        Line(words.say("heading.reference"), *_span(given.reference, "no_reference", words), "--reference"),
        Line(words.say("heading.scope"), words.label("scope", given.scope), "", ""),
        Line(words.say("heading.as_of"), as_of, "", "--as-of"),
        Line(words.say("heading.config"), config, sha and words.say("heading.sha", sha=sha), "--config"),
    )


def _span(span: Span | None, missing: str, words: Words) -> tuple[str, str]:
    if span is None:
        return words.say(f"heading.{missing}"), ""
    days = words.say("heading.days", n=(span.end - span.start).days + 1)
    return f"{words.numbers.span(span.start, span.end)}, {days}", words.label("why", span.why)
