"""The resolved tables row by row: what counts in the funnel, and what was set aside of the leads.

No column holds a contact or the hash of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.facts import leads, script
from smmfunnel.tables import CRM, METRICS, MICRO

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from smmfunnel.engines import Engine
    from smmfunnel.facts.leads import Loaded
    from smmfunnel.facts.load import LoadedFile
    from smmfunnel.facts.question import Question
    from smmfunnel.facts.values import Facts

_MONEY = ("spend", "revenue")
_TAG = (
    *("source", "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"),
    *("campaign_id", "campaign", "ad_group_id", "ad_group", "ad_id", "ad", "click_platform"),
)
"""What a row itself names of the way it came."""
_TAG_COLUMNS = ", ".join(f"t.{name}" for name in _TAG)
_MATCH_COLUMNS = (
    "m.origin, m.platform, m.method AS matched_by, m.campaign_ref, coalesce(c.name, c.campaign_id) AS matched_campaign,"
    " coalesce(g.name, g.ad_group_id) AS matched_ad_group, coalesce(n.name, n.ad_id) AS matched_ad"
)
"""The place in the loaded ads that the row was found to belong to."""
_TAG_JOINS = """
JOIN tags AS t ON t.tag = a.tag JOIN tag_match AS m ON m.tag = a.tag
LEFT JOIN campaigns AS c ON c.platform IS NOT DISTINCT FROM m.platform AND c.campaign_ref = m.campaign_ref
LEFT JOIN ad_groups AS g ON g.platform IS NOT DISTINCT FROM m.platform AND g.ad_group_ref = m.ad_group_ref
LEFT JOIN ad_names AS n ON n.platform IS NOT DISTINCT FROM m.platform AND n.ad_ref = m.ad_ref
"""
_AMOUNT_CURRENCY = (
    'CASE WHEN a.amount IS NOT NULL THEN coalesce(money."into", a.currency, (SELECT currency FROM settings)) END'
)


@dataclass(frozen=True)
class Resolved:
    """The open engine after everything was resolved and counted, and what belongs to it."""

    engine: Engine
    loaded: Sequence[LoadedFile]
    tables: Loaded
    question: Question
    facts: Facts


@dataclass(frozen=True)
class RowTables:
    """A table for each kind of row; the order of rows depends on their content alone."""

    ads: pa.Table
    visits: pa.Table
    leads: pa.Table
    deals: pa.Table
    touches: pa.Table


def row_tables(resolved: Resolved) -> RowTables:
    """List the rows of every kind; needs a run without a period."""
    engine = resolved.engine
    _name_files(engine, resolved.loaded)
    script.run(engine, "70_stand_ins")
    whole = {"tag_columns": _TAG_COLUMNS, "match_columns": _MATCH_COLUMNS, "tag_joins": _TAG_JOINS}
    money = {"amount": _units("amount", money=True), "amount_currency": _AMOUNT_CURRENCY}
    metrics = ",\n    ".join(_units(name, money=name in _MONEY) for name in METRICS)
    _list_leads(resolved)
    span = resolved.question.span_of
    return RowTables(
        ads=script.table(engine, "71_list_ads", metrics=metrics),
        visits=script.table(engine, "72_list_visits", visits=_units("visits"), **whole),
        leads=script.table(engine, "73_list_leads", **_lead_parts(resolved), **whole, **money),
        deals=script.table(
            engine, "74_list_deals", span=span("CAST(a.created_at AS DATE)"), tag_columns=_TAG_COLUMNS, **money
        ),
        touches=script.table(engine, "75_list_touches", span=span('CAST(a."at" AS DATE)')),
    )


def _name_files(engine: Engine, loaded: Sequence[LoadedFile]) -> None:
    engine.run("CREATE TABLE file_names (file INTEGER, name VARCHAR)")
    rows = ", ".join(f"({item.number}, {script.quoted(item.scan.found.display)})" for item in loaded)
    engine.run(f"INSERT INTO file_names VALUES {rows}")


def _units(name: str, *, money: bool = False) -> str:
    """SQL for a figure in whole units, money in the report's currency where there is a rate."""
    value = (
        f"CASE WHEN money.rate IS NULL THEN a.{name} ELSE round(a.{name} * money.rate) END" if money else f"a.{name}"
    )
    return f"CAST({value} AS DOUBLE) / {MICRO} AS {name}"


def _list_leads(resolved: Resolved) -> None:
    columns = ", ".join(["lead", *(name for name in CRM if name != "row")])
    span = resolved.question.span_of("CAST(v.created_at AS DATE)")
    script.run(resolved.engine, "73_lead_list", columns=columns, id=resolved.tables.identity, span=span)


def _lead_parts(resolved: Resolved) -> dict[str, str]:
    known = resolved.facts.known
    said = leads.said(resolved.tables, resolved.question, created_by=False)
    parts = ("joins", "tag", "state", "qualified", "responded", "manager", "status", "reason", "closed_at")
    return {
        **{name: said[name] for name in (*parts, "first_at", "attempts")},
        **{name: f"CAST(a.{name} AS DOUBLE) / {MICRO} AS {name}" for name in ("revenue", "repeat_revenue")},
        "contacted_known": str(known.contacted).upper(),
        "qualified_known": str(known.qualified).upper(),
        "sales_known": str(known.sales).upper(),
    }
