"""The site counter's export: Yandex Metrika, visits by day and utm."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from smmfunnel.demo.dice import Dice
from smmfunnel.demo.sheet import sheet
from smmfunnel.demo.traffic import AdDay, days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

_HEADER = (
    *("Дата визита", "UTM Source", "UTM Medium", "UTM Campaign"),
    *("Визиты", "Посетители", "Отказы", "Глубина просмотра"),
)
_UNTAGGED = 172
"""Visits a day that no ad brought."""

Tag = tuple[str, str, str]


def metrika(shown: Sequence[AdDay], seed: int) -> str:
    """Write Metrika: «Итого и средние» right below the header, shares as fractions."""
    rows = [(day, tag, visits) for day, tag, visits in _by_tag(shown, seed) if visits]
    lines = [(f"{day}", *tag, *_quality(visits, Dice(seed, "site", day, *tag))) for day, tag, visits in rows]
    total = sum(visits for _, _, visits in rows)
    people = sum(int(line[5]) for line in lines)
    return sheet([_HEADER, ("Итого и средние", *[""] * 3, total, round(people * 0.93), "0.241", "1.94"), *lines])


def _quality(visits: int, dice: Dice) -> tuple[int, int, str, str]:
    """Visits, visitors, the share that left at once and pages a visit."""
    visitors = max(1, round(visits * dice.between(0.9, 1.0)))
    return visits, visitors, f"{dice.between(0.15, 0.33):.3f}", f"{dice.between(1.4, 2.6):.2f}"


def _by_tag(shown: Sequence[AdDay], seed: int) -> Iterator[tuple[date, Tag, int]]:
    paid: dict[date, Counter[Tag]] = {day: Counter() for day in days()}
    for row in shown:
        for tag, visits in _tags(row, seed).items():
            paid[row.day][tag] += visits
    for day, counts in paid.items():
        for tag in sorted(counts):
            yield day, tag, counts[tag]
        yield day, ("", "", ""), round(_UNTAGGED * Dice(seed, "untagged", day).between(0.8, 1.2))


def _tags(row: AdDay, seed: int) -> Mapping[Tag, int]:
    """Share an ad's visits among the tags its links carry."""
    campaign = row.ad.group.campaign
    if row.ad.platform == "vk":
        name = "{{campaign_id}}" if row.broken else row.ad.group.id
        return {("vk_ads", "cpc", name): row.visits}
    if row.ad.platform == "yandex":
        return {("yandex", "cpc", campaign.id): row.visits}
    here = Dice(seed, "placement", row.ad.id, row.day).hits(row.visits, 0.7)
    return {
        ("instagram", "paid_social", campaign.linked): here,
        ("facebook", "paid_social", campaign.linked): row.visits - here,
    }
