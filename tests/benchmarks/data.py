"""A made-up business of any size: ads, leads and deals as the generic formats write them, from one seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

if TYPE_CHECKING:
    from pathlib import Path

CAMPAIGNS = 400
ADS = 200_000
DAYS = 365
CHUNK = 1_000_000
FIRST = np.datetime64("2025-09-01")
TWICE = 0.03
"""Share of leads that repeat the contact of the lead before them."""
SOLD = 0.05
_PLAIN = pa_csv.WriteOptions(quoting_style="needed")


def write(folder: Path, leads: int, seed: int = 7) -> None:
    """Write ads.csv, leads.csv and deals.csv."""
    random = np.random.default_rng(seed)
    _ads(folder / "ads.csv", random)
    numbers = np.empty(0, dtype=np.int64)
    with (
        pa_csv.CSVWriter(folder / "leads.csv", _LEADS, write_options=_PLAIN) as lead_file,
        pa_csv.CSVWriter(folder / "deals.csv", _DEALS, write_options=_PLAIN) as deal_file,
    ):
        for start in range(0, leads, CHUNK):
            numbers = np.arange(start, min(start + CHUNK, leads))
            created = random.integers(0, DAYS * 86_400, len(numbers))
            lead_file.write_table(_leads(numbers, created, random))
            deal_file.write_table(_deals(numbers, created, random))


def _ads(path: Path, random: np.random.Generator) -> None:
    days = FIRST + random.integers(0, DAYS, ADS)
    campaign = random.integers(0, CAMPAIGNS, ADS)
    shown = random.integers(100, 20_000, ADS)
    clicks = random.binomial(shown, 0.012)
    table = pa.table(
        {
            "day": pa.array(days).cast(pa.string()),
            "platform": pa.array(["vk"] * ADS),
            "campaign_id": pa.array(campaign + 120_000_000).cast(pa.string()),
            "campaign": _named("Campaign ", campaign),
            "ad_id": pa.array(np.arange(ADS) + 500_000_000).cast(pa.string()),
            "impressions": shown,
            "clicks": clicks,
            "spend": pa.array(np.round(clicks * random.uniform(5, 40, ADS), 2)),
            "currency": pa.array(["RUB"] * ADS),
        }
    )
    pa_csv.write_csv(table, path, write_options=_PLAIN)


_LEADS = pa.schema(
    [
        (name, pa.string())
        for name in ("lead_id", "created_at", "phone", "email", "utm_source", "utm_campaign", "manager", "status")
    ]
)
_DEALS = pa.schema(
    [(name, pa.string()) for name in ("deal_id", "lead_id", "status", "closed_at", "amount", "currency")]
)


def _leads(numbers: np.ndarray, created: np.ndarray, random: np.random.Generator) -> pa.Table:
    person = np.where(random.random(len(numbers)) < TWICE, numbers - 1, numbers)
    digits = pc.utf8_lpad(pa.array(person % 10_000_000).cast(pa.string()), 7, "0")
    code = pa.array(900 + person // 10_000_000 % 60).cast(pa.string())
    phone = pc.binary_join_element_wise("+7", code, digits, "")
    odd = pc.binary_join_element_wise("8 (", code, ") ", digits, "")
    phone = pc.if_else(pa.array(random.random(len(numbers)) < 0.5), phone, odd)
    campaign = random.integers(0, CAMPAIGNS + 40, len(numbers))
    return pa.table(
        [
            pa.array(numbers).cast(pa.string()),
            pa.array(FIRST.astype("datetime64[s]") + created).cast(pa.timestamp("s")).cast(pa.string()),
            phone,
            pc.binary_join_element_wise(_named("person", person), "@example.ru", ""),
            pa.array(np.array(["vk", "vk_ads"])[random.integers(0, 2, len(numbers))]),
            pa.array(campaign + 120_000_000).cast(pa.string()),
            _named("Manager ", random.integers(0, 40, len(numbers))),
            pa.array(np.array(["new", "in progress", "lost", "qualified"])[random.integers(0, 4, len(numbers))]),
        ],
        schema=_LEADS,
    )


def _deals(numbers: np.ndarray, created: np.ndarray, random: np.random.Generator) -> pa.Table:
    chosen = random.random(len(numbers)) < SOLD
    sold = numbers[chosen]
    closed = FIRST.astype("datetime64[s]") + created[chosen] + random.integers(3_600, 40 * 86_400, len(sold))
    return pa.table(
        [
            _named("d", sold),
            pa.array(sold).cast(pa.string()),
            pa.array(np.array(["won", "lost"])[random.integers(0, 2, len(sold))]),
            pa.array(closed).cast(pa.timestamp("s")).cast(pa.string()),
            pa.array(random.integers(1_000, 90_000, len(sold))).cast(pa.string()),
            pa.array(["RUB"] * len(sold)),
        ],
        schema=_DEALS,
    )


def _named(prefix: str, numbers: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise(prefix, pa.array(numbers).cast(pa.string()), "")
