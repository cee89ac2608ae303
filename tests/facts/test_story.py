from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smmfunnel.engines import DuckEngine, open_duckdb
from smmfunnel.facts.story import Failed, Touch, lead_stories
from smmfunnel.vocabulary import Outcome, Zone
from tests.facts.evidenced import VK, call, lead, make, won_and_called

if TYPE_CHECKING:
    from collections.abc import Iterator

LOST = {"status": "lost", "closed_at": "2026-09-25T10:00:00"}


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with open_duckdb(0, threads=1) as opened:
        yield opened


def test_a_story_tells_every_rule_down_to_the_one_that_fired(engine: DuckEngine) -> None:
    rows = [lead("1", tag=VK, manager="Anna", **LOST, reason="no_answer")]
    marked = make(engine, rows, [call("1", "2026-09-01T12:00:00")], trusted=True)
    (story,) = lead_stories(engine, marked, "1")
    assert (story.id, story.outcome, story.rule, story.zone) == ("1", Outcome.LATE, "late", Zone.SALES)
    assert story.standard_minutes == 60
    assert story.fields["response_seconds"] == 7200
    assert story.fields["answer"] == "late"
    assert [(touch.at.hour, touch.channel, touch.outgoing) for touch in story.touches] == [(12, "call", True)]
    assert isinstance(story.touches[0], Touch)
    tried = {one.rule: one for one in story.tried}
    assert next(iter(tried)) == "excluded"
    assert list(tried)[-1] == "late"
    assert tried["late"].failed == ()
    assert tried["won"].failed == (Failed("sold", found=False, wanted=("yes",), unless=False),)
    assert tried["offer"].failed == (
        Failed(
            "reason",
            "no_answer",
            ("price", "product", "competitor", "no_need", "financing", "postponed", "no_show"),
            unless=False,
        ),
    )
    assert tried["never_called_closed"].failed == (Failed("touched", found=True, wanted=("no",), unless=False),)
    assert all(one.failed or one.missing for one in story.tried[:-1])


def test_a_veto_is_told_as_one(engine: DuckEngine) -> None:
    rows = [lead("1", **LOST, contact="invalid", reason="price"), lead("2", status="won")]
    marked = make(engine, rows)
    (story,) = lead_stories(engine, marked, "1")
    failed = next(one for one in story.tried if one.rule == "invalid_contact").failed
    assert [(one.field, one.found, one.unless) for one in failed] == [("reason", "price", True)]


def test_rules_without_their_data_are_told_to_be_left_out(engine: DuckEngine) -> None:
    marked = make(engine, [lead("1", **LOST, reason="no_answer")])
    (story,) = lead_stories(engine, marked, "1")
    assert story.touches == ()
    missing = {one.rule: one.missing for one in story.tried if one.missing}
    assert missing["late"] == ("responses",)
    assert missing["junk_reason_untouched"] == ("touch_log",)
    assert story.rule == "rest"


def test_where_the_record_has_gaps_the_rule_that_would_fire_is_last(engine: DuckEngine) -> None:
    won, calls = won_and_called(20)
    marked = make(engine, [*won, lead("1")], [*calls[:10], call("0", "2026-09-20T10:00:00")])
    (story,) = lead_stories(engine, marked, "1")
    assert (story.outcome, story.zone, story.rule) == (Outcome.NO_RECORD, Zone.UNATTRIBUTED, "never_called_open")
    assert (story.tried[-1].outcome, story.fields["log"]) == (Outcome.UNTOUCHED, "gaps")


def test_a_duplicate_names_the_lead_that_stands_for_it(engine: DuckEngine) -> None:
    rows = [lead("1", phone="+79990000001"), lead("2", "2026-09-05T10:00:00", phone="+79990000001")]
    marked = make(engine, rows)
    assert lead_stories(engine, marked, "2")[0].stands_for == "1"
    assert lead_stories(engine, marked, "1")[0].stands_for is None
    assert lead_stories(engine, marked, "it's none") == ()


def test_one_id_of_two_people_has_two_stories(engine: DuckEngine) -> None:
    rows = [lead("1", "2026-08-01T10:00:00"), lead("1", "2026-09-15T10:00:00", phone="+79990000002") | {"file": 3}]
    marked = make(engine, rows)
    assert len(lead_stories(engine, marked, "1")) == 2
