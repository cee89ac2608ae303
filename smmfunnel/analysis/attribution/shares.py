"""One game: factors of the chain and players of the lead→sale rate, shared among the zones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution.owen import Union, owen
from smmfunnel.dataclass import dataclass
from smmfunnel.vocabulary import Zone

if TYPE_CHECKING:
    from collections.abc import Collection

    from smmfunnel.analysis.attribution.games import FloatArray
    from smmfunnel.analysis.attribution.zonemap import ZoneMap
    from smmfunnel.vocabulary import Factor


@dataclass(frozen=True)
class Game:
    """Sales = Σ over segments of the product of factors × lead→sale rate; draws first, the point the first."""

    factors: tuple[Factor, ...]
    before: tuple[FloatArray, ...]
    """For each factor (1 or 1 + draws, segments), in the reference."""
    after: tuple[FloatArray, ...]
    """The same in the period."""
    players: tuple[Factor, ...]
    """Of the lead→sale rate."""
    rates: FloatArray
    """(1 + draws, segments, 2**players); bit k of the last index: players[k] is at the period's value."""

    @property
    def everyone(self) -> tuple[Factor, ...]:
        """All players, in the order of the effects."""
        return (*self.factors, *self.players)

    def with_factor(self, factor: Factor, before: FloatArray, after: FloatArray) -> Game:
        """Return the game with one factor more."""
        return replace(
            self,
            factors=(*self.factors, factor),
            before=(*self.before, before),
            after=(*self.after, after),
        )

    @property
    def point(self) -> Game:
        """The game of the point alone."""
        return replace(
            self,
            before=tuple(values[:1] for values in self.before),
            after=tuple(values[:1] for values in self.after),
            rates=self.rates[:1],
        )

    def value(self, *, period: bool) -> FloatArray:
        """The game's value where all players are at the period's or all at the reference's level: (1 + draws,)."""
        total: FloatArray = self.rates[:, :, -1 if period else 0]
        for values in self.after if period else self.before:
            total = total * values
        value: FloatArray = total.sum(axis=1)
        return value


@dataclass(frozen=True)
class Shares:
    """Effects of all players in every draw."""

    factors: tuple[Factor, ...]
    effects: FloatArray
    """(players, 1 + draws), the point first."""

    def of(self, factor: Factor) -> FloatArray:
        """Effect of one player in every draw."""
        effect: FloatArray = self.effects[self.factors.index(factor)]
        return effect


def share(game: Game, zones: ZoneMap, of: Collection[Zone] = tuple(Zone)) -> Shares:
    """Share the change among the players by the Owen value with the zones as unions.

    Args:
        game: what is shared.
        zones: who is charged with what.
        of: zones whose effects are wanted; those of other zones' factors are noughts.
    """
    unions: list[Union] = []
    wanted: list[int] = []
    for zone in Zone:
        factors = tuple(k for k, factor in enumerate(game.factors) if zones.zone(factor) is zone)
        bits = tuple(k for k, factor in enumerate(game.players) if zones.zone(factor) is zone)
        if factors or bits:
            wanted += [len(unions)] * (zone in of)
            unions.append(Union(factors, bits))
    return Shares(game.everyone, centred(owen(game.before, game.after, game.rates, unions, wanted)))


def centred(effects: FloatArray) -> FloatArray:
    """Shift the draws so that their mean is the point.

    Half a success of Jeffreys' prior in each of many small segments would otherwise move the draws of a sum
    away from what was counted, and the interval with them. A shift keeps the sum of effects exact in each draw.

    Args:
        effects: (…, 1 + draws), the point first.

    Example:
        >>> centred(np.array([[1.0, 4.0, 6.0]])).tolist()
        [[1.0, 0.0, 2.0]]
    """
    point, draws = effects[..., :1], effects[..., 1:]
    if not draws.size:
        return point
    moved = draws - draws.mean(axis=-1, keepdims=True) + point
    return np.concatenate([point, moved], axis=-1)
