"""What the lead→sale model hands out: rates of any lead, and the rate of a place under any coalition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.facts.values import PERIOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from smmfunnel.vocabulary import Factor, ResponseClass

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

DRAWS = 2000
"""Draws of the bootstrap: enough that the ends of a 99 % interval are stable. Never lowered for speed."""

Place = tuple[str | None, str | None]
"""Platform and reference of a campaign; leads of advertising that match none: the platform, or None, and None."""


@dataclass(frozen=True)
class Terms:
    """Which rungs of the ladder hold, and with them which parts of the model may speak."""

    quality: bool
    """What was there before anyone handled the lead is known in both spans."""
    handling: bool
    """The touch log can be trusted in both spans."""
    control: bool
    """Control sources are there, and tagging did not drift between the spans."""


@dataclass(frozen=True)
class LeadSale:
    """Sale rates of some places under every coalition of the players."""

    players: tuple[Factor, ...]
    """Of QUALITY, HANDLING, COMMON and SPECIFIC those in play, in this order; without a control source
    CONVERSION stands in SPECIFIC's stead and carries all that is not explained."""
    rates: FloatArray
    """Shape (1 + draws, places, 2**players), the point first: sales within the horizon a lead. Bit k of the
    last index says that players[k] is at the period's value: index 0 is the observed rate of the reference,
    the last one that of the period."""


@dataclass(frozen=True)
class SaleModel:
    """A fitted logit of the sale within the horizon, with the draws of its bootstrap.

    The first axis of every array is 1 + draws: the point first.
    """

    players: tuple[Factor, ...]
    places: tuple[Place, ...]
    """Of advertising, in a fixed order."""
    sources: tuple[str | None, ...]
    """Control sources in play."""
    qualities: tuple[str, ...]
    """Levels of lead quality; empty where it is not in the model."""
    responses: tuple[ResponseClass, ...]
    """Response classes; empty where handling is not in the model."""
    intercepts: FloatArray
    """(…, places + sources) in the reference."""
    centre: FloatArray
    """Mean intercept of advertising, for a place the model has not seen."""
    quality: FloatArray
    """(…, qualities or 1): slopes, which sum to 0."""
    response: FloatArray
    """(…, responses or 1): slopes, which sum to 0."""
    shift: FloatArray
    """Of advertising, from the reference to the period."""
    control_shift: FloatArray
    """Of the control sources; nought without them."""
    pooled: FloatArray
    """Observed rate of advertising over both spans."""
    coalition_rates: FloatArray
    """(…, places, 2**players), as in `LeadSale`."""

    def rates(
        self, span: int, place: Place, quality: str, response: ResponseClass, source: str | None = None
    ) -> FloatArray:
        """Sale rate within the horizon of leads of one kind, in one span.

        Args:
            span: values.PERIOD or values.REFERENCE.
            place: campaign; one without leads in either span has the mean of advertising.
            quality: level of quality; without effect where quality is not in the model or the level is new.
            response: class of response; without effect where handling is not in the model.
            source: name of a control source, whose leads are meant instead of the place's.

        Returns:
            Shape (1 + draws,), the point first.
        """
        import numpy as np

        of_source = source is not None and source in self.sources
        if of_source:
            eta = self.intercepts[:, len(self.places) + self.sources.index(source)].copy()
        elif place in self.places:
            eta = self.intercepts[:, self.places.index(place)].copy()
        else:
            eta = self.centre.copy()
        if quality in self.qualities:
            eta += self.quality[:, self.qualities.index(quality)]
        if response in self.responses:
            eta += self.response[:, self.responses.index(response)]
        if span == PERIOD:
            eta += self.control_shift if of_source else self.shift
        rates: FloatArray = 1 / (1 + np.exp(-eta))
        return rates

    def coalitions(self, places: Sequence[Place]) -> LeadSale:
        """Sale rates of `places` under every coalition; a place without leads has the pooled rate in all."""
        import numpy as np

        # Laid down by coalition, as the game works on them.
        rates = np.empty((2 ** len(self.players), len(self.pooled), len(places))).transpose(1, 2, 0)
        known = {place: number for number, place in enumerate(self.places)}
        for number, place in enumerate(places):
            if place in known:
                rates[:, number] = self.coalition_rates[:, known[place]]
            else:
                rates[:, number] = self.pooled[:, None]
        return LeadSale(self.players, rates)
