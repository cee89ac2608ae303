"""Leads that can still be won, by what they are worth if they are handled now."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from smmfunnel.analysis.pricing import SMALLEST, average_deal, kind_of, model_sales, not_below_nought
from smmfunnel.analysis.pricingbasis import prices_of, unpriced
from smmfunnel.results import Estimate, Rescue
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import ResponseClass, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from smmfunnel.analysis.counts import Scope
    from smmfunnel.analysis.leadsale import SaleModel
    from smmfunnel.analysis.pricing import Kind, Prices
    from smmfunnel.config import Settings
    from smmfunnel.facts.evidence import RescueCell
    from smmfunnel.facts.values import Facts

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def rescue(facts: Facts, settings: Settings, scope: Scope, model: SaleModel | None) -> Rescue | None:
    """Count the open and the untouched leads of the funnel and price them; None where there are none."""
    evidence = facts.evidence
    cells = [cell for cell in evidence.rescue if scope.keeps(cell)] if evidence else []
    if not facts.known.statuses:
        # Without any status nobody knows which leads are still open; one that nobody called can be called.
        cells = [cell for cell in cells if cell.untouched]
    leads = sum(cell.leads for cell in cells)
    if evidence is None or not leads:
        return None
    untouched = sum(cell.leads for cell in cells if cell.untouched)
    given = prices_of(facts, model, settings.sla_minutes)
    # Leads nobody answered yet are worth the rate of leads answered this late, known or not by the standard.
    reason = unpriced(Zone.SMM, given, model_sales(evidence.model))
    if given is None or reason:
        return Rescue(leads, untouched, Estimate(None, reason=reason), None)
    draws = {late: _expected(cells, given, evidence.horizon.exposure, untouched=late) for late in (False, True)}
    sales = not_below_nought(draws[False] + draws[True])
    deal = average_deal(cell for cell in evidence.ledger if scope.keeps(cell))
    return Rescue(
        leads=leads,
        untouched=untouched,
        sales=sales,
        money=sales.value * deal if deal and sales.value is not None else None,
        sales_of_untouched=not_below_nought(draws[True]) if untouched else None,
    )


def _expected(cells: Sequence[RescueCell], given: Prices, exposure: Sequence[int], *, untouched: bool) -> FloatArray:
    """Sum the chances of the leads that were answered, or of those that were not, in a fixed order."""
    alike: Counter[tuple[Kind, int]] = Counter()
    for cell in cells:
        if cell.untouched is untouched:
            alike[kind_of(cell), cell.age_days] += cell.leads
    total = 0 * given.model.pooled
    for (kind, age), number in sorted(alike.items(), key=repr):
        total = total + number * chance(given, kind, age, exposure, untouched=untouched)
    return total


def chance(given: Prices, kind: Kind, age: int, exposure: Sequence[int], *, untouched: bool) -> FloatArray:
    """Chance that an unsold lead becomes a sale within the horizon of W days, if it is handled now.

    G(a) is the share of the horizon's sales that come by age a.

    - Touched and open: its clock has run since it came. With p the rate of its kind answered within the standard,
      and unsold at age a, it is p·(1 − G(a)) / (1 − p·G(a)) by Bayes' rule.
    - Untouched: nobody has spoken to it, so its clock starts now, but it is no longer fresh. With p the rate of its
      kind answered this late (within 24 hours on its first day, then later), W − a days are left: p·G(W − a).

    Both fall with age, so that the youngest of a kind come first.

    Args:
        given: prices under the response standard.
        kind: of lead.
        age: days since it came; more than the horizon counts as the horizon.
        exposure: G in millionths by age 0 … W.
        untouched: whether nobody has answered it.

    Returns:
        Shape (1 + draws,), the point first.
    """
    import numpy as np

    last = len(exposure) - 1
    age = min(max(age, 0), last)
    if untouched:
        late = ResponseClass.LATER if age else ResponseClass.WITHIN_24H
        return given.rates(kind, late) * (exposure[last - age] / MICRO)
    rate = given.within(kind) if given.standard else given.mixed(kind, given.usual)
    come = exposure[age] / MICRO
    left: FloatArray = rate * (1 - come) / np.maximum(1 - rate * come, SMALLEST)
    return left
