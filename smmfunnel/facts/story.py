"""One lead's story: what is on record of it, the rules tried in their order, and the one that fired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smmfunnel.dataclass import dataclass
from smmfunnel.facts import rules, script
from smmfunnel.vocabulary import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from smmfunnel.config import Rule
    from smmfunnel.engines import Engine
    from smmfunnel.facts.marks import Marked
    from smmfunnel.vocabulary import Zone

Value = str | int | bool | None
FIELDS = (
    *("source", "platform", "campaign", "ad", "manager", "form", "status", "reason", "state", "excluded", "sold"),
    *("checked", "quality", "log", "touched", "spoken", "by_hand", "response", "response_seconds", "working_seconds"),
    *("least_seconds", "most_seconds", "waited_seconds", "answer", "overdue", "attempts", "tries", "qualified"),
    *("lag", "amount", "age"),
)
"""What a story tells of a lead, in this order."""


@dataclass(frozen=True)
class Touch:
    """One touch of the loaded logs."""

    at: datetime
    channel: str | None
    outgoing: bool | None
    answered: bool | None
    automatic: bool


@dataclass(frozen=True)
class Failed:
    """One condition that kept a rule from fitting."""

    field: str
    """The field as rules name it."""
    found: Value
    wanted: tuple[str, ...]
    """Values the rule asks for; under `unless`, those it must not have."""
    unless: bool


@dataclass(frozen=True)
class Tried:
    """One rule that was tried, in the order of the rules; the last of a story fired."""

    rule: str
    says: str | None
    outcome: Outcome
    """What the rule gives where it fits and the record lets it decide."""
    missing: tuple[str, ...]
    """Needs that the loaded data cannot meet: the rule was left out."""
    failed: tuple[Failed, ...]
    """Why it did not fit; empty where it did, or was left out."""


@dataclass(frozen=True)
class LeadStory:
    """Everything that decided one lead."""

    lead: int
    """The lead's number in this run, for `contacts.find`."""
    id: str | None
    created_at: datetime | None
    fields: Mapping[str, Value]
    """By name of `FIELDS`; amount in millionths, times in seconds."""
    touches: tuple[Touch, ...]
    tried: tuple[Tried, ...]
    outcome: Outcome
    rule: str
    zone: Zone | None
    standard_minutes: int
    stands_for: str | None
    """Of a duplicate the id of the lead that stands for it."""


def lead_stories(engine: Engine, marked: Marked, lead_id: str) -> tuple[LeadStory, ...]:
    """Tell the story of the lead with an id; of each, where two lists gave the id to different people.

    Args:
        engine: holds `evidence`.
        marked: what making it found out.
        lead_id: id as the CRM writes it.

    Returns:
        The stories, none where no lead has the id.
    """
    rows = script.query(
        engine,
        "47_story",
        id=marked.identity,
        lead_id=script.quoted(lead_id),
        against=rules.against(marked.standard),
    )
    return tuple(_story(engine, marked, row) for row in rows)


def _story(engine: Engine, marked: Marked, row: dict[str, Any]) -> LeadStory:
    outcome = Outcome(row["outcome"])
    return LeadStory(
        lead=row["lead"],
        id=row["id"],
        created_at=row["created_at"],
        fields={name: row[name] for name in FIELDS},
        touches=_touches(engine, marked, row["lead"]),
        tried=tuple(_tried(engine, marked, row)),
        outcome=outcome,
        rule=row["rule"],
        zone=marked.book.zone(row["rule"], outcome),
        standard_minutes=marked.standard,
        stands_for=row["stands_for"],
    )


def _touches(engine: Engine, marked: Marked, lead: int) -> tuple[Touch, ...]:
    if not marked.logs:
        return ()
    rows = engine.fetch(
        f'SELECT "at", channel, outgoing, answered, automatic FROM touch_links WHERE lead = {int(lead)} ORDER BY ALL'
    )
    return tuple(Touch(**row) for row in rows)


def _tried(engine: Engine, marked: Marked, row: Mapping[str, Any]) -> list[Tried]:
    """Try the rules again, one condition at a time, down to the one that fired."""
    fired = next(number for number, rule in enumerate(marked.book.rules) if rule.id == row["rule"])
    return [
        Tried(rule.id, rule.says, rule.outcome, missing, () if missing else _failed(engine, marked, rule, row))
        for rule in marked.book.rules[: fired + 1]
        for missing in [tuple(need for need in rule.needs if not marked.has[need])]
    ]


def _failed(engine: Engine, marked: Marked, rule: Rule, row: Mapping[str, Any]) -> tuple[Failed, ...]:
    asked = [(name, text, False) for name, text in rules.conditions(rule.when)]
    asked += [(name, text, True) for name, text in rules.conditions(rule.unless)]
    if not asked:
        return ()
    columns = ", ".join(f"{text} AS c{number}" for number, (_, text, _) in enumerate(asked))
    held = engine.fetch(
        f"SELECT {columns} FROM"
        f" (SELECT *, {rules.against(marked.standard)} FROM lead_evidence JOIN tag_traits USING (tag))"
        f" WHERE lead = {int(row['lead'])}"
    )[0]
    return tuple(
        Failed(name, row[_FOUND.get(name, name)], _wanted(rule, name, unless=unless), unless)
        for number, (name, _, unless) in enumerate(asked)
        if held[f"c{number}"] is unless
    )


_FOUND = {"contact": "checked", "response": "answer", "attempts": "tries"}
"""Columns of the fields that rules name otherwise."""


def _wanted(rule: Rule, name: str, *, unless: bool) -> tuple[str, ...]:
    value = getattr(rule.unless if unless else rule.when, name)
    return ("yes" if value else "no",) if isinstance(value, bool) else tuple(value)
