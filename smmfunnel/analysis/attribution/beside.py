"""Comparisons of the lead→sale rate alone: with the business before SMM began, and with other lead sources."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution.bounds import Answer
from smmfunnel.analysis.attribution.case import Setting, as_far_as_judged, compared_days, recast, sold, total
from smmfunnel.analysis.attribution.ladder import BOTH, ladder
from smmfunnel.analysis.attribution.naming import least_loss
from smmfunnel.analysis.attribution.shares import Game
from smmfunnel.analysis.attribution.spans import rate_levels
from smmfunnel.analysis.attribution.zonemap import zone_map
from smmfunnel.analysis.leadsale import Terms
from smmfunnel.facts.evidence import CONTROL, SMM
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import Note
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.analysis.attribution.case import Case
    from smmfunnel.analysis.attribution.ladder import Ladder
    from smmfunnel.facts.evidence import ModelCell

BEYOND_CHANCE = 1.96


def before(case: Case) -> Setting:
    """Leads of advertising now against the leads of all sources before it began: the steps above are absent."""
    cells = [
        *recast(case.evidence.model, group=SMM, span=PERIOD, as_span=PERIOD),
        *recast(case.evidence.model, group=None, span=REFERENCE, as_span=REFERENCE),
    ]
    rungs = ladder(case.evidence, cells, case.drift, spans=BOTH, control=False)
    days, reference_days = compared_days(case.evidence)
    scale = days / (reference_days or days)
    early = total(case.evidence.model, REFERENCE)
    notes = (Note("before_not_before", early),) if early else ()
    return _alone(case, cells, rungs, Factor.CONVERSION, (*notes, _growth(case, scale)))


def control(case: Case) -> Setting:
    """Leads of advertising against those of the other sources that the same people worked in the same days.

    What all sources share cancels out: the rest is of the leads of advertising alone.
    """
    cells = [
        *recast(case.evidence.model, group=SMM, span=PERIOD, as_span=PERIOD),
        *recast(case.evidence.model, group=CONTROL, span=PERIOD, as_span=REFERENCE),
    ]
    found = ladder(case.evidence, case.evidence.model, case.drift, spans=(PERIOD,), control=True)
    return _alone(case, cells, found, Factor.SPECIFIC, ())


def _alone(case: Case, cells: Sequence[ModelCell], rungs: Ladder, rest: Factor, notes: tuple[Note, ...]) -> Setting:
    """Set up the game of the lead→sale rate at the number of leads there are now."""
    terms = Terms(quality=rungs.terms.quality, handling=rungs.terms.handling, control=False)
    found = as_far_as_judged(case, case.fit(cells, terms).coalitions([(None, None)]))
    players = tuple(rest if player is Factor.CONVERSION else player for player in found.players)
    leads = total(cells, PERIOD)
    game = Game((), (), (), players, np.asarray(found.rates) * leads)
    levels = {
        Factor.CONVERSION: (
            float(found.rates[0, 0, 0]),
            float(found.rates[0, 0, -1]),
        )
    }
    answer = Answer(
        zones=zone_map(case.settings.zones, handling=terms.handling, advertising=case.advertising),
        least=least_loss(float(game.value(period=False)[0])),
        may_name=case.may_name or rest is Factor.SPECIFIC,
        levels=levels if rate_levels(game) else {},
    )
    return Setting(game, answer, rungs, "total", notes=notes, leads=(leads, total(cells, REFERENCE)))


def _growth(case: Case, scale: float) -> Note:
    """Tell whether the other sources brought as much as before: growth, or one source in another's place."""
    cells = [cell for cell in case.evidence.model if cell.span in BOTH]
    others = [[cell for cell in cells if cell.span == span and cell.group != SMM] for span in BOTH]
    leads = [sum(cell.leads for cell in part) for part in others]
    sales = [_expected(part) for part in others]
    chance = sqrt(leads[PERIOD] + scale * scale * leads[REFERENCE])
    fell = leads[PERIOD] - scale * leads[REFERENCE] < -BEYOND_CHANCE * chance
    return Note(
        "before_displacement" if fell else "before_growth",
        params={
            "others_before": round(scale * leads[REFERENCE], 1),
            "others_now": leads[PERIOD],
            "others_sales_before": round(scale * sales[REFERENCE], 1),
            "others_sales_now": round(sales[PERIOD], 1),
            "smm_now": total(cells, PERIOD),
            "smm_sales_now": sold(cells, PERIOD),
            "sales_before": round(scale * _expected([cell for cell in cells if cell.span == REFERENCE]), 1),
            "sales_now": round(_expected([cell for cell in cells if cell.span == PERIOD]), 1),
        },
        level="info",
    )


def _expected(cells: Sequence[ModelCell]) -> float:
    """Sales within the horizon that leads will have had: their sales so far by their share of exposure."""
    leads, exposure = sum(cell.leads for cell in cells), sum(cell.exposure for cell in cells) / MICRO
    return leads * sum(cell.sales for cell in cells) / exposure if exposure else 0.0
