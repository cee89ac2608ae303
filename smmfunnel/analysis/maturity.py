"""How long a lead is given to become a sale, and how far the period's leads have been followed.

Never won/(won + lost): an open lead is not lost, and a lost one is followed until today (see `survival`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.estimates import rate
from smmfunnel.analysis.survival import delays_compared, exposure, kaplan_meier
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.evidence import SMM, Horizon
from smmfunnel.facts.values import PERIOD
from smmfunnel.results import Cohort, Estimate, Maturity
from smmfunnel.tables import MICRO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from smmfunnel.analysis.survival import Curve, Delay, Followed
    from smmfunnel.facts.evidence import Compared, Evidence, LagCell

DEFAULT_DAYS = 30
"""Horizon where there are too few sales to choose it."""
WEEK = 7
REACHED = 0.95
"""Share of the sales seen by the longest follow-up that the horizon must hold."""
LONGEST = 0.9
"""The follow-up ends at this quantile of the leads' ages: beyond it too few are left to tell."""
ENOUGH_SALES = 20
"""Below, the distribution of delays is unknown and the default horizon is taken."""
A_FEW_SALES = 5
"""Below, not even the share of sales by each age can be told."""
LEAST_MATURE = 0.3
LEAST_SALES = 3
"""Below either the period's lead→sale rate is not judged."""
MATURE = 0.95
"""From here on a slower cycle cannot look like a lower rate: no more is missing than the horizon leaves out."""
LEAST_DELAYS = 10
"""Sales in either span below which a change of the cycle cannot be seen."""
SHIFTED = 0.10
"""p-value (of both sides) below which the cycle is said to have changed: wide, for the guard is to err by silence."""
FOLLOWED = 20
"""Leads older than the horizon from which on the curve is shown, not the rate adjusted for age."""


@dataclass(frozen=True)
class Judgement:
    """Whether the lead→sale rate of the period may be compared with the reference's."""

    judged: bool
    reason: str | None = None
    """no_leads, too_young, too_few_sales, slower_cycle or untestable_cycle; None where it may."""


def choose_horizon(lags: Sequence[LagCell], compared: Compared, as_of: date | None, asked: int | None) -> Horizon:
    """Choose how many days a lead is given to become a sale, and the share of the sales that come by each age.

    The smallest multiple of seven days by which 95 % of the sales have come that come at all within the longest
    follow-up: the 90th percentile of the ages of the leads before the period. Younger ones count as long as they
    were followed. Leads of advertising alone where they hold 20 sales, else of all sources.

    Args:
        lags: leads of every day by their days until the sale.
        compared: the spans; leads before the period are the ones that tell, else all.
        as_of: until when leads were followed; None without any days.
        asked: the horizon someone asked for, which wins.

    Returns:
        The horizon: asked, from the data, or by default 30 days where fewer than 20 sales tell of their delay.
    """
    if as_of is None:
        return Horizon(asked or DEFAULT_DAYS, "asked" if asked else "default", exposure(kaplan_meier([]), asked or 30))
    told = _telling(lags, compared, as_of)
    curve = kaplan_meier(_followed(told, as_of))
    if asked:
        return Horizon(asked, "asked", _exposure(told, curve, asked))
    if _sales(told) < ENOUGH_SALES:
        return Horizon(DEFAULT_DAYS, "default", _exposure(told, curve, DEFAULT_DAYS))
    days = _horizon(curve, _age_quantile(told, as_of))
    return Horizon(days, "data", _exposure(told, curve, days))


def _horizon(curve: Curve, longest: int) -> int:
    needed = REACHED * (1 - curve.at(longest))
    return next(days for days in range(WEEK, longest + 2 * WEEK, WEEK) if 1 - curve.at(min(days, longest)) >= needed)


def _exposure(told: Sequence[LagCell], curve: Curve, days: int) -> tuple[int, ...]:
    return exposure(curve if _sales(told) >= A_FEW_SALES else kaplan_meier([]), days)


def _telling(lags: Sequence[LagCell], compared: Compared, as_of: date) -> Sequence[LagCell]:
    """Leads that tell how long sales take: before the period and of advertising, if these had sales enough."""
    lags = [cell for cell in lags if cell.day <= as_of]
    before = [cell for cell in lags if cell.day < compared.period.start]
    smm_before = [cell for cell in before if cell.group == SMM]
    smm = [cell for cell in lags if cell.group == SMM]
    return next((cells for cells in (smm_before, before, smm) if _sales(cells) >= ENOUGH_SALES), lags)


def _sales(cells: Sequence[LagCell]) -> int:
    return sum(cell.leads for cell in cells if cell.lag is not None)


def _followed(cells: Sequence[LagCell], as_of: date) -> list[Followed]:
    """Days until the sale, else until today: an age, also for those marked lost."""
    return [
        ((as_of - cell.day).days, False, cell.leads) if cell.lag is None else (cell.lag, True, cell.leads)
        for cell in cells
    ]


