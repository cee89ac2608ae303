"""The funnel: counts of the stages that have data, the rate of each step, and the reference's beside it."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from smmfunnel.analysis.counts import chosen, sums
from smmfunnel.analysis.estimates import difference, plain, rate
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import Estimate, FunnelStage
from smmfunnel.vocabulary import Stage, Zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smmfunnel.analysis.counts import Scope, Sums
    from smmfunnel.facts.values import Facts, Known

Counts = dict[Stage, int | float]


def stage_counts(total: Sums, scope: Scope, known: Known) -> Counts:
    """Count each stage that has data, in order; a stage nobody recorded is left out.

    Leads and sales are the CRM's; where no CRM is loaded they are the platforms' own.
    """
    counts: Counts = {}
    _put(counts, Stage.IMPRESSIONS, total.impressions)
    _put(counts, Stage.CLICKS, total.clicks)
    _put(counts, Stage.LANDING_VIEWS, total.landing_views)
    if scope.name in ("platform", "none"):
        _put(counts, Stage.LEADS, total.platform_leads)
        _put(counts, Stage.SALES, total.platform_sales)
        return counts
    _put(counts, Stage.PLATFORM_LEADS, total.platform_leads)
    counts[Stage.LEADS] = total.leads
    if known.contacted:
        counts[Stage.CONTACTED] = total.contacted
    if known.qualified:
        counts[Stage.QUALIFIED] = total.qualified
    if known.sales:
        counts[Stage.SALES] = total.sold
    return counts


def _put(counts: Counts, stage: Stage, micros: int | None) -> None:
    value = plain(micros)
    if value is not None:
        counts[stage] = value


def zone_of(stage: Stage, before: Stage | None) -> Zone | None:
    """Name the zone that the zone map charges a step to; None where a later analysis splits it."""
    if before is None:
        return None
    if stage is Stage.LEADS:
        return {Stage.PLATFORM_LEADS: Zone.TRACKING, Stage.LANDING_VIEWS: Zone.SMM}.get(before, Zone.UNATTRIBUTED)
    return {
        Stage.CLICKS: Zone.SMM,
        Stage.LANDING_VIEWS: Zone.SITE,
        Stage.PLATFORM_LEADS: Zone.SMM if before is Stage.LANDING_VIEWS else Zone.UNATTRIBUTED,
        Stage.CONTACTED: Zone.SALES,
    }.get(stage)


def funnel(facts: Facts, scope: Scope) -> tuple[FunnelStage, ...]:
    """Build the funnel of the period, with the reference's rates where there is a reference."""
    counts = stage_counts(sums(*chosen(facts, scope, PERIOD)), scope, facts.known)
    other: Counts = {}
    if facts.reference:
        other = stage_counts(sums(*chosen(facts, scope, REFERENCE)), scope, facts.known)
    stages: list[FunnelStage] = []
    before: Stage | None = None
    for stage, count in counts.items():
        stages.append(_stage(stage, before, counts, other))
        before = stage if count is not None else before
    return _mark_worst(stages)


def _stage(
    stage: Stage,
    before: Stage | None,
    counts: Mapping[Stage, int | float],
    other: Mapping[Stage, int | float],
) -> FunnelStage:
    count = counts[stage]
    if before is None:
        return FunnelStage(stage, count, None, None, None, None, other.get(stage))
    above = counts[before]
    reference_rate: Estimate | None = None
    gap: Estimate | None = None
    if stage in other and before in other:
        reference_rate = rate(other[stage], other[before])
        gap = difference(count, above, other[stage], other[before])
    return FunnelStage(
        stage=stage,
        count=count,
        of=before,
        rate=rate(count, above),
        zone=zone_of(stage, before),
        lost=above - count if above >= count else None,
        reference_count=other.get(stage),
        reference_rate=reference_rate,
        difference=gap,
    )


def _mark_worst(stages: list[FunnelStage]) -> tuple[FunnelStage, ...]:
    """Mark the step whose rate fell most, as a ratio, among those whose fall is beyond chance."""
    from dataclasses import replace

    falls: dict[Stage, float] = {}
    for stage in stages:
        now, then, gap = stage.rate, stage.reference_rate, stage.difference
        if now and then and gap and now.value and then.value and gap.high is not None and gap.high < 0:
            falls[stage.stage] = log(now.value / then.value)
        elif now and then and gap and now.value == 0 and then.value and gap.high is not None and gap.high < 0:
            falls[stage.stage] = float("-inf")
    if not falls:
        return tuple(stages)
    worst = min(falls, key=lambda stage: falls[stage])
    return tuple(replace(stage, worst=stage.stage is worst) for stage in stages)
