"""The chain of factors from money to leads, by segment and span: numerators, denominators, overdispersion."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution import stages
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.values import REFERENCE
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from smmfunnel.analysis.attribution.games import BoolArray, FloatArray
    from smmfunnel.analysis.attribution.volumes import Place, Table, Volumes

ORDER = (
    Factor.SPEND,
    Factor.MIX,
    Factor.IMPRESSIONS,
    Factor.CLICKS,
    Factor.CLICKS_SPEND,
    Factor.LANDING,
    Factor.LEAD_RATE,
    Factor.FORM_RATE,
    Factor.CLICK_LEAD,
    Factor.IMPRESSION_LEAD,
    Factor.SPEND_LEAD,
    Factor.CLICK_SALE,
    Factor.DELIVERY,
    Factor.COUNT,
)
"""Factors of the chain, from money to leads."""

KNOWN_EXACTLY = (Factor.SPEND, Factor.MIX)
"""Money is counted, not sampled."""


@dataclass(frozen=True)
class Quotient:
    """One factor in all segments: numerator over denominator in period (first row) and reference (second)."""

    factor: Factor
    applies: BoolArray
    """(segments,): where it does not, the factor is 1 in both spans, and so has no effect."""
    above: FloatArray
    """(2, segments)."""
    below: FloatArray
    """(2, segments); 0 where the rate cannot be told in a span: it then is the other span's."""
    spread: FloatArray
    """(segments,): by how much it varies more over the days than chance alone would make it, at least 1."""

    def overall(self, span: int) -> float | None:
        """The factor over all segments in one span; None where it has no single value."""
        if self.factor is Factor.MIX:
            return None
        above, below = self.above[span][self.applies], self.below[span][self.applies]
        if self.factor is Factor.COUNT:
            return float(above.sum())
        return float(above.sum() / below.sum()) if below.sum() else None


@dataclass(frozen=True)
class Chain:
    """All factors of the chain over the same segments."""

    places: tuple[Place, ...]
    quotients: tuple[Quotient, ...]
    scale: float
    """What the reference's volumes are multiplied by: the period's days over its own."""
    spend: tuple[float | None, float | None]
    """In period and reference (scaled); None in several currencies."""
    borrowed: int
    """Rates that could not be told in a span and were taken from the other."""


def chain(
    table: Table,
    last: str,
    *,
    scale: float,
    spread: Mapping[tuple[Place, Factor], float],
    without: Collection[str] = (),
) -> Chain:
    """Lay down the chain of every segment that had leads (or what the chain ends in) in any span.

    Args:
        table: volumes by segment.
        last: what the chain ends in: leads, platform_leads, or sales where no leads are known.
        scale: what the reference's volumes are multiplied by.
        spread: overdispersion by segment and factor; 1 where it is not there.
        without: stages to leave out everywhere.
    """
    money = _money(table)
    places = tuple(place for place, spans in table.items() if any(getattr(one, last) for one in spans))
    cells: dict[Factor, dict[int, tuple[FloatArray, FloatArray]]] = defaultdict(dict)
    for number, place in enumerate(places):
        spans = table[place]
        form = stages.is_form(spans, site_seen=_site_seen(table, place))
        for found, values in _segment(spans, last, money, form=form, without=without).items():
            cells[found][number] = values
    quotients = tuple(_quotient(found, cells[found], places, scale, spread) for found in ORDER if found in cells)
    # One segment that has all the money has no mix.
    quotients = tuple(one for one in quotients if one.factor is not Factor.MIX or (one.above != one.below).any())
    totals = [total for total in money.values() if total.any()]
    spend = (float(totals[0][0]), float(totals[0][1]) * scale) if len(totals) == 1 else (None, None)
    borrowed = sum(
        int(((part.below == 0) & part.applies & (part.below[::-1] > 0)).sum())
        for part in quotients
        if part.factor not in KNOWN_EXACTLY
    )
    return Chain(places, quotients, scale, spend, borrowed)


def _money(table: Table) -> dict[str | None, FloatArray]:
    """Spend by currency in both spans: amounts of two currencies are never added."""
    found: dict[str | None, FloatArray] = defaultdict(lambda: np.zeros(2))
    for spans in table.values():
        code = currency(spans)
        found[code] += [one.spend or 0.0 for one in spans]
    return found


def currency(spans: tuple[Volumes, Volumes]) -> str | None:
    """Name the currency a segment's money is in."""
    return spans[0].currency or spans[1].currency


def _site_seen(table: Table, place: Place) -> bool:
    return any(
        one.landing_views for other, spans in table.items() if other != place and other[0] == place[0] for one in spans
    )


def _segment(
    spans: tuple[Volumes, Volumes],
    last: str,
    money: Mapping[str | None, FloatArray],
    *,
    form: bool,
    without: Collection[str],
) -> dict[Factor, tuple[FloatArray, FloatArray]]:
    """Numerator and denominator of each factor of one segment, in both spans."""
    values = {
        stage: np.array([getattr(one, stage) or 0.0 for one in spans]) for stage in (*stages.STAGES, stages.SALES)
    }
    count = {Factor.COUNT: (values[last], np.ones(2))}
    passed = stages.path(spans, last, without)
    total = money[currency(spans)]
    if len(passed) == 1 or not (total > 0).all():
        return count
    found = {Factor.SPEND: (total, np.ones(2)), Factor.MIX: (values[stages.SPEND], total)}
    for above, below in pairwise(passed):
        name = stages.factor(above, below, form=form)
        if name is None:
            return count
        found[name] = values[below], values[above]
    return found


def _quotient(
    name: Factor,
    cells: Mapping[int, tuple[FloatArray, FloatArray]],
    places: tuple[Place, ...],
    scale: float,
    spread: Mapping[tuple[Place, Factor], float],
) -> Quotient:
    above, below = np.ones((2, len(places))), np.ones((2, len(places)))
    applies = np.zeros(len(places), dtype=bool)
    for number, (numerator, denominator) in cells.items():
        applies[number] = True
        above[:, number], below[:, number] = numerator, denominator
    if name is Factor.SPEND:
        above[REFERENCE][applies] *= scale
    return Quotient(
        factor=name,
        applies=applies,
        above=above,
        below=below,
        spread=np.array([spread.get((place, name), 1.0) for place in places]),
    )
