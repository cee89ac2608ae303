"""Whose the landing rate is: of the site, unless it fell in one campaign rather than on one device."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.vocabulary import Zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smmfunnel.analysis.counts import Scope
    from smmfunnel.facts.values import Facts

CONCENTRATED = 0.8
"""Share of the lost views that lies in one campaign (or on one device) when the loss is its own."""
SEVERAL = 2

Key = tuple[str | None, str | None, str | None]
"""Platform, campaign and device."""


def landing_zone(facts: Facts, scope: Scope) -> Zone | None:
    """Tell the zone of the landing rate from devices and campaigns; None where they say nothing against the site.

    A slow page loses the same clicks of every campaign, or those of one device; clicks that never meant to land
    are a campaign's own. Needs ads cut by device, for the spans of the funnel, and two campaigns and devices.
    """
    now, then = _figures(facts, scope, PERIOD), _figures(facts, scope, REFERENCE)
    lost: dict[Key, float] = {}
    for key, (clicks, views) in now.items():
        before = then.get(key)
        if before and before[0] and clicks:
            lost[key] = clicks * before[1] / before[0] - views
    campaigns, devices = _sums(lost, device=False), _sums(lost, device=True)
    total = sum(lost.values())
    if total <= 0 or len(campaigns) < SEVERAL or len(devices) < SEVERAL:
        return None
    of_campaign, of_device = max(campaigns.values()) / total, max(devices.values()) / total
    return Zone.UNATTRIBUTED if of_campaign >= CONCENTRATED and of_campaign > of_device else None


def _sums(lost: Mapping[Key, float], *, device: bool) -> Mapping[tuple[str | None, ...], float]:
    sums: Counter[tuple[str | None, ...]] = Counter()
    for key, views in lost.items():
        sums[key[2:] if device else key[:2]] += views  # type: ignore[assignment]
    return sums


def _figures(facts: Facts, scope: Scope, span: int) -> Mapping[Key, tuple[int, int]]:
    """Clicks and landing views by campaign and device, of those that have both."""
    clicks: Counter[Key] = Counter()
    views: Counter[Key] = Counter()
    counted = {cell.platform for cell in facts.visits if cell.visits and scope.seen(cell)}
    for cell in facts.ads:
        device = cell.dims.get("device")
        if cell.span == span and device is not None and not cell.awareness:
            key = cell.platform, cell.campaign_ref, device
            clicks[key] += cell.figures["clicks"] or 0
            if cell.platform not in counted:
                views[key] += cell.figures["landing_views"] or 0
    for visit in facts.visits:
        device = visit.dims.get("device")
        if visit.span == span and device is not None and scope.seen(visit):
            views[visit.platform, visit.campaign_ref, device] += visit.visits
    return {key: (clicks[key], views[key]) for key in sorted(clicks, key=repr) if clicks[key] and views[key]}
