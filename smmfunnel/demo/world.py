"""The whole synthetic agency: simulated once, then stated as totals and written as exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.demo.desk import Card, work
from smmfunnel.demo.extras import again, tests, twice
from smmfunnel.demo.people import people
from smmfunnel.demo.traffic import AdDay, traffic

if TYPE_CHECKING:
    from smmfunnel.demo.scenarios import Scenario


@dataclass(frozen=True)
class World:
    """Everything that happened, and what was recorded of it."""

    traffic: tuple[AdDay, ...]
    people: tuple[Card, ...]
    """One card for each person who really applied."""
    tests: tuple[Card, ...]
    repeats: tuple[Card, ...]
    """Second applications of the same people."""
    orders: tuple[Card, ...]
    """Second sales to the same people."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every card of the CRM."""
        return (*self.people, *self.tests, *self.repeats, *self.orders)


@dataclass(frozen=True)
class Month:
    """What one calendar month really brought; leads and sales are of the people who applied in it."""

    impressions: int
    clicks: int
    visits: int
    """Landing views of the ads."""
    kopecks: int
    """Money spent on ads, in hundredths of a rouble."""
    leads: int
    ad_leads: int
    junk: int
    won: int
    """Sales made by the moment of the export."""
    revenue: int
    """Roubles of those sales, without second orders."""
    tests: int
    repeats: int
    orders: int


def simulate(scenario: Scenario, seed: int) -> World:
    """Let the two months happen.

    Example:
        >>> from smmfunnel.demo.scenarios import Scenario
        >>> simulate(Scenario.NOTHING, 1) == simulate(Scenario.NOTHING, 1)
        True
    """
    shown = traffic(scenario, seed)
    cards = work(people(shown, scenario, seed), scenario, seed)
    second = tuple(twice(cards, seed))
    return World(shown, cards, tuple(tests(seed)), second, tuple(again(cards, seed)))


def months(world: World) -> dict[str, Month]:
    """State the totals of each calendar month, by names like `2026-08`."""
    return {name: _month(world, name) for name in sorted({f"{row.day:%Y-%m}" for row in world.traffic})}


def _month(world: World, name: str) -> Month:
    def of(cards: tuple[Card, ...]) -> list[Card]:
        return [card for card in cards if f"{card.lead.at:%Y-%m}" == name]

    shown = [row for row in world.traffic if f"{row.day:%Y-%m}" == name]
    leads = of(world.people)
    return Month(
        impressions=sum(row.impressions for row in shown),
        clicks=sum(row.clicks for row in shown),
        visits=sum(row.visits for row in shown),
        kopecks=sum(row.kopecks for row in shown),
        leads=len(leads),
        ad_leads=sum(card.lead.platform is not None for card in leads),
        junk=sum(card.lead.junk is not None for card in leads),
        won=sum(card.won for card in leads),
        revenue=sum(card.amount for card in leads if card.won),
        tests=len(of(world.tests)),
        repeats=len(of(world.repeats)),
        orders=len(of(world.orders)),
    )
