"""Segments of a dimension: each with its own funnel and money, small ones together, worse ones flagged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.analysis.counts import Sums, chosen, sums
from smmfunnel.analysis.estimates import cost_per, quotient, rate
from smmfunnel.analysis.funnel import stage_counts, step
from smmfunnel.analysis.shrinkage import LEAST_SUCCESSES, LEAST_TRIALS, flag_worse
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.question import ADS_DIMS
from smmfunnel.results import Segment
from smmfunnel.vocabulary import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.analysis.counts import Scope
    from smmfunnel.facts.values import AdsCell, Facts, LeadCell, VisitCell
    from smmfunnel.results import FunnelStage

LONGEST = 20
"""Segments shown one by one; the rest is summed in one `other` row."""
IN_TIME_ORDER = ("week", "month")
OF_ADS = (*ADS_DIMS, "campaign", "platform")
"""Dimensions that ads have a value of; source and manager are of leads alone."""

Key = tuple[str | None, str | None]
"""Platform (None where it does not matter) and value."""


@dataclass(frozen=True)
class _Cut:
    """One dimension the funnel is cut by, and the stages shown with their denominators."""

    facts: Facts
    scope: Scope
    dim: str
    shown: Mapping[Stage, Stage | None]
    several: bool
    """Whether the funnel's money is in several currencies: each row then names its own."""


@dataclass
class _Part:
    """Cells of one segment."""

    ads: list[AdsCell]
    leads: list[LeadCell]
    visits: list[VisitCell]


def segments(facts: Facts, scope: Scope, stages: Sequence[FunnelStage]) -> tuple[Segment, ...]:
    """Cut the funnel by every asked dimension; each dimension's segments add up to the funnel."""
    shown = {stage.stage: stage.of for stage in stages}
    found: list[Segment] = []
    ads, leads, _ = chosen(facts, scope)
    codes = {cell.currency for cell in ads if cell.figures["spend"]}
    codes |= {cell.currency for cell in leads if cell.counts["revenue"]}
    for dim in facts.by:
        found += _dimension(_Cut(facts, scope, dim, shown, several=len(codes) > 1))
    return tuple(found)


def _dimension(cut: _Cut) -> list[Segment]:
    dim, shown = cut.dim, cut.shown
    parts = _parts(cut.facts, cut.scope, dim)
    rows = {key: _segment(cut, key, part) for key, part in parts.items()}
    if dim == "campaign":
        rows = _flagged(rows, shown)
    if dim in IN_TIME_ORDER:
        return [rows[key] for key in sorted(rows, key=lambda key: (key[1] is None, key[1] or ""))]
    named = sorted((key for key in rows if key[1] is not None), key=lambda key: _weight(rows[key]))
    result = [rows[key] for key in named[:LONGEST]]
    tail = named[LONGEST:]
    if len(tail) == 1:
        result.append(rows[tail[0]])
    elif tail:
        summed = _Part([], [], [])
        for key in tail:
            summed.ads += parts[key].ads
            summed.leads += parts[key].leads
            summed.visits += parts[key].visits
        other = _segment(cut, (None, None), summed)
        result.append(replace(other, other=True, members=len(tail)))
    return result + [rows[key] for key in sorted(rows, key=str) if key[1] is None]


def _weight(segment: Segment) -> tuple[float, float, str, str]:
    return (
        -(segment.spend or 0.0),
        -(segment.counts.get("leads") or 0),
        segment.key or "",
        segment.platform or "",
    )


def _parts(facts: Facts, scope: Scope, dim: str) -> dict[Key, _Part]:
    ads, leads, visits = chosen(facts, scope)
    parts: dict[Key, _Part] = {}

    def part(key: Key) -> _Part:
        return parts.setdefault(key, _Part([], [], []))

    # Of a dimension that only leads have (manager, source), or only ads (device), the others are no part.
    for cell in ads if dim in OF_ADS else ():
        part(_place(facts, dim, cell)).ads.append(cell)
    for lead in leads if dim != "device" else ():
        part(_lead_place(facts, dim, lead)).leads.append(lead)
    for visit in visits if dim in OF_ADS else ():
        part(_place(facts, dim, visit)).visits.append(visit)
    return parts


