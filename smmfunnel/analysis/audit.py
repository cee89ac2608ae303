"""What a reader of the ledger must be told: labels that want a joint look, overload, prices that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.managers import managers, of_won_only
from smmfunnel.analysis.overload import overload_note
from smmfunnel.results import Note
from smmfunnel.vocabulary import Outcome, Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smmfunnel.analysis.counts import Scope
    from smmfunnel.facts.values import Facts
    from smmfunnel.results import Ledger, Manager


def audit(facts: Facts, scope: Scope, ledger: Ledger, desk: Sequence[Manager] | None = None) -> tuple[Note, ...]:
    """Collect the remarks of the ledger in a fixed order; `desk` are its managers, where they are known already."""
    evidence = facts.evidence
    if evidence is None:
        return ()
    notes = [*_statuses(facts, ledger), *_labels(facts, scope, ledger, desk), *_prices(ledger)]
    # By a log with gaps the days of the slowest answers may look the fastest.
    slow = overload_note(evidence.times) if evidence.touch_log.trusted else None
    return (*notes, *((slow,) if slow else ()))


def _statuses(facts: Facts, ledger: Ledger) -> Iterator[Note]:
    """Say that open leads are those of which nothing is known, where no lead has a status."""
    unknown = _leads(ledger, Outcome.OPEN)
    if unknown and not facts.known.statuses:
        yield Note("open_without_statuses", unknown, level="info")


def _labels(facts: Facts, scope: Scope, ledger: Ledger, desk: Sequence[Manager] | None) -> Iterator[Note]:
    """Remark on junk nobody called, and on managers who call more junk than others do on the same campaigns."""
    untouched = _leads(ledger, Outcome.JUNK_UNTOUCHED)
    if untouched:
        junk = untouched + _leads(ledger, Outcome.JUNK)
        yield Note("junk_without_touch", untouched, params={"junk": junk})
    mine = [cell for cell in facts.evidence.managers if scope.keeps(cell)] if facts.evidence else []
    if of_won_only(mine):
        yield Note("managers_of_won_only", level="info")
    rows = managers(facts, scope) if desk is None else desk
    flagged = sorted(row.manager for row in rows if row.junk_flag and row.manager is not None)
    if flagged:
        yield Note("junk_by_manager", len(flagged), params={"managers": ", ".join(flagged)})


def _leads(ledger: Ledger, outcome: Outcome) -> int:
    return sum(row.leads for row in ledger.outcomes if row.outcome is outcome)


def _prices(ledger: Ledger) -> Iterator[Note]:
    """Say once why losses of sales or SMM have no price, and what the price of too few tries leaves out."""
    for row in ledger.zones:
        if row.zone in (Zone.SALES, Zone.SMM) and row.sales_lost and row.sales_lost.reason:
            yield Note(f"unpriced_{row.sales_lost.reason}", row.leads, params={"zone": row.zone.value}, level="info")
    if _leads(ledger, Outcome.UNDERWORKED):
        yield Note("tries_not_priced", _leads(ledger, Outcome.UNDERWORKED), level="info")
