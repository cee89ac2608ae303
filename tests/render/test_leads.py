"""Lists of leads and stories as text: every format whole, contacts as they were given, hostile names harmless."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime

import jsonschema
import pytest

from smmfunnel.facts.contacts import Contact
from smmfunnel.facts.rows import LeadRow
from smmfunnel.facts.story import Failed, LeadStory, Touch, Tried
from smmfunnel.render import RenderOptions, schema
from smmfunnel.render.leads import FORMATS, SCHEMA, LeadList, render_leads
from smmfunnel.render.stories import render_story
from smmfunnel.render.words import cells, one_line
from smmfunnel.results import Worth
from smmfunnel.vocabulary import Outcome, ResponseClass, Zone
from tests.render.samples import NASTY, heading

ROW = LeadRow(
    lead=7,
    id="31498677",
    created_at=datetime(2026, 9, 3, 10, 12),  # noqa: DTZ001 - the CRM's own clock
    source="vk_ads",
    platform="vk",
    campaign="Лето 2026",
    manager="Анна",
    status="lost",
    reason="price",
    quality="valid/site",
    touched=True,
    response=ResponseClass.WITHIN_24H,
    response_seconds=18_480,
    working_seconds=9_000,
    attempts=2,
    excluded=None,
    age=27,
    outcome=Outcome.LATE,
    rule="late",
    zone=Zone.SALES,
)
OPEN = replace(ROW, lead=8, id="31498678", outcome=Outcome.OPEN, zone=None, rule="still_open", worth=0.0812)
CONTACTS = {7: Contact("+79121234512", "anna@mail.ru").masked()}
LIST = LeadList((ROW, OPEN), 92, CONTACTS, working=False)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_whole_and_the_same_twice(name: str) -> None:
    text = render_leads(LIST, heading(), RenderOptions(name))
    assert text.endswith("\n")
    assert "31498677" in text
    assert text == render_leads(LIST, heading(), RenderOptions(name))
    assert "anna@" not in text
    assert "1234512" not in text


def test_there_is_no_other_format() -> None:
    with pytest.raises(ValueError, match="no format 'md', there are table, plain"):
        render_leads(LIST, heading(), RenderOptions("md"))


def test_csv_holds_the_values_as_they_are() -> None:
    first, second = rows(render_leads(LIST, heading(), RenderOptions("csv")))
    assert (first["lead_id"], first["created_at"], first["age_days"]) == ("31498677", "2026-09-03 10:12", "27")
    assert (first["outcome"], first["zone"], first["rule"], first["response_minutes"]) == (
        "late",
        "sales",
        "late",
        "308.0",
    )
    assert (second["zone"], second["worth"], second["phone"]) == ("", "0.0812", "")
    assert first["email"] == "a•••@m•••.ru"


def test_with_working_hours_the_response_is_told_in_them() -> None:
    [first, _] = rows(render_leads(replace(LIST, working=True), heading(), RenderOptions("csv")))
    assert first["response_minutes"] == "150.0"


@pytest.mark.parametrize("listed", [LIST, LeadList((), 0, {}, working=False)])
def test_json_obeys_its_schema(listed: LeadList) -> None:
    document = json.loads(render_leads(listed, heading(), RenderOptions("json")))
    assert document["schema"] == SCHEMA
    jsonschema.validate(document, schema(SCHEMA))
    assert (document["leads"], document["listed"]) == (listed.total, len(listed.rows))


def test_people_are_told_how_many_there_are() -> None:
    text = render_leads(LIST, heading(), RenderOptions("table"))
    assert text.startswith("Period  2026-09-01..2026-09-30, 30 days: ")
    assert "\nLeads  2 of 92 leads: --limit shows more\n" in text
    assert "Answered late, then lost" in text
    assert "5 h 8 min" in text
    assert render_leads(replace(LIST, total=2), heading(), RenderOptions("plain")).splitlines()[2] == "Leads  2 leads"
    empty = LeadList((), 0, {}, working=False)
    assert render_leads(empty, heading(), RenderOptions("table")).endswith("\n\nLeads  none fits\n")


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_a_list_fits_the_terminal(width: int) -> None:
    text = render_leads(LIST, heading(), RenderOptions("table", width=width))
    assert max(map(cells, text.splitlines())) <= width


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_names_are_harmless(name: str) -> None:
    hostile = LeadList(
        tuple(replace(ROW, source=each, campaign=each, manager=each) for each in NASTY), len(NASTY), {}, working=False
    )
    text = render_leads(hostile, heading(), RenderOptions(name))
    if name in {"table", "plain"}:
        assert all(one_line(each) in text for each in NASTY)
        assert not set(text) & set("\x1b\x07\r\t\u202e")
    if name == "csv":
        for record in csv.reader(io.StringIO(text)):
            assert all(float(cell) for cell in record if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")))


STORY = LeadStory(
    lead=7,
    id="31498677",
    created_at=ROW.created_at,
    fields={
        "source": "vk_ads",
        "manager": "[bold]Анна\x1b[31m",
        "sold": False,
        "response_seconds": 18_480,
        "attempts": 2,
        "amount": 45_900_000_000,
        "form": None,
    },
    touches=(Touch(datetime(2026, 9, 3, 15, 20), "call", outgoing=True, answered=False, automatic=False),),  # noqa: DTZ001 - as above
    tried=(
        Tried("excluded", "A test.", Outcome.EXCLUDED, (), (Failed("excluded", None, ("yes",), unless=False),)),
        Tried("invalid", None, Outcome.JUNK, ("contact",), ()),
        Tried("junk", None, Outcome.JUNK, (), (Failed("touched", found=True, wanted=("yes",), unless=True),)),
        Tried("late", "Answered later than agreed.", Outcome.LATE, (), ()),
    ),
    outcome=Outcome.LATE,
    rule="late",
    zone=Zone.SALES,
    standard_minutes=60,
    stands_for=None,
)


def test_a_story_tells_what_decided_a_lead() -> None:
    text = render_story(STORY, CONTACTS[7], Worth(lost=0.0619), RenderOptions("plain"), "RUB")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[0] == "Lead 31498677, created 2026-09-03 10:12"
    for line in (
        "Outcome Answered late, then lost (outcome.late)",
        "Zone Sales department",
        "Rule late: Answered later than agreed.",
        "Standard 1 h",
        "Worth of the loss 0.0619 sales",
        "Contact +7 9•• ••• •• 12, a•••@m•••.ru",
        "first response after 5 h 8 min",
        "amount ₽45,900.00",
        "sold no",
        "2026-09-03 15:20 call, out, not answered",
        "excluded left out is nothing, not yes",
        "invalid left out, it needs contacts",
        "junk but touched is yes",
        "late fired",
    ):
        assert line in lines
    assert "form" not in text
    assert "Worth if handled now" not in text
    assert "\x1b" not in text


def test_a_rule_that_the_record_does_not_let_decide_is_said_to_be_so() -> None:
    undecided = replace(STORY, outcome=Outcome.NO_RECORD, zone=Zone.UNATTRIBUTED)
    assert "fits, but the record does not let it decide" in render_story(
        undecided, None, Worth(), RenderOptions("plain")
    )


def test_a_double_names_the_lead_that_stands_for_it() -> None:
    double = replace(STORY, id=None, created_at=None, stands_for="12", zone=None, fields={}, touches=(), tried=())
    text = render_story(double, None, Worth(now=0.05), RenderOptions("plain"))
    assert text.startswith("Lead ?, created on a day nobody knows\n")
    assert "Double of" in text
    assert "Worth if handled now" in text
    assert "Rules tried" not in text
