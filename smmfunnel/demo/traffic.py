"""Advertising and the site: what every ad brought on every day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.demo.account import ADS, Ad
from smmfunnel.demo.dice import Dice
from smmfunnel.demo.scenarios import FIRST_DAY, LAST_DAY, Levers, Scenario, levers_on

if TYPE_CHECKING:
    from collections.abc import Iterator

_WEEK = (1.05, 1.02, 1.0, 1.0, 0.97, 0.94, 1.02)
"""Impressions by day of the week, Monday first."""

BROKEN_AD = "120450121"
BROKEN_DAYS = (date(2026, 8, 17), date(2026, 8, 20))
"""Between these days, both in, the links of `BROKEN_AD` carried their macros unresolved."""


@dataclass(frozen=True)
class AdDay:
    """One ad on one day; `leads` are those its links or its form really brought."""

    day: date
    ad: Ad
    impressions: int
    reach: int
    clicks: int
    visits: int
    """Landing views; 0 for a form of the platform."""
    leads: int
    kopecks: int
    """Money spent, in hundredths of a rouble."""

    @property
    def broken(self) -> bool:
        """Whether its links carried macros as written."""
        return self.ad.id == BROKEN_AD and BROKEN_DAYS[0] <= self.day <= BROKEN_DAYS[1]


def days() -> Iterator[date]:
    """Yield every day of the two months."""
    for passed in range((LAST_DAY - FIRST_DAY).days + 1):
        yield FIRST_DAY + timedelta(days=passed)


def traffic(scenario: Scenario, seed: int) -> tuple[AdDay, ...]:
    """Draw all ads of all days, ordered by day.

    Example:
        >>> first = traffic(Scenario.NOTHING, 1)[0]
        >>> first.impressions > first.clicks > first.visits > first.leads
        True
    """
    return tuple(_ad_day(ad, day, levers_on(day, scenario), seed) for day in days() for ad in ADS)


def _ad_day(ad: Ad, day: date, levers: Levers, seed: int) -> AdDay:
    dice = {step: Dice(seed, step, ad.id, day) for step in ("shown", "clicked", "landed", "applied", "paid")}
    usual = ad.impressions * _WEEK[day.weekday()] * levers.budget
    impressions = round(usual * dice["shown"].between(0.86, 1.14))
    click_rate = ad.response.clicks * (levers.click_rate if ad.social else 1.0)
    clicks = dice["clicked"].hits(impressions, click_rate)
    landing = ad.response.landing
    visits = 0 if landing is None else dice["landed"].hits(clicks, landing * levers.landing_rate)
    leads = dice["applied"].hits(clicks if landing is None else visits, ad.response.leads)
    paid = impressions / 1000 if ad.social else clicks
    kopecks = round(paid * ad.price * 100 * dice["paid"].between(0.95, 1.05))
    reach = round(impressions * dice["paid"].between(0.78, 0.88))
    return AdDay(day, ad, impressions, reach, clicks, visits, leads, kopecks)
