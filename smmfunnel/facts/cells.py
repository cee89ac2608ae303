"""Fetching the small tables of the ledger and the sections: one function a table, rows in a fixed order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smmfunnel.facts import rules, script
from smmfunnel.facts.evidence import (
    BandCell,
    CohortCell,
    CreditFacts,
    LedgerCell,
    ManagerCell,
    RescueCell,
    SlaCell,
    TimesCell,
)
from smmfunnel.vocabulary import Outcome, ResponseClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.config import Rule
    from smmfunnel.engines import Engine
    from smmfunnel.facts.marks import Marked

FUNNEL, ALL = "origin = 'smm' AND NOT elsewhere", "TRUE"
"""SQL for the leads a funnel counts: of the loaded ads, or all where nothing tells them apart."""
RESCUE = (
    "excluded IS NULL AND NOT sold AND (outcome IN ('open', 'untouched') OR state = 'open' AND outcome = 'no_record')"
)
"""SQL for leads of `evidence` that can still be won."""
UNTOUCHED = "NOT touched AND log = 'trusted'"
"""SQL for leads of `evidence` that nobody has answered: with a log that may miss touches nobody can tell."""
_ENDLESS = 1 << 60
"""Seconds in place of never."""
_PARTS = {"all": "CAST(NULL AS VARCHAR)", "manager": "e.manager", "day": "CAST(e.day AS VARCHAR)"}


def count(engine: Engine) -> None:
    """Count the period's leads into `evidence_counts`; needs the tables `exposure` and `horizon`."""
    script.run(engine, "45_counts")


def ledger(engine: Engine) -> tuple[LedgerCell, ...]:
    """Fetch the period's leads by their evidence, the excluded too."""
    return tuple(LedgerCell(**_typed(row)) for row in script.query(engine, "46_ledger"))


def sla(engine: Engine, marked: Marked) -> tuple[SlaCell, ...]:
    """Fetch the outcomes under each standard, the shortest first."""
    book = marked.book
    # A name splits the sets of equal evidence only where a rule asks for it.
    columns = {"source": "t.source", "form": "e.form", "manager": "e.manager"}
    asked = {name for rule in book.rules for name in columns if _asks(rule, name)}
    named = ", ".join(f"{sql if name in asked else 'NULL'} AS {name}" for name, sql in columns.items())
    times = {name: _steps(f"e.{name}_seconds", marked.standards) for name in ("least", "most", "waited")}
    script.run(engine, "46_alike", named=named, **times)
    standards = ", ".join(f"({minutes})" for minutes in marked.standards)
    rows = script.query(engine, "46_sla", standards=standards, against=rules.against("minutes"), rule=book.case())
    return tuple(SlaCell(**_typed(row)) for row in rows)


def _steps(seconds: str, standards: Sequence[int]) -> str:
    """SQL for the least standard that a time keeps, in seconds: no comparison with a standard tells them apart."""
    ends = [minutes * 60 for minutes in standards]
    kept = " ".join(f"WHEN {seconds} <= {end} THEN {end}" for end in ends)
    return f"CASE {kept} WHEN {seconds} > {ends[-1]} THEN {ends[-1] + 1} END"


def _asks(rule: Rule, name: str) -> bool:
    return getattr(rule.when, name) is not None or getattr(rule.unless, name) is not None


def managers(engine: Engine) -> tuple[ManagerCell, ...]:
    """Fetch the period's leads by manager and campaign; those nobody is in charge of under None."""
    return tuple(ManagerCell(**row) for row in script.query(engine, "46_managers"))


def times(engine: Engine, scope: str, *, working: bool) -> tuple[TimesCell, ...]:
    """Fetch the quantiles of the time to the first response: of all, by manager and by day of creation.

    Args:
        engine: holds `evidence`.
        scope: `FUNNEL` or `ALL`.
        working: whether there are working hours, so that times of the working clock are told as well.
    """
    clocks = ("response_seconds", "working_seconds") if working else ("response_seconds",)
    calendar, *rest = (_quantiles(engine, seconds, scope) for seconds in clocks)
    return tuple(
        TimesCell(
            part=part,
            key=key,
            leads=row["leads"],
            answered=row["answered"],
            told=row["told"],
            p50=_ended(row["p50"]),
            p90=_ended(row["p90"]),
            working_p50=_ended(rest[0][part, key]["p50"]) if rest else None,
            working_p90=_ended(rest[0][part, key]["p90"]) if rest else None,
        )
        for (part, key), row in calendar.items()
    )


def _quantiles(engine: Engine, seconds: str, scope: str) -> dict[tuple[str, str | None], dict[str, Any]]:
    """Fetch the quantiles of one clock, the parts in their order and their keys in that of the text."""
    parts = ", ".join(f"({number}, '{part}')" for number, part in enumerate(_PARTS))
    key = " ".join(f"WHEN '{part}' THEN {sql}" for part, sql in _PARTS.items())
    script.run(
        engine,
        "46_hours",
        seconds=seconds,
        parts=parts,
        key=f"CASE p.part {key} END",
        scope=scope,
        endless=str(_ENDLESS),
    )
    rows = script.query(engine, "46_times", endless=str(_ENDLESS))
    return {(row["part"], row["key"]): row for row in rows}


def _ended(seconds: int | None) -> int | None:
    return None if seconds == _ENDLESS else seconds


def bands(engine: Engine, scope: str) -> tuple[BandCell, ...]:
    """Fetch the period's leads by response class and hours; `scope` as in `times`."""
    return tuple(BandCell(**_typed(row)) for row in script.query(engine, "46_bands", scope=scope))


def cohorts(engine: Engine, scope: str) -> tuple[CohortCell, ...]:
    """Fetch the period's leads by week; `scope` as in `times`."""
    return tuple(CohortCell(**row) for row in script.query(engine, "46_cohorts", scope=scope))


def rescue(engine: Engine) -> tuple[RescueCell, ...]:
    """Fetch the period's leads that can still be won."""
    return tuple(RescueCell(**row) for row in script.query(engine, "46_rescue", rescue=RESCUE, untouched=UNTOUCHED))


def credit(engine: Engine, marked: Marked) -> CreditFacts | None:
    """Fetch whose the leads are; None without contacts, which alone tell that a person came before."""
    if not marked.has["contact"]:
        return None
    by_hand = "e.by_hand" if marked.has["created_by"] else "e.bare AND m.origin = 'other'"
    rows = script.query(engine, "46_credit", by_hand=by_hand)
    leads = {kind: sum(row["leads"] for row in rows if row["kind"] == kind) for kind in ("smm", "hand", "after_ad")}
    sales = {kind: sum(row["sales"] for row in rows if row["kind"] == kind) for kind in ("known", "after_ad")}
    return CreditFacts(
        smm_leads=leads["smm"],
        known_earlier={row["source"]: row["leads"] for row in rows if row["kind"] == "known"},
        sales_of_known_earlier=sales["known"],
        hand_entered=leads["hand"],
        hand_entered_after_ad=leads["after_ad"],
        sales_of_hand_entered_after_ad=sales["after_ad"],
    )


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    """Give codes their types."""
    kinds = {"response": ResponseClass, "outcome": Outcome}
    return {name: kinds[name](value) if name in kinds else value for name, value in row.items()}
