"""Ad rows resolved: identical ones once, overlapping files by tiles and grain, then summed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from smmfunnel.facts import script
from smmfunnel.facts.coverage import Covered, Plan, plan
from smmfunnel.facts.question import APART
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.tables import METRICS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from smmfunnel.engines import Engine
    from smmfunnel.facts.question import Question

_MONEY = ("spend", "revenue")
_DIMS = {
    "ad_group": "g.name",
    "ad": "n.name",
    "device": "a.device",
    "week": "CASE WHEN date_trunc('week', a.first_day) = date_trunc('week', a.last_day)"
    " THEN CAST(date_trunc('week', a.first_day) AS DATE)::VARCHAR END",
    "month": "CASE WHEN date_trunc('month', a.first_day) = date_trunc('month', a.last_day)"
    " THEN strftime(a.first_day, '%Y-%m') END",
}


_NAMED = {
    "campaign": "LEFT JOIN campaign_of_name AS c"
    " ON c.platform IS NOT DISTINCT FROM a.platform AND c.campaign_key = a.campaign_key",
    "ad_group": "LEFT JOIN group_of_name AS c"
    " ON c.platform IS NOT DISTINCT FROM a.platform AND c.ad_group_key = a.ad_group_key"
    " AND c.campaign_ref IS NOT DISTINCT FROM a.campaign_ref",
    "ad": "LEFT JOIN ad_of_name AS c"
    " ON c.platform IS NOT DISTINCT FROM a.platform AND c.ad_key = a.ad_key"
    " AND c.ad_group_ref IS NOT DISTINCT FROM a.ad_group_ref",
}
"""Joins that find the id of a name."""
_LATEST = "max_by({0}, (coalesce(last_day, DATE '1900-01-01'), {0}))"
_TAGGED = "ad_id IN (SELECT id FROM slots WHERE id IS NOT NULL)"
_TAGGED_BY_NAME = (
    "ad_ref IN (SELECT ad_ref FROM ad_rows WHERE ad_id IN (SELECT id FROM slots WHERE id IS NOT NULL)"
    " OR ad_key IN (SELECT key FROM slots WHERE key IS NOT NULL))"
)
_PLACE_JOINS = {
    "ad_group": "LEFT JOIN ad_groups AS g"
    " ON g.platform IS NOT DISTINCT FROM a.platform AND g.ad_group_ref = a.ad_group_ref",
    "ad": "LEFT JOIN ad_names AS n ON n.platform IS NOT DISTINCT FROM a.platform AND n.ad_ref = a.ad_ref",
}


def refer(engine: Engine, *, all_ads: bool = True) -> None:
    """Give every ad row a reference to its campaign, ad group and ad, and list these by name.

    Of the ads, of which there may be many, only those are listed that a tag may name, unless `all_ads` are needed.
    """
    script.run(engine, "09_slots")
    found = script.query(engine, "10_names")[0]
    rows = engine.fetch("SELECT count(*) AS n FROM ads")[0]["n"]
    twice = engine.repeated("prints_twice", "SELECT print FROM ads WHERE print IS NOT NULL", rows)
    script.run(engine, "11_once" if twice else "11_once_plain")
    # Only a name without its id has to be looked up; without one, a row's references follow from the row alone.
    lacking = [name for name in _NAMED if found[name]]
    parts = {f"{name}_join": _NAMED[name] if name in lacking else "" for name in _NAMED}
    parts |= {f"{name}_named": "c.id" if name in lacking else "NULL" for name in _NAMED}
    parts["ad_group_name"] = _LATEST.format("ad_group") if found["ad_groups"] else "CAST(NULL AS VARCHAR)"
    parts["ad_name"] = _LATEST.format("ad") if found["ads"] else "CAST(NULL AS VARCHAR)"
    parts["ad_wanted"] = "TRUE" if all_ads else _TAGGED_BY_NAME if found["ads"] else _TAGGED
    script.run(engine, "12_places", ad_rows="TABLE" if lacking else "VIEW", **parts)


def place(engine: Engine, *, all_ads: bool = True) -> list[Covered]:
    """Give every ad row its campaign, ad group and ad, and tell what each file covers; see `refer`."""
    refer(engine, all_ads=all_ads)
    return [
        Covered(
            platform=row["platform"],
            account=row["account"],
            file=row["file"],
            daily=row["daily"],
            level=row["level"],
            first=row["first_day"],
            last=row["last_day"],
            campaigns=frozenset(name for name in row["campaigns"] if name is not None),
        )
        for row in engine.fetch(script.text("13_coverage"))
    ]


def choose(engine: Engine, covered: Sequence[Covered], question: Question) -> Mapping[int, Plan]:
    """Choose the files' tiles for each span and keep them as tables; the ads used are then in `ads_used`."""
    covered = sorted(covered, key=lambda c: (c.platform or "", c.file, c.daily, str(c.first), str(c.last)))
    plans = {PERIOD: plan(covered, question.period)}
    if question.reference:
        plans[REFERENCE] = plan(covered, question.reference)
    plans |= {number: plan(covered, days) for number, days in question.apart.items()}
    engine.run(
        "CREATE TABLE file_groups (file INTEGER, platform VARCHAR, grp INTEGER);"
        "CREATE TABLE tiles (span INTEGER, grp INTEGER, daily BOOLEAN, first_day DATE, last_day DATE);"
    )
    groups = plans[PERIOD].groups.items()
    script.insert(
        engine, "file_groups", (f"{file}, {script.quoted(platform)}, {number}" for (file, platform), number in groups)
    )
    script.insert(engine, "tiles", (row for span, chosen in plans.items() for row in _tiles(span, chosen)))
    script.run(engine, "14_ads_tiled")
    shared = max(Counter(number for _, number in groups).values(), default=0) > 1
    if shared and engine.fetch("SELECT count(*) AS n FROM ads_met")[0]["n"]:
        _settle(engine)
    else:
        script.run(engine, "14_ads_apart", names=", ".join(METRICS))
    return plans


