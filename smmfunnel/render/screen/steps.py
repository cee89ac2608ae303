"""The texts and the bar of each stage of the funnel."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.render.model import Column, Unit
from smmfunnel.render.texted import nothing, write_cell, write_interval

if TYPE_CHECKING:
    from smmfunnel.render.words import Words
    from smmfunnel.results import Estimate, FunnelStage, Number

_EIGHTHS = " ▏▎▍▌▋▊▉"
_SHARE = Column("rate", Unit.SHARE, estimate=True)
_CHANGE = Column("difference", Unit.POINTS, estimate=True)


@dataclass(frozen=True)
class Step:
    """The texts of one stage."""

    stage: str
    count: str
    rate: str
    of: str
    """The denominator by name, and the interval."""
    zone: str
    was: str
    change: str
    mark: str

    def caption(self, words: Words) -> str:
        """Return what stands under a rate where it does not fit beside: zone, reference, remark."""
        zone = words.say("funnel.zone", zone=self.zone) if self.zone else ""
        was = words.say("funnel.was_rate", rate=self.was) if self.was else ""
        told = words.mark(" · ").join(text for text in (zone, was, self.change) if text)
        return "  ".join(text for text in (told, self.mark) if text)


def step_of(each: FunnelStage, words: Words) -> Step:
    """Write the texts of a stage."""
    rate, was, change = each.rate, each.reference_rate, each.difference
    return Step(
        stage=words.label("stage", each.stage.value),
        count=words.numbers.count(each.count),
        rate=_value(rate, _SHARE, words),
        of=_of(each, words),
        zone=words.label("zone", each.zone.value) if each.zone else "",
        was=_value(was, _SHARE, words),
        change=_change(change, words),
        mark=words.say("funnel.worst") if each.worst else "",
    )


def _value(estimate: Estimate | None, column: Column, words: Words) -> str:
    if estimate is None:
        return ""
    return nothing(words) if estimate.value is None else write_cell(column, estimate.value, words)


def _of(each: FunnelStage, words: Words) -> str:
    if each.rate is None or each.of is None:
        return ""
    parts = [words.label("of", each.of.value)]
    interval = write_interval(Unit.SHARE, each.rate, words)
    if interval:
        parts.append(interval)
    if each.rate.reason:
        parts.append(words.why_not("rate", each.rate.reason))
    return ", ".join(parts)


def _change(change: Estimate | None, words: Words) -> str:
    if change is None or change.value is None:
        return ""
    interval = write_interval(Unit.POINTS, change, words)
    value = write_cell(_CHANGE, change, words)
    return f"{value}, {interval}" if interval else value


def bar(count: Number, largest: Number, width: int, *, unicode: bool) -> str:
    """Return a bar as long as the logarithm of its count, in eighths of a column where they can be shown.

    Example:
        >>> bar(2_290_268, 2_290_268, 8, unicode=True), bar(1413, 2_290_268, 8, unicode=False)
        ('████████', '####')
    """
    if count <= 0 or largest <= 0:
        return ""
    eighths = max(1, round(8 * width * log1p(count) / log1p(largest)))
    if not unicode:
        return "#" * max(1, round(eighths / 8))
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).strip()
