"""Which zone each factor is charged to: the map two parties agree on, and who may have to take the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.vocabulary import Factor, Zone

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT: dict[Factor, Zone] = {
    Factor.SPEND: Zone.BUDGET,
    Factor.MIX: Zone.SMM,
    Factor.IMPRESSIONS: Zone.SMM,
    Factor.CLICKS: Zone.SMM,
    Factor.CLICKS_SPEND: Zone.SMM,
    Factor.LANDING: Zone.SITE,
    Factor.LEAD_RATE: Zone.SMM,
    Factor.FORM_RATE: Zone.SMM,
    Factor.CLICK_LEAD: Zone.UNATTRIBUTED,
    Factor.IMPRESSION_LEAD: Zone.UNATTRIBUTED,
    Factor.SPEND_LEAD: Zone.UNATTRIBUTED,
    Factor.DELIVERY: Zone.TRACKING,
    Factor.COUNT: Zone.UNATTRIBUTED,
    Factor.QUALITY: Zone.SMM,
    Factor.HANDLING: Zone.SALES,
    Factor.COMMON: Zone.UNATTRIBUTED,
    Factor.SPECIFIC: Zone.UNATTRIBUTED,
    Factor.CONVERSION: Zone.UNATTRIBUTED,
    Factor.CLICK_SALE: Zone.UNATTRIBUTED,
    Factor.DEAL: Zone.OFFER,
}
"""Zone of each factor unless the configuration says otherwise."""

TAKERS: dict[Factor, tuple[Zone, ...]] = {
    Factor.LANDING: (Zone.SMM, Zone.SITE),
    Factor.CLICK_LEAD: (Zone.SMM, Zone.SITE),
    Factor.IMPRESSION_LEAD: (Zone.SMM, Zone.SITE),
    Factor.SPEND_LEAD: (Zone.SMM, Zone.SITE),
    Factor.COUNT: (Zone.SMM, Zone.BUDGET),
    Factor.COMMON: (Zone.SALES, Zone.OFFER),
    Factor.SPECIFIC: (Zone.SMM,),
    Factor.CONVERSION: (Zone.SMM, Zone.SALES, Zone.OFFER),
    Factor.CLICK_SALE: (Zone.SMM, Zone.SALES, Zone.SITE, Zone.OFFER),
}
"""Zones that may have to take an unassigned factor."""

DISPUTED: dict[Factor, tuple[Zone, ...]] = {
    Factor.LANDING: (Zone.SITE, Zone.SMM),
    Factor.LEAD_RATE: (Zone.SMM, Zone.SITE),
    Factor.CLICK_LEAD: (Zone.SMM, Zone.SITE),
    Factor.IMPRESSION_LEAD: (Zone.SMM, Zone.SITE),
    Factor.SPEND_LEAD: (Zone.SMM, Zone.SITE),
    Factor.COUNT: (Zone.SMM, Zone.BUDGET),
    Factor.COMMON: (Zone.SALES, Zone.OFFER),
    Factor.SPECIFIC: (Zone.SMM,),
    Factor.CONVERSION: (Zone.SMM, Zone.SALES, Zone.OFFER),
    Factor.CLICK_SALE: (Zone.SMM, Zone.SALES, Zone.SITE, Zone.OFFER),
}
"""Readings the sides may quarrel about, shown beside the answer."""


@dataclass(frozen=True)
class ZoneMap:
    """The zone of each factor, and the takers of those that stand in no zone."""

    zones: Mapping[Factor, Zone]
    takers: Mapping[Factor, tuple[Zone, ...]]

    def zone(self, factor: Factor) -> Zone:
        """Name the zone a factor is charged to."""
        return self.zones[factor]

    def takers_of(self, factor: Factor) -> tuple[Zone, ...]:
        """List who may have to take a factor; empty where it has a zone."""
        if self.zones[factor] is not Zone.UNATTRIBUTED:
            return ()
        return self.takers.get(factor, ()) or (DEFAULT[factor],)

    def disputed(self, factor: Factor) -> tuple[Zone, ...]:
        """List the readings of a factor that the sides may quarrel about, beside the one in force."""
        if self.takers_of(factor) == (Zone.UNATTRIBUTED,):
            return ()
        return tuple(zone for zone in DISPUTED.get(factor, ()) if zone is not self.zones[factor])

    def reading(self, factor: Factor, zone: Zone) -> ZoneMap:
        """Return the same map with one factor charged to another zone."""
        return ZoneMap({**self.zones, factor: zone}, self.takers)


def zone_map(
    agreed: Mapping[Factor, Zone], *, handling: bool, landing: Zone | None = None, advertising: bool = True
) -> ZoneMap:
    """Put the zone map of a run together.

    Args:
        agreed: what the configuration says over the default.
        handling: whether handling was measured in both spans: if not, what hit the leads of advertising alone
            may as well be how the sales department handled them.
        landing: the zone of the landing rate, where devices and campaigns tell another than the default.
        advertising: whether the leads are known to be of advertising: if not, nobody may have to take their number.
    """
    zones = {**DEFAULT, **({Factor.LANDING: landing} if landing else {}), **agreed}
    takers = dict(TAKERS)
    if not handling:
        takers[Factor.SPECIFIC] = (Zone.SMM, Zone.SALES)
    if not advertising:
        del takers[Factor.COUNT]
    return ZoneMap(zones, takers)
