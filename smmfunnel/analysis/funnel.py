"""The funnel: counts of the stages that have data, the rate of each step, and the reference's beside it."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from smmfunnel.analysis.counts import Sums, chosen, sums
from smmfunnel.analysis.estimates import difference, plain, rate
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import FunnelStage
from smmfunnel.vocabulary import Stage, Zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smmfunnel.analysis.counts import Scope
    from smmfunnel.facts.values import Facts, Known

Counts = dict[Stage, int | float]
Step = tuple[int | float, int | float]
"""How many took a step, and how many could have."""


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
    total, other_total = sums(*chosen(facts, scope, PERIOD)), Sums()
    counts = stage_counts(total, scope, facts.known)
    other: Counts = {}
    if facts.reference:
        other_total = sums(*chosen(facts, scope, REFERENCE))
        other = stage_counts(other_total, scope, facts.known)
    stages: list[FunnelStage] = []
    before: Stage | None = None
    for stage, count in counts.items():
        steps = step(stage, before, counts, total), step(stage, before, other, other_total)
        stages.append(_stage(stage, before, count, other.get(stage), steps))
        before = stage
    return _mark_worst(stages)


def step(stage: Stage, before: Stage | None, counts: Mapping[Stage, int | float], total: Sums) -> Step | None:
    """Return what a step's rate is of: how many took it and how many could; None where one is unknown.

    The landing rate is of the campaigns that lead to the site, see `counts.landed`.
    """
    if before is None or stage not in counts or before not in counts:
        return None
    if stage is Stage.LANDING_VIEWS and before is Stage.CLICKS and total.landed:
        views, clicks = (plain(micros) for micros in total.landed)
        return views or 0, clicks or 0
    return counts[stage], counts[before]


def _stage(
    stage: Stage,
    before: Stage | None,
    count: float,
    reference_count: float | None,
    steps: tuple[Step | None, Step | None],
) -> FunnelStage:
    now, then = steps
    if before is None or now is None:
        return FunnelStage(stage, count, None, None, None, None, reference_count)
    part, above = now
    return FunnelStage(
        stage=stage,
        count=count,
        of=before,
        rate=rate(part, above),
        zone=zone_of(stage, before),
        lost=above - part if above >= part else None,
        reference_count=reference_count,
        reference_rate=rate(*then) if then else None,
        difference=difference(part, above, *then) if then else None,
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
