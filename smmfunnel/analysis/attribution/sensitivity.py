"""The answer if a disputed step belonged to another zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.attribution.bounds import own
from smmfunnel.analysis.attribution.naming import named
from smmfunnel.analysis.attribution.shares import share
from smmfunnel.analysis.attribution.zonemap import DISPUTED
from smmfunnel.results import Sensitivity
from smmfunnel.vocabulary import Zone

if TYPE_CHECKING:
    from smmfunnel.analysis.attribution.bounds import Answer
    from smmfunnel.analysis.attribution.shares import Game, Shares
    from smmfunnel.analysis.attribution.zonemap import ZoneMap


def sensitivity(game: Game, shares: Shares, answer: Answer) -> tuple[Sensitivity, ...]:
    """Play the game once for each other reading of each disputed factor in play."""
    found = []
    for factor in DISPUTED:
        for zone in answer.zones.disputed(factor) if factor in shares.factors else ():
            other = answer.zones.reading(factor, zone)
            sums, names = _reading(share(game, other), other, answer)
            found.append(Sensitivity(factor, zone, sums, names))
    return tuple(found)


def _reading(shares: Shares, zones: ZoneMap, answer: Answer) -> tuple[tuple[tuple[Zone, float], ...], tuple[Zone, ...]]:
    effects = {zone: own(zone, shares, zones) for zone in Zone if any(zones.zone(f) is zone for f in shares.factors)}
    names = [
        zone
        for zone, values in effects.items()
        if answer.may_name and zone is not Zone.UNATTRIBUTED and named(values, answer.least)
    ]
    names.sort(key=lambda zone: float(effects[zone][0]))
    return tuple((zone, float(values[0])) for zone, values in effects.items()), tuple(names)
