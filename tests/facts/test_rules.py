from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smmfunnel.config import Rule, Settings
from smmfunnel.config.load import parse_rules
from smmfunnel.engines import DuckEngine, open_duckdb
from smmfunnel.facts import cells, rules
from smmfunnel.vocabulary import OUTCOME_ZONES, Outcome, Reason, Status, Zone
from tests.facts.evidenced import call, counted, lead, make, one, won_and_called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.facts.tables import Row

SHUT = {"status": "lost", "closed_at": "2026-09-15T10:00:00"}
SOON, LATE = "2026-09-01T10:30:00", "2026-09-01T12:00:00"
CASES: dict[str, tuple[dict[str, Any], list[str], str]] = {
    # id of the rule: fields of the lead, moments of outgoing calls, outcome
    "excluded": ({"test": True}, [], "excluded"),
    "won": ({"status": "won", "closed_at": "2026-09-03T10:00:00"}, [SOON], "won"),
    "status_unmapped": ({"status": "unmapped"}, [], "unmapped"),
    "invalid_contact_open": ({"contact": "invalid"}, [], "junk"),
    "never_called_open": ({"status": "new"}, [], "untouched"),
    "still_open": ({"status": "new"}, [SOON], "open"),
    "invalid_contact": (SHUT | {"contact": "invalid", "reason": "no_answer"}, [SOON], "junk"),
    "junk_reason_untouched": (SHUT | {"reason": "spam"}, [], "junk_untouched"),
    "junk_status_untouched": (SHUT | {"status": "junk"}, [], "junk_untouched"),
    "never_called_closed": (SHUT | {"reason": "price"}, [], "untouched"),
    "said_not_called": (
        SHUT | {"reason": "not_called", "closed_at": "2026-09-01T10:10:00"},
        [],
        "untouched",
    ),
    "junk_reason": (SHUT | {"reason": "wrong_region"}, [SOON], "junk"),
    "junk_told": (SHUT | {"reason": "never_applied", "first_response_at": SOON}, [], "junk"),
    "junk_status": (SHUT | {"status": "junk"}, [SOON], "junk"),
    "junk_only_said": (SHUT | {"reason": "spam", "contact": "absent"}, [], "unknown"),
    "junk_only_filed": (SHUT | {"status": "junk", "contact": "absent"}, [], "unknown"),
    "reason_unmapped": (SHUT | {"reason": "unmapped"}, [LATE], "unmapped"),
    "site": (SHUT | {"reason": "site_error"}, [LATE], "site"),
    "offer": (SHUT | {"reason": "price"}, [LATE], "offer"),
    "late": (SHUT | {"reason": "no_answer"}, [LATE], "late"),
    "said_late": (SHUT | {"reason": "slow_response", "attempts": 3}, [], "late"),
    "too_few_tries": (SHUT | {"reason": "no_answer"}, [SOON, LATE], "underworked"),
    "unreachable": (
        SHUT | {"reason": "no_answer"},
        [SOON, *(f"2026-09-0{n}T10:00:00" for n in range(2, 7))],
        "unreachable",
    ),
    "said_poorly_handled": (SHUT | {"reason": "poor_handling"}, [SOON], "underworked"),
    "rest": (SHUT | {"reason": "unqualified"}, [LATE], "unknown"),
}


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with open_duckdb(0, threads=1) as opened:
        yield opened


def test_every_built_in_rule_has_a_case() -> None:
    assert list(CASES) == [rule.id for rule in rules.built_in()]


def test_every_built_in_rule_fires_and_says_what_it_is(engine: DuckEngine) -> None:
    ids = {name: str(number) for number, name in enumerate(CASES, 1)}
    rows = [lead(ids[name], **fields) for name, (fields, _, _) in CASES.items()]
    touches = [call(ids[name], at) for name, (_, moments, _) in CASES.items() for at in moments]
    make(engine, rows, touches, trusted=True)
    found = {name: one(engine, ids[name]) for name in CASES}
    assert {name: row["rule"] for name, row in found.items()} == {name: name for name in CASES}
    assert {name: row["outcome"] for name, row in found.items()} == {name: case[2] for name, case in CASES.items()}
    assert all(rule.says for rule in rules.built_in())


