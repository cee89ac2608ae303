"""Visits resolved: overlapping files by tiles, then summed by campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.facts import ads, script
from smmfunnel.facts.coverage import Covered, plan
from smmfunnel.facts.values import PERIOD, REFERENCE

if TYPE_CHECKING:
    from smmfunnel.engines import Engine
    from smmfunnel.facts.question import Question

VISITS = -1
"""Group of the tiles of visits."""
_COVERED = """
SELECT file, daily, min(first_day) AS first_day, max(last_day) AS last_day
FROM (SELECT *, coalesce(first_day = last_day, FALSE) AS daily FROM visits)
GROUP BY file, daily, CASE WHEN NOT daily THEN first_day END, CASE WHEN NOT daily THEN last_day END
ORDER BY ALL
"""
"""The days each file of visits covers: its daily rows together, each other span of rows by itself."""


def resolve(engine: Engine, question: Question) -> None:
    """Choose the tiles of each span and count the visits into `visit_cells`."""
    covered = [
        Covered(None, None, row["file"], row["daily"], 0, row["first_day"], row["last_day"])
        for row in engine.fetch(_COVERED)
    ]
    for span, asked in ((PERIOD, question.period), (REFERENCE, question.reference)):
        if covered and (span == PERIOD or asked):
            ads.add_tiles(engine, span, plan(covered, asked), group=VISITS)
    for span, days in question.apart.items():
        ads.add_tiles(engine, span, plan(covered, days), group=VISITS)
    dims = {
        "ad_group": "g.name",
        "ad": "d.name",
        "device": "n.device",
        "week": "CASE WHEN date_trunc('week', n.first_day) = date_trunc('week', n.last_day)"
        " THEN CAST(date_trunc('week', n.first_day) AS DATE)::VARCHAR END",
        "month": "CASE WHEN date_trunc('month', n.first_day) = date_trunc('month', n.last_day)"
        " THEN strftime(n.first_day, '%Y-%m') END",
    }
    chosen = ", ".join(f"{dims[dim]} AS dim_{dim}" for dim in question.ads_dims()) or "NULL AS dim_none"
    script.run(engine, "50_visits", dims=chosen)
