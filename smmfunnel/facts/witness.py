"""All evidence of one run: the leads marked, grouped and counted for ledger, attribution and sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.facts import cells, comparison, marks
from smmfunnel.facts.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from smmfunnel.config import Settings
    from smmfunnel.engines import Engine
    from smmfunnel.facts.evidence import (
        BandCell,
        CohortCell,
        Compared,
        ContentCell,
        CreditFacts,
        Horizon,
        LagCell,
        LedgerCell,
        ManagerCell,
        ModelCell,
        RescueCell,
        SlaCell,
        SpreadCell,
        TimesCell,
    )
    from smmfunnel.facts.leads import Loaded
    from smmfunnel.facts.marks import Marked
    from smmfunnel.facts.question import Question
    from smmfunnel.facts.values import Known

    ChooseHorizon = Callable[[Sequence[LagCell], Compared, date | None, int | None], Horizon]
    """Days until the sale, compared spans, day of the report and days asked for, to the horizon."""

    _Shares = dict[int, tuple[int, int]]
    _OfSpans = tuple[
        tuple[ModelCell, ...],
        tuple[SpreadCell, ...],
        tuple[_Shares, _Shares],
        tuple[ContentCell, ...],
        CreditFacts | None,
    ]
    _OfPeriod = tuple[
        tuple[LedgerCell, ...],
        tuple[SlaCell, ...],
        tuple[ManagerCell, ...],
        tuple[TimesCell, ...],
        tuple[BandCell, ...],
        tuple[CohortCell, ...],
        tuple[RescueCell, ...],
    ]


@dataclass(frozen=True)
class Heard:
    """The leads marked and grouped, and how long each is given to become a sale."""

    marked: Marked
    advertising: bool
    """Whether any lead names advertising as its origin."""
    lags: tuple[LagCell, ...]
    horizon: Horizon


def mark(
    engine: Engine,
    tables: Loaded,
    question: Question,
    settings: Settings,
    *,
    compared: Compared,
    choose: ChooseHorizon,
    ads: bool,
) -> Heard:
    """Mark and group the leads; needs them resolved, linked and matched, but not counted.

    Args:
        engine: holds the resolved tables.
        tables: what is loaded.
        question: spans and terms of the run.
        settings: what was agreed on.
        compared: the spans the attribution compares.
        choose: chooses the horizon when the lags are known; exposure is counted by its answer.
        ads: whether ads are loaded.
    """
    marked = marks.make(engine, tables, question, settings)
    advertising = comparison.group(engine, compared, settings.control, ads=ads)
    lags = comparison.lags(engine)
    horizon = choose(lags, compared, question.as_of, settings.horizon_days)
    comparison.expose(engine, horizon)
    return Heard(marked, advertising, lags, horizon)


def hear(
    engine: Engine, question: Question, settings: Settings, *, compared: Compared, heard: Heard, known: Known
) -> Evidence:
    """Gather the evidence of the marked leads; needs every table of the funnel, visits included.

    Args:
        engine: holds the tables.
        question: spans and terms of the run.
        settings: what was agreed on.
        compared: the spans the attribution compares.
        heard: what marking the leads found out.
        known: what the data can speak of.
    """
    marked, standard, working = heard.marked, settings.sla_minutes, settings.worktime is not None
    scope = cells.FUNNEL if known.ads and known.sources else cells.ALL
    of_spans, of_period = engine.both(
        lambda one: _of_spans(one, question, marked, standard, working=working),
        lambda other: _of_period(other, marked, scope, working=working),
    )
    model, spread, (unknown, unmatched), content, credit = of_spans
    ledger, sla, managers, times, bands, cohorts, rescue = of_period
    return Evidence(
        compared=compared,
        horizon=heard.horizon,
        lags=heard.lags,
        model=model,
        spread=spread,
        unknown_origin=unknown,
        unmatched=unmatched,
        touch_log=marked.touch_log,
        ledger=ledger,
        sla=sla,
        managers=managers,
        times=times,
        bands=bands,
        cohorts=cohorts,
        content=content,
        credit=credit,
        rescue=rescue,
        has={**marked.has, "advertising": heard.advertising},
        rule_zones=marked.book.zones,
    )


def _of_spans(engine: Engine, question: Question, marked: Marked, standard: int | None, *, working: bool) -> _OfSpans:
    comparison.stage_days(engine, question.of_ads)
    return (
        comparison.model(engine),
        comparison.spread(engine),
        comparison.origins(engine),
        comparison.content(engine, standard, working=working),
        cells.credit(engine, marked),
    )


def _of_period(engine: Engine, marked: Marked, scope: str, *, working: bool) -> _OfPeriod:
    cells.count(engine)
    return (
        cells.ledger(engine),
        cells.sla(engine, marked),
        cells.managers(engine),
        cells.times(engine, scope, working=working),
        cells.bands(engine, scope),
        cells.cohorts(engine, scope),
        cells.rescue(engine),
    )
