"""Fetching the small tables of facts from the engine as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smmfunnel.facts.leads import COUNTS
from smmfunnel.facts.question import APART
from smmfunnel.facts.values import AdsCell, BridgeFacts, Known, LeadCell, VisitCell
from smmfunnel.tables import METRICS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.engines import Engine
    from smmfunnel.facts.leads import Loaded
    from smmfunnel.facts.question import Question


def _dims(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, str | None]:
    return {name: row[f"dim_{name}"] for name in names}


def campaigns(engine: Engine) -> dict[tuple[str | None, str], str | None]:
    """Fetch the campaigns' names, an id standing for a missing one."""
    rows = engine.fetch("SELECT platform, campaign_ref, coalesce(name, campaign_id) AS name FROM campaigns")
    return {(row["platform"], row["campaign_ref"]): row["name"] for row in rows}


def ads_cells(engine: Engine, question: Question) -> tuple[AdsCell, ...]:
    """Fetch the ad figures in a fixed order."""
    return _ads_cells(engine, f"SELECT * FROM ads_cells WHERE span < {APART} ORDER BY ALL", question.ads_dims())


def compared_ads(engine: Engine, question: Question) -> tuple[AdsCell, ...]:
    """Fetch the ad figures of the compared spans, under the spans' own numbers, by campaign alone."""
    sums = ", ".join(f"CAST(sum({metric}) AS BIGINT) AS {metric}" for metric in METRICS)
    query = (
        f"SELECT {_number(question)} AS span, platform, campaign_ref, awareness, currency,"
        f" max(reach_largest) AS reach_largest, {sums} FROM ads_cells"
        f" WHERE span IN ({_listed(question)}) GROUP BY ALL ORDER BY ALL"
    )
    return _ads_cells(engine, query, []) if question.compared else ()


def compared_visits(engine: Engine, question: Question) -> tuple[VisitCell, ...]:
    """Fetch the visits of the compared spans, under the spans' own numbers, by campaign alone."""
    query = (
        f"SELECT {_number(question)} AS span, origin, platform, campaign_ref, sum(visits) AS visits"
        f" FROM visit_cells WHERE span IN ({_listed(question)}) GROUP BY ALL ORDER BY ALL"
    )
    return _visit_cells(engine, query, []) if question.compared else ()


def _number(question: Question) -> str:
    """SQL that turns the number a compared span has among ads and visits into its own."""
    cases = " ".join(f"WHEN {of_ads} THEN {number}" for number, of_ads in question.of_ads.items())
    return f"CASE span {cases} END"


def _listed(question: Question) -> str:
    return ", ".join(map(str, question.of_ads.values()))


def _ads_cells(engine: Engine, query: str, names: Sequence[str]) -> tuple[AdsCell, ...]:
    rows = engine.fetch(query)
    return tuple(
        AdsCell(
            span=row["span"],
            platform=row["platform"],
            campaign_ref=row["campaign_ref"],
            dims=_dims(row, names),
            awareness=row["awareness"],
            currency=row["currency"],
            reach_largest=row["reach_largest"],
            figures={metric: row[metric] for metric in METRICS},
        )
        for row in rows
    )


def lead_cells(engine: Engine, question: Question) -> tuple[LeadCell, ...]:
    """Fetch the counts of leads in a fixed order."""
    rows = engine.fetch("SELECT * FROM lead_cells ORDER BY ALL")
    names = question.lead_dims()
    return tuple(
        LeadCell(
            span=row["span"],
            origin=row["origin"],
            source=row["source"],
            platform=row["platform"],
            campaign_ref=row["campaign_ref"],
            method=row["method"],
            broken=bool(row["broken"]),
            dims=_dims(row, names),
            excluded=row["excluded"],
            currency=row["currency"],
            counts={name: row[name] or 0 for name in COUNTS},
        )
        for row in rows
    )


def visit_cells(engine: Engine, question: Question) -> tuple[VisitCell, ...]:
    """Fetch the visits in a fixed order."""
    query = f"SELECT * FROM visit_cells WHERE span < {APART} ORDER BY ALL"
    return _visit_cells(engine, query, question.ads_dims())


def _visit_cells(engine: Engine, query: str, names: Sequence[str]) -> tuple[VisitCell, ...]:
    return tuple(
        VisitCell(
            span=row["span"],
            origin=row["origin"],
            platform=row["platform"],
            campaign_ref=row["campaign_ref"],
            dims=_dims(row, names),
            visits=int(row["visits"] or 0),
        )
        for row in engine.fetch(query)
    )


def known(engine: Engine, loaded: Loaded, *, ads: bool) -> Known:
    """Ask the tables which stages anybody recorded; whether sources are known, the counts of leads tell."""
    crm = loaded.any_crm
    found: dict[str, Any] = dict.fromkeys(("contacted", "qualified", "closed", "won", "stated"), False)
    if crm:
        found = engine.fetch(
            """
            -- Few statuses are soon asked about, many leads not.
            WITH told AS (
                SELECT status, bool_or(first_response_at IS NOT NULL OR attempts IS NOT NULL) AS contacted,
                    bool_or(qualified_at IS NOT NULL) AS qualified
                FROM lead_view GROUP BY status
            )
            SELECT coalesce(bool_or(contacted OR status = 'contacted'), FALSE) AS contacted,
                coalesce(bool_or(qualified OR status = 'qualified'), FALSE) AS qualified,
                coalesce(bool_or(status IN ('won', 'lost', 'junk')), FALSE) AS closed,
                coalesce(bool_or(status = 'won'), FALSE) AS won,
                coalesce(bool_or(status IS NOT NULL), FALSE) AS stated FROM told
            """
        )[0]
    deals: dict[str, Any] = {"closed": False, "qualified": False}
    if loaded.linked_deals:
        deals = engine.fetch(
            "SELECT coalesce(bool_or(status IN ('won', 'lost')), FALSE) AS closed,"
            " coalesce(bool_or(status = 'qualified' OR qualified_at IS NOT NULL), FALSE) AS qualified"
            " FROM deal_rows"
        )[0]
    return Known(
        ads=ads,
        crm=crm,
        leads_are_deals=crm and loaded.base == "deals",
        forms_only=loaded.forms_only,
        contacted=found["contacted"] or (loaded.touches > 0 and touches(engine)[0] > 0),
        qualified=found["qualified"] or deals["qualified"],
        sales=found["won"] or (found["closed"] and loaded.sales_told) or deals["closed"],
        sources=False,
        statuses=found["stated"] or loaded.linked_deals,
        sales_told=loaded.sales_told or loaded.linked_deals,
    )