def test_absence_is_no_evidence_where_the_log_has_gaps(engine: DuckEngine) -> None:
    won, calls = won_and_called(20)
    rows = [*won, lead("1"), lead("2", **SHUT, reason="price"), lead("3", **SHUT, reason="spam")]
    rows += [lead("4", **SHUT, reason="no_answer"), lead("5", **SHUT, reason="price")]
    make(engine, rows, [*calls[:12], call("4", LATE), call("5", SOON)])
    found = [one(engine, name) for name in "12345"]
    assert [row["outcome"] for row in found] == [*["no_record"] * 4, "offer"]
    assert [row["rule"] for row in found] == [
        "never_called_open",
        "never_called_closed",
        "junk_reason_untouched",
        "late",
        "offer",
    ]


def test_a_late_touch_on_record_decides_though_too_few_were_won_to_tell_of_gaps(engine: DuckEngine) -> None:
    won, calls = won_and_called(3)
    rows = [*won, lead("1"), lead("4", **SHUT, reason="no_answer")]
    make(engine, rows, [*calls, call("4", LATE)])
    assert [one(engine, name)["outcome"] for name in "14"] == ["no_record", "late"]


def test_without_touch_data_no_rule_about_response_fires(engine: DuckEngine) -> None:
    rows = [
        lead("1"),
        lead("2", **SHUT, reason="price"),
        lead("3", **SHUT, reason="spam"),
        lead("4", **SHUT, reason="no_answer"),
        lead("5", **SHUT, reason="not_called"),
    ]
    marked = make(engine, rows)
    assert not marked.has["touch_log"]
    assert [one(engine, name)["outcome"] for name in "12345"] == ["open", "offer", "unknown", "unknown", "untouched"]


def test_where_nobody_exported_contacts_an_untouched_lead_is_still_untouched(engine: DuckEngine) -> None:
    won, calls = won_and_called(20, contact="absent", phone=None)
    make(engine, [*won, lead("1", contact="absent")], [*calls, call("0", "2026-09-20T10:00:00")])
    assert (one(engine)["checked"], one(engine)["outcome"]) == ("unknown", "untouched")


def test_a_lead_closed_within_the_agreed_time_was_not_left_untouched(engine: DuckEngine) -> None:
    rows = [lead("1", status="lost", reason="no_need", closed_at="2026-09-01T10:50:00")]
    make(engine, rows, trusted=True)
    assert one(engine)["outcome"] == "offer"


def test_the_agreed_time_decides(engine: DuckEngine) -> None:
    rows = [lead("1", **SHUT, reason="other")]
    make(engine, rows, [call("1", LATE)], trusted=True, settings=Settings(sla_minutes=240))
    assert one(engine)["outcome"] == "unknown"


def test_rules_of_ones_own_and_their_zones(engine: DuckEngine) -> None:
    text = """
    rules:
      - {id: won, outcome: won, when: {sold: yes}}
      - {id: slow, outcome: late, when: {response: late, manager: [ANNA]}, needs: responses}
      - {id: dear, outcome: offer, zone: sales, when: {reason: price, source: VK}, unless: {form: Quiz}}
      - {id: rest, outcome: unknown}
    """
    own = parse_rules(text.encode(), "own.yaml")
    rows = [
        lead("1", **SHUT, manager="Anna"),
        lead("2", **SHUT, manager="Nina"),
        lead("3", **SHUT, reason="price", tag=1),
        lead("4", **SHUT, reason="price", tag=1, form="quiz"),
    ]
    marked = make(engine, rows, [call("1", LATE), call("2", LATE)], settings=Settings(rules=own), trusted=True)
    assert [one(engine, name)["rule"] for name in "1234"] == ["slow", "rest", "dear", "rest"]
    assert marked.book.zone("dear", Outcome.OFFER) is Zone.SALES
    assert marked.book.zone("slow", Outcome.NO_RECORD) is Zone.UNATTRIBUTED
    assert marked.book.zones["dear", Outcome.OFFER] is Zone.SALES
    counted(engine)
    assert {cell.minutes for cell in cells.sla(engine, marked)} == {15, 60, 240, 1440}


