"""Which leads the funnel counts, and the figures of any part of the facts added up."""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING, Protocol

from smmfunnel.dataclass import dataclass
from smmfunnel.facts.values import PERIOD
from smmfunnel.vocabulary import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from smmfunnel.facts.values import AdsCell, Facts, LeadCell, VisitCell


class Evident(Protocol):
    """A cell of the evidence: leads that share an origin."""

    @property
    def origin(self) -> str:
        """Value of an Origin."""

    @property
    def elsewhere(self) -> bool:
        """Whether the leads name a platform whose ads are not loaded."""


@dataclass(frozen=True)
class Scope:
    """Which leads stand behind the ads' clicks."""

    name: str
    """smm, all, platform or none: code of a text `scope.<name>`."""
    platforms: frozenset[str | None]
    """Platforms whose ads are loaded."""

    def holds(self, cell: LeadCell) -> bool:
        """Tell whether a lead cell counts in the funnel."""
        if cell.excluded is not None:
            return False
        if self.name == "all":
            return True
        return self.name == "smm" and cell.origin == Origin.SMM and not self.elsewhere(cell)

    def elsewhere(self, cell: LeadCell) -> bool:
        """Tell whether a cell's leads come from a platform whose ads are not loaded."""
        return cell.platform is not None and cell.platform not in self.platforms

    def keeps(self, cell: Evident) -> bool:
        """Tell whether a cell of the evidence is of the funnel's leads, the excluded ones among them."""
        return self.name == "all" or (self.name == "smm" and cell.origin == Origin.SMM and not cell.elsewhere)

    def seen(self, cell: VisitCell) -> bool:
        """Tell whether a visit cell counts as landing views of the loaded ads."""
        return cell.origin == Origin.SMM and (cell.platform is None or cell.platform in self.platforms)


def scope_of(facts: Facts) -> Scope:
    """Choose the leads of the funnel: those of the loaded ads, or all where nothing tells them apart."""
    platforms = frozenset(cell.platform for cell in facts.ads)
    if facts.known.crm:
        name = "smm" if facts.known.ads and facts.known.sources else "all"
    else:
        name = "platform" if facts.known.ads else "none"
    return Scope(name, platforms)


_COUNTED = (
    *("leads", "contacted", "qualified", "sold", "open", "unmapped"),
    *("revenue", "priced", "repeat_revenue"),
)
_COUNTED_OF = itemgetter(*_COUNTED)
"""Counts of a lead cell that add up, all at once."""


@dataclass(frozen=True)
class Sums:
    """Figures of one part of the facts; ad figures in millionths, None where nobody reports them."""

    impressions: int | None = None
    clicks: int | None = None
    landing_views: int | None = None
    landed: tuple[int, int] | None = None
    """Landing views and clicks of the campaigns that have both: what the landing rate is of."""
    platform_leads: int | None = None
    platform_sales: int | None = None
    platform_revenue: int | None = None
    spend: int | None = None
    leads: int = 0
    contacted: int = 0
    qualified: int = 0
    sold: int = 0
    open: int = 0
    unmapped: int = 0
    revenue: int = 0
    priced: int = 0
    repeat_revenue: int = 0


def add_up(cells: Iterable[int | None]) -> int | None:
    """Sum what is reported; None where nothing is.

    Example:
        >>> add_up([1, None, 2]), add_up([None]), add_up([])
        (3, None, None)
    """
    known = [value for value in cells if value is not None]
    return sum(known) if known else None


def sums(ads: Sequence[AdsCell], leads: Sequence[LeadCell], visits: Sequence[VisitCell]) -> Sums:
    """Add up cells already chosen by span and scope."""
    rows = [_COUNTED_OF(cell.counts) for cell in leads]
    count = dict(zip(_COUNTED, map(sum, zip(*rows, strict=True)), strict=True)) if rows else {}
    return Sums(
        impressions=add_up(cell.figures["impressions"] for cell in ads),
        clicks=add_up(cell.figures["clicks"] for cell in ads),
        landing_views=_landing_views(ads, visits),
        landed=landed(ads, visits),
        platform_leads=add_up(cell.figures["platform_leads"] for cell in ads),
        platform_sales=add_up(cell.figures["sales"] for cell in ads),
        platform_revenue=add_up(cell.figures["revenue"] for cell in ads),
        spend=add_up(cell.figures["spend"] for cell in ads),
        **count,
    )


def _landing_views(ads: Sequence[AdsCell], visits: Sequence[VisitCell]) -> int | None:
    """Visits of the counter where it saw a platform, else the platform's own landing views.

    A platform with clicks and neither makes the sum unknown: a rate of all clicks would be too low.
    """
    counted = {cell.platform for cell in visits if cell.visits}
    own = [cell for cell in ads if cell.platform not in counted]
    platforms = {cell.platform for cell in own}
    for platform in platforms:
        mine = [cell for cell in own if cell.platform == platform]
        clicks = add_up(cell.figures["clicks"] for cell in mine)
        if clicks and add_up(cell.figures["landing_views"] for cell in mine) is None:
            return None
    views = add_up(cell.figures["landing_views"] for cell in own)
    seen = [cell.visits for cell in visits]
    return add_up([*seen, views])


def landed(ads: Sequence[AdsCell], visits: Sequence[VisitCell]) -> tuple[int, int] | None:
    """Landing views and clicks of the campaigns that have both, in millionths; None where none has.

    Clicks of a lead form lead to no site, and visits whose tags match no campaign have no clicks to stand
    beside. Where a platform's ads name no campaigns, the platform as a whole stands for one.
    """
    named = {cell.platform for cell in ads if cell.campaign_ref is not None}
    counted = {cell.platform for cell in visits if cell.visits}
    clicks: Counter[tuple[str | None, str | None]] = Counter()
    views: Counter[tuple[str | None, str | None]] = Counter()
    for cell in ads:
        key = (cell.platform, cell.campaign_ref)
        clicks[key] += cell.figures["clicks"] or 0
        if cell.platform not in counted:
            views[key] += cell.figures["landing_views"] or 0
    for visit in visits:
        views[visit.platform, visit.campaign_ref if visit.platform in named else None] += visit.visits
    both = [key for key in clicks if clicks[key] and views[key]]
    if not both:
        return None
    return sum(views[key] for key in both), sum(clicks[key] for key in both)


def chosen(facts: Facts, scope: Scope, span: int = PERIOD) -> tuple[list[AdsCell], list[LeadCell], list[VisitCell]]:
    """Choose the cells of the funnel of one span: no awareness campaigns, the scope's leads and visits."""
    ads = [cell for cell in facts.ads if cell.span == span and not cell.awareness]
    leads = [cell for cell in facts.leads if cell.span == span and scope.holds(cell)]
    apart = {(cell.platform, cell.campaign_ref) for cell in facts.ads if cell.awareness}
    visits = [
        cell
        for cell in facts.visits
        if cell.span == span and scope.seen(cell) and (cell.platform, cell.campaign_ref) not in apart
    ]
    return ads, leads, visits
