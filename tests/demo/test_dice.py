"""Draws are the same everywhere and have the distributions they claim."""

from __future__ import annotations

from statistics import fmean, pvariance

import pytest

from smmfunnel.demo.dice import Dice


def test_a_stream_is_pinned_to_the_byte() -> None:
    dice = Dice("pin", 7)
    assert [dice.random() for _ in range(3)] == [0.2575882824791923, 0.9357029871206013, 0.7016249584672601]
    assert dice.digits(6) == "315970"


def test_streams_of_different_names_differ() -> None:
    assert Dice("a", 1).random() != Dice("a", 2).random()


@pytest.mark.parametrize(("tries", "probability"), [(300, 0.02), (300, 0.5), (9_000, 0.01), (20_000, 0.9)])
def test_hits_are_binomial(tries: int, probability: float) -> None:
    drawn = [Dice("hits", tries, probability, n).hits(tries, probability) for n in range(1_500)]
    mean, variance = tries * probability, tries * probability * (1 - probability)
    assert abs(fmean(drawn) - mean) < 4 * (variance / len(drawn)) ** 0.5
    assert pvariance(drawn) == pytest.approx(variance, rel=0.15)
    assert 0 <= min(drawn) <= max(drawn) <= tries


@pytest.mark.parametrize("tries", [0, 5, 10_000])
def test_hits_of_a_sure_and_an_impossible_thing(tries: int) -> None:
    assert Dice("sure").hits(tries, 1.0) == tries
    assert Dice("never").hits(tries, 0.0) == 0


def test_pick_follows_the_weights() -> None:
    dice = Dice("pick")
    drawn = [dice.pick({"a": 3, "b": 1, "c": 0}) for _ in range(4_000)]
    assert drawn.count("a") == pytest.approx(3_000, abs=120)
    assert drawn.count("c") == 0


def test_along_follows_the_quantiles() -> None:
    dice = Dice("along")
    drawn = sorted(dice.along([(0, 10), (0.5, 20), (1, 100)]) for _ in range(4_001))
    assert drawn[2_000] == pytest.approx(20, abs=1.5)
    assert drawn[3_000] == pytest.approx(60, abs=4)
    assert drawn[0] >= 10
    assert drawn[-1] <= 100