def test_zones_are_the_outcomes_own() -> None:
    book = rules.book(None, dict.fromkeys(("touch_log", "responses", "attempts", "reasons", "contact"), True))
    for rule in book.rules:
        assert book.zone(rule.id, rule.outcome) is OUTCOME_ZONES[rule.outcome]


def test_every_outcome_is_a_rules() -> None:
    given_ = {rule.outcome for rule in rules.built_in()} | {Outcome.NO_RECORD}
    assert given_ == {*Outcome}


def test_rules_the_data_cannot_serve_are_left_out() -> None:
    rule = Rule(id="a", outcome=Outcome.LATE, needs=("responses",))
    rest = Rule(id="z", outcome=Outcome.UNKNOWN)
    assert rules.book((rule, rest), {"responses": False}).served == {"z"}
    assert rules.book((rule, rest), {"responses": True}).served == {"a", "z"}


MOMENTS = st.integers(0, 40 * 24 * 60).map(
    lambda minutes: f"2026-09-{1 + minutes // 1440 % 30:02}T{minutes // 60 % 24:02}:{minutes % 60:02}:00"
)
LEADS = st.fixed_dictionaries(
    {
        "created": MOMENTS,
        "status": st.sampled_from([None, *(one.value for one in Status)]),
        "reason": st.sampled_from([None, *(one.value for one in Reason)]),
        "contact": st.sampled_from(["valid", "invalid", "absent"]),
        "attempts": st.sampled_from([None, 0, 2, 7]),
        "first_response_at": st.one_of(st.none(), MOMENTS),
        "closed_at": st.one_of(st.none(), MOMENTS),
        "test": st.booleans(),
    }
)


@given(rows=st.lists(LEADS, min_size=1, max_size=12))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_outcomes_add_up_to_the_leads(rows: list[Row]) -> None:
    with open_duckdb(0, threads=1) as opened:
        marked = make(opened, [lead(str(n), **row) for n, row in enumerate(rows, 1)], trusted=True)
        counted(opened)
        ledger, sla = cells.ledger(opened), cells.sla(opened, marked)
        total = opened.fetch("SELECT count(*) AS n FROM lead_view")[0]["n"]
    assert sum(cell.leads for cell in ledger) == total
    for minutes in marked.standards:
        outcomes = [cell for cell in sla if cell.minutes == minutes]
        assert sum(cell.leads for cell in outcomes) == total
        if minutes == 60:
            of_sla, of_ledger = ({}, {})  # type: tuple[dict[Outcome, int], dict[Outcome, int]]
            for counts, found in ((of_sla, outcomes), (of_ledger, ledger)):
                for cell in found:
                    counts[cell.outcome] = counts.get(cell.outcome, 0) + cell.leads
            assert of_sla == of_ledger


def test_what_only_the_person_can_have_said_needs_somebody_who_spoke_with_them(engine: DuckEngine) -> None:
    rows = [lead(name, **SHUT, reason="never_applied") for name in "1234"]
    touches = [
        call("1", SOON),
        call("1", LATE),
        call("2", SOON),
        call("2", LATE, answered=True),
        call("3", SOON, answered=None),
        call("4", SOON, channel="message", answered=None),
    ]
    make(engine, rows, touches, trusted=True)
    assert [(one(engine, name)["spoken"], one(engine, name)["outcome"]) for name in "1234"] == [
        (False, "unknown"),
        (True, "junk"),
        (True, "junk"),
        (True, "junk"),
    ]
