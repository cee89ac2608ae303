from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from smmfunnel.render import RenderOptions
from smmfunnel.render.sections import section_of
from smmfunnel.render.views_desk import VIEWS, response_lines
from smmfunnel.render.words import Words
from smmfunnel.results import Estimate
from tests.render.parts import RESPONSE, clickbait
from tests.render.samples import judged

WORDS = Words.of(RenderOptions())


def test_no_touch_means_unanswered_only_by_a_log_that_can_be_trusted() -> None:
    assert "count as unanswered" in next(response_lines(RESPONSE, WORDS, trusted=True))
    assert next(response_lines(RESPONSE, WORDS, trusted=False)).endswith("311 have none.")


@pytest.mark.parametrize(
    ("why", "said"), [("incomplete", "The record of touches has gaps"), ("too_few_won", "Whether the record of")]
)
def test_by_a_log_with_gaps_it_is_said_that_how_fast_cannot_be_told(why: str, said: str) -> None:
    gaps = replace(RESPONSE, p50_minutes=None, p90_minutes=None, p50_working_minutes=None, p90_working_minutes=None)
    _, told = response_lines(gaps, WORDS, trusted=False, why=why)
    assert told.startswith(said)


NOTHING = Estimate(None, reason="absent")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "None of the 2 campaigns and ads that can be judged"),
        ({"too_little": True}, "that takes 20 clicks or leads and 3"),
        ({"too_little": True, "click_change": None}, "that takes a reference span, or others"),
        ({"too_little": True, "click_rate": NOTHING}, "that takes impressions and clicks"),
        (
            {"too_little": True, "landing_rate": NOTHING, "valid_rate": NOTHING, "qualified_rate": NOTHING},
            "nothing tells what the clicks are worth",
        ),
    ],
)
def test_what_cannot_be_judged_is_not_called_innocent(changes: dict[str, Any], said: str) -> None:
    rows = tuple(replace(row, flagged=False, **({"too_little": False} | changes)) for row in clickbait(("one", "two")))
    report = replace(judged(), clickbait=rows)
    (view,) = VIEWS["clickbait"](report, section_of(report, "clickbait"), WORDS)
    assert (len(view.lines), view.heads) == (1, ())
    assert said in view.lines[0]


def test_managers_show_no_column_of_junk_that_nothing_on_record_could_tell() -> None:
    unlabelled = tuple(replace(row, junk_rate=NOTHING, junk_untouched=None) for row in judged().managers)
    report = replace(judged(), managers=unlabelled)
    (view,) = VIEWS["managers"](report, section_of(report, "managers"), WORDS)
    assert not [head.name for head in view.heads if head.name.startswith("junk")]


def test_days_without_a_time_tell_nothing_of_how_fast() -> None:
    timeless = replace(RESPONSE, timed=0, p50_minutes=None)
    _, told = response_lines(timeless, WORDS, trusted=False)
    assert told == "When leads were answered is on record by the day at best, so how fast cannot be told."


def test_of_how_many_leads_the_quantiles_are_is_said() -> None:
    lines = tuple(response_lines(replace(RESPONSE, timed=700), WORDS, trusted=True))
    assert lines[1].startswith("Of 700 of them the moment of the first touch is known;")
    assert not any("the moment" in line for line in response_lines(RESPONSE, WORDS, trusted=True))
