"""Money of the funnel: spend, revenue and their quotients, each currency by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.counts import add_up, chosen, sums
from smmfunnel.analysis.estimates import ABSENT, cost_per, plain, quotient
from smmfunnel.dataclass import dataclass
from smmfunnel.results import Awareness, Estimate, Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.analysis.counts import Scope, Sums
    from smmfunnel.facts.values import AdsCell, Facts

THOUSAND = 1000
MIXED = Estimate(None, reason="mixed_currencies")


@dataclass(frozen=True)
class Fee:
    """The agency's fee for the days of the period, in the report's currency."""

    amount: float
    currency: str | None


def currencies(facts: Facts, scope: Scope) -> list[str | None]:
    """List the currencies of the period's spend and revenue; amounts without one join the only other."""
    ads, leads, _ = chosen(facts, scope)
    found: set[str | None] = {cell.currency for cell in ads if cell.figures["spend"] or cell.figures["revenue"]}
    found |= {cell.currency for cell in leads if cell.counts["revenue"]}
    named = sorted(code for code in found if code is not None)
    return [*named] if len(named) == 1 or (named and None not in found) else [*named, None]


def money(facts: Facts, scope: Scope, fee: Fee | None) -> tuple[Money, ...]:
    """Build the money of the period, one for each currency.

    Args:
        facts: the facts.
        scope: which leads count.
        fee: the agency's fee, which makes ROMI whole; without it ROMI is of advertising only.
    """
    codes = currencies(facts, scope)
    ads, leads, visits = chosen(facts, scope)
    result = []
    for code in codes:
        mine = [cell for cell in ads if cell.currency == code or (len(codes) == 1 and cell.currency is None)]
        sold = [cell for cell in leads if cell.currency == code or (len(codes) == 1 and cell.currency is None)]
        total = sums(mine, sold, [])
        whole = sums(ads, leads, visits) if len(codes) == 1 else None
        result.append(_money(code, mine, total, whole=whole, scope=scope, facts=facts, fee=fee))
    return tuple(result)


def _money(
    code: str | None,
    ads: Sequence[AdsCell],
    total: Sums,
    *,
    whole: Sums | None,
    scope: Scope,
    facts: Facts,
    fee: Fee | None,
) -> Money:
    spend = _units(total.spend)
    platform = scope.name in ("platform", "none")
    if platform:
        revenue = _units(total.platform_revenue)
        leads, sales = (
            plain(whole.platform_leads if whole else None),
            plain(whole.platform_sales if whole else None),
        )
        priced: float | None = sales
    else:
        revenue = total.revenue / 1e6 if facts.known.sales and total.priced else None
        leads, sales = (whole.leads, whole.sold) if whole else (None, None)
        priced = total.priced
    qualified = whole.qualified if whole and facts.known.qualified and not platform else None
    costs = spend
    names: tuple[str, ...] = ("advertising",)
    if fee and spend is not None and fee.currency in (None, code):
        costs, names = spend + fee.amount, ("advertising", "agency_fee")
    mixed = whole is None
    return Money(
        currency=code,
        spend=spend,
        revenue=revenue,
        cpm=quotient(spend * THOUSAND if spend is not None else None, plain(total.impressions)),
        cpc=cost_per(spend, plain(total.clicks)),
        cpv=cost_per_view(ads),
        cpl=MIXED if mixed else cost_per(spend, leads),
        cpql=MIXED if mixed else cost_per(spend, qualified),
        cac=MIXED if mixed else cost_per(spend, sales if facts.known.sales or platform else None),
        roas=quotient(revenue, spend),
        romi=quotient(revenue - costs if revenue is not None and costs is not None else None, costs),
        drr=quotient(spend, revenue),
        average_deal=quotient(revenue, priced) if revenue is not None else ABSENT,
        costs=names if costs is not None else (),
        costs_total=costs,
        repeat_revenue=total.repeat_revenue / 1e6 if total.repeat_revenue else None,
    )


def _units(micros: int | None) -> float | None:
    return None if micros is None else micros / 1e6


def cost_per_view(ads: Sequence[AdsCell]) -> Estimate:
    """Cost of a video view, over the campaigns that report views."""
    counted = [cell for cell in ads if cell.figures["video_views"]]
    if not counted:
        return ABSENT
    spend = add_up(cell.figures["spend"] for cell in counted)
    return quotient(_units(spend), plain(add_up(cell.figures["video_views"] for cell in counted)))


def awareness(facts: Facts) -> tuple[Awareness, ...]:
    """Sum up the awareness campaigns of the period, each currency by itself; none where there are none."""
    ads = [cell for cell in facts.ads if cell.span == 0 and cell.awareness]
    result = []
    for code in sorted({cell.currency for cell in ads}, key=lambda c: c or ""):
        cells = [cell for cell in ads if cell.currency == code]
        spend = _units(add_up(cell.figures["spend"] for cell in cells))
        impressions = plain(add_up(cell.figures["impressions"] for cell in cells)) or 0
        result.append(
            Awareness(
                campaigns=len({(cell.platform, cell.campaign_ref) for cell in cells}),
                spend=spend,
                impressions=impressions,
                reach_largest=plain(max((c.reach_largest for c in cells if c.reach_largest is not None), default=None)),
                video_views=plain(add_up(cell.figures["video_views"] for cell in cells)),
                followers=plain(add_up(cell.figures["followers"] for cell in cells)),
                cpm=quotient(spend * THOUSAND if spend is not None else None, impressions),
                cpv=cost_per_view(cells),
                currency=code,
            )
        )
    return tuple(result)
