"""What was tried against the answer itself: unseen causes, placebo, tagging, overload, hours."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution.naming import interval
from smmfunnel.analysis.attribution.placebo import placebo
from smmfunnel.analysis.evalue import e_value, e_value_of_interval
from smmfunnel.analysis.leadsale import Terms
from smmfunnel.facts.evidence import SMM
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import Checks
from smmfunnel.vocabulary import ResponseClass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.analysis.attribution.case import Case
    from smmfunnel.analysis.attribution.games import FloatArray
    from smmfunnel.analysis.leadsale import SaleModel
    from smmfunnel.facts.evidence import ModelCell, TimesCell

LEAST_DAYS = 10
"""Days with leads under which a rank correlation over days says nothing."""
LEAST_LEADS = 100
"""Leads outside working hours under which their own effect of response cannot be told."""
FAST = (ResponseClass.WITHIN_15M, ResponseClass.WITHIN_1H)
SLOW = (ResponseClass.WITHIN_24H, ResponseClass.LATER, ResponseClass.NEVER)
"""Response classes on either side of an hour."""


def checks(case: Case, model: SaleModel | None, *, control: bool) -> Checks:
    """Collect the checks that these data allow.

    Args:
        case: the comparison.
        model: the lead→sale model of the leads of advertising; None where none was fitted.
        control: whether other sources stand beside advertising in the game.
    """
    cells = case.evidence.model
    ratio = risk_ratio(model, cells) if model is not None else None
    return Checks(
        e_value=None if ratio is None else e_value(float(ratio[0])),
        e_value_of_interval=None if ratio is None else e_value_of_interval(*interval(ratio)),
        placebo=placebo(cells, case.draws, case.seed, control=control),
        tagging_drift=case.drift.p_value,
        overload=overload(case.evidence.times),
        off_hours_ratio=_off_hours_ratio(case, model) if model is not None else None,
    )


def risk_ratio(model: SaleModel, cells: Sequence[ModelCell]) -> FloatArray | None:
    """Sale rate of the period's leads were all answered within an hour, over that were all answered later.

    Returns:
        (1 + draws,), the point first; None where handling is not in the model or one side has no leads.
    """
    mine = [cell for cell in cells if cell.group == SMM and cell.span == PERIOD and cell.leads]
    sides = [_weights(mine, classes) for classes in (FAST, SLOW)]
    if not model.responses or not all(sides):
        return None
    kinds: Counter[tuple[str | None, str | None, str]] = Counter()
    for cell in mine:
        kinds[cell.platform, cell.campaign_ref, cell.quality] += cell.leads
    fast, slow = (_standardised(model, kinds, side) for side in sides)
    return fast / slow


def _weights(cells: Sequence[ModelCell], classes: Sequence[ResponseClass]) -> Mapping[ResponseClass, float]:
    """Share of each class among the leads of some classes; empty without such leads."""
    leads: Counter[ResponseClass] = Counter()
    for cell in cells:
        if cell.response in classes:
            leads[cell.response] += cell.leads
    total = leads.total()
    return {kind: leads[kind] / total for kind in classes if leads[kind]}


def _standardised(
    model: SaleModel,
    kinds: Mapping[tuple[str | None, str | None, str], int],
    weights: Mapping[ResponseClass, float],
) -> FloatArray:
    total: FloatArray = np.zeros(len(model.pooled))
    for (platform, campaign, quality), leads in sorted(kinds.items(), key=repr):
        for kind, share in weights.items():
            total += leads * share * model.rates(PERIOD, (platform, campaign), quality, kind)
    return total


def _off_hours_ratio(case: Case, model: SaleModel) -> float | None:
    """Effect of response among leads outside working hours over that of all: those no manager can pick by ear.

    On the logit scale, of answers within an hour against later ones.
    """
    cells = [cell for cell in case.evidence.model if cell.group == SMM and cell.span in (PERIOD, REFERENCE)]
    off = [cell for cell in cells if cell.off_hours]
    sides = [_weights(off, classes) for classes in (FAST, SLOW)]
    if not model.responses or sum(cell.leads for cell in off) < LEAST_LEADS or not all(sides):
        return None
    apart = case.fit(off, Terms(quality=bool(model.qualities), handling=True, control=False))
    whole = _contrast(model, *sides)
    return _contrast(apart, *sides) / whole if apart.responses and whole else None


def _contrast(model: SaleModel, fast: Mapping[ResponseClass, float], slow: Mapping[ResponseClass, float]) -> float:
    slopes = dict(zip(model.responses, model.response[0], strict=True))
    return float(
        sum(share * slopes[kind] for kind, share in fast.items())
        - sum(share * slopes[kind] for kind, share in slow.items())
    )


def overload(times: Sequence[TimesCell]) -> float | None:
    """Spearman's rank correlation of leads a day with the day's median response, the never answered slowest.

    None under ten days, or where all days are alike.
    """
    days = [cell for cell in times if cell.part == "day"]
    if len(days) < LEAST_DAYS:
        return None
    leads = _ranks([float(cell.leads) for cell in days])
    responses = _ranks([float("inf") if cell.p50 is None else float(cell.p50) for cell in days])
    if leads.std() == 0 or responses.std() == 0:
        return None
    return float(np.corrcoef(leads, responses)[0, 1])


def _ranks(values: Sequence[float]) -> FloatArray:
    """Ranks, equal values sharing their mean."""
    ordered = sorted(values)
    last = len(ordered) - 1
    places = {value: (ordered.index(value) + last - ordered[::-1].index(value)) / 2 for value in set(values)}
    return np.array([places[value] for value in values])
