"""What the funnel counts of the resolved files, whatever evidence there is of single leads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.facts import cabinets, collect, leads, visits
from smmfunnel.facts.nearmisses import suggestions
from smmfunnel.facts.values import PERIOD, Counted
from smmfunnel.results import Note
from smmfunnel.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.engines import Engine
    from smmfunnel.facts.load import LoadedFile
    from smmfunnel.facts.question import Question
    from smmfunnel.facts.values import LeadCell
    from smmfunnel.results import Cabinet, Suggestion


def count(
    engine: Engine, loaded: Sequence[LoadedFile], tables: leads.Loaded, question: Question, *, alone: bool
) -> tuple[Counted, list[Note]]:
    """Count leads and visits; needs the tables of `leads.resolve`, `leads.link`, `chosen.choose` and `30_match`.

    Args:
        engine: holds the tables.
        loaded: the files.
        tables: which of the tables hold anything.
        question: the terms of the run.
        alone: whether nothing else goes on in the engine, so that two things may be counted side by side.

    Returns:
        The counts, and what is to be said of the leads' files.
    """
    of_leads, (counted, notes) = engine.both(
        lambda one: _of_leads(one, tables, question),
        lambda other: _beside(other, loaded, tables, question),
        always=alone,
    )
    known = replace(counted.known, sources=of_leads.sources)
    cells, suggestions = of_leads.cells, of_leads.suggestions
    return replace(counted, known=known, leads=cells, cabinets=of_leads.cabinets, suggestions=suggestions), notes


@dataclass(frozen=True)
class _OfLeads:
    """What follows from the counts of leads, which take longest."""

    cells: tuple[LeadCell, ...]
    cabinets: tuple[Cabinet, ...]
    suggestions: tuple[Suggestion, ...]
    sources: bool
    """Whether any lead names where it came from."""


def _of_leads(engine: Engine, tables: leads.Loaded, question: Question) -> _OfLeads:
    leads.count(engine, tables, question)
    cells = collect.lead_cells(engine, question)
    return _OfLeads(
        cells=cells,
        cabinets=cabinets.cabinets(engine, crm=tables.any_crm),
        suggestions=suggestions(engine),
        sources=tables.any_crm and any(cell.origin != "unknown" for cell in cells),
    )


def _beside(
    engine: Engine, loaded: Sequence[LoadedFile], tables: leads.Loaded, question: Question
) -> tuple[Counted, list[Note]]:
    """Count all else beside them: what is of leads is left empty."""
    visits.resolve(engine, question)
    overlapped = collect.overlapped_rows(engine)
    for item in loaded:
        if item.number in overlapped:
            item.left_out["overlap"] += overlapped[item.number]
    notes = _notes(engine, loaded, tables, question)
    counted = Counted(
        known=collect.known(engine, tables, ads=has_ads(loaded)),
        campaigns=collect.campaigns(engine),
        ads=collect.ads_cells(engine, question),
        leads=(),
        visits=collect.visit_cells(engine, question),
        cabinets=(),
        bridge=collect.bridge(engine, tables, question) if tables.any_crm else None,
        suggestions=(),
        excluded_rows={"duplicate": collect.excluded_same_id(engine, question).get(PERIOD, 0)},
        form_leads=collect.form_leads(engine, question) if tables.forms_beside_crm else None,
        compared_ads=collect.compared_ads(engine, question),
        compared_visits=collect.compared_visits(engine, question),
    )
    return counted, notes


def has_ads(loaded: Sequence[LoadedFile]) -> bool:
    """Whether any file of ads is loaded, be it empty."""
    return any(item.scan.kind is Kind.ADS for item in loaded)


def _notes(engine: Engine, loaded: Sequence[LoadedFile], tables: leads.Loaded, question: Question) -> list[Note]:
    notes: list[Note] = []
    alone = collect.unlinked_supplements(engine)
    if alone:
        notes.append(Note("unlinked_supplements", alone))
    strange = collect.strange_ids(engine)
    if strange:
        notes.append(Note("strange_ids", strange))
    unlinked = collect.unlinked_won(engine, question) if tables.linked_deals else 0
    if unlinked:
        notes.append(Note("unlinked_won_deals", unlinked))
    if tables.touches:
        linked, whole = collect.touches(engine)
        code, level = ("touches_linked", "info") if linked else ("touches_unlinked", "warning")
        notes.append(Note(code, linked or whole, params={"whole": whole}, level=level))
    # Files most of whose contacts are no valid ones.
    notes += [
        Note("contacts_invalid", bad, item.scan.found.display, {"rows": rows})
        for item in loaded
        if (bad := item.summary.contacts_invalid) * 2 > (rows := item.summary.contacts)
    ]
    return notes
