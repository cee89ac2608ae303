from __future__ import annotations

from dataclasses import replace

from smmfunnel.render import RenderOptions
from smmfunnel.render.views_desk import response_lines
from smmfunnel.render.words import Words
from tests.render.parts import RESPONSE

WORDS = Words.of(RenderOptions())


def test_no_touch_means_unanswered_only_by_a_log_that_can_be_trusted() -> None:
    assert "count as unanswered" in next(response_lines(RESPONSE, WORDS, trusted=True))
    assert next(response_lines(RESPONSE, WORDS, trusted=False)).endswith("311 have none.")


def test_days_without_a_time_tell_nothing_of_how_fast() -> None:
    timeless = replace(RESPONSE, timed=0, p50_minutes=None)
    _, told = response_lines(timeless, WORDS, trusted=False)
    assert told == "When leads were answered is on record by the day at best, so how fast cannot be told."


def test_of_how_many_leads_the_quantiles_are_is_said() -> None:
    lines = tuple(response_lines(replace(RESPONSE, timed=700), WORDS, trusted=True))
    assert lines[1].startswith("Of 700 of them the moment of the first touch is known;")
    assert not any("the moment" in line for line in response_lines(RESPONSE, WORDS, trusted=True))
