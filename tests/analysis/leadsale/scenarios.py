"""Simulated leads with a known cause, the eight scenarios of the lead→sale model and their true effects."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from math import exp, factorial
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.facts.evidence import CONTROL, SMM
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.vocabulary import Factor
from tests.analysis.leadsale.cells import R, cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from smmfunnel.facts.evidence import ModelCell

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

GOOD_SHARE, SLOW_SHARE = 0.65, 0.30
"""Shares of leads with intent and of leads answered slowly, in the reference."""
BASE, INTENT, SLOW = -3.05, 1.85, -1.11
INVALID = {True: 0.10, False: 0.70}
"""Share of invalid contacts among leads with and without intent: all that can be seen of intent."""
CLASSES = {False: (R.WITHIN_15M, R.WITHIN_1H), True: (R.WITHIN_24H, R.LATER, R.NEVER)}
PICKED = 0.45
"""Managers who pick: how much more often leads without intent are answered slowly, and others less."""


@dataclass(frozen=True)
class Scenario:
    """What differs in the period."""

    name: str
    good: float = GOOD_SHARE
    slow: float = SLOW_SHARE
    shock: float = 0.0
    """Change of the logit for every source."""
    slow_control: bool = True
    """Whether the control sources are answered slowly too."""
    picking: bool = False
    hidden: bool = False
    """Whether contacts look as valid as before."""


SCENARIOS = (
    Scenario("nothing"),
    Scenario("clickbait", good=0.35),
    Scenario("slow sales", slow=0.70),
    Scenario("market", shock=-0.70),
    Scenario("mixed", good=0.50, slow=0.55, shock=-0.20),
    Scenario("slow on smm", slow=0.70, slow_control=False),
    Scenario("picking", slow=0.60, picking=True),
    Scenario("hidden quality", good=0.35, hidden=True),
)


def _slow_by_intent(share: float, good: float, *, picking: bool) -> dict[bool, float]:
    """Chance of a slow answer by intent, `share` on average."""
    if not picking:
        return {True: share, False: share}
    return {True: share - PICKED * (1 - good), False: share + PICKED * good}


def _chance(*, good: bool, slow: bool, shock: float) -> float:
    return 1 / (1 + exp(-(BASE + INTENT * good + SLOW * slow + shock)))


def true_rate(good: float, slow: float, shock: float, *, picking: bool) -> float:
    """Sale rate of advertising under one state of the three mechanisms."""
    by_intent = _slow_by_intent(slow, good, picking=picking)
    return sum(
        (good if intent else 1 - good)
        * (by_intent[intent] if late else 1 - by_intent[intent])
        * _chance(good=intent, slow=late, shock=shock)
        for intent, late in product((True, False), repeat=2)
    )


def truth(scenario: Scenario) -> dict[str, float]:
    """Shapley value of the mechanisms: smm (intent of the leads), sales (speed), market (shock)."""
    before = {"smm": GOOD_SHARE, "sales": SLOW_SHARE, "market": 0.0}
    after = {"smm": scenario.good, "sales": scenario.slow, "market": scenario.shock}

    def value(on: frozenset[str]) -> float:
        at = {name: (after if name in on else before)[name] for name in before}
        return true_rate(at["smm"], at["sales"], at["market"], picking=scenario.picking and "sales" in on)

    return shapley(tuple(before), value)


def shapley(players: Sequence[str], value: Callable[[frozenset[str]], float]) -> dict[str, float]:
    """Shapley value by its definition."""
    count = len(players)
    return {
        player: sum(
            factorial(size)
            * factorial(count - 1 - size)
            / factorial(count)
            * (value(frozenset(others) | {player}) - value(frozenset(others)))
            for size in range(count)
            for others in combinations([other for other in players if other != player], size)
        )
        for player in players
    }


def effects(players: Sequence[Factor], rates: FloatArray) -> dict[Factor, FloatArray]:
    """Shapley value of every draw, from (draws, coalitions)."""
    count = len(players)
    found: dict[Factor, FloatArray] = {player: np.zeros(len(rates)) for player in players}
    for bit, player in enumerate(players):
        for number in range(2**count):
            if number >> bit & 1:
                continue
            size = number.bit_count()
            weight = factorial(size) * factorial(count - 1 - size) / factorial(count)
            found[player] += weight * (rates[:, number | 1 << bit] - rates[:, number])
    return found


def simulate(scenario: Scenario, leads: int, seed: int) -> list[ModelCell]:
    """Leads of one campaign and one control source in both spans, `leads` each."""
    rng = np.random.default_rng(seed)
    cells = []
    for group, span in product((SMM, CONTROL), (REFERENCE, PERIOD)):
        now, smm = span == PERIOD, group == SMM
        good = scenario.good if now and smm else GOOD_SHARE
        slow = scenario.slow if now and (smm or scenario.slow_control) else SLOW_SHARE
        shock = scenario.shock if now else 0.0
        by_intent = _slow_by_intent(slow, good, picking=scenario.picking and now)
        looks = GOOD_SHARE if scenario.hidden and now and smm else good
        intent = rng.random(leads) < good
        late = rng.random(leads) < np.where(intent, by_intent[True], by_intent[False])
        odd = np.where(intent, INVALID[True], INVALID[False])
        if scenario.hidden:
            odd = np.full(leads, looks * INVALID[True] + (1 - looks) * INVALID[False])
        invalid = rng.random(leads) < odd
        chance = 1 / (1 + np.exp(-(BASE + INTENT * intent + SLOW * late + shock)))
        sold = rng.random(leads) < chance
        part = rng.integers(0, 6, leads)
        counts: dict[tuple[str, R], list[int]] = {}
        for bad, tardy, number, sale in zip(invalid, late, part, sold, strict=True):
            classes = CLASSES[bool(tardy)]
            key = ("invalid" if bad else "valid", classes[number % len(classes)])
            row = counts.setdefault(key, [0, 0])
            row[0] += 1
            row[1] += int(sale)
        source = None if smm else "calls"
        for (quality, response), (number, sales) in sorted(counts.items()):
            cells.append(cell(span, number, sales, quality=quality, response=response, group=group, source=source))
    return cells


def by_zone(found: Mapping[Factor, FloatArray]) -> dict[str, FloatArray]:
    """Effects of the factors as zones read them: smm with the residual, sales, the market with the common shock."""
    return {
        "smm": found[Factor.QUALITY] + found[Factor.SPECIFIC],
        "sales": found[Factor.HANDLING],
        "market": found[Factor.COMMON],
    }
