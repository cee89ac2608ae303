"""Zones with their identified part, and bounds that contain what they may have to take of the unassigned."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution.naming import interval, named
from smmfunnel.dataclass import dataclass
from smmfunnel.results import Effect, FactorEffect, Interval, ZoneEffect
from smmfunnel.vocabulary import Factor, Zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smmfunnel.analysis.attribution.games import FloatArray
    from smmfunnel.analysis.attribution.shares import Shares
    from smmfunnel.analysis.attribution.zonemap import ZoneMap

SHOWN_ALWAYS = (Zone.OFFER, Zone.UNATTRIBUTED)
"""Zones that have a row even where nothing of theirs is in play."""


@dataclass(frozen=True)
class Answer:
    """What turns shares into zones."""

    zones: ZoneMap
    least: float
    """Smallest loss that may be named."""
    may_name: bool = True
    """False where the data forbid to name anybody."""
    levels: Mapping[Factor, tuple[float | None, float | None]] = field(default_factory=dict)
    """Value of a factor in reference and period over all segments."""
    silent: frozenset[Factor] = frozenset()
    """Factors that only move money: listed with no effect on sales."""


def zone_effects(shares: Shares, answer: Answer, money: Shares | None = None) -> tuple[ZoneEffect, ...]:
    """Sum up the effects by zone, in the order of `Zone`.

    Args:
        shares: effects on sales.
        answer: zone map, threshold and levels.
        money: effects on money, of a game that has the average deal too.
    """
    return tuple(
        _zone(zone, shares, answer, money)
        for zone in Zone
        if zone in SHOWN_ALWAYS or _in_play(zone, shares, answer.zones)
    )


def _in_play(zone: Zone, shares: Shares, zones: ZoneMap) -> bool:
    return any(zones.zone(factor) is zone or zone in zones.takers_of(factor) for factor in shares.factors)


def _zone(zone: Zone, shares: Shares, answer: Answer, money: Shares | None) -> ZoneEffect:
    effect = own(zone, shares, answer.zones)
    low, high = interval(effect)
    return ZoneEffect(
        zone=zone,
        effect=float(effect[0]),
        low=low,
        high=high,
        bounds=bounds(zone, shares, answer.zones),
        significant=answer.may_name and zone is not Zone.UNATTRIBUTED and named(effect, answer.least),
        money=_money(zone, money, answer.zones) if money else None,
        factors=_factors(zone, shares, answer),
    )


def own(zone: Zone, shares: Shares, zones: ZoneMap) -> FloatArray:
    """Identified part of a zone in every draw: the sum of the factors it is charged with."""
    return _sum([shares.of(factor) for factor in shares.factors if zones.zone(factor) is zone], shares)


def bounds(zone: Zone, shares: Shares, zones: ZoneMap) -> Interval:
    """Bounds of a zone at 95 %, from draw to draw: each unassigned factor it may take, wholly or not at all.

    The unattributed itself lies between what is lost and what is gained of the unassigned.
    """
    mine = own(zone, shares, zones)
    taken = [shares.of(factor) for factor in shares.factors if _may_take(zone, factor, zones)]
    base = np.zeros_like(mine) if zone is Zone.UNATTRIBUTED else mine
    lows = base + _sum([values.clip(max=0) for values in taken], shares)
    highs = base + _sum([values.clip(min=0) for values in taken], shares)
    low, high = interval(mine)
    return Interval(min(interval(lows)[0], low), max(interval(highs)[1], high))


def _may_take(zone: Zone, factor: Factor, zones: ZoneMap) -> bool:
    if zone is Zone.UNATTRIBUTED:
        return zones.zone(factor) is zone
    return zone in zones.takers_of(factor)


def _sum(parts: list[FloatArray], shares: Shares) -> FloatArray:
    total: FloatArray = np.zeros(shares.effects.shape[1])
    for part in parts:
        total += part
    return total


def _money(zone: Zone, money: Shares, zones: ZoneMap) -> Effect:
    effect = own(zone, money, zones)
    return Effect(float(effect[0]), *interval(effect))


def _factors(zone: Zone, shares: Shares, answer: Answer) -> tuple[FactorEffect, ...]:
    found = []
    for factor in (*shares.factors, *sorted(answer.silent)):
        if answer.zones.zone(factor) is not zone:
            continue
        effect = shares.of(factor) if factor in shares.factors else np.zeros(2)
        low, high = interval(effect)
        reference, period = answer.levels.get(factor, (None, None))
        takers = answer.zones.takers_of(factor)
        found.append(FactorEffect(factor, float(effect[0]), low, high, reference, period, takers))
    return tuple(found)