def _settle(engine: Engine) -> None:
    """Use, of rows that several files have, those of the finest grain and of the latest export."""
    metrics = ",\n    ".join(
        f"CASE WHEN rank = max(rank) FILTER ({m} IS NOT NULL) OVER equal_key THEN {m} END AS {m}" for m in METRICS
    )
    same = (f"m.{name} IS NOT DISTINCT FROM a.{name}" for name in ("platform", "first_day", "last_day"))
    script.run(
        engine,
        "14_ads_met",
        metrics=metrics,
        names=", ".join(METRICS),
        told=", ".join(m for m in METRICS if m != "reach"),
        same_days=" AND ".join(["m.grp = a.grp", *same]),
    )


def add_tiles(engine: Engine, span: int, chosen: Plan, group: int | None = None) -> None:
    """Append the tiles of a plan to the table `tiles`, under their own group or the one given."""
    script.insert(engine, "tiles", _tiles(span, chosen, group))


def _tiles(span: int, chosen: Plan, group: int | None = None) -> Iterator[str]:
    for tile in chosen.tiles:
        days = ", ".join("NULL" if d is None else f"DATE '{d.isoformat()}'" for d in (tile.first, tile.last))
        number = tile.group if group is None else group
        yield f"{span}, {number}, {tile.daily}, {days}"


def awareness(engine: Engine, named: Callable[[str], bool]) -> list[tuple[str | None, str]]:
    """List the campaigns for attention: by objective without a lead of their own, or by the config's names."""
    rows = engine.fetch(
        """
        SELECT r.platform, r.campaign_ref, coalesce(c.name, c.campaign_id) AS name,
            coalesce(bool_or(r.objective = 'awareness'), FALSE)
                AND coalesce(sum(r.platform_leads), 0) = 0
                AND NOT coalesce(bool_or(r.objective <> 'awareness'), FALSE) AS aware
        FROM ad_campaigns AS r JOIN campaigns AS c
            ON c.platform IS NOT DISTINCT FROM r.platform AND c.campaign_ref = r.campaign_ref
        GROUP BY ALL ORDER BY ALL
        """
    )
    return [(row["platform"], row["campaign_ref"]) for row in rows if row["aware"] or named(row["name"] or "")]


def total(engine: Engine, question: Question) -> None:
    """Sum the ads used into `ads_cells`."""
    dims = ", ".join(f"{_DIMS[dim]} AS dim_{dim}" for dim in question.ads_dims()) or "NULL AS dim_none"
    sums = ",\n    ".join(f"CAST(sum(a.{metric}) AS BIGINT) AS {metric}" for metric in METRICS if metric not in _MONEY)
    joins = "\n".join(join for dim, join in _PLACE_JOINS.items() if dim in question.ads_dims())
    script.run(engine, "15_ads_facts", dims=dims, sums=sums, joins=joins)


def left_out(engine: Engine, question: Question) -> dict[int, dict[str, int]]:
    """Count the ad rows of each file that are not used: identical elsewhere, overlapped, or of other days.

    Files of which every row is used may be left out.
    """
    if script.query(engine, "16_all_used")[0]["whole"]:
        return {}
    period = question.span_of("r.first_day")
    # A row may count in the period and in the reference.
    once = 'DISTINCT "row"' if question.reference else "*"
    rows = engine.fetch(
        f"""
        WITH raw AS (SELECT file, count(*) AS n FROM ads GROUP BY file),
        once AS (SELECT file, count(*) AS n FROM ads_once GROUP BY file),
        used AS (
            SELECT file, count({once}) AS n FROM ads_used WHERE counted AND span < {APART} GROUP BY file
        ),
        near AS (
            SELECT file, count(*) AS n FROM ad_rows AS r
            WHERE {period} IS NOT NULL OR {question.span_of("r.last_day")} IS NOT NULL GROUP BY file
        )
        SELECT raw.file, raw.n AS raw, coalesce(once.n, 0) AS once, coalesce(used.n, 0) AS used,
            coalesce(near.n, 0) AS near
        FROM raw LEFT JOIN once USING (file) LEFT JOIN used USING (file) LEFT JOIN near USING (file)
        """
    )
    counts: dict[int, dict[str, int]] = {}
    for row in rows:
        inside = max(row["near"], row["used"])
        found = {
            "duplicate": row["raw"] - row["once"],
            "overlap": inside - row["used"],
            "outside": row["once"] - inside,
        }
        counts[row["file"]] = {why: n for why, n in found.items() if n}
    return counts
