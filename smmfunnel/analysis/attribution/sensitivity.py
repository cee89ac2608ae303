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
            sums, names = _reading(game, answer.zones.reading(factor, zone), answer)
            found.append(Sensitivity(factor, zone, sums, names))
    return tuple(found)


def _reading(game: Game, zones: ZoneMap, answer: Answer) -> tuple[tuple[tuple[Zone, float], ...], tuple[Zone, ...]]:
    """Give the point of every zone, and the zones that are named: the draws are played only for those that lost."""
    points = share(game.point, zones)
    charged = {zones.zone(factor) for factor in points.factors}
    effects = {zone: float(own(zone, points, zones)[0]) for zone in Zone if zone in charged}
    lost = [zone for zone in effects if zone is not Zone.UNATTRIBUTED and effects[zone] <= -answer.least]
    shares = share(game, zones, lost) if answer.may_name and lost else points
    names = [zone for zone in lost if answer.may_name and named(own(zone, shares, zones), answer.least)]
    return tuple(effects.items()), tuple(sorted(names, key=effects.__getitem__))
