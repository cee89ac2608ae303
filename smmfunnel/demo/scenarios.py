"""What goes wrong in the second month of the synthetic agency: one lever a scenario."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_DAY = date(2026, 8, 1)
TURN = date(2026, 9, 1)
"""From this day on the scenario's lever is pulled."""
LAST_DAY = date(2026, 9, 30)

DEFAULT_SEED = 1
"""The seed of `examples/agency`."""

Curve = tuple[tuple[float, float], ...]

PROMPT: Curve = ((0.0, 2.0), (0.46, 15.0), (0.78, 60.0), (0.97, 1_200.0), (1.0, 4_000.0))
"""Minutes to the first call as quantiles: about half within a quarter of an hour."""
SLOW: Curve = ((0.0, 5.0), (0.08, 15.0), (0.2, 60.0), (0.65, 1_440.0), (1.0, 5_000.0))
"""Minutes to the first call as quantiles: four fifths after an hour, a third after a day."""


class Scenario(StrEnum):
    """The known cause of the second month's loss; its description is the text `scenario.<value>`."""

    SLOW_SALES = "slow-sales"
    CLICKBAIT = "clickbait"
    WEAK_CREATIVE = "weak-creative"
    SLOW_SITE = "slow-site"
    PRICE = "price"
    LESS_BUDGET = "less-budget"
    UNTOUCHED = "untouched"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Levers:
    """Everything a scenario can change; the defaults are the first month, and `nothing`."""

    budget: float = 1.0
    """Multiplies the impressions of every ad."""
    click_rate: float = 1.0
    """Multiplies the click rate of social ads, whose creative can fail."""
    landing_rate: float = 1.0
    """Multiplies the share of clicks that see the site."""
    junk: float = 0.0
    """Added to the share of junk among the leads of social ads."""
    pace: Curve = PROMPT
    """Minutes to the first call."""
    never_called: float = 0.02
    """Share of leads nobody calls."""
    closing: float = 1.0
    """Multiplies the chance that a reached lead of any origin buys."""
    price_reasons: float = 0.28
    """Share of price among the reasons of reached leads that did not buy."""


LEVERS: Mapping[Scenario, Levers] = MappingProxyType(
    {
        Scenario.SLOW_SALES: Levers(pace=SLOW),
        Scenario.CLICKBAIT: Levers(click_rate=1.3, junk=0.42),
        Scenario.WEAK_CREATIVE: Levers(click_rate=0.5),
        Scenario.SLOW_SITE: Levers(landing_rate=0.55),
        Scenario.PRICE: Levers(closing=0.45, price_reasons=0.62),
        Scenario.LESS_BUDGET: Levers(budget=0.5),
        Scenario.UNTOUCHED: Levers(never_called=0.4),
        Scenario.NOTHING: Levers(),
    }
)
"""The second month of each scenario."""


def levers_on(day: date, scenario: Scenario) -> Levers:
    """Return what holds for traffic of `day` and for leads created on it.

    Example:
        >>> levers_on(date(2026, 8, 31), Scenario.PRICE) == Levers()
        True
        >>> levers_on(date(2026, 9, 1), Scenario.PRICE).closing
        0.45
    """
    return LEVERS[scenario] if day >= TURN else Levers()
