"""One run from paths to facts: understand, load, resolve, count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.catalog.load import load_catalog
from smmfunnel.engines import open_duckdb
from smmfunnel.errors import RejectedError, Where, join
from smmfunnel.facts import filenotes, funnel, leads, script, spans
from smmfunnel.facts.chosen import Asked, choose
from smmfunnel.facts.held import Held
from smmfunnel.facts.load import as_input, load, understand
from smmfunnel.facts.question import Question
from smmfunnel.facts.rejects import reject_sink
from smmfunnel.facts.resolved import Resolved
from smmfunnel.facts.values import Facts
from smmfunnel.facts.witness import hear, mark
from smmfunnel.texts import say
from smmfunnel.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import ExitStack

    from smmfunnel.config import Settings
    from smmfunnel.engines import Engine
    from smmfunnel.facts.chosen import Chosen
    from smmfunnel.facts.evidence import Evidence
    from smmfunnel.facts.load import LoadedFile
    from smmfunnel.facts.marks import Marked
    from smmfunnel.facts.values import Counted
    from smmfunnel.facts.witness import ChooseHorizon
    from smmfunnel.reading.discover import Discovered
    from smmfunnel.results import Note


_NAMES = frozenset(("manager", "created_by", "form", "pipeline"))
"""Of leads and deals only for what single leads tell: the funnel by itself counts without them."""


def gather(
    discovered: Discovered,
    settings: Settings,
    progress: Callable[[str, float | None], None] | None = None,
    choose_horizon: ChooseHorizon | None = None,
    look: Callable[[Held, Facts], None] | None = None,
    *,
    counting: Callable[[], None] | None = None,
    keep: Callable[[Resolved], None] | None = None,
    leaving: ExitStack | None = None,
) -> Facts:
    """Read the files found and count what the settings ask.

    Args:
        discovered: the files.
        settings: the terms of the run.
        progress: called with what is being done and the share that is done.
        choose_horizon: chooses how long a lead is given to become a sale; without it no evidence is gathered,
            which the funnel by itself does not need.
        look: called with the facts while the engine still holds every lead, where evidence was gathered.
        counting: called when the files are read: from then on mostly the engine works.
        keep: called with the resolved tables while the engine still holds them, whether or not there is evidence.
        leaving: see `open_duckdb`.

    Raises:
        InputError: an input cannot be read, identified or understood, or not be cut to the period.
        RejectedError: more rows were rejected than allowed.
        UsageError: the settings ask for what cannot be.
    """
    from pathlib import Path

    catalog = load_catalog([Path(name) for name in settings.format_files])
    understood = understand(discovered, settings, catalog)
    with open_duckdb(understood.size, settings.threads, leaving) as engine:
        every = bool(choose_horizon or look or keep)
        unasked = frozenset[str]() if every else _NAMES - frozenset(settings.by)
        with reject_sink(settings.rejects) as sink:
            loaded = load(engine, understood, settings, catalog, sink=sink, progress=progress, unasked=unasked)
        check_rejects(loaded, settings)
        if progress:
            progress("", None)
        if counting:
            counting()
        first, last = spans.days_of(loaded)
        day = spans.resolve_as_of(settings, last)
        asked = Asked(*spans.resolve_spans(settings, day), (first, last))
        as_of, told = spans.followed_until(day, last)
        terms = Question(
            period=None,
            reference=None,
            as_of=as_of,
            by=settings.by,
            dedupe_days=settings.dedupe_days,
            currency=settings.currency,
            rates=settings.rates,
        )
        engine.run(terms.terms())
        tables = _loaded(loaded, engine)
        # Ads and leads know nothing of each other until they are matched.
        chosen, _ = engine.both(
            lambda one: choose(one, loaded, settings, terms, asked, every=every, judged=bool(choose_horizon)),
            lambda other: _leads(other, tables),
            always=True,
        )
        question = chosen.question
        script.run(engine, "30_match")
        (counted, notes), marked, evidence = _counted(
            engine, loaded, settings, tables, chosen, choose_horizon=choose_horizon
        )
        facts = Facts(
            **vars(counted),
            as_of=as_of,
            period=chosen.period,
            reference=chosen.reference,
            inputs=tuple(as_input(item) for item in loaded),
            skipped=understood.skipped,
            words=filenotes.words(loaded),
            days=question.period or ((first, last) if first and last else None),
            by=settings.by,
            notes=(*told, *filenotes.of_files(loaded), *chosen.notes, *notes),
            evidence=evidence,
        )
        if look and marked:
            look(Held(engine, marked, loaded, settings, catalog), facts)
        if keep:
            keep(Resolved(engine, loaded, tables, question, facts))
        return facts


def check_rejects(loaded: Sequence[LoadedFile], settings: Settings) -> None:
    """Stop where too many rows of a file were rejected: what is left could mislead.

    Raises:
        RejectedError: each file with more than the allowed share, with its first rejected row.
    """
    faults = []
    for item in loaded:
        rejected, read = item.summary.skipped["rejected"], item.summary.rows_read
        if rejected and rejected > settings.max_rejects * read:
            first = item.summary.rejects[0]
            where = Where(first.path, first.line, first.column or None, first.value or None)
            faults.append(
                RejectedError(
                    "too_many_rejects",
                    where,
                    rejected=rejected,
                    read=read,
                    limit=f"{settings.max_rejects * 100:g}%",
                    why=say(f"reject.{first.why}", settings.lang),
                )
            )
    if faults:
        raise join(faults)


def _leads(engine: Engine, tables: leads.Loaded) -> None:
    leads.resolve(engine, tables)
    leads.link(engine, tables)


def _counted(
    engine: Engine,
    loaded: Sequence[LoadedFile],
    settings: Settings,
    tables: leads.Loaded,
    chosen: Chosen,
    *,
    choose_horizon: ChooseHorizon | None,
) -> tuple[tuple[Counted, list[Note]], Marked | None, Evidence | None]:
    """Count the funnel and, as far as it is asked for, mark the leads beside it; then gather the evidence."""
    question, compared = chosen.question, chosen.compared
    if not (compared and choose_horizon):
        return funnel.count(engine, loaded, tables, question, alone=True), None, None
    ads = funnel.has_ads(loaded)
    heard, found = engine.both(
        lambda one: mark(one, tables, question, settings, compared=compared, choose=choose_horizon, ads=ads),
        lambda other: funnel.count(other, loaded, tables, question, alone=False),
        always=True,
    )
    evidence = hear(engine, question, settings, compared=compared, heard=heard, known=found[0].known)
    return found, heard.marked, evidence


def _loaded(loaded: Sequence[LoadedFile], engine: Engine) -> leads.Loaded:
    rows: Counter[str] = Counter()
    for item in loaded:
        forms = item.scan.kind is Kind.LEADS and item.scan.role == "form"
        rows["forms" if forms else item.scan.kind.value] += item.summary.rows_kept
    has_leads = any(i.scan.kind is Kind.LEADS and i.scan.role != "form" for i in loaded)
    tables = leads.Loaded(
        leads=rows["leads"],
        forms=rows["forms"],
        deals=rows["deals"],
        touches=rows["touches"],
        lead_files=has_leads,
        any_crm=any(item.scan.kind in (Kind.LEADS, Kind.DEALS) for item in loaded),
        sales_told=any(_tells_sales(item) for item in loaded),
        one_space=len({item.scan.space for item in loaded if item.scan.kind in (Kind.LEADS, Kind.DEALS)}) == 1,
    )
    return replace(tables, numbers=engine.numbers(tables.base), deal_numbers=engine.numbers("deals"))


def _tells_sales(item: LoadedFile) -> bool:
    flagged = "is_won" in item.scan.match.columns
    return item.scan.kind in (Kind.LEADS, Kind.DEALS) and (flagged or item.scan.form.tells_sales)
