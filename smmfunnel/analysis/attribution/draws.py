"""Posterior draws of the chain's factors: what else the rates may have been, given the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

# By name, for numpy loads its random numbers only when they are asked for: here that is beside the counting.
from numpy.random import PCG64, Generator, SeedSequence

from smmfunnel.analysis.attribution.chain import KNOWN_EXACTLY, ORDER
from smmfunnel.analysis.attribution.stages import MORE_THAN_ONE
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from smmfunnel.analysis.attribution.chain import Chain, Quotient
    from smmfunnel.analysis.attribution.games import BoolArray, FloatArray

PRIOR = 0.5
"""Jeffreys' prior: half a success and half a failure."""

RATE_STREAM, DEAL_STREAM, LEAD_SALE_STREAM, TARGET_STREAM = 1, 2, 3, 4
"""Numbers of the streams of random numbers, so that no part of the run takes another's."""


def generator(seed: int, *stream: int) -> Generator:
    """Return the generator of one stream of a seed; the same on every machine and in any order of calls."""
    return Generator(PCG64(SeedSequence([seed, *stream])))


def rate_draws(
    above: FloatArray,
    below: FloatArray,
    spread: FloatArray,
    draws: int,
    rng: Generator,
    *,
    exceeds: BoolArray,
) -> FloatArray:
    """Draw rates from their Jeffreys posteriors.

    A share x of n: Beta(x/φ + ½, (n − x)/φ + ½). A quotient that may exceed 1: Gamma(x/φ + ½)·φ/n. φ is the
    overdispersion over the days (methods.md §1.3).

    Args:
        above: (segments,) numerators.
        below: (segments,) denominators; where 0 the rate is 0.
        spread: (segments,) φ, at least 1.
        draws: how many.
        rng: the stream to take.
        exceeds: (segments,) which are quotients that may exceed 1.

    Returns:
        (1 + draws, segments), the point first.
    """
    known = below > 0
    safe = np.where(known, below, 1.0)
    found = np.zeros((1 + draws, len(above)))
    found[0] = np.where(known, above / safe, 0.0)
    share, ratio = known & ~exceeds, known & exceeds
    if share.any():
        successes, failures = above[share] / spread[share], (below[share] - above[share]) / spread[share]
        found[1:, share] = rng.beta(successes + PRIOR, failures + PRIOR, size=(draws, int(share.sum())))
    if ratio.any():
        drawn = rng.standard_gamma(above[ratio] / spread[ratio] + PRIOR, size=(draws, int(ratio.sum())))
        found[1:, ratio] = drawn * (spread[ratio] / safe[ratio])
    return found


def draw(chain: Chain, draws: int, seed: int) -> tuple[list[FloatArray], list[FloatArray]]:
    """Draw every factor of the chain in both spans.

    Args:
        chain: the factors.
        draws: how many draws beside the point.
        seed: of the random numbers.

    Returns:
        Factors in the reference and in the period, in the chain's order: (1 + draws, segments) with the point
        first, or (1, segments) where they are known exactly.
    """
    before, after = [], []
    for quotient in chain.quotients:
        if quotient.factor in KNOWN_EXACTLY:
            values = np.where(quotient.applies, quotient.above / quotient.below, 1.0)
            now, then = values[PERIOD][None], values[REFERENCE][None]
        else:
            now, then = _sampled(quotient, draws, seed, chain.scale)
        before.append(then)
        after.append(now)
    return before, after


def _sampled(quotient: Quotient, draws: int, seed: int, scale: float) -> tuple[FloatArray, FloatArray]:
    number = ORDER.index(quotient.factor)
    exceeds = np.asarray((quotient.above > quotient.below).any(axis=0) | (quotient.factor in MORE_THAN_ONE))
    now, then = (
        rate_draws(
            quotient.above[span],
            np.where(quotient.applies, quotient.below[span], 0.0),
            quotient.spread,
            draws,
            generator(seed, RATE_STREAM, number, span),
            exceeds=exceeds,
        )
        for span in (PERIOD, REFERENCE)
    )
    # A rate of nothing cannot be told: it is taken from the other span and so has no effect.
    lost = quotient.below == 0
    now[:, lost[PERIOD]] = then[:, lost[PERIOD]]
    then[:, lost[REFERENCE] & ~lost[PERIOD]] = now[:, lost[REFERENCE] & ~lost[PERIOD]]
    now[:, ~quotient.applies] = then[:, ~quotient.applies] = 1.0
    if quotient.factor is Factor.COUNT:
        then[:, quotient.applies] *= scale
    return now, then
