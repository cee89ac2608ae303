"""A simulated agency with known parameters: its facts, as SQL would have left them, and the true cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.vocabulary import ResponseClass

if TYPE_CHECKING:
    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

DAYS = 28
AS_OF_LAG = 90
"""Days between the end of the period and the day of the report: everything is followed to its end."""
PERIOD_START = date(2026, 9, 1)
REFERENCE_START = PERIOD_START - timedelta(DAYS)
PLACEBO_START = REFERENCE_START - timedelta(DAYS)

RESPONSES = (
    ResponseClass.WITHIN_15M,
    ResponseClass.WITHIN_1H,
    ResponseClass.WITHIN_24H,
    ResponseClass.LATER,
    ResponseClass.NEVER,
)
WORTH_OF_RESPONSE = np.array([1.0, 0.85, 0.55, 0.25, 0.02])
"""Share of a prompt answer's sales that a lead answered so brings."""
PROMPT = (0.45, 0.3, 0.18, 0.05, 0.02)
SLOW = (0.08, 0.12, 0.35, 0.40, 0.05)
UNCALLED = (0.28, 0.18, 0.1, 0.03, 0.41)

INVALID_SALE = 0.01
"""Sale of a lead without a valid contact: it comes by itself."""
KEEN_SALE, IDLE_SALE = 0.34, 0.06
"""Sale of a valid lead answered within a quarter of an hour, by an intent nobody records."""


@dataclass(frozen=True)
class Mechanism:
    """How traffic, people and sales department behave in one span of 28 days."""

    spend: float = 840_000.0
    shares: tuple[float, ...] = (0.34, 0.26, 0.18, 0.14, 0.08)
    """Of the spend, by campaign."""
    cpm: float = 250.0
    click_rates: tuple[float, ...] = (0.013, 0.012, 0.010, 0.014, 0.009)
    landing_rate: float = 0.80
    lead_rate: float = 0.0158
    """Leads a landing view."""
    valid: float = 0.88
    """Share of leads with a valid contact."""
    keen: float = 0.40
    """Share of the valid who mean to buy."""
    pace: tuple[float, ...] = PROMPT
    """Share of leads by response class."""
    picked: float = 0.0
    """How much of the slowness falls on idle people, 0 none … 1 all it can: managers who pick by what they hear."""
    skill: float = 1.0
    """Multiplies the sales of every answered lead, whatever its source."""
    offer: float = 1.0
    """Multiplies everybody's sales: price, product, market."""
    lag_days: float = 9.0
    """Mean of the days from lead to sale."""
    recorded: float = 1.0
    """Share of leads whose touches are on record."""
    labelled_junk: float = 0.0
    """Share of good leads the desk calls junk and does not work; its touches look like never."""
    controls: tuple[tuple[str, int], ...] = (("organic", 210), ("referral", 130))
    """Expected leads of other sources."""


@dataclass(frozen=True)
class Agency:
    """Three spans: the placebo's mechanism is the reference's."""

    reference: Mechanism = Mechanism()
    period: Mechanism = Mechanism()
    followed: int = AS_OF_LAG
    """Days from the end of the period to the day of the report."""
    with_controls: bool = True
    with_responses: bool = True


@dataclass(frozen=True)
class People:
    """Leads of one span and group as arrays: one entry a lead."""

    campaign: np.ndarray
    day: np.ndarray
    valid: np.ndarray
    response: np.ndarray
    """Place in RESPONSES, or −1 where nothing is on record."""
    lag: np.ndarray
    """Days to the sale; −1 unsold."""
    touched: np.ndarray
    """Whether a touch is on record."""
    amount: np.ndarray


def chance(mechanism: Mechanism, valid: np.ndarray, keen: np.ndarray, response: np.ndarray) -> Floats:
    """Chance of a sale of each lead."""
    base = np.where(keen, KEEN_SALE, IDLE_SALE) * WORTH_OF_RESPONSE[response] * mechanism.skill * mechanism.offer
    return np.where(valid, base, INVALID_SALE * mechanism.offer)


def draw_people(mechanism: Mechanism, campaign: np.ndarray, day: np.ndarray, random: np.random.Generator) -> People:
    """Draw what happens to leads of given campaigns and days."""
    n = len(day)
    valid = random.random(n) < mechanism.valid
    keen = random.random(n) < mechanism.keen
    place = random.random(n)
    if mechanism.picked:
        place = _ranked(place, keen, mechanism.picked)
    response = np.searchsorted(np.cumsum(mechanism.pace)[:-1], place, side="right")
    label = random.random(n) < mechanism.labelled_junk
    response = np.where(label & valid, len(RESPONSES) - 1, response)
    sold = random.random(n) < chance(mechanism, valid, keen, response)
    lag = np.where(sold, np.floor(random.gamma(1.3, mechanism.lag_days / 1.3, n)).astype(int), -1)
    touched = (response < len(RESPONSES) - 1) & (random.random(n) < mechanism.recorded)
    amount = np.round(random.gamma(4.0, 10_000.0, n) / 500) * 500
    return People(campaign, day, valid, response, lag, touched, amount)


def expected_rate(mechanism: Mechanism) -> float:
    """Sales a lead in expectation."""
    pace = np.array(mechanism.pace) * (1 - mechanism.labelled_junk)
    pace[-1] += mechanism.labelled_junk
    anybody = mechanism.keen * KEEN_SALE + (1 - mechanism.keen) * IDLE_SALE
    prompt = _picked(mechanism) if mechanism.picked else anybody
    answered = float((pace * WORTH_OF_RESPONSE * prompt).sum()) * mechanism.skill
    return mechanism.offer * (mechanism.valid * answered + (1 - mechanism.valid) * INVALID_SALE)


@cache
def _picked(mechanism: Mechanism) -> Floats:
    """Mean chance of a prompt sale by response class where the slow end is filled with idle people."""
    random = np.random.default_rng(0)
    n = 400_000
    keen = random.random(n) < mechanism.keen
    place = _ranked(random.random(n), keen, mechanism.picked)
    response = np.searchsorted(np.cumsum(mechanism.pace)[:-1], place, side="right")
    mean = np.where(keen, KEEN_SALE, IDLE_SALE)
    return np.array([mean[response == k].mean() for k in range(len(RESPONSES))])


def _ranked(place: Floats, keen: np.ndarray, picked: float) -> Floats:
    """Order people from the first answered to the last, idle ones later by so much; uniform as a whole."""
    order = np.argsort(np.argsort(place + picked * np.where(keen, -0.5, 0.5), kind="stable"), kind="stable")
    return (order + 0.5) / max(len(place), 1)


def daily(mechanism: Mechanism, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw ad figures by campaign and day; rates wander from day to day more than chance alone would make them."""
    shape = (len(mechanism.shares), DAYS)
    spend = np.round(
        mechanism.spend / DAYS * np.array(mechanism.shares)[:, None] * random.lognormal(-0.005, 0.1, shape), 2
    )
    spend *= mechanism.spend / spend.sum()
    impressions = random.poisson(spend / mechanism.cpm * 1000 * random.lognormal(-0.00125, 0.05, shape))
    rate = np.array(mechanism.click_rates)[:, None] * random.lognormal(-0.00125, 0.05, shape)
    clicks = random.binomial(impressions, np.minimum(rate, 1))
    views = random.binomial(clicks, np.minimum(mechanism.landing_rate * random.lognormal(-0.0002, 0.02, shape), 1))
    leads = random.binomial(views, np.minimum(mechanism.lead_rate, 1))
    return {"spend": spend, "impressions": impressions, "clicks": clicks, "views": views, "leads": leads}
