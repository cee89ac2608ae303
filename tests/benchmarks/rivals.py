"""The same joins and counts written by hand: DuckDB SQL, Polars and idiomatic pandas.

Each is a program of its own: `python -m tests.benchmarks.rivals NAME FOLDER` prints its totals as JSON. All
normalise phones and e-mails, leave out the same contact within 30 days of the one before, give the deals of such a
lead to the one that stands for it, take the first won deal of each lead, count who is qualified and who still open,
and give leads to campaigns by utm_campaign.
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
        CREATE TABLE repeated AS
        SELECT lead_id, created_at, phone AS contact, 1 AS kind FROM contacts
        WHERE phone IN (SELECT phone FROM contacts GROUP BY phone HAVING count(*) > 1)
        UNION ALL
        SELECT lead_id, created_at, email, 0 FROM contacts
        WHERE email IN (SELECT email FROM contacts GROUP BY email HAVING count(*) > 1);
        CREATE TABLE duplicates AS
        SELECT lead_id, max_by(anchor, kind) AS anchor FROM (
            SELECT kind, lead_id, last_value(CASE WHEN gap <= INTERVAL 30 DAY THEN NULL ELSE lead_id END IGNORE NULLS)
                OVER (PARTITION BY kind, contact ORDER BY created_at, lead_id) AS anchor
            FROM (
                SELECT *, created_at - lag(created_at) OVER (
                    PARTITION BY kind, contact ORDER BY created_at, lead_id
                ) AS gap FROM repeated
            )
        ) WHERE anchor <> lead_id GROUP BY lead_id;
        CREATE TABLE deals AS
        SELECT coalesce(x.anchor, d.lead_id) AS lead_id, d.deal_id, d.status, d.closed_at, d.amount
        FROM read_csv('{folder}/deals.csv', types = {{'lead_id': 'VARCHAR'}}) AS d
        LEFT JOIN duplicates AS x USING (lead_id);
        CREATE TABLE sales AS
        SELECT lead_id, count(*) FILTER (status = 'won') > 0 AS sold,
            arg_min(amount, (closed_at, deal_id)) FILTER (status = 'won') AS amount,
            bool_or(status NOT IN ('won', 'lost')) AS open
        FROM deals GROUP BY lead_id;
        CREATE TABLE counts AS
        SELECT utm_campaign, count(*) AS leads, count(*) FILTER (s.sold) AS sales, sum(s.amount) AS revenue,
            count(*) FILTER (coalesce(s.sold, FALSE) OR c.status = 'qualified') AS qualified,
            count(*) FILTER (NOT coalesce(s.sold, FALSE) AND coalesce(s.open, c.status <> 'lost')) AS open
        FROM contacts AS c ANTI JOIN duplicates USING (lead_id) LEFT JOIN sales AS s USING (lead_id)
        GROUP BY utm_campaign;
        """
    )
    spend = con.execute("SELECT round(sum(spend), 2), sum(impressions), sum(clicks) FROM ads").fetchone()
    counted = con.execute(
        """
        SELECT sum(leads), (SELECT count(*) FROM duplicates), sum(qualified), sum(open), sum(sales), sum(revenue),
            (SELECT sum(leads) FROM counts SEMI JOIN (
                SELECT DISTINCT campaign_id::VARCHAR AS utm_campaign FROM ads) USING (utm_campaign))
        FROM counts
        """
    ).fetchone()
    assert spend
    assert counted
    return _totals(*spend, *counted)


