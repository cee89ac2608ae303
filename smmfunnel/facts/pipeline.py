"""One run from paths to facts: understand, load, resolve, count."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from smmfunnel.catalog.load import load_catalog
from smmfunnel.engines import open_duckdb
from smmfunnel.errors import InputError, RejectedError, Where, join
from smmfunnel.facts import ads, cabinets, collect, comparison, filenotes, leads, script, spans, visits
from smmfunnel.facts.compared import compare
from smmfunnel.facts.held import Held
from smmfunnel.facts.load import as_input, load, understand
from smmfunnel.facts.question import APART, Question
from smmfunnel.facts.rejects import reject_sink
from smmfunnel.facts.resolved import Resolved
from smmfunnel.facts.values import PERIOD, Facts
from smmfunnel.facts.witness import hear
from smmfunnel.results import Note
from smmfunnel.texts import say
from smmfunnel.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from smmfunnel.config import Settings
    from smmfunnel.engines import Engine
    from smmfunnel.facts.coverage import Covered, Plan
    from smmfunnel.facts.load import LoadedFile
    from smmfunnel.facts.values import Known
    from smmfunnel.facts.witness import ChooseHorizon


def gather(
    paths: Sequence[str],
    settings: Settings,
    progress: Callable[[str, float | None], None] | None = None,
    choose_horizon: ChooseHorizon | None = None,
    look: Callable[[Held, Facts], None] | None = None,
    *,
    counting: Callable[[], None] | None = None,
    keep: Callable[[Resolved], None] | None = None,
) -> Facts:
    """Read the files of the paths and count what the settings ask.

    Args:
        paths: files, folders or `-`.
        settings: the terms of the run.
        progress: called with what is being done and the share that is done.
        choose_horizon: chooses how long a lead is given to become a sale; without it no evidence is gathered,
            which the funnel by itself does not need.
        look: called with the facts while the engine still holds every lead, where evidence was gathered.
        counting: called when the files are read: from then on mostly the engine works.
        keep: called with the resolved tables while the engine still holds them, whether or not there is evidence.

    Raises:
        InputError: an input cannot be read, identified or understood, or not be cut to the period.
        RejectedError: more rows were rejected than allowed.
        UsageError: the settings ask for what cannot be.
    """
    from pathlib import Path

    catalog = load_catalog([Path(name) for name in settings.format_files])
    understood = understand(paths, settings, catalog)
    with open_duckdb(understood.size, settings.threads) as engine:
        with reject_sink(settings.rejects) as sink:
            loaded = load(engine, understood, settings, catalog, sink=sink, progress=progress)
        check_rejects(loaded, settings)
        if progress:
            progress("", None)
        if counting:
            counting()
        first, last = spans.days_of(engine)
        asked = spans.resolve_as_of(settings, last)
        period, reference = spans.resolve_spans(settings, asked)
        as_of, told = spans.followed_until(asked, last)
        covered = ads.place(engine, all_ads=bool(choose_horizon or look or keep) or "ad" in settings.by)
        held = spans.coverage(engine, covered, as_of)
        compared = compare(settings, period, reference, held)
        period = spans.until(period, as_of if settings.as_of else None, (first, last), held)
        if compared and period and settings.reference is None:
            reference = compared.reference
        question = Question(
            period=(period.start, period.end) if period else None,
            reference=(reference.start, reference.end) if reference else None,
            as_of=as_of,
            compared=comparison.days_of_spans(compared) if compared else {},
            by=settings.by,
            dedupe_days=settings.dedupe_days,
            currency=settings.currency,
            rates=settings.rates,
        )
        known, notes = resolve(engine, loaded, settings, question, covered)
        evidence, marked = None, None
        if compared and choose_horizon:
            tables = _loaded(loaded)
            evidence, marked = hear(
                engine, tables, question, settings, compared=compared, choose=choose_horizon, known=known
            )
        facts = Facts(
            as_of=as_of,
            period=period,
            reference=reference,
            inputs=tuple(as_input(item) for item in loaded),
            skipped=understood.skipped,
            known=known,
            campaigns=collect.campaigns(engine),
            ads=collect.ads_cells(engine, question),
            leads=collect.lead_cells(engine, question),
            visits=collect.visit_cells(engine, question),
            cabinets=cabinets.cabinets(engine, crm=known.crm),
            bridge=collect.bridge(engine, _loaded(loaded), question) if known.crm else None,
            suggestions=collect.suggestions(engine),
            words=filenotes.words(loaded),
            excluded_rows={"duplicate": collect.excluded_same_id(engine, question).get(PERIOD, 0)},
            days=question.period or ((first, last) if first and last else None),
            form_leads=collect.form_leads(engine, question) if _loaded(loaded).forms_beside_crm else None,
            by=settings.by,
            notes=(*told, *filenotes.of_files(loaded), *notes),
            evidence=evidence,
            compared_ads=collect.compared_ads(engine, question),
            compared_visits=collect.compared_visits(engine, question),
        )
        if look and marked:
            look(Held(engine, marked, loaded, settings, catalog), facts)
        if keep:
            keep(Resolved(engine, loaded, _loaded(loaded), question, facts))
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


def resolve(
    engine: Engine,
    loaded: Sequence[LoadedFile],
    settings: Settings,
    question: Question,
    covered: Sequence[Covered],
) -> tuple[Known, list[Note]]:
    """Resolve and count everything; the tables of facts are then in the engine."""
    tables = _loaded(loaded)
    engine.run(question.terms())
    notes = _ads(engine, loaded, settings, question, covered)
    leads.resolve(engine, tables)
    leads.link(engine, tables)
    script.run(engine, "30_match")
    leads.count(engine, tables, question)
    visits.resolve(engine, question)
    overlapped = collect.overlapped_rows(engine)
    for item in loaded:
        if item.number in overlapped:
            item.left_out["overlap"] += overlapped[item.number]
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
    has_ads = any(item.scan.kind is Kind.ADS for item in loaded)
    return collect.known(engine, tables, ads=has_ads), notes


def _display(loaded: Sequence[LoadedFile], number: int) -> str:
    return next(item.scan.found.display for item in loaded if item.number == number)


def _loaded(loaded: Sequence[LoadedFile]) -> leads.Loaded:
    rows: Counter[str] = Counter()
    for item in loaded:
        forms = item.scan.kind is Kind.LEADS and item.scan.role == "form"
        rows["forms" if forms else item.scan.kind.value] += item.summary.rows_kept
    has_leads = any(i.scan.kind is Kind.LEADS and i.scan.role != "form" for i in loaded)
    return leads.Loaded(
        leads=rows["leads"],
        forms=rows["forms"],
        deals=rows["deals"],
        touches=rows["touches"],
        lead_files=has_leads,
        any_crm=any(item.scan.kind in (Kind.LEADS, Kind.DEALS) for item in loaded),
        sales_told=any(_tells_sales(item) for item in loaded),
    )


def _tells_sales(item: LoadedFile) -> bool:
    flagged = "is_won" in item.scan.match.columns
    return item.scan.kind in (Kind.LEADS, Kind.DEALS) and (flagged or item.scan.form.tells_sales)


def _ads(
    engine: Engine,
    loaded: Sequence[LoadedFile],
    settings: Settings,
    question: Question,
    covered: Sequence[Covered],
) -> list[Note]:
    names = {item.number: item.scan.found.display for item in loaded}
    plans = ads.choose(engine, covered, question)
    _refuse_uncut(plans, names, question)
    _refuse_undated(plans[PERIOD], covered, names, question)
    engine.run("CREATE TABLE awareness (platform VARCHAR, campaign_ref VARCHAR)")
    patterns = [pattern.casefold() for pattern in settings.awareness]
    for platform, ref in ads.awareness(engine, lambda name: any(fnmatch(name.casefold(), p) for p in patterns)):
        engine.run(f"INSERT INTO awareness VALUES ({script.quoted(platform)}, {script.quoted(ref)})")
    ads.total(engine, question)
    left_out = ads.left_out(engine, question)
    for item in loaded:
        item.left_out.update(left_out.get(item.number, {}))
    aside = filenotes.set_aside(loaded)
    asked = {file for span, chosen in plans.items() if span < APART for file in chosen.undated}
    undated = [Note("undated_file_set_aside", source=names[file]) for file in sorted(asked)]
    return [*aside, *undated, *filenotes.nameless(covered, plans[PERIOD], names)]


def _refuse_uncut(plans: Mapping[int, Plan], names: Mapping[int, str], question: Question) -> None:
    """A period-level file is used whole or not at all; the days it alone covers would be missing."""
    faults = []
    for span, chosen in plans.items():
        asked = question.period if span == PERIOD else question.reference
        if asked is None or not chosen.uncut or span >= APART:
            continue
        item = min(chosen.uncut, key=lambda one: (one.last - one.first, one.file))
        faults.append(
            InputError(
                "period_cannot_be_cut",
                Where(names[item.file]),
                file_days=f"{item.first}..{item.last}",
                missing=f"{item.missing_first}..{item.missing_last}",
                asked=f"{asked[0]}..{asked[1]}",
            )
        )
    if faults:
        raise join(faults)


def _refuse_undated(chosen: Plan, covered: Sequence[Covered], names: Mapping[int, str], question: Question) -> None:
    """A file without any days cannot answer for some; beside dated files of the same ads it is only set aside."""
    if question.period is None:
        return
    group = {item.file: chosen.groups[item.file, item.platform] for item in covered}
    dated = {chosen.groups[item.file, item.platform] for item in covered if item.first is not None}
    asked = "..".join(map(str, question.period))
    alone = [file for file in chosen.undated if group[file] not in dated]
    if alone:
        raise join([InputError("file_undated", Where(names[file]), asked=asked) for file in alone])
