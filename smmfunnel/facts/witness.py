"""All evidence of one run: the leads marked, grouped and counted for ledger, attribution and sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.facts import cells, comparison, marks
from smmfunnel.facts.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from smmfunnel.config import Settings
    from smmfunnel.engines import Engine
    from smmfunnel.facts.evidence import Compared, Horizon, LagCell
    from smmfunnel.facts.leads import Loaded
    from smmfunnel.facts.marks import Marked
    from smmfunnel.facts.question import Question
    from smmfunnel.facts.values import Known

    ChooseHorizon = Callable[[Sequence[LagCell], Compared, date | None, int | None], Horizon]
    """Days until the sale, compared spans, day of the report and days asked for, to the horizon."""


def hear(
    engine: Engine,
    tables: Loaded,
    question: Question,
    settings: Settings,
    *,
    compared: Compared,
    choose: ChooseHorizon,
    known: Known,
) -> tuple[Evidence, Marked]:
    """Gather the evidence, with what marking the leads found out; needs every table of the funnel, visits included.

    Args:
        engine: holds the resolved tables.
        tables: what is loaded.
        question: spans and terms of the run.
        settings: what was agreed on.
        compared: the spans the attribution compares.
        choose: chooses the horizon when the lags are known; exposure is counted by its answer.
        known: what the data can speak of.
    """
    marked = marks.make(engine, tables, question, settings)
    advertising = comparison.group(engine, compared, settings.control, ads=known.ads)
    lags = comparison.lags(engine)
    horizon = choose(lags, compared, question.as_of, settings.horizon_days)
    comparison.expose(engine, horizon)
    comparison.stage_days(engine, question.of_ads)
    cells.count(engine)
    scope = cells.FUNNEL if known.ads and known.sources else cells.ALL
    working = settings.worktime is not None
    of_spans, of_period = engine.both(
        lambda one: (
            comparison.model(one),
            comparison.spread(one),
            comparison.origins(one),
            comparison.content(one, settings.sla_minutes, working=working),
            cells.credit(one, marked),
        ),
        lambda other: (
            cells.ledger(other),
            cells.sla(other, marked),
            cells.managers(other),
            cells.times(other, scope, working=working),
            cells.bands(other, scope),
            cells.cohorts(other, scope),
            cells.rescue(other),
        ),
    )
    model, spread, (unknown, unmatched), content, credit = of_spans
    ledger, sla, managers, times, bands, cohorts, rescue = of_period
    evidence = Evidence(
        compared=compared,
        horizon=horizon,
        lags=lags,
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
        has={**marked.has, "advertising": advertising},
        rule_zones=marked.book.zones,
    )
    return evidence, marked
