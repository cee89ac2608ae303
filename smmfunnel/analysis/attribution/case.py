"""What every comparison begins with: the facts, the segments, the leads of the model and how far they may speak."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution.draws import LEAD_SALE_STREAM, generator
from smmfunnel.analysis.leadsale import LeadSale, fit
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.evidence import SMM
from smmfunnel.facts.values import PERIOD
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.analysis.attribution.bounds import Answer
    from smmfunnel.analysis.attribution.drift import Drift
    from smmfunnel.analysis.attribution.games import FloatArray
    from smmfunnel.analysis.attribution.ladder import Ladder
    from smmfunnel.analysis.attribution.shares import Game
    from smmfunnel.analysis.attribution.volumes import Place
    from smmfunnel.analysis.counts import Scope
    from smmfunnel.analysis.leadsale import SaleModel, Terms
    from smmfunnel.config import Settings
    from smmfunnel.facts.evidence import Evidence, ModelCell
    from smmfunnel.facts.values import Facts
    from smmfunnel.results import Note


ONLY_WON = "only_won"
"""Why a lead→sale rate is not judged whose open and lost leads are not in the export."""


@dataclass(frozen=True)
class Case:
    """One comparison to be made."""

    facts: Facts
    evidence: Evidence
    settings: Settings
    scope: Scope
    drift: Drift
    draws: int
    judged: str | None
    """Why the period's lead→sale rate may not be judged; None where it may."""

    @property
    def seed(self) -> int:
        """Seed of all random numbers of the run."""
        return self.settings.seed

    @property
    def may_name(self) -> bool:
        """Whether the numbers of leads can be trusted at all: neither tags nor rows of the export got lost."""
        return not self.drift.broken and self.judged != ONLY_WON

    @property
    def lead_sale(self) -> str:
        """How far the way from lead to sale is told.

        judged; unjudged: estimated, and put among what cannot be placed; or held: left at the reference's rate, for
        the leads are too young, or more sales have come than their age allows, to estimate one.
        """
        if self.judged is None:
            return JUDGED
        mine = [cell for cell in self.evidence.model if cell.group == SMM and cell.span == PERIOD]
        beyond = MICRO * sum(cell.sales for cell in mine) > sum(cell.exposure for cell in mine)
        return HELD if self.judged in UNTOLD or beyond else UNJUDGED

    @property
    def advertising(self) -> bool:
        """Whether the leads compared are known to be of advertising, else they are all there are."""
        return self.evidence.has.get("advertising", True)

    def fit(self, cells: Sequence[ModelCell], terms: Terms) -> SaleModel:
        """Fit the lead→sale model with the run's draws and a stream of its own."""
        seed = int(generator(self.seed, LEAD_SALE_STREAM).integers(2**31))
        return fit(cells, terms, draws=self.draws, seed=seed)


@dataclass(frozen=True)
class Setting:
    """A game set up by one kind of reference, ready to be played."""

    game: Game
    answer: Answer
    ladder: Ladder
    level: str
    """campaign, platform or total."""
    amounts: tuple[FloatArray, FloatArray] | None = None
    """Average deal of every segment in reference and period, in every draw."""
    scale: float = 1.0
    notes: tuple[Note, ...] = ()
    leads: tuple[float, float] = (0.0, 0.0)
    """Leads behind the comparison in period and reference, unscaled."""


JUDGED, UNJUDGED, HELD = "judged", "unjudged", "held"
"""What is said of the way from lead to sale, see `Case.lead_sale`."""
UNTOLD = frozenset({ONLY_WON, "too_young", "no_leads"})
"""Why the period's rate of sale is not even estimated, let alone judged."""


def as_far_as_judged(case: Case, found: LeadSale) -> LeadSale:
    """Leave of the lead→sale game what may be said: all of it, its whole as one factor of nobody, or nothing."""
    if case.lead_sale == JUDGED:
        return found
    ends = found.rates[:, :, [0, -1]]
    if case.lead_sale == UNJUDGED:
        return LeadSale((Factor.CONVERSION,), np.ascontiguousarray(ends))
    return LeadSale((), np.ascontiguousarray(ends[:, :, :1]))


def recast(
    cells: Sequence[ModelCell], *, group: str | None, span: int, as_span: int, place: Place = (None, None)
) -> list[ModelCell]:
    """Let the leads of one span and group (None: of all groups) stand for advertising's in another span."""
    return [
        replace(cell, group=SMM, span=as_span, platform=place[0], campaign_ref=place[1], source=None)
        for cell in cells
        if cell.span == span and (group is None or cell.group == group)
    ]


def total(cells: Sequence[ModelCell], span: int, group: str = SMM) -> int:
    """Count the leads of a group in a span."""
    return sum(cell.leads for cell in cells if cell.group == group and cell.span == span)


def sold(cells: Sequence[ModelCell], span: int, group: str = SMM) -> int:
    """Count the sales within the horizon of a group's leads of a span."""
    return sum(cell.sales for cell in cells if cell.group == group and cell.span == span)


def compared_days(evidence: Evidence) -> tuple[int, int | None]:
    """Days of the period and of the reference."""
    period, reference = evidence.compared.period, evidence.compared.reference
    days = (period.end - period.start).days + 1
    return days, (reference.end - reference.start).days + 1 if reference else None
