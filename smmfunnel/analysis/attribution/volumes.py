"""What each segment had in each span: money, impressions, clicks, landing views and leads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.analysis.counts import add_up
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.evidence import SMM
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.tables import MICRO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from smmfunnel.analysis.counts import Scope
    from smmfunnel.facts.evidence import ModelCell
    from smmfunnel.facts.values import AdsCell, Facts, VisitCell

Place = tuple[str | None, str | None]
"""Platform and campaign of a segment; (platform, None) is what matches no campaign, or a whole platform."""

SPANS = (PERIOD, REFERENCE)
WELL_MATCHED = 0.8
PLATFORM_FORM = "platform form"


@dataclass(frozen=True)
class Volumes:
    """Figures of one segment in one span; None is not reported."""

    spend: float | None = None
    currency: str | None = None
    impressions: float | None = None
    clicks: float | None = None
    landing_views: float | None = None
    platform_leads: float | None = None
    sales: float | None = None
    """Of files that carry the whole funnel: as the platform counts them."""
    revenue: float | None = None
    leads: float | None = None
    """Of the CRM; None where none is loaded."""
    form_leads: float = 0.0
    """Of these, those that name a platform's own form as theirs."""

    @property
    def active(self) -> bool:
        """Whether the segment had anything at all in the span."""
        return any(
            (self.spend, self.impressions, self.clicks, self.landing_views, self.platform_leads, self.leads, self.sales)
        )


Table = dict[Place, tuple[Volumes, Volumes]]
"""Volumes of the period and of the reference by segment."""


def grain(facts: Facts) -> str:
    """Choose the segments: campaigns where leads meet them, else platforms, else everything as one."""
    evidence = facts.evidence
    if not any(cell.campaign_ref is not None for cell in facts.compared_ads):
        named = {cell.platform for cell in facts.compared_ads if cell.platform is not None}
        return "platform" if len(named) > 1 else "total"
    if evidence is not None and facts.known.crm:
        for span in SPANS:
            unmatched, leads = evidence.unmatched.get(span, (0, 0))
            if leads and leads - unmatched < WELL_MATCHED * leads:
                return "platform"
    return "campaign"


def placer(level: str) -> Callable[[str | None, str | None], Place]:
    """Return what names the segment of a platform and campaign at a grain.

    Example:
        >>> placer("platform")("meta", "m1")
        ('meta', None)
    """
    if level == "campaign":
        return lambda platform, campaign: (platform, campaign)
    if level == "platform":
        return lambda platform, _: (platform, None)
    return lambda *_: (None, None)


def regrained(cells: Iterable[ModelCell], level: str) -> tuple[ModelCell, ...]:
    """Give the cells of advertising the segments of a grain as their campaigns."""
    place = placer(level)
    found = []
    for cell in cells:
        platform, campaign = place(cell.platform, cell.campaign_ref)
        own = cell.group == SMM
        found.append(replace(cell, platform=platform, campaign_ref=campaign) if own else cell)
    return tuple(found)


def volumes(facts: Facts, scope: Scope, level: str, cells: Sequence[ModelCell]) -> Table:
    """Add up the figures of every segment in period and reference.

    Args:
        facts: the facts, of which ads and visits of the compared spans are read.
        scope: which visits count.
        level: campaign, platform or total.
        cells: leads of the lead→sale model, at the grain already.

    Returns:
        Segments in a fixed order, those of no platform first.
    """
    place = placer(level)
    ads = [cell for cell in facts.compared_ads if not cell.awareness and cell.span in SPANS]
    apart = {(cell.platform, cell.campaign_ref) for cell in facts.compared_ads if cell.awareness}
    visits = [
        cell
        for cell in facts.compared_visits
        if cell.span in SPANS and scope.seen(cell) and (cell.platform, cell.campaign_ref) not in apart
    ]
    views = _landing_views(ads, visits)
    grouped: dict[tuple[Place, int], list[AdsCell]] = defaultdict(list)
    for cell in ads:
        grouped[place(cell.platform, cell.campaign_ref), cell.span].append(cell)
    leads, forms = _leads(cells)
    places = sorted({key for key, _ in grouped} | {key for key, _ in leads}, key=order)

    def of(key: Place, span: int) -> Volumes:
        counted = leads.get((key, span), 0) if facts.known.crm else None
        return _volumes(grouped[key, span], views, counted, forms.get((key, span), 0))

    return {key: (of(key, PERIOD), of(key, REFERENCE)) for key in places}


