"""The verdict in words: built from the figures, the same for both sides, and silent where nothing can be said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from smmfunnel.render import RenderOptions, render_report
from smmfunnel.render.verdicts import missing_text, sentence, told
from smmfunnel.render.words import Words
from smmfunnel.results import Attribution, FactorEffect, Interval, Missing, Verdict
from smmfunnel.vocabulary import Factor, Zone
from tests.render import parts
from tests.render.samples import judged
from tests.texts.test_texts import JUDGING

ASCII = Words.of(RenderOptions(unicode=False))
KINDS = ("no_reference", "reference_empty", "too_young", "too_little", "not_judged_by_sales", "no_sales", "no_leads")


def test_several_zones_are_named_with_their_losses_the_largest_first() -> None:
    text = sentence(parts.attribution(), "en")
    assert text.startswith("Expected sales: 88.0 → 61.0, 27.0 fewer (95% interval 15.9–38.1).")
    assert "14.2 (7.8–20.6) with the sales department and 6.8 (3.7–9.9) with SMM." in text
    assert "At the same time there are gains: the budget, by 3.2 (2.8–3.6)." in text
    assert "8.9 fewer (3.9–13.9), which may fall to SMM, the sales department or the offer." in text


def test_one_zone_is_named_alone() -> None:
    found = parts.attribution(verdict=Verdict("one", Zone.SALES, (Zone.SALES,)))
    assert "A loss of 14.2 sales (7.8–20.6) is placed in the zone of the sales department." in sentence(found, "en")


def test_of_a_named_zone_that_may_yet_have_gained_it_is_said() -> None:
    found = parts.attribution()
    zones = tuple(
        replace(each, bounds=Interval(-30.0, 12.0)) if each.zone is Zone.SALES else each for each in found.zones
    )
    told_so = "Should what cannot be placed fall to the sales department as well"
    assert told_so not in sentence(found, "en")
    text = sentence(replace(found, zones=zones), "en")
    assert f"{told_so}, its part lies anywhere between a loss of 30.0 and a gain of 12.0." in text


def test_what_nobody_may_have_to_take_falls_to_nobody() -> None:
    found = parts.attribution()
    zones = tuple(
        replace(each, factors=tuple(replace(factor, takers=(Zone.UNATTRIBUTED,)) for factor in each.factors))
        if each.zone is Zone.UNATTRIBUTED
        else each
        for each in found.zones
    )
    text = sentence(replace(found, zones=zones), "en")
    assert "What these data cannot place: 8.9 fewer (3.9–13.9)." in text


def test_where_nobody_is_named_nobody_is_named() -> None:
    text = sentence(parts.nobody_named(), "en")
    assert "This is within chance." in text
    assert "No zone can be named" in text
    assert "is placed" not in text
    assert "1.9 fewer (−8.9 to +5.1), which may fall to SMM, the sales department or the offer." in text


def test_gaps_are_gaps_and_no_change() -> None:
    text = sentence(parts.gaps(), "en")
    assert "No history is compared." in text
    assert "A gap of 9.0 sales (4.8–13.2) is placed in the zone of the sales department." in text
    assert "→" not in text
    two = replace(parts.gaps(), verdict=Verdict("several", Zone.SALES, (Zone.SALES, Zone.SMM)))
    assert "they are not shares of one loss" in sentence(two, "en")
    none = replace(parts.gaps(), verdict=Verdict("none", None, ()))
    assert "fell short" not in sentence(none, "en")


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_says_why_in_words(kind: str) -> None:
    text = sentence(replace(parts.refusal(), verdict=Verdict(kind, None, ())), "en")
    assert text.endswith(".")
    assert "_" not in text
    assert "→" not in text


def test_a_kind_nobody_worded_reads_as_itself() -> None:
    assert sentence(replace(parts.refusal(), verdict=Verdict("of_a_new_kind", None, ())), "en") == "of a new kind."


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("before", "Against the business before SMM began, expected sales of advertising leads: 88.0"),
        ("control", "Against the leads of other sources, expected sales of advertising leads: 88.0"),
        ("targets", "Against the targets, expected sales: 88.0"),
        ("last-year", "Expected sales: 88.0"),
    ],
)
def test_the_reference_is_said(kind: str, words: str) -> None:
    assert sentence(parts.attribution(kind=kind), "en").startswith(words)


def test_a_rise_is_a_rise_and_none_is_none() -> None:
    rise = parts.attribution(period_sales=92.0, change=4.0, interval=Interval(-1.0, 9.0))
    assert "88.0 → 92.0, 4.0 more (95% interval −1.0 to +9.0). This is within chance." in sentence(rise, "en")
    same = parts.attribution(period_sales=88.0, change=0.0, interval=None)
    assert sentence(same, "en").startswith("Expected sales: 88.0 → 88.0, no change.")
    grown = parts.attribution(period_sales=92.0, change=4.0, interval=Interval(1.0, 7.0))
    assert "4.0 more (95% interval 1.0–7.0)." in sentence(grown, "en")


def test_the_unplaced_without_takers_is_said_without_them() -> None:
    rest = replace(parts.SEVERAL_ZONES[-1], factors=())
    found = parts.attribution(zones=(*parts.SEVERAL_ZONES[:-1], rest))
    assert "What these data cannot place: 8.9 fewer (3.9–13.9)." in sentence(found, "en")


def test_without_unicode_the_sentence_is_ascii() -> None:
    assert told(parts.nobody_named(), ASCII).isascii()


def test_what_is_missing_is_filled_with_its_figures() -> None:
    assert "about 2,400 in each span" in missing_text(
        Missing("leads", {"leads": 2_400, "factor": "handling", "sales": 8.9}), "en"
    )
    assert missing_text(Missing("something_new"), "en") == "something new"


@pytest.mark.parametrize("make", [parts.attribution, parts.nobody_named, parts.gaps, parts.refusal])
def test_no_verdict_judges_people(make: object) -> None:
    assert callable(make)
    found = make()
    assert isinstance(found, Attribution)
    assert not JUDGING.search(sentence(found, "en"))


@pytest.mark.parametrize("name", ["table", "plain", "md"])
def test_the_verdict_is_the_first_thing_people_read(name: str) -> None:
    text = render_report(judged(), RenderOptions(name))
    lines = [re.sub(r"\\", "", line).strip() for line in text.splitlines()]
    first = next(line for line in lines if "Compared" in line)
    assert "2026-09-01..2026-09-30 with 2026-08-01..2026-08-31" in first
    assert "--period" in first
    assert "--reference" in first
    assert lines.index(first) <= 2
    titles = [line.lstrip("# ") for line in lines]
    verdict = titles.index("Verdict")
    assert verdict < min(at for at, line in enumerate(titles) if line.startswith("Change of sales by zone"))
    assert not [line for line in lines[verdict:] if line.startswith("Period ")]


def test_a_loss_does_not_hide_behind_a_gain_in_what_cannot_be_placed() -> None:
    found = parts.attribution()
    loss = FactorEffect(Factor.CONVERSION, -189.5, -259.7, -118.6, takers=(Zone.SMM, Zone.SALES))
    gain = FactorEffect(Factor.COUNT, 171.3, 104.2, 239.8, takers=(Zone.UNATTRIBUTED,))
    zones = tuple(
        replace(each, factors=(gain, loss)) if each.zone is Zone.UNATTRIBUTED else each for each in found.zones
    )
    text = sentence(replace(found, zones=zones), "en")
    assert "Its parts go both ways. Number of leads, spend unknown: 171.3 more (104.2–239.8); " in text
    assert "Lead→sale, not told apart: 189.5 fewer (118.6–259.7)." in text
    assert "both ways" not in sentence(found, "en")


@pytest.mark.parametrize("kind", ["tagging_broken", "only_won"])
def test_a_change_of_counting_is_not_told_as_one_of_sales(kind: str) -> None:
    assert "Expected sales" not in sentence(parts.attribution(verdict=Verdict(kind, None, ())), "en")


def test_a_gain_does_not_hide_a_loss_of_the_same_zone() -> None:
    found = parts.nobody_named()
    mine = (FactorEffect(Factor.CLICKS, 6.0, 3.0, 9.0), FactorEffect(Factor.QUALITY, -5.5, -9.0, -3.0))
    zones = tuple(replace(each, factors=mine) if each.zone is Zone.SMM else each for each in found.zones)
    text = sentence(replace(found, zones=zones), "en")
    assert "With SMM a loss and a gain cancel. Clicks per impression: 6.0 more (3.0–9.0); Lead quality: 5.5" in text
    assert "cancel" not in sentence(found, "en")


def test_at_the_references_rate_is_said() -> None:
    text = sentence(replace(parts.attribution(), lead_sale="held"), "en")
    assert text.startswith("At the reference's rate of sale the leads would bring 88.0 → 61.0 sales, 27.0 fewer")
    assert "Expected sales" not in text


def test_what_is_estimated_but_not_judged_is_told_among_what_cannot_be_placed() -> None:
    unjudged = parts.attribution(verdict=Verdict("untestable_cycle", None, ()), lead_sale="unjudged")
    text = sentence(unjudged, "en")
    assert "Part of the period's sales is still to come" in text
    assert "What these data cannot place: 8.9 fewer" in text
    assert "cannot place" not in sentence(replace(unjudged, verdict=Verdict("tagging_broken", None, ())), "en")
