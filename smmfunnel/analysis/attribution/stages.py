"""Which stages of the funnel a segment has in both spans, and the factors between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from smmfunnel.analysis.attribution.volumes import Volumes

SPEND, IMPRESSIONS, CLICKS, VIEWS = "spend", "impressions", "clicks", "landing_views"
PLATFORM_LEADS, LEADS, SALES = "platform_leads", "leads", "sales"

STAGES = (SPEND, IMPRESSIONS, CLICKS, VIEWS, PLATFORM_LEADS, LEADS)
"""From money down to the leads; names of fields of `Volumes`."""

_FACTORS: dict[tuple[str, str], Factor] = {
    (SPEND, IMPRESSIONS): Factor.IMPRESSIONS,
    (SPEND, CLICKS): Factor.CLICKS_SPEND,
    (SPEND, LEADS): Factor.SPEND_LEAD,
    (IMPRESSIONS, CLICKS): Factor.CLICKS,
    (IMPRESSIONS, LEADS): Factor.IMPRESSION_LEAD,
    (CLICKS, VIEWS): Factor.LANDING,
    (CLICKS, LEADS): Factor.CLICK_LEAD,
    (CLICKS, SALES): Factor.CLICK_SALE,
    (VIEWS, LEADS): Factor.LEAD_RATE,
    (PLATFORM_LEADS, LEADS): Factor.DELIVERY,
}
"""The factor between a stage and the next present one; platform leads stand where leads would."""

MORE_THAN_ONE = frozenset(
    {Factor.IMPRESSIONS, Factor.CLICKS_SPEND, Factor.SPEND_LEAD, Factor.DELIVERY, Factor.COUNT, Factor.MIX}
)
"""Quotients that are no share of what stands below."""


def path(spans: Sequence[Volumes], last: str, without: Collection[str] = ()) -> tuple[str, ...]:
    """List the stages a segment can be followed through, in the same way in every span it was active in.

    A stage that is not reported in a span, or stands at nought there while a later one does not, is left out:
    its neighbours' factors merge. Landing views are only followed from clicks.

    Args:
        spans: its volumes in period and reference.
        last: the stage the path ends in: leads, platform_leads or sales.
        without: stages to leave out.

    Returns:
        Stages from spend to `last`; `last` alone where spend cannot be followed.
    """
    ends = STAGES if last == LEADS else (*STAGES[: STAGES.index(PLATFORM_LEADS)], last)
    active = [volumes for volumes in spans if volumes.active]
    followed = [stage for stage in ends if stage == last or (stage not in without and _holds(stage, ends, active))]
    if SPEND not in followed:
        return (last,)
    if CLICKS not in followed and VIEWS in followed:
        followed.remove(VIEWS)
    return tuple(followed)


def _holds(stage: str, stages: Sequence[str], active: Sequence[Volumes]) -> bool:
    later = stages[stages.index(stage) + 1 :]
    for volumes in active:
        here = getattr(volumes, stage)
        if here is None or here < 0 or (here == 0 and any(getattr(volumes, name) for name in later)):
            return False
    return any(getattr(volumes, stage) for volumes in active)


def factor(above: str, below: str, *, form: bool) -> Factor | None:
    """Name the factor between two stages; None where the calculator has no name for it.

    Example:
        >>> factor("clicks", "platform_leads", form=True).value
        'leads_per_click_of_forms'
    """
    if below == PLATFORM_LEADS:
        below = LEADS
    found = _FACTORS.get((above, below))
    return Factor.FORM_RATE if found is Factor.CLICK_LEAD and form else found


def is_form(spans: Sequence[Volumes], *, site_seen: bool) -> bool:
    """Tell whether a segment's clicks lead to a platform's own form, with no site between.

    Args:
        spans: its volumes.
        site_seen: whether landing views of other segments of the platform are known: a campaign with clicks,
            platform leads and not one landing view then leads to no site.
    """
    leads = sum(volumes.leads or 0 for volumes in spans)
    if leads and sum(volumes.form_leads for volumes in spans) > leads / 2:
        return True
    landed = any(volumes.landing_views for volumes in spans)
    return site_seen and not landed and any(volumes.platform_leads for volumes in spans)
