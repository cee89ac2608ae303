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
    unknown, unmatched = comparison.origins(engine)
    evidence = Evidence(
        compared=compared,
        horizon=horizon,
        lags=lags,
        model=comparison.model(engine),
        spread=comparison.spread(engine),
        unknown_origin=unknown,
        unmatched=unmatched,
        touch_log=marked.touch_log,
        ledger=cells.ledger(engine),
        sla=cells.sla(engine, marked),
        managers=cells.managers(engine),
        times=cells.times(engine, scope, working=marked.has["worktime"]),
        bands=cells.bands(engine, scope),
        cohorts=cells.cohorts(engine, scope),
        content=comparison.content(engine, settings.sla_minutes, working=settings.worktime is not None),
        credit=cells.credit(engine, marked),
        rescue=cells.rescue(engine),
        has={**marked.has, "advertising": advertising},
        rule_zones=marked.book.zones,
    )
    return evidence, marked
