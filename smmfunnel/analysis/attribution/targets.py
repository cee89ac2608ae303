"""The comparison with a plan: rates of the configuration in the reference's place, the rest as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution import deals, stages
from smmfunnel.analysis.attribution.bounds import Answer
from smmfunnel.analysis.attribution.case import Setting
from smmfunnel.analysis.attribution.chain import chain
from smmfunnel.analysis.attribution.draws import PRIOR, TARGET_STREAM, draw, generator
from smmfunnel.analysis.attribution.ladder import ladder
from smmfunnel.analysis.attribution.naming import least_loss
from smmfunnel.analysis.attribution.shares import Game
from smmfunnel.analysis.attribution.spans import counted_rates, end_of, rate_levels
from smmfunnel.analysis.attribution.spread import overdispersion
from smmfunnel.analysis.attribution.volumes import regrained, volumes
from smmfunnel.analysis.attribution.zonemap import zone_map
from smmfunnel.analysis.leadsale import Terms
from smmfunnel.config.targets import Target
from smmfunnel.facts.values import PERIOD
from smmfunnel.results import Note
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from smmfunnel.analysis.attribution.case import Case
    from smmfunnel.analysis.attribution.chain import Chain
    from smmfunnel.analysis.attribution.games import FloatArray
    from smmfunnel.analysis.attribution.volumes import Table

COSTS = {"cpc": Factor.CLICKS_SPEND, "cpl": Factor.SPEND_LEAD}
"""Targets that are a quotient of the chain turned round."""

ASIDE = frozenset({"cpm", "cpv", "reach", "engagement_rate", "qualified_rate", "cac"})
"""Targets that no factor of the chain to a sale stands for; `cpm` comes as impressions a unit of money too."""

MERGED: tuple[tuple[Factor, tuple[str, ...]], ...] = (
    (Factor.CLICKS_SPEND, (stages.IMPRESSIONS,)),
    (Factor.CLICK_LEAD, (stages.VIEWS,)),
    (Factor.IMPRESSION_LEAD, (stages.CLICKS, stages.VIEWS)),
    (Factor.SPEND_LEAD, (stages.IMPRESSIONS, stages.CLICKS, stages.VIEWS)),
)
"""Factors that span several steps, and the stages that are then left out."""

TOUCHING: dict[str, frozenset[Factor]] = {
    stages.IMPRESSIONS: frozenset({Factor.IMPRESSIONS, Factor.CLICKS, Factor.IMPRESSION_LEAD}),
    stages.CLICKS: frozenset({Factor.CLICKS, Factor.CLICKS_SPEND, Factor.LANDING, Factor.CLICK_LEAD, Factor.FORM_RATE}),
    stages.VIEWS: frozenset({Factor.LANDING, Factor.LEAD_RATE}),
}
"""Factors that need a stage."""


def set_up(case: Case) -> Setting:
    """Set up the game of the period against the targets, over all campaigns as one."""
    named, unused = by_factor(case.settings.targets)
    table, last = _table(case)
    links = chain(
        table,
        last,
        scale=1.0,
        spread=overdispersion(case.evidence.spread, "total"),
        without=left_out(named),
    )
    rungs = ladder(case.evidence, case.evidence.model, case.drift, spans=(PERIOD,), control=False)
    before, after = draw(links, case.draws, case.seed)
    factors = tuple(quotient.factor for quotient in links.quotients)
    levels: dict[Factor, tuple[float | None, float | None]] = {}
    met = {factor: target for factor, target in named.items() if factor in factors}
    for number, factor in enumerate(factors):
        before[number] = after[number].copy()
        if factor in met:
            before[number] = target_draws(met[factor], factor, case.draws, case.seed)[:, None]
        levels[factor] = float(before[number][0, 0]), float(after[number][0, 0])
    rates = _rates(case, links, table, last)
    players: tuple[Factor, ...] = ()
    if Factor.CONVERSION in named and last != stages.SALES and case.judged is None:
        planned = target_draws(named[Factor.CONVERSION], Factor.CONVERSION, case.draws, case.seed)
        rates = np.concatenate([np.broadcast_to(planned[:, None, None], rates.shape), rates], axis=2)
        players = (Factor.CONVERSION,)
        met[Factor.CONVERSION] = named[Factor.CONVERSION]
    game = Game(factors, tuple(before), tuple(after), players, rates)
    amounts = _amounts(case, named, table, links)
    unused = [*unused, *(factor.value for factor in named if factor not in met and factor is not Factor.DEAL)]
    answer = Answer(
        zones=zone_map(case.settings.zones, handling=rungs.terms.handling, advertising=case.advertising),
        least=least_loss(float(game.value(period=False)[0])),
        may_name=case.may_name,
        levels={**levels, **rate_levels(game)},
        silent=frozenset([Factor.DEAL]) if amounts else frozenset(),
    )
    leads = sum(getattr(spans[PERIOD], last) or 0.0 for spans in table.values())
    notes = (
        (Note("targets_unused", len(unused), params={"targets": ", ".join(unused)}, level="info"),) if unused else ()
    )
    return Setting(game, answer, rungs, "total", amounts, notes=notes, leads=(leads, leads))


def by_factor(targets: Mapping[str, Target]) -> tuple[dict[Factor, Target], list[str]]:
    """Turn the configuration's targets into factors of the chain; list those that are none.

    Example:
        >>> by_factor({"cpl": Target(500.0), "reach": Target(1e5)})
        ({<Factor.SPEND_LEAD: 'leads_per_spend'>: Target(value=0.002, successes=None, trials=None)}, ['reach'])
    """
    found: dict[Factor, Target] = {}
    unused = []
    for name in sorted(targets):
        if name in COSTS:
            found[COSTS[name]] = Target(1 / targets[name].value)
        elif name in ASIDE:
            if name != "cpm":
                unused.append(name)
        else:
            found[Factor(name)] = targets[name]
    return found, unused


def left_out(named: Collection[Factor]) -> frozenset[str]:
    """List the stages to leave out, so that a target of several steps finds its factor.

    A target of one of the steps goes before a target of them all.
    """
    without: set[str] = set()
    for factor, between in MERGED:
        if factor in named and not any(TOUCHING[stage] & (set(named) - {factor}) for stage in between):
            without.update(between)
    return frozenset(without)


def target_draws(target: Target, factor: Factor, draws: int, seed: int) -> FloatArray:
    """Draw a target: without sampling error, unless it is given as counts.

    Returns:
        (1 + draws,), the point first.
    """
    values = np.full(1 + draws, target.value)
    if target.successes is not None and target.trials is not None:
        rng = generator(seed, TARGET_STREAM, list(Factor).index(factor))
        if target.successes <= target.trials:
            values[1:] = rng.beta(target.successes + PRIOR, target.trials - target.successes + PRIOR, size=draws)
        else:
            values[1:] = rng.standard_gamma(target.successes + PRIOR, size=draws) / target.trials
    return values


def _table(case: Case) -> tuple[Table, str]:
    cells = regrained(case.evidence.model, "total")
    table = volumes(case.facts, case.scope, "total", cells)
    both = {place: (spans[PERIOD], spans[PERIOD]) for place, spans in table.items()}
    return both, end_of(both, crm=case.facts.known.crm)


def _rates(case: Case, links: Chain, table: Table, last: str) -> FloatArray:
    """Sale rate of the period's leads: (1 + draws, 1, 1)."""
    if not case.facts.known.crm:
        return counted_rates(case, links, table, last).rates[:, :, -1:]
    cells = [cell for cell in regrained(case.evidence.model, "total") if cell.span == PERIOD]
    model = case.fit(cells, Terms(quality=False, handling=False, control=False))
    return np.asarray(model.coalitions(links.places).rates)[:, :, -1:]


def _amounts(
    case: Case, named: Mapping[Factor, Target], table: Table, links: Chain
) -> tuple[FloatArray, FloatArray] | None:
    cells = regrained(case.evidence.model, "total")
    crm = case.facts.known.crm
    found = deals.from_cells(cells, links.places) if crm else deals.from_table(table, links.places)
    found = deals.of_period(found)
    if not deals.known(found):
        return None
    _, now = deals.deal_draws(found, case.draws, case.seed)
    if Factor.DEAL not in named:
        return now, now
    return target_draws(named[Factor.DEAL], Factor.DEAL, case.draws, case.seed)[:, None], now
