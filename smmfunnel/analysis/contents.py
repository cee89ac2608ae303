"""Figures of campaigns and ads side by side: clicks, and what came of them, in both spans."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from smmfunnel.analysis.counts import add_up
from smmfunnel.dataclass import dataclass
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from smmfunnel.facts.evidence import ContentCell, SpreadCell

CLICK, LANDING, VALID, QUALIFIED = "click", "landing", "valid", "qualified"
QUALITY = (LANDING, VALID, QUALIFIED)
"""What of the clicks is worth something: views of clicks, valid of contacts, qualified of leads answered in time."""
CAMPAIGN, AD = "campaign", "ad"


class Unit(NamedTuple):
    """One campaign, or one of its ads."""

    platform: str | None
    campaign: str
    ad: str | None


Pair = tuple[float, float]
"""Successes and trials."""


@dataclass(frozen=True)
class Content:
    """Figures of one unit in one span."""

    clicks: int | None = None
    """Millionths; None where nobody reports them."""
    leads: int = 0
    pairs: Mapping[str, Pair] = field(default_factory=dict)
    """Of CLICK and of QUALITY, those that are known and have trials; those with more successes than trials too."""


def contents(cells: Iterable[ContentCell], level: str, span: int) -> dict[Unit, Content]:
    """Sum the cells of one span by campaign or by ad, in a fixed order.

    A rate is of the cells that know both of its numbers; visits of a counter are of all clicks of their campaign, and
    of an ad's clicks where they name the ad. Not one view of the clicks: they lead to a form, and there is no such
    rate. Leads and figures that name no campaign, and on the level
    of ads those that name no ad, are left out.
    """
    found: defaultdict[Unit, list[ContentCell]] = defaultdict(list)
    for cell in cells:
        if cell.span != span or cell.campaign_ref is None or (level == AD and cell.ad is None):
            continue
        found[Unit(cell.platform, cell.campaign_ref, cell.ad if level == AD else None)].append(cell)
    return {unit: _content(found[unit], level) for unit in sorted(found, key=repr)}


def _content(cells: Sequence[ContentCell], level: str) -> Content:
    pairs = {
        CLICK: _pair([(cell.clicks, cell.impressions) for cell in cells], MICRO),
        LANDING: _pair(_landings(cells, level), MICRO),
        VALID: _pair([(cell.valid, cell.contactable) for cell in cells], 1),
        QUALIFIED: _pair([(cell.qualified, cell.answered) for cell in cells], 1),
    }
    return Content(
        clicks=add_up(cell.clicks for cell in cells),
        leads=sum(cell.leads for cell in cells),
        pairs={name: pair for name, pair in pairs.items() if pair[1] > 0 and (name != LANDING or pair[0] > 0)},
    )


def _landings(cells: Sequence[ContentCell], level: str) -> list[tuple[int | None, int | None]]:
    """Landing views and the clicks they are of."""
    apart = [cell for cell in cells if level == AD or not cell.counted]
    whole = [cell for cell in cells if level != AD and cell.counted]
    sums = add_up(cell.landing_views for cell in whole), add_up(cell.clicks for cell in whole)
    return [*((cell.landing_views, cell.clicks) for cell in apart), sums]


def _pair(numbers: Iterable[tuple[int | None, int | None]], unit: int) -> Pair:
    known = [(above, below) for above, below in numbers if above is not None and below is not None]
    return sum(above for above, _ in known) / unit, sum(below for _, below in known) / unit


def summed(parts: Iterable[Content]) -> Mapping[str, Pair]:
    """Add up the pairs of several units."""
    total: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for part in parts:
        for name, (above, below) in part.pairs.items():
            total[name][0] += above
            total[name][1] += below
    return {name: (above, below) for name, (above, below) in total.items()}


SPREAD = {Factor.CLICKS.value: CLICK, Factor.LANDING.value: LANDING}
"""Rates whose days are known."""


def spreads(cells: Iterable[SpreadCell]) -> dict[tuple[str | None, str | None, str], float]:
    """Overdispersion by campaign: Pearson's χ² of one rate on all days of a span, over its degrees of freedom.

    Args:
        cells: of all spans; the spans of a campaign add up.

    Returns:
        By platform, campaign and rate; at least 1.
    """
    sums: defaultdict[tuple[str | None, str | None, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for cell in sorted((cell for cell in cells if cell.factor in SPREAD), key=repr):
        above, below = cell.numerator / MICRO, cell.denominator / MICRO
        rate = above / below if below > 0 else 0.0
        if cell.days > 1 and 0 < rate < 1:
            both = sums[cell.platform, cell.campaign_ref, SPREAD[cell.factor]]
            both[0] += max(cell.square / MICRO - above * rate, 0.0) / (rate * (1 - rate))
            both[1] += cell.days - 1
    return {key: max(square / days, 1.0) for key, (square, days) in sums.items()}