def order(place: Place) -> tuple[tuple[bool, str], tuple[bool, str]]:
    """Key of a fixed order of segments."""
    platform, campaign = place
    return (platform is not None, platform or ""), (campaign is not None, campaign or "")


def _leads(cells: Sequence[ModelCell]) -> tuple[dict[tuple[Place, int], int], dict[tuple[Place, int], int]]:
    leads: dict[tuple[Place, int], int] = defaultdict(int)
    forms: dict[tuple[Place, int], int] = defaultdict(int)
    for cell in cells:
        if cell.group == SMM and cell.span in SPANS:
            key = (cell.platform, cell.campaign_ref), cell.span
            leads[key] += cell.leads
            if cell.quality.partition("/")[2] == PLATFORM_FORM:
                forms[key] += cell.leads
    return leads, forms


def _volumes(
    ads: Sequence[AdsCell],
    views: Mapping[tuple[int, str | None, str | None], int | None],
    leads: int | None,
    forms: int,
) -> Volumes:
    keys = {(cell.span, cell.platform, cell.campaign_ref) for cell in ads}
    money = {cell.currency for cell in ads if cell.figures["spend"]}
    return Volumes(
        spend=_whole(ads, "spend") if len(money) <= 1 else None,
        currency=next(iter(money), None),
        impressions=_whole(ads, "impressions"),
        clicks=_whole(ads, "clicks"),
        landing_views=_units([views[key] for key in sorted(keys, key=repr)]),
        platform_leads=_whole(ads, "platform_leads"),
        sales=_whole(ads, "sales"),
        revenue=_whole(ads, "revenue"),
        leads=leads,
        form_leads=forms,
    )


def _whole(ads: Sequence[AdsCell], name: str) -> float | None:
    """Sum of a figure; None where a platform that spent reports none: a rate of the whole would be wrong."""
    platforms = {cell.platform for cell in ads}
    sums = [add_up(cell.figures[name] for cell in ads if cell.platform == platform) for platform in platforms]
    return _units(sums)


def _units(sums: Sequence[int | None]) -> float | None:
    if not sums or None in sums:
        return None
    return (add_up(sums) or 0) / MICRO


def _landing_views(
    ads: Sequence[AdsCell], visits: Sequence[VisitCell]
) -> dict[tuple[int, str | None, str | None], int | None]:
    """Landing views of each campaign and span: visits of the counter where it saw the platform, else its own.

    The counter speaks for a platform only if it saw it in every span in which its ads had clicks: a rate of
    visits may not be compared with one of the platform's own views.
    """
    named = {cell.platform for cell in ads if cell.campaign_ref is not None}
    clicked = {(cell.platform, cell.span) for cell in ads if cell.figures["clicks"]}
    seen = {(cell.platform, cell.span) for cell in visits if cell.visits}
    counted = {platform for platform, _ in seen} - {platform for platform, _ in clicked - seen}
    found: dict[tuple[int, str | None, str | None], int | None] = {}
    for cell in ads:
        key = cell.span, cell.platform, cell.campaign_ref
        own = None if cell.platform in counted else cell.figures["landing_views"]
        found[key] = add_up([found.get(key), own])
    for visit in visits:
        if visit.platform in counted:
            key = visit.span, visit.platform, visit.campaign_ref if visit.platform in named else None
            if key in found:
                found[key] = add_up([found[key], visit.visits])
    return found
