"""The ads of a run resolved, and with their days the spans that everything is counted for."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, Where, join
from smmfunnel.facts import ads, comparison, filenotes, script, spans
from smmfunnel.facts.compared import compare
from smmfunnel.facts.question import APART, Question
from smmfunnel.facts.values import PERIOD
from smmfunnel.results import Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.config import Settings
    from smmfunnel.engines import Engine
    from smmfunnel.facts.coverage import Covered, Plan
    from smmfunnel.facts.evidence import Compared
    from smmfunnel.facts.load import LoadedFile
    from smmfunnel.results import Span


@dataclass(frozen=True)
class Asked:
    """The spans as they were asked, and the days there are."""

    period: Span | None
    reference: Span | None
    days: spans.Days
    """First and last day in the data."""


@dataclass(frozen=True)
class Chosen:
    """The spans of a run, and what is to be said of the files of ads."""

    question: Question
    period: Span | None
    reference: Span | None
    compared: Compared | None
    notes: Sequence[Note]


def choose(
    engine: Engine,
    loaded: Sequence[LoadedFile],
    settings: Settings,
    terms: Question,
    asked: Asked,
    *,
    every: bool,
    judged: bool,
) -> Chosen:
    """Resolve the ads, choose the spans by what they cover, and sum the ads of each into `ads_cells`.

    Args:
        engine: holds the loaded files, and the tables of `terms`.
        loaded: the files.
        settings: the terms as they were asked.
        terms: the question, but for its spans.
        asked: the spans that were asked for.
        every: whether every single ad is listed, rather than only what is counted.
        judged: whether the compared spans are counted beside those of the funnel.

    Raises:
        InputError: a file cannot be cut to the period.
        UsageError: the settings ask for a comparison that cannot be.
    """
    reference = asked.reference
    covered = ads.place(engine, all_ads=every or "ad" in settings.by)
    held = spans.coverage(loaded, covered, terms.as_of)
    compared = compare(settings, asked.period, reference, held)
    period = spans.until(asked.period, terms.as_of if settings.as_of else None, asked.days, held)
    if compared and period and settings.reference is None:
        reference = compared.reference
    question = replace(
        terms,
        period=(period.start, period.end) if period else None,
        reference=(reference.start, reference.end) if reference else None,
        compared=comparison.days_of_spans(compared) if compared and judged else {},
    )
    notes = _use(engine, loaded, settings, question, covered)
    return Chosen(question, period, reference, compared, notes)


def _use(
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