def _age_quantile(cells: Sequence[LagCell], as_of: date) -> int:
    ages = sorted(((as_of - cell.day).days, cell.leads) for cell in cells)
    left = LONGEST * sum(leads for _, leads in ages)
    for age, leads in ages:
        left -= leads
        if left <= 0:
            return age
    return 0


def maturity(evidence: Evidence, as_of: date | None) -> Maturity | None:
    """Tell how far the leads of the compared period have been followed; None without leads or days.

    Of advertising alone where it has leads, as the attribution is.
    """
    cells = [cell for cell in evidence.model if cell.span == PERIOD and cell.group == SMM]
    leads, exposed, sales = (sum(getattr(cell, name) for cell in cells) for name in ("leads", "exposure", "sales"))
    if not leads or as_of is None:
        return None
    days = evidence.horizon.days
    own = _of_period(evidence, as_of)
    shift, p_value = _cycle(evidence, as_of)
    return Maturity(
        horizon_days=days,
        chosen=evidence.horizon.chosen,
        share_mature=exposed / MICRO / leads,
        median_lag_days=_median([cell for cell in own if cell.lag is not None and cell.lag <= days]),
        rate=_rate(own, as_of, days, exposed / MICRO, sales),
        cycle_shift=shift,
        cycle_p_value=p_value,
    )


def _of_period(evidence: Evidence, as_of: date) -> list[LagCell]:
    period = evidence.compared.period
    days = (period.start, min(period.end, as_of))
    return [cell for cell in evidence.lags if cell.group == SMM and days[0] <= cell.day <= days[1]]


def _rate(cells: Sequence[LagCell], as_of: date, days: int, exposed: float, sales: int) -> Estimate:
    old = sum(cell.leads for cell in cells if (as_of - cell.day).days >= days)
    if old < FOLLOWED or not sales:
        return rate(sales, exposed)
    curve = kaplan_meier((min(time, days), sold and time <= days, n) for time, sold, n in _followed(cells, as_of))
    low, high = curve.interval(days)
    return Estimate(1 - curve.at(days), 1 - high, 1 - low)


def _median(sold: Sequence[LagCell]) -> float | None:
    lags = sorted((cell.lag or 0, cell.leads) for cell in sold)
    total, so_far, lower = sum(leads for _, leads in lags), 0, None
    for lag, leads in lags:
        so_far += leads
        if lower is None and 2 * so_far >= total:
            lower = lag
        if 2 * so_far > total:
            return ((lag if lower is None else lower) + lag) / 2
    return None


def _cycle(evidence: Evidence, as_of: date) -> tuple[str, float | None]:
    """Compare the delays of the period's sales with earlier ones', of each only what its lead's age lets see."""
    days = evidence.horizon.days
    before = [cell for cell in evidence.lags if cell.day < evidence.compared.period.start]
    smm_before = [cell for cell in before if cell.group == SMM]
    own = _delays(_of_period(evidence, as_of), as_of, days)
    others = _delays(smm_before, as_of, days)
    if min(sum(number for _, _, number in delays) for delays in (own, others)) < LEAST_DELAYS:
        return "untestable", None
    found = delays_compared(own, others)
    if found.p_value >= SHIFTED:
        return "none", found.p_value
    return ("slower" if found.difference > 0 else "faster"), found.p_value


def _delays(cells: Sequence[LagCell], as_of: date, days: int) -> list[Delay]:
    seen = []
    for cell in cells:
        limit = min((as_of - cell.day).days, days)
        if cell.lag is not None and cell.lag <= limit:
            seen.append((cell.lag, limit, cell.leads))
    return seen


def cohorts(evidence: Evidence) -> tuple[Cohort, ...]:
    """Leads by week, with the rate that their sales so far stand for."""
    return tuple(
        Cohort(cell.week, cell.leads, cell.sales, cell.exposure / MICRO, rate(cell.sales, cell.exposure / MICRO))
        for cell in evidence.cohorts
    )


def judgeable(evidence: Evidence, as_of: date | None) -> Judgement:
    """Tell whether the lead→sale rate of the compared period may be judged.

    Not where under 30 % of its sales can have come yet, or there are fewer than three; nor, as long as they have
    not nearly all come, where the sales cycle has grown slower or nobody can tell: that looks just like a lower rate.
    """
    known = maturity(evidence, as_of)
    if known is None or known.share_mature is None:
        return Judgement(judged=False, reason="no_leads")
    sales = sum(cell.sales for cell in evidence.model if cell.span == PERIOD and cell.group == SMM)
    if known.share_mature < LEAST_MATURE:
        return Judgement(judged=False, reason="too_young")
    if sales < LEAST_SALES:
        return Judgement(judged=False, reason="too_few_sales")
    if known.share_mature < MATURE and known.cycle_shift in ("slower", "untestable"):
        return Judgement(judged=False, reason=f"{known.cycle_shift}_cycle")
    return Judgement(judged=True)
