"""The simulated causes: what changes in the period, what the ladder says can be told, and the truth by zone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial
from types import MappingProxyType
from typing import TYPE_CHECKING

from smmfunnel.vocabulary import Zone
from tests.simulation.agency import SLOW, UNCALLED, Agency, Mechanism, expected_rate

if TYPE_CHECKING:
    from collections.abc import Mapping

NORMAL = Mechanism()


@dataclass(frozen=True)
class Scenario:
    """One history with a known cause."""

    agency: Agency
    causes: frozenset[Zone] = frozenset()
    """Zones whose share of the loss is the scenario's doing."""
    named: frozenset[Zone] = frozenset()
    """Of the causes those that the ladder says can be told; nobody else may be named."""
    judged: bool = True
    """Whether the lead→sale part is to be judged at all."""


def _changed(**given: object) -> Agency:
    return Agency(period=replace(NORMAL, **given))  # type: ignore[arg-type]


def _times(values: tuple[float, ...], by: float) -> tuple[float, ...]:
    return tuple(value * by for value in values)


CLICKBAIT = {
    "click_rates": _times(NORMAL.click_rates, 1.3),
    "valid": 0.45,
    "keen": 0.33,
    "lead_rate": NORMAL.lead_rate / 1.25,
}

SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        "nothing": Scenario(Agency()),
        "clickbait": Scenario(_changed(**CLICKBAIT), frozenset({Zone.SMM}), frozenset({Zone.SMM})),
        "weak creative": Scenario(
            _changed(click_rates=_times(NORMAL.click_rates, 0.5)), frozenset({Zone.SMM}), frozenset({Zone.SMM})
        ),
        "slow sales": Scenario(_changed(pace=SLOW), frozenset({Zone.SALES}), frozenset({Zone.SALES})),
        "slow site": Scenario(_changed(landing_rate=0.44), frozenset({Zone.SITE}), frozenset({Zone.SITE})),
        "price": Scenario(_changed(offer=0.45), frozenset({Zone.OFFER})),
        "less budget": Scenario(_changed(spend=NORMAL.spend / 2), frozenset({Zone.BUDGET}), frozenset({Zone.BUDGET})),
        "junk labels": Scenario(_changed(labelled_junk=0.4), frozenset({Zone.SALES}), frozenset({Zone.SALES})),
        "never called": Scenario(_changed(pace=UNCALLED), frozenset({Zone.SALES}), frozenset({Zone.SALES})),
        "incomplete log": Scenario(_changed(recorded=0.55)),
        "clickbait + slow sales": Scenario(
            _changed(**CLICKBAIT, pace=SLOW), frozenset({Zone.SMM, Zone.SALES}), frozenset({Zone.SMM, Zone.SALES})
        ),
        "weak creative + slow sales": Scenario(
            _changed(click_rates=_times(NORMAL.click_rates, 0.6), pace=SLOW),
            frozenset({Zone.SMM, Zone.SALES}),
            frozenset({Zone.SMM, Zone.SALES}),
        ),
        "slow site + price": Scenario(
            _changed(landing_rate=0.44, offer=0.5), frozenset({Zone.SITE, Zone.OFFER}), frozenset({Zone.SITE})
        ),
        "less budget + never called": Scenario(
            _changed(spend=NORMAL.spend / 2, pace=UNCALLED),
            frozenset({Zone.BUDGET, Zone.SALES}),
            frozenset({Zone.BUDGET, Zone.SALES}),
        ),
        "hidden quality": Scenario(_changed(keen=0.1), frozenset({Zone.SMM})),
        "cherry-picking": Scenario(_changed(pace=SLOW, picked=0.5), frozenset({Zone.SALES}), frozenset({Zone.SALES})),
        "worse selling": Scenario(_changed(skill=0.5), frozenset({Zone.SALES})),
        "immature": Scenario(Agency(followed=5)),
        "slower cycle": Scenario(
            Agency(period=replace(NORMAL, lag_days=NORMAL.lag_days * 1.7), followed=5), judged=False
        ),
    }
)

PLAYERS: Mapping[Zone, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        Zone.BUDGET: (("spend",),),
        Zone.SMM: (("shares",), ("cpm",), ("click_rates",), ("lead_rate",), ("valid", "keen")),
        Zone.SITE: (("landing_rate",),),
        Zone.SALES: (("pace", "picked", "labelled_junk", "skill"),),
        Zone.OFFER: (("offer",),),
    }
)
"""Who really moves what: fields of the mechanism by zone and factor."""


def expected_sales(mechanism: Mechanism) -> float:
    """Sales of advertising's leads in expectation."""
    impressions = [mechanism.spend * share / mechanism.cpm * 1000 for share in mechanism.shares]
    clicks = sum(n * rate for n, rate in zip(impressions, mechanism.click_rates, strict=True))
    return clicks * mechanism.landing_rate * mechanism.lead_rate * expected_rate(mechanism)


def truth(agency: Agency) -> dict[Zone, float]:
    """Each zone's true share of the change: the Shapley value of the zones in the mechanism itself.

    A zone's Owen value is the Shapley value of the game that zones play, so the factors need not be told apart.
    """
    zones = tuple(PLAYERS)
    value = {
        frozenset(chosen): expected_sales(
            replace(
                agency.reference,
                **{name: getattr(agency.period, name) for zone in chosen for names in PLAYERS[zone] for name in names},
            )
        )
        for size in range(len(zones) + 1)
        for chosen in combinations(zones, size)
    }
    return {zone: _shapley(zone, zones, value) for zone in zones}


def _shapley(zone: Zone, zones: tuple[Zone, ...], value: Mapping[frozenset[Zone], float]) -> float:
    others = [one for one in zones if one is not zone]
    total = 0.0
    for size in range(len(others) + 1):
        weight = factorial(size) * factorial(len(others) - size) / factorial(len(zones))
        for chosen in combinations(others, size):
            total += weight * (value[frozenset((*chosen, zone))] - value[frozenset(chosen)])
    return total
