"""The leads behind a number: rows by what was asked of them, and how many there are."""

from __future__ import annotations

from dataclasses import astuple
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

from smmfunnel.dataclass import dataclass
from smmfunnel.facts import cells, collect, script
from smmfunnel.reading.masking import masked
from smmfunnel.vocabulary import Outcome, ResponseClass, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from smmfunnel.engines import Engine
    from smmfunnel.facts.evidence import RescueCell
    from smmfunnel.facts.marks import Marked


@dataclass(frozen=True)
class LeadFilter:
    """What is asked of the leads of the funnel's period; empty asks nothing."""

    outcomes: Sequence[Outcome] = ()
    zones: Sequence[Zone] = ()
    rules: Sequence[str] = ()
    campaigns: Sequence[str] = ()
    """Names or ids of campaigns; * stands for any characters, small and capital letters are one."""
    managers: Sequence[str] = ()
    """Names of managers, as campaigns; an empty one asks for leads nobody is in charge of."""
    sources: Sequence[str] = ()
    older_than_days: int | None = None
    rescue: bool = False
    """Leads that can still be won: open, or closed without a touch."""
    funnel: bool = False
    """Leads of the loaded ads alone, as the funnel and the ledger beside it count them."""


@dataclass(frozen=True)
class LeadRow:
    """One lead and what was decided of it; no contacts, which the engine does not hold."""

    lead: int
    """The lead's number in this run, for `contacts.find`."""
    id: str | None
    created_at: datetime | None
    source: str | None
    platform: str | None
    campaign: str | None
    manager: str | None
    status: str | None
    reason: str | None
    quality: str
    touched: bool
    response: ResponseClass
    response_seconds: int | None
    working_seconds: int | None
    attempts: int | None
    excluded: str | None
    age: int | None
    """Days from its creation to the day of the report."""
    outcome: Outcome
    rule: str
    zone: Zone | None
    worth: float | None = None
    """Expected sales: if handled now, where leads were asked for by it, else of the loss, see `singles.losses`."""
    origin: str | None = None
    campaign_ref: str | None = None


def lead_rows(
    engine: Engine,
    marked: Marked,
    asked: LeadFilter,
    *,
    limit: int = 1000,
    worth: Mapping[RescueCell, float] | None = None,
) -> tuple[LeadRow, ...]:
    """List the leads of the funnel's period that fit, the newest first.

    Args:
        engine: holds `evidence`.
        marked: what making it found out.
        asked: which leads.
        limit: most rows.
        worth: of each kind of lead that can be won, its worth: the most worth are listed first.
    """
    joins, value, order = "", "CAST(NULL AS DOUBLE)", ""
    if worth is not None:
        _load_worth(engine, worth)
        columns = ("origin", "platform", "campaign_ref", "elsewhere", "quality")
        same = " AND ".join(f"w.{name} IS NOT DISTINCT FROM e.{name}" for name in columns)
        joins = (
            f"LEFT JOIN rescue_worth AS w ON {same} AND w.untouched = ({cells.UNTOUCHED})"
            " AND w.age_days = (SELECT least(coalesce(e.age, days), days) FROM horizon)"
        )
        value, order = "w.worth", "w.worth DESC NULLS LAST, "
    rows = script.query(
        engine,
        "47_rows",
        id=marked.identity,
        worth=value,
        joins=joins,
        fits=fits(engine, marked, asked),
        order=order,
        limit=str(int(limit)),
    )
    return tuple(_row(row, marked) for row in rows)


def lead_count(engine: Engine, marked: Marked, asked: LeadFilter) -> int:
    """Count the leads that fit, however many are listed."""
    query = "SELECT count(*) AS n FROM evidence AS e WHERE " + fits(engine, marked, asked)
    return int(engine.fetch(query)[0]["n"])


def fits(engine: Engine, marked: Marked, asked: LeadFilter) -> str:
    """SQL for whether a lead of `evidence AS e` fits."""
    parts = ["e.span = 0"]
    if asked.outcomes:
        parts.append(f"e.outcome IN ({_listed(outcome.value for outcome in asked.outcomes)})")
    if asked.rules:
        parts.append(f"e.rule IN ({_listed(asked.rules)})")
    if asked.zones:
        pairs = [pair for pair, zone in marked.book.zones.items() if zone in asked.zones]
        inside = " OR ".join(
            f"e.rule = {script.quoted(rule)} AND e.outcome = '{outcome.value}'" for rule, outcome in pairs
        )
        parts.append(f"({inside or 'FALSE'})")
    if asked.campaigns:
        parts.append(_campaigns(engine, asked.campaigns))
    for column, patterns in (("manager", asked.managers), ("source", asked.sources)):
        if patterns:
            parts.append(_named(engine, column, [masked(pattern) for pattern in patterns]))
    if asked.older_than_days is not None:
        parts.append(f"e.age > {int(asked.older_than_days)}")
    if asked.rescue:
        parts.append(f"({cells.RESCUE})")
    if asked.funnel:
        parts.append("e.origin = 'smm' AND NOT e.elsewhere")
    return " AND ".join(parts)


def _campaigns(engine: Engine, patterns: Sequence[str]) -> str:
    ids = {
        (row["platform"], row["campaign_ref"]): row["campaign_id"]
        for row in engine.fetch("SELECT platform, campaign_ref, campaign_id FROM campaigns")
    }
    found = [
        place
        for place, name in sorted(collect.campaigns(engine).items(), key=str)
        if _matches(name, patterns) or _matches(ids.get(place), patterns)
    ]
    one = "e.platform IS NOT DISTINCT FROM {} AND e.campaign_ref = {}"
    inside = " OR ".join(one.format(script.quoted(platform), script.quoted(ref)) for platform, ref in found)
    return f"({inside or 'FALSE'})"


def _named(engine: Engine, column: str, patterns: Sequence[str]) -> str:
    known = engine.fetch(f"SELECT DISTINCT {column} AS name FROM evidence WHERE {column} IS NOT NULL ORDER BY 1")
    found = [row["name"] for row in known if _matches(row["name"], patterns)]
    parts = [f"e.{column} IN ({_listed(found)})"] if found else []
    if "" in patterns:
        parts.append(f"e.{column} IS NULL")
    return f"({' OR '.join(parts) or 'FALSE'})"


def _matches(name: str | None, patterns: Sequence[str]) -> bool:
    return name is not None and any(fnmatch(name.casefold(), pattern.casefold()) for pattern in patterns if pattern)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(script.quoted(word) for word in words)


def _load_worth(engine: Engine, worth: Mapping[RescueCell, float]) -> None:
    engine.run(
        "CREATE OR REPLACE TABLE rescue_worth (origin VARCHAR, platform VARCHAR, campaign_ref VARCHAR,"
        " elsewhere BOOLEAN, quality VARCHAR, untouched BOOLEAN, age_days BIGINT, worth DOUBLE)"
    )
    rows = []
    for cell, value in worth.items():
        *key, _ = astuple(cell)
        written = (script.quoted(item) if item is None or isinstance(item, str) else str(item) for item in key)
        rows.append(f"({', '.join(written)}, {value!r})")
    if rows:
        engine.run(f"INSERT INTO rescue_worth VALUES {', '.join(rows)}")


def _row(row: dict[str, Any], marked: Marked) -> LeadRow:
    outcome, response = Outcome(row.pop("outcome")), ResponseClass(row.pop("response"))
    return LeadRow(**row, outcome=outcome, response=response, zone=marked.book.zone(row["rule"], outcome))
