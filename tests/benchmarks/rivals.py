"""The same joins and counts written by hand: DuckDB SQL, Polars and idiomatic pandas.

Each is a program of its own: `python -m tests.benchmarks.rivals NAME FOLDER` prints its totals as JSON. All
normalise phones and e-mails, leave out the same contact within 30 days of the one before, take the first won
deal of each lead and give leads to campaigns by utm_campaign.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Totals = dict[str, Any]


def duckdb(folder: Path) -> Totals:
    """Plain SQL on read_csv."""
    import duckdb as db

    con = db.connect(config={"memory_limit": "600MB", "temp_directory": str(folder / "tmp"), "threads": 2})
    con.execute("SET preserve_insertion_order = FALSE")
    con.execute(
        f"""
        CREATE TABLE ads AS SELECT DISTINCT * FROM read_csv('{folder}/ads.csv');
        CREATE TABLE leads AS
        SELECT lead_id, created_at, utm_campaign, status, regexp_replace(phone, '[^0-9]', '', 'g') AS digits,
            lower(trim(email)) AS email
        FROM read_csv(
            '{folder}/leads.csv',
            types = {{'lead_id': 'VARCHAR', 'utm_campaign': 'VARCHAR', 'phone': 'VARCHAR'}}
        );
        CREATE TABLE contacts AS
        SELECT lead_id, created_at, utm_campaign, status, hash(email) AS email,
            hash('7' || right(digits, 10)) AS phone FROM leads WHERE length(digits) = 11;
        CREATE TABLE duplicates AS
        SELECT lead_id FROM (
            SELECT lead_id, created_at - lag(created_at) OVER (PARTITION BY phone ORDER BY created_at, lead_id) AS gap
            FROM contacts WHERE phone IN (SELECT phone FROM contacts GROUP BY phone HAVING count(*) > 1)
        ) WHERE gap <= INTERVAL 30 DAY
        UNION
        SELECT lead_id FROM (
            SELECT lead_id, created_at - lag(created_at) OVER (PARTITION BY email ORDER BY created_at, lead_id) AS gap
            FROM contacts WHERE email IN (SELECT email FROM contacts GROUP BY email HAVING count(*) > 1)
        ) WHERE gap <= INTERVAL 30 DAY;
        CREATE TABLE sales AS
        SELECT lead_id, min(closed_at) AS closed_at, arg_min(amount, closed_at) AS amount
        FROM read_csv('{folder}/deals.csv', types = {{'lead_id': 'VARCHAR'}}) WHERE status = 'won' GROUP BY lead_id;
        """
    )
    spend = con.execute("SELECT round(sum(spend), 2), sum(impressions), sum(clicks) FROM ads").fetchone()
    counted = con.execute(
        """
        SELECT count(*) AS leads, count(s.lead_id) AS sales FROM contacts AS c ANTI JOIN duplicates USING (lead_id)
        LEFT JOIN sales AS s USING (lead_id)
        """
    ).fetchone()
    matched = con.execute(
        """
        SELECT sum(n) FROM (
            SELECT utm_campaign, count(*) AS n FROM contacts ANTI JOIN duplicates USING (lead_id) GROUP BY utm_campaign
        ) SEMI JOIN (SELECT DISTINCT campaign_id::VARCHAR AS utm_campaign FROM ads) USING (utm_campaign)
        """
    ).fetchone()
    assert spend
    assert counted
    assert matched
    return _totals(spend[0], spend[1], spend[2], counted[0], int(matched[0]))


def polars(folder: Path) -> Totals:
    """Lazy frames, streamed where Polars can."""
    import polars as pl

    text = {"lead_id": pl.String, "utm_campaign": pl.String, "phone": pl.String}
    ads = pl.scan_csv(folder / "ads.csv").unique()
    leads = pl.scan_csv(folder / "leads.csv", schema_overrides=text, try_parse_dates=True).select(
        "lead_id",
        "created_at",
        "utm_campaign",
        email=pl.col("email").str.strip_chars().str.to_lowercase().hash(),
        phone=("7" + pl.col("phone").str.replace_all("[^0-9]", "").str.tail(10)).hash(),
    )
    held = leads.collect(engine="streaming")

    def repeated(contact: str) -> pl.LazyFrame:
        twice = held.lazy().filter(pl.len().over(contact) > 1).sort(contact, "created_at", "lead_id")
        gap = (pl.col("created_at") - pl.col("created_at").shift(1)).over(contact)
        return twice.filter(gap <= pl.duration(days=30)).select("lead_id")

    duplicates = pl.concat([repeated("phone"), repeated("email")]).unique()
    kept = held.lazy().join(duplicates, on="lead_id", how="anti")
    deals = pl.scan_csv(folder / "deals.csv", schema_overrides={"lead_id": pl.String}, try_parse_dates=True)
    sales = deals.filter(pl.col("status") == "won").sort("closed_at").unique("lead_id", keep="first")
    joined = kept.join(sales, on="lead_id", how="left").group_by("utm_campaign")
    counts = joined.agg(leads=pl.len(), sales=pl.col("amount").count()).collect(engine="streaming")
    money = ads.select(pl.col("spend").sum().round(2), pl.col("impressions").sum(), pl.col("clicks").sum()).collect()
    known = ads.select(pl.col("campaign_id").cast(pl.String).unique()).collect()
    matched = counts.join(known, left_on="utm_campaign", right_on="campaign_id", how="semi")["leads"].sum()
    cost, shown, clicked = money.row(0)
    return _totals(cost, shown, clicked, int(counts["leads"].sum()), int(matched))


def pandas(folder: Path) -> Totals:
    """Frames in memory, as most would write it."""
    import pandas as pd

    ads = pd.read_csv(folder / "ads.csv").drop_duplicates()
    leads = pd.read_csv(
        folder / "leads.csv",
        dtype={"lead_id": "string", "utm_campaign": "string", "phone": "string"},
        parse_dates=["created_at"],
    )
    leads["phone"] = "7" + leads["phone"].str.replace("[^0-9]", "", regex=True).str[-10:]
    leads["email"] = leads["email"].str.strip().str.lower()
    again = pd.Series(data=False, index=leads.index)
    for contact in ("phone", "email"):
        ordered = leads.sort_values(["created_at", "lead_id"])
        gap = ordered.groupby(contact)["created_at"].diff()
        again |= (gap <= pd.Timedelta(days=30)).reindex(leads.index)
    kept = leads[~again]
    deals = pd.read_csv(folder / "deals.csv", dtype={"lead_id": "string"}, parse_dates=["closed_at"])
    sales = deals[deals["status"] == "won"].sort_values("closed_at").drop_duplicates("lead_id")
    joined = kept.merge(sales[["lead_id", "amount"]], on="lead_id", how="left")
    counts = joined.groupby("utm_campaign")["lead_id"].count()
    known = ads["campaign_id"].astype("string").unique()
    matched = int(counts[counts.index.isin(known)].sum())
    money = ads[["spend", "impressions", "clicks"]].sum()
    return _totals(round(float(money["spend"]), 2), int(money["impressions"]), int(money["clicks"]), len(kept), matched)


def _totals(spend: float, impressions: int, clicks: int, leads: int, matched: int) -> Totals:
    return {"spend": spend, "impressions": int(impressions), "clicks": int(clicks), "leads": leads, "matched": matched}


RIVALS: dict[str, Callable[[Path], Totals]] = {"duckdb": duckdb, "polars": polars, "pandas": pandas}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(RIVALS[sys.argv[1]](Path(sys.argv[2]))))
