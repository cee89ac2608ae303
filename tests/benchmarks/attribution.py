"""Draws and bootstrap of the attribution by themselves: fifty campaigns over two spans, the facts given."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace

from smmfunnel.analysis.attribution import attribute
from smmfunnel.config import Settings
from tests.simulation.agency import SLOW, Agency, Mechanism
from tests.simulation.facts import simulate

CAMPAIGNS = 50
LEADS = (500, 50_000, 500_000)
"""Expected leads of advertising in each span."""


def attribution(runs: int) -> None:
    """Print the median seconds of each size: they must not grow with the number of leads."""
    print(f"attribution, {CAMPAIGNS} campaigns, two spans")
    for leads in LEADS:
        facts = simulate(_agency(leads), 7)
        evidence = facts.evidence
        assert evidence
        settings = Settings()
        attribute(facts, settings)
        found = []
        for _ in range(runs):
            started = time.perf_counter()
            attribute(facts, settings)
            found.append(time.perf_counter() - started)
        print(f"  {leads:>9,} leads a span, {len(evidence.model):>6,} cells   {statistics.median(found):8.2f} s")


def _agency(leads: int) -> Agency:
    """The simulated agency with its traffic over many campaigns, and a slower desk in the period."""
    usual = Mechanism()
    names = range(CAMPAIGNS)
    clicks = usual.spend / usual.cpm * 1000 * sum(map(_product, usual.shares, usual.click_rates))
    factor = leads / (clicks * usual.landing_rate * usual.lead_rate)
    reference = replace(
        usual,
        spend=usual.spend * factor,
        shares=tuple(usual.shares[n % len(usual.shares)] * len(usual.shares) / CAMPAIGNS for n in names),
        click_rates=tuple(usual.click_rates[n % len(usual.click_rates)] for n in names),
        controls=tuple((source, round(number * factor)) for source, number in usual.controls),
    )
    return Agency(reference=reference, period=replace(reference, pace=SLOW))


def _product(one: float, other: float) -> float:
    return one * other
