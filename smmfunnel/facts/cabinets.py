"""What each cabinet shows, and what of it was used: the money side of the reconciliation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.results import Cabinet
from smmfunnel.tables import MICRO

if TYPE_CHECKING:
    from smmfunnel.engines import Engine

_QUERY = """
WITH files AS (
    SELECT platform, currency, sum(spend) AS spend, min(first_day) AS first_day, max(last_day) AS last_day
    FROM ads GROUP BY platform, currency
),
used AS (
    SELECT platform, currency, sum(spend) AS spend, sum(platform_leads) AS platform_leads
    FROM ads_used WHERE span = 0 GROUP BY platform, currency
),
crm AS (
    SELECT platform, sum(leads) AS leads FROM lead_cells
    WHERE span = 0 AND excluded IS NULL AND origin = 'smm' GROUP BY platform
)
SELECT f.platform, f.currency, f.spend AS in_files, u.spend AS used, u.platform_leads, c.leads,
    f.first_day, f.last_day,
    row_number() OVER (PARTITION BY f.platform ORDER BY f.spend DESC NULLS LAST, f.currency) = 1 AS main
FROM files AS f
LEFT JOIN used AS u ON u.platform IS NOT DISTINCT FROM f.platform AND u.currency IS NOT DISTINCT FROM f.currency
LEFT JOIN crm AS c ON c.platform IS NOT DISTINCT FROM f.platform
ORDER BY f.platform, f.currency
"""


def cabinets(engine: Engine, *, crm: bool) -> tuple[Cabinet, ...]:
    """Sum up each platform's files and what of them counts in the period, in their own currency."""
    found = []
    for row in engine.fetch(_QUERY):
        in_files, used = _units(row["in_files"]), _units(row["used"]) or 0.0
        leads = row["platform_leads"]
        found.append(
            Cabinet(
                platform=row["platform"] or "",
                currency=row["currency"],
                spend_in_files=in_files,
                spend_set_aside=None if in_files is None else round(in_files - used, 6),
                spend_used=None if in_files is None else used,
                platform_leads=None if leads is None else _whole(int(leads)),
                crm_leads=int(row["leads"] or 0) if crm and row["main"] else None,
                first_day=row["first_day"],
                last_day=row["last_day"],
            )
        )
    return tuple(found)


def _units(micros: int | None) -> float | None:
    return None if micros is None else int(micros) / MICRO


def _whole(micros: int) -> int | float:
    return micros // MICRO if micros % MICRO == 0 else micros / MICRO
