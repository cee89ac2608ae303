"""Campaigns and ads whose clicks rise while what comes of the clicks falls."""

from __future__ import annotations

from collections import defaultdict
from math import prod
from typing import TYPE_CHECKING

from smmfunnel.analysis.contents import (
    AD,
    CAMPAIGN,
    CLICK,
    LANDING,
    QUALIFIED,
    QUALITY,
    VALID,
    contents,
    spreads,
    summed,
)
from smmfunnel.analysis.estimates import ABSENT, plain, rate
from smmfunnel.analysis.odds import Posterior, chance_not_higher
from smmfunnel.analysis.shrinkage import WORSE, discoveries, fit_prior, too_little
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import Clickbait

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.analysis.contents import Content, Pair, Unit
    from smmfunnel.analysis.shrinkage import Prior
    from smmfunnel.facts.evidence import Evidence
    from smmfunnel.facts.values import Facts
    from smmfunnel.results import Estimate

RISE = 1 / WORSE - 1
FALL = WORSE - 1
"""Shrunken changes that matter: clicks a quarter more, quality a fifth less."""


@dataclass(frozen=True)
class _Judgement:
    """One unit against what it is compared with."""

    click: float | None = None
    quality: float | None = None
    """Changes of the shrunken rates; None where there is too little data."""
    p_value: float | None = None
    """Of "clicks did not rise, or quality did not fall"; None where either cannot be judged."""


@dataclass(frozen=True)
class _Level:
    """All units of one level, and how their rates are shrunk."""

    period: Mapping[Unit, Content]
    reference: Mapping[Unit, Content]
    priors: Mapping[tuple[str | None, str], Prior]
    spread: Mapping[tuple[str | None, str | None, str], float]
    platforms: Mapping[str | None, Sequence[Unit]]
    """Units of the period by platform."""


def clickbait(facts: Facts) -> tuple[Clickbait, ...]:
    """Judge every campaign, then every ad, with leads or clicks in the attribution's period.

    Each is compared with itself in the reference where it was clicked enough then, else with the rest of its platform
    in the period. Rates are shrunk to the platform's units; clicks and landing views count by their overdispersion.
    Flagged are those whose clicks rise by a quarter and quality (views of clicks × valid of contacts × qualified of
    the leads answered in time, as far as known) falls by a fifth, both beyond chance: the larger of the p-value of
    the clicks and the Bonferroni one of the quality's parts passes Benjamini–Hochberg at 0.10 within the level.
    """
    evidence = facts.evidence
    if evidence is None:
        return ()
    found: list[Clickbait] = []
    for name in (CAMPAIGN, AD):
        level = _level(evidence, name)
        judged = {unit: _judge(unit, level) for unit in level.period}
        tested = {unit: one.p_value for unit, one in judged.items() if one.p_value is not None}
        beyond = dict(zip(tested, discoveries(list(tested.values())), strict=True))
        rows = [_row(facts, name, unit, level, judged[unit], beyond=beyond.get(unit, False)) for unit in judged]
        found += sorted(rows, key=lambda row: (not row.flagged, row.too_little, -(row.clicks or 0), str(row.key)))
    return tuple(found)


def _level(evidence: Evidence, name: str) -> _Level:
    period, reference = (contents(evidence.content, name, span) for span in (PERIOD, REFERENCE))
    spread = spreads(evidence.spread)
    platforms: defaultdict[str | None, list[Unit]] = defaultdict(list)
    for unit in period:
        platforms[unit.platform].append(unit)
    pairs: defaultdict[tuple[str | None, str], list[Pair]] = defaultdict(list)
    for units in (period, reference):
        for unit, content in units.items():
            for rated, pair in content.pairs.items():
                if pair[0] <= pair[1]:
                    size = spread.get((unit.platform, unit.campaign, rated), 1.0)
                    pairs[unit.platform, rated].append((pair[0] / size, pair[1] / size))
    priors = {key: fit_prior(found) for key, found in pairs.items()}
    return _Level(period, reference, priors, spread, platforms)


def _judge(unit: Unit, level: _Level) -> _Judgement:
    own = level.period[unit].pairs
    before = level.reference[unit].pairs if unit in level.reference else {}
    if not _comparable(own, before, CLICK):
        before = summed(level.period[other] for other in level.platforms[unit.platform] if other != unit)
    if not _comparable(own, before, CLICK):
        return _Judgement()
    parts = [name for name in QUALITY if _comparable(own, before, name)]
    now, then = ({name: _posterior(unit, name, pairs, level) for name in (CLICK, *parts)} for pairs in (own, before))
    click = now[CLICK].mean / then[CLICK].mean - 1
    if not parts:
        return _Judgement(click)
    quality = prod(now[name].mean / then[name].mean for name in parts) - 1
    fallen = min(1.0, len(parts) * min(chance_not_higher(then[name], now[name]) for name in parts))
    return _Judgement(click, quality, max(chance_not_higher(now[CLICK], then[CLICK]), fallen))


def _comparable(own: Mapping[str, Pair], other: Mapping[str, Pair], name: str) -> bool:
    """Tell whether both sides know a rate and have enough of it to judge."""
    pairs = [side[name] for side in (own, other) if name in side]
    if len(pairs) < 2 or any(above > below for above, below in pairs):  # noqa: PLR2004 - both sides
        return False
    pooled = sum(above for above, _ in pairs) / sum(below for _, below in pairs)
    return not any(too_little(above, below, pooled) for above, below in pairs)


def _posterior(unit: Unit, name: str, pairs: Mapping[str, Pair], level: _Level) -> Posterior:
    size = level.spread.get((unit.platform, unit.campaign, name), 1.0)
    return Posterior.of(*pairs[name], level.priors[unit.platform, name], size)


def _row(facts: Facts, by: str, unit: Unit, level: _Level, judged: _Judgement, *, beyond: bool) -> Clickbait:
    content = level.period[unit]
    name = facts.campaigns.get((unit.platform, unit.campaign)) or unit.campaign
    rises = judged.click is not None and judged.click >= RISE
    falls = judged.quality is not None and judged.quality <= FALL
    has = facts.evidence.has if facts.evidence else {}
    return Clickbait(
        by=by,
        key=name if by == CAMPAIGN else unit.ad,
        platform=unit.platform,
        campaign=name,
        clicks=plain(content.clicks),
        click_rate=_shown(content, CLICK),
        landing_rate=_shown(content, LANDING),
        leads=content.leads,
        valid_rate=_shown(content, VALID) if has.get("contact", False) else ABSENT,
        qualified_rate=_shown(content, QUALIFIED) if facts.known.qualified else ABSENT,
        click_change=judged.click,
        quality_change=judged.quality,
        flagged=beyond and rises and falls,
        too_little=judged.p_value is None,
    )


def _shown(content: Content, name: str) -> Estimate:
    return rate(*content.pairs[name]) if name in content.pairs else ABSENT