def _place(facts: Facts, dim: str, cell: AdsCell | VisitCell | LeadCell) -> Key:
    if dim == "platform":
        return cell.platform, cell.platform
    if dim == "campaign":
        if cell.campaign_ref is None:
            return None, None
        return cell.platform, facts.campaigns.get((cell.platform, cell.campaign_ref)) or cell.campaign_ref
    return (cell.platform if dim in ("ad_group", "ad") else None), cell.dims.get(dim)


def _lead_place(facts: Facts, dim: str, cell: LeadCell) -> Key:
    return (None, cell.source) if dim == "source" else _place(facts, dim, cell)


def _segment(cut: _Cut, key: Key, part: _Part) -> Segment:
    facts, scope, dim, shown = cut.facts, cut.scope, cut.dim, cut.shown
    total = sums(part.ads, part.leads, part.visits)
    all_counts = stage_counts(total, scope, facts.known)
    counts = {stage: all_counts.get(stage) for stage in shown if _has(dim, stage, scope)}
    known = {stage: value for stage, value in counts.items() if value is not None}
    steps = {stage: step(stage, of, known, total) for stage, of in shown.items()}
    rates = {stage.value: rate(*taken) for stage, taken in steps.items() if taken}
    platform = scope.name in ("platform", "none")
    spent = {cell.currency for cell in part.ads if cell.figures["spend"]}
    spend = None if total.spend is None or len(spent) > 1 else total.spend / 1e6
    earned = spent if platform else {cell.currency for cell in part.leads if cell.counts["revenue"]}
    # One row has one currency: what was earned in another than was spent stands in the money of the whole.
    revenue = _revenue(total, platform=platform) if len(spent | earned) <= 1 else None
    leads, sales = counts.get(Stage.LEADS), counts.get(Stage.SALES)
    figures: dict[str, int | float | None] = {stage.value: value for stage, value in counts.items()}
    if not platform and facts.known.crm and dim != "device":
        figures["open"] = total.open
    return Segment(
        by=dim,
        key=key[1],
        counts=figures,
        rates=rates,
        spend=spend,
        revenue=revenue,
        cpl=cost_per(spend, leads),
        cac=cost_per(spend, sales),
        roas=quotient(revenue, spend),
        too_little=_too_little(counts, leads),
        platform=key[0],
        currency=next(iter(spent or earned), None) if cut.several and len(spent or earned) == 1 else None,
    )


def _has(dim: str, stage: Stage, scope: Scope) -> bool:
    of_ads = stage in (Stage.IMPRESSIONS, Stage.CLICKS, Stage.LANDING_VIEWS, Stage.PLATFORM_LEADS)
    if scope.name in ("platform", "none"):
        of_ads = True
    if of_ads:
        return dim in OF_ADS
    return dim != "device"


def _revenue(total: Sums, *, platform: bool) -> float | None:
    if platform:
        return None if total.platform_revenue is None else total.platform_revenue / 1e6
    return total.revenue / 1e6 if total.priced else None


def _too_little(counts: Mapping[Stage, int | float | None], leads: float | None) -> bool:
    before = next((counts[s] for s in (Stage.LANDING_VIEWS, Stage.CLICKS) if counts.get(s) is not None), LEAST_TRIALS)
    return leads is not None and ((before or 0) < LEAST_TRIALS or leads < LEAST_SUCCESSES)


def _flagged(rows: dict[Key, Segment], shown: Mapping[Stage, Stage | None]) -> dict[Key, Segment]:
    """Flag campaigns whose step rates are worse than their platform's; see `shrinkage.flag_worse`."""
    flags: dict[Key, list[str]] = {key: [] for key in rows}
    for stage, of in shown.items():
        if of is None:
            continue
        for platform in sorted({key[0] for key in rows if key[0] is not None}):
            keys = sorted((k for k in rows if k[0] == platform and k[1] is not None), key=str)
            pairs = [(rows[k].counts.get(stage.value), rows[k].counts.get(of.value)) for k in keys]
            usable = [(k, (x, n)) for k, (x, n) in zip(keys, pairs, strict=True) if x is not None and n and x <= n]
            worse = flag_worse([pair for _, pair in usable])
            for (key, _), flag in zip(usable, worse, strict=True):
                if flag:
                    flags[key].append(stage.value)
    return {key: replace(row, flagged=tuple(flags[key])) for key, row in rows.items()}
