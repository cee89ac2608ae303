"""What the funnel counts of the resolved files, whatever evidence there is of single leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.facts import cabinets, collect, leads, visits
from smmfunnel.facts.values import PERIOD, Counted
from smmfunnel.results import Note
from smmfunnel.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.engines import Engine
    from smmfunnel.facts.load import LoadedFile
    from smmfunnel.facts.question import Question


def count(
    engine: Engine, loaded: Sequence[LoadedFile], tables: leads.Loaded, question: Question
) -> tuple[Counted, list[Note]]:
    """Count leads and visits; needs the tables of `leads.resolve`, `leads.link`, `chosen.choose` and `30_match`.

    Returns:
        The counts, and what is to be said of the leads' files.
    """
    leads.count(engine, tables, question)
    visits.resolve(engine, question)
    overlapped = collect.overlapped_rows(engine)
    for item in loaded:
        if item.number in overlapped:
            item.left_out["overlap"] += overlapped[item.number]
    notes = _notes(engine, loaded, tables, question)
    known = collect.known(engine, tables, ads=has_ads(loaded))
    counted = Counted(
        known=known,
        campaigns=collect.campaigns(engine),
        ads=collect.ads_cells(engine, question),
        leads=collect.lead_cells(engine, question),
        visits=collect.visit_cells(engine, question),
        cabinets=cabinets.cabinets(engine, crm=known.crm),
        bridge=collect.bridge(engine, tables, question) if known.crm else None,
        suggestions=collect.suggestions(engine),
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
    notes += [
        Note("contacts_invalid", n, _display(loaded, file), {"rows": rows})
        for file, n, rows in collect.bad_contacts(engine)
    ]
    return notes


def _display(loaded: Sequence[LoadedFile], number: int) -> str:
    return next(item.scan.found.display for item in loaded if item.number == number)
