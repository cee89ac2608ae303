"""Accounts that are not judged by sales: awareness campaigns, by what they were bought for, against their targets."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from smmfunnel.analysis.counts import add_up
from smmfunnel.facts.values import PERIOD
from smmfunnel.results import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from smmfunnel.config import Settings
    from smmfunnel.facts.values import AdsCell, Facts

THOUSAND = 1000


def unjudged(facts: Facts, settings: Settings) -> tuple[Note, ...]:
    """Remark on platforms that ran awareness campaigns alone, and on awareness figures that miss their targets.

    Costs are of the awareness campaigns that report what they are divided by; in several currencies there are none.
    """
    by_platform: defaultdict[str | None, list[AdsCell]] = defaultdict(list)
    for cell in facts.ads:
        if cell.span == PERIOD:
            by_platform[cell.platform].append(cell)
    found: list[Note] = []
    for platform in sorted(by_platform, key=lambda name: name or ""):
        cells = by_platform[platform]
        if all(cell.awareness for cell in cells):
            campaigns = len({cell.campaign_ref for cell in cells})
            found.append(Note("not_judged_awareness", campaigns, source=platform, level="info"))
    return (*found, *_missed([cell for cell in facts.ads if cell.span == PERIOD and cell.awareness], settings))


def _missed(cells: Sequence[AdsCell], settings: Settings) -> Iterator[Note]:
    for metric, value, dear in _figures(cells):
        target = settings.targets.get(metric)
        if target is not None and (value > target.value if dear else value < target.value):
            params: Mapping[str, float] = {"value": value, "target": target.value}
            yield Note(f"awareness_{metric}", params=params)


def _figures(cells: Sequence[AdsCell]) -> Iterator[tuple[str, float, bool]]:
    """Name each figure that there is a target for, its value and whether a larger one is worse."""
    one_currency = len({cell.currency for cell in cells}) == 1
    for metric, above, below, times, dear in (
        ("cpm", "spend", "impressions", THOUSAND, True),
        ("cpv", "spend", "video_views", 1, True),
        ("engagement_rate", "engagements", "impressions", 1, False),
    ):
        counted = [cell for cell in cells if cell.figures[above] is not None and cell.figures[below]]
        total = add_up(cell.figures[below] for cell in counted)
        if total and (one_currency or not dear):
            yield metric, times * (add_up(cell.figures[above] for cell in counted) or 0) / total, dear
