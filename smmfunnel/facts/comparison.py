"""Counting the leads and ads of the compared spans: groups, lags, cells of the model, spread over the days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smmfunnel.facts import script
from smmfunnel.facts.evidence import (
    PLACEBO,
    ContentCell,
    Horizon,
    LagCell,
    ModelCell,
    SpreadCell,
)
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.reading.masking import masked
from smmfunnel.vocabulary import Factor, ResponseClass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from smmfunnel.engines import Engine
    from smmfunnel.facts.evidence import Compared

LEAST_CONTROLS = 100
"""Leads that the control sources must have together in each span, where nobody named them."""
MOST_ADS = 200
"""Ads told apart in the content of clicks, the most clicked first."""
DEFAULT_SLA_MINUTES = 60

_QUOTIENTS: Mapping[Factor, tuple[str, str]] = {
    Factor.IMPRESSIONS: ("impressions", "spend"),
    Factor.CLICKS: ("clicks", "impressions"),
    Factor.LANDING: ("views", "clicks"),
    Factor.LEAD_RATE: ("coalesce(platform_leads, leads)", "views"),
    Factor.FORM_RATE: ("platform_leads", "clicks"),
    Factor.CLICK_LEAD: ("leads", "clicks"),
    Factor.IMPRESSION_LEAD: ("leads", "impressions"),
    Factor.DELIVERY: ("leads", "platform_leads"),
    Factor.CLICK_SALE: ("ads_sales", "clicks"),
}
"""Factors that are a quotient of two stages of one day: columns of `stage_days`."""


def days_of_spans(compared: Compared) -> dict[int, tuple[date, date]]:
    """List the days of the compared spans by their number."""
    spans = {PERIOD: compared.period, REFERENCE: compared.reference, PLACEBO: compared.placebo}
    return {number: (span.start, span.end) for number, span in spans.items() if span is not None}


def span_of(compared: Compared, day: str) -> str:
    """SQL for the number of the compared span the expression `day` falls in, else null."""
    parts = [
        f"WHEN {day} BETWEEN DATE '{first}' AND DATE '{last}' THEN {number}"
        for number, (first, last) in days_of_spans(compared).items()
    ]
    return "CASE " + " ".join(parts) + " END"


def group(engine: Engine, compared: Compared, named: Sequence[str], *, ads: bool) -> bool:
    """Tell advertising, control sources and others apart; makes `controls` and `grouped`.

    Where no lead names advertising as its origin, all of them stand in its place, as in the funnel.
    Control sources are those the configuration names, else all named sources that are no advertising and have
    leads in both spans, if together they have at least a hundred in each.

    Args:
        engine: holds `evidence`.
        compared: the compared spans.
        named: control sources by name, whatever their case.
        ads: whether ads are loaded: then leads of platforms without ads are left out.

    Returns:
        Whether any lead names advertising as its origin.
    """
    told = engine.fetch("SELECT 1 AS one FROM evidence WHERE origin = 'smm' AND excluded IS NULL LIMIT 1")
    own = ("origin = 'smm' AND NOT elsewhere" if ads else "origin = 'smm'") if told else "TRUE"
    script.run(engine, "61_groups", controls=_controls(compared, named), own=own)
    return bool(told)


def _controls(compared: Compared, named: Sequence[str]) -> str:
    leads = "FROM evidence WHERE excluded IS NULL AND origin <> 'smm' AND source IS NOT NULL"
    if named:
        listed = ", ".join(script.quoted(masked(name).casefold()) for name in named)
        return f"SELECT DISTINCT source {leads} AND lower(source) IN ({listed})"
    others = f"{leads} AND origin = 'other'"
    if compared.reference is None:
        return f"SELECT DISTINCT source {others} AND compared = {PERIOD}"
    return f"""
        WITH counted AS (
            SELECT source, count(*) FILTER (compared = {PERIOD}) AS now,
                count(*) FILTER (compared = {REFERENCE}) AS before
            {others} GROUP BY source
        )
        SELECT source FROM counted WHERE now > 0 AND before > 0
            AND (SELECT least(sum(now), sum(before)) FROM counted WHERE now > 0 AND before > 0) >= {LEAST_CONTROLS}
    """


def lags(engine: Engine) -> tuple[LagCell, ...]:
    """Fetch the days until the sale, by creation day; needs `grouped`."""
    return tuple(LagCell(row["grp"], row["day"], row["lag"], row["leads"]) for row in _query(engine, "62_lags"))


def expose(engine: Engine, horizon: Horizon) -> None:
    """Make the tables `horizon` and `exposure` of a chosen horizon."""
    rows = ", ".join(f"({age}, {micros})" for age, micros in enumerate(horizon.exposure))
    engine.run(
        f"CREATE TABLE horizon AS SELECT {horizon.days} AS days;"
        f"CREATE TABLE exposure AS SELECT * FROM (VALUES {rows}) AS t(age, micros);"
    )


def model(engine: Engine) -> tuple[ModelCell, ...]:
    """Fetch the cells of the lead→sale model; needs `grouped`, `horizon` and `exposure`."""
    won = "g.sold AND g.lag <= (SELECT days FROM horizon)"
    return tuple(
        ModelCell(
            span=row["span"],
            group=row["grp"],
            source=row["source"],
            platform=row["platform"],
            campaign_ref=row["campaign_ref"],
            quality=row["quality"],
            response=ResponseClass(row["response"]),
            off_hours=bool(row["off_hours"]),
            leads=row["leads"],
            exposure=row["exposure"],
            sales=row["sales"],
            revenue=row["revenue"],
            priced=row["priced"],
            revenue_square=int(row["revenue_square"]),
        )
        for row in _query(engine, "63_model", won=won)
    )


def stage_days(engine: Engine, spans_of_ads: Mapping[int, int]) -> None:
    """Make `compared_spans` and `stage_days`; needs `ads_used`, `visits_used` and `grouped`.

    Args:
        engine: holds the tables.
        spans_of_ads: number of each compared span to the number its ads and visits have.
    """
    rows = ", ".join(f"({span}, {of_ads})" for span, of_ads in spans_of_ads.items())
    engine.run(f"CREATE TABLE compared_spans AS SELECT * FROM (VALUES {rows}) AS t(span, ads_span)")
    script.run(engine, "64_stage_days")


def spread(engine: Engine) -> tuple[SpreadCell, ...]:
    """Fetch how unevenly the quotients run over the days; needs `stage_days`."""
    pairs = " UNION ALL ".join(
        f"SELECT span, platform, campaign_ref, '{factor.value}' AS factor, {above} AS x, {below} AS n FROM stage_days"
        for factor, (above, below) in _QUOTIENTS.items()
    )
    return tuple(
        SpreadCell(
            span=row["span"],
            platform=row["platform"],
            campaign_ref=row["campaign_ref"],
            factor=row["factor"],
            days=row["days"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            square=int(row["square"]),
        )
        for row in _query(engine, "65_spread", pairs=pairs)
    )


def content(engine: Engine, sla_minutes: int | None, *, working: bool) -> tuple[ContentCell, ...]:
    """Fetch what came of the clicks of campaigns and ads; needs `compared_spans`.

    Args:
        engine: holds the tables.
        sla_minutes: the agreed response standard; an hour where nobody agreed on one.
        working: whether responses are measured in working time.
    """
    clock = "working_seconds" if working else "response_seconds"
    answered = f"{clock} <= {60 * (sla_minutes or DEFAULT_SLA_MINUTES)}"
    rows = _query(engine, "66_content", answered=answered, most=str(MOST_ADS))
    return tuple(ContentCell(**row) for row in rows)


def origins(engine: Engine) -> tuple[dict[int, tuple[int, int]], dict[int, tuple[int, int]]]:
    """Count by span the leads of unknown origin, and those of advertising that match no campaign, each with all."""
    rows = engine.fetch(
        """
        SELECT compared, count(*) AS leads, count(*) FILTER (origin = 'unknown') AS unknown,
            count(*) FILTER (grp = 'smm') AS smm, count(*) FILTER (grp = 'smm' AND campaign_ref IS NULL) AS unmatched
        FROM grouped WHERE compared IS NOT NULL GROUP BY compared ORDER BY compared
        """
    )
    unknown = {row["compared"]: (row["unknown"], row["leads"]) for row in rows}
    return unknown, {row["compared"]: (row["unmatched"], row["smm"]) for row in rows}


def _query(engine: Engine, name: str, **parts: str) -> Sequence[Mapping[str, Any]]:
    return script.query(engine, name, **parts)
