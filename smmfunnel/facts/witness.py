"""All evidence of one run: the leads marked, grouped and counted for ledger, attribution and sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.facts import comparison, marks
from smmfunnel.facts.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from smmfunnel.config import Settings
    from smmfunnel.engines import Engine
    from smmfunnel.facts.evidence import Compared, Horizon, LagCell
    from smmfunnel.facts.leads import Loaded
    from smmfunnel.facts.question import Question

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
    ads: bool,
) -> Evidence:
    """Gather the evidence; needs every table of the funnel, visits included.

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
    comparison.group(engine, compared, settings.control, ads=ads)
    lags = comparison.lags(engine)
    horizon = choose(lags, compared, question.as_of, settings.horizon_days)
    comparison.expose(engine, horizon)
    comparison.stage_days(engine, question.of_ads)
    unknown, unmatched = comparison.origins(engine)
    return Evidence(
        compared=compared,
        horizon=horizon,
        lags=lags,
        model=comparison.model(engine),
        spread=comparison.spread(engine),
        unknown_origin=unknown,
        unmatched=unmatched,
        touch_log=marked.touch_log,
        ledger=(),
        sla=(),
        managers=(),
        times=(),
        bands=(),
        cohorts=(),
        content=comparison.content(engine, settings.sla_minutes, working=settings.worktime is not None),
        credit=None,
        rescue=(),
        has=marked.has,
    )