def polars(folder: Path) -> Totals:
    """Lazy frames, streamed where Polars can."""
    import polars as pl

    text = {"lead_id": pl.String, "utm_campaign": pl.String, "phone": pl.String}
    ads = pl.scan_csv(folder / "ads.csv").unique()
    leads = pl.scan_csv(folder / "leads.csv", schema_overrides=text, try_parse_dates=True).select(
        "lead_id",
        "created_at",
        "utm_campaign",
        "status",
        email=pl.col("email").str.strip_chars().str.to_lowercase().hash(),
        phone=("7" + pl.col("phone").str.replace_all("[^0-9]", "").str.tail(10)).hash(),
    )
    held = leads.collect(engine="streaming")

    def repeated(contact: str, kind: int) -> pl.LazyFrame:
        twice = held.lazy().filter(pl.len().over(contact) > 1).sort(contact, "created_at", "lead_id")
        gap = (pl.col("created_at") - pl.col("created_at").shift(1)).over(contact)
        first = pl.when(gap <= pl.duration(days=30)).then(None).otherwise(pl.col("lead_id"))
        anchored = twice.with_columns(anchor=first).with_columns(pl.col("anchor").forward_fill().over(contact))
        return anchored.filter(pl.col("anchor") != pl.col("lead_id")).select("lead_id", "anchor", kind=pl.lit(kind))

    both = pl.concat([repeated("phone", 1), repeated("email", 0)])
    duplicates = (
        both.sort("kind", descending=True).unique("lead_id", keep="first").select("lead_id", "anchor").collect()
    )
    kept = held.lazy().join(duplicates.lazy(), on="lead_id", how="anti")
    deals = (
        pl.scan_csv(folder / "deals.csv", schema_overrides={"lead_id": pl.String}, try_parse_dates=True)
        .join(duplicates.lazy(), on="lead_id", how="left")
        .with_columns(lead_id=pl.coalesce("anchor", "lead_id"), won=pl.col("status") == "won")
        .sort("closed_at", "deal_id")
        .group_by("lead_id")
        .agg(
            sold=pl.col("won").any(),
            amount=pl.col("amount").filter(pl.col("won")).first(),
            deal_open=(~pl.col("status").is_in(["won", "lost"])).any(),
        )
    )
    sold = pl.col("sold").fill_null(value=False)
    is_open = pl.coalesce("deal_open", pl.col("status") != "lost")
    counts = (
        kept.join(deals, on="lead_id", how="left")
        .group_by("utm_campaign")
        .agg(
            leads=pl.len(),
            sales=sold.sum(),
            revenue=pl.col("amount").sum(),
            qualified=(sold | (pl.col("status") == "qualified")).sum(),
            open=(~sold & is_open).sum(),
        )
        .collect(engine="streaming")
    )
    money = ads.select(pl.col("spend").sum().round(2), pl.col("impressions").sum(), pl.col("clicks").sum()).collect()
    known = ads.select(pl.col("campaign_id").cast(pl.String).unique()).collect()
    matched = counts.join(known, left_on="utm_campaign", right_on="campaign_id", how="semi")["leads"].sum()
    names = ("leads", "qualified", "open", "sales", "revenue")
    whole = {name: counts[name].sum() for name in names}
    return _totals(
        *money.row(0),
        whole["leads"],
        len(duplicates),
        whole["qualified"],
        whole["open"],
        whole["sales"],
        whole["revenue"],
        matched,
    )


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
    anchors = []
    for contact in ("phone", "email"):
        twice = leads[leads.duplicated(contact, keep=False)].sort_values([contact, "created_at", "lead_id"])
        gap = twice.groupby(contact)["created_at"].diff()
        anchor = twice["lead_id"].mask(gap <= pd.Timedelta(days=30)).groupby(twice[contact]).ffill()
        anchors.append(anchor[anchor != twice["lead_id"]])
    anchor = anchors[0].combine_first(anchors[1])
    duplicates = pd.Series(anchor.to_numpy(), index=leads.loc[anchor.index, "lead_id"])
    kept = leads[~leads["lead_id"].isin(duplicates.index)]
    deals = pd.read_csv(folder / "deals.csv", dtype={"lead_id": "string"}, parse_dates=["closed_at"])
    deals["lead_id"] = deals["lead_id"].map(duplicates).fillna(deals["lead_id"])
    deals["won"] = deals["status"] == "won"
    deals["deal_open"] = ~deals["status"].isin(["won", "lost"])
    told = deals.groupby("lead_id")[["won", "deal_open"]].any()
    first = deals[deals["won"]].sort_values(["closed_at", "deal_id"]).drop_duplicates("lead_id").set_index("lead_id")
    told["amount"] = first["amount"]
    joined = kept.merge(told, left_on="lead_id", right_index=True, how="left")
    sold = joined["won"].eq(other=True)
    is_open = joined["deal_open"].astype("boolean").fillna(joined["status"] != "lost")
    counts = joined.groupby("utm_campaign")["lead_id"].count()
    known = ads["campaign_id"].astype("string").unique()
    money = ads[["spend", "impressions", "clicks"]].sum()
    return _totals(
        round(float(money["spend"]), 2),
        money["impressions"],
        money["clicks"],
        len(joined),
        len(duplicates),
        (sold | (joined["status"] == "qualified")).sum(),
        (~sold & is_open).sum(),
        sold.sum(),
        joined.loc[sold, "amount"].sum(),
        counts[counts.index.isin(known)].sum(),
    )


_COUNTS = ("impressions", "clicks", "leads", "duplicates", "qualified", "open", "sales", "revenue", "matched")


def _totals(spend: float, *counts: Any) -> Totals:
    return {"spend": spend, **{name: int(count) for name, count in zip(_COUNTS, counts, strict=True)}}


RIVALS: dict[str, Callable[[Path], Totals]] = {"duckdb": duckdb, "polars": polars, "pandas": pandas}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(RIVALS[sys.argv[1]](Path(sys.argv[2]))))