def touches(engine: Engine) -> tuple[int, int]:
    """Count the touches that belong to a lead, and all of them."""
    row = engine.fetch(
        "SELECT (SELECT count(*) FROM touch_links) AS linked, (SELECT count(*) FROM touch_rows) AS whole"
    )[0]
    return row["linked"], row["whole"]


def bridge(engine: Engine, loaded: Loaded, question: Question) -> BridgeFacts:
    """Count won deals by closing day, by lead day and between (period only)."""
    closed, created = (
        question.span_of("CAST(w.closed_at AS DATE)"),
        question.span_of("CAST(w.created_at AS DATE)"),
    )
    row = engine.fetch(
        f"""
        WITH placed AS (
            SELECT {closed} = 0 AS closes, {created} = 0 AS came, w.closed_at IS NULL AS undated
            FROM sales AS w
            WHERE w.lead NOT IN (SELECT lead FROM excluded)
        )
        SELECT count(*) FILTER (closes AND NOT undated) AS by_closing_day,
            count(*) FILTER (closes AND NOT undated AND came IS NOT TRUE) AS of_earlier_leads,
            count(*) FILTER (came AND closes IS NOT TRUE AND NOT undated) AS closed_later,
            count(*) FILTER (came AND undated) AS undated,
            count(*) FILTER (came) AS by_lead_day
        FROM placed
        """
    )[0]
    unlinked = 0
    if loaded.linked_deals:
        unlinked = engine.fetch(
            f"SELECT count(*) AS n FROM deal_rows AS w WHERE w.status = 'won' AND {closed} = 0"
            " AND w.deal NOT IN (SELECT deal FROM deal_links)"
        )[0]["n"]
    return BridgeFacts(**row, unlinked=unlinked)


def excluded_same_id(engine: Engine, question: Question) -> dict[int, int]:
    """Count the rows of one file that repeat an id of that file, by span: duplicates in the ledger."""
    span = question.span_of("CAST(b.created_at AS DATE)")
    rows = engine.fetch(
        f"""
        SELECT span, sum(n - 1) AS n FROM (
            SELECT {span} AS span, s.space, s.id, s.file, count(*) AS n
            FROM same_id AS s JOIN base AS b USING (lead) WHERE NOT b.supplement GROUP BY ALL
        ) WHERE span IS NOT NULL GROUP BY span
        """
    )
    return {row["span"]: int(row["n"]) for row in rows}


def overlapped_rows(engine: Engine) -> dict[int, int]:
    """Count by file the lead rows that a later export of the same id replaces or fills."""
    rows = engine.fetch(
        """
        SELECT file, count(*) AS n FROM (
            SELECT s.file, f.rank,
                max(f.rank) FILTER (NOT f.supplement) OVER (PARTITION BY s.space, s.id) AS newest
            FROM same_id AS s JOIN files AS f USING (file) WHERE NOT f.supplement
        ) WHERE rank < newest GROUP BY file
        """
    )
    return {row["file"]: row["n"] for row in rows}


def form_leads(engine: Engine, question: Question) -> tuple[int, int]:
    """Count the period's leads of the platforms' forms, and those of them found in the CRM."""
    span = question.span_of("CAST(r.created_at AS DATE)")
    row = engine.fetch(
        f"""
        SELECT count(*) AS forms, count(*) FILTER (
            r.phone IN (SELECT phone FROM lead_view WHERE phone IS NOT NULL)
            OR r.email IN (SELECT email FROM lead_view WHERE email IS NOT NULL)
        ) AS found FROM form_rows AS r WHERE {span} = 0
        """
    )[0]
    return row["forms"], row["found"]


def unlinked_supplements(engine: Engine) -> int:
    """Count rows that only add to leads (no creation date in their file) and belong to none."""
    alone = "SELECT count(*) AS n FROM base ANTI JOIN same_id USING (lead) WHERE supplement"
    return int(engine.fetch(alone)[0]["n"])


def strange_ids(engine: Engine) -> int:
    """Count ids that two lists give to different people on different days: they were kept apart."""
    return int(engine.fetch("SELECT n FROM strange_ids")[0]["n"])


def unlinked_won(engine: Engine, question: Question) -> int:
    """Count the period's won deals that are no loaded lead's sale."""
    closed = question.span_of("CAST(d.closed_at AS DATE)")
    rows = engine.fetch(
        f"SELECT count(*) AS n FROM deal_rows AS d LEFT JOIN deal_links AS l USING (deal)"
        f" WHERE d.status = 'won' AND {closed} = 0 AND coalesce(l.lead NOT IN (SELECT lead FROM won), TRUE)"
    )
    return int(rows[0]["n"])
