"""The verdict: the zones that are named, or why none can be, and what would settle it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from smmfunnel.analysis.attribution.case import ONLY_WON, sold
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import Missing, Verdict
from smmfunnel.vocabulary import Factor, Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smmfunnel.analysis.attribution.case import Case
    from smmfunnel.analysis.attribution.ladder import Ladder
    from smmfunnel.analysis.attribution.power import Needed
    from smmfunnel.results import Interval, ZoneEffect

FEW_SALES = 20
"""Sales of both spans under which chance alone moves the lead→sale rate by more than half."""

UNJUDGED = {"too_few_sales": "too_little"}
"""Kind of verdict where the lead→sale rate is not judged for another reason than its age."""

AGES = frozenset({"too_young", "slower_cycle", "untestable_cycle"})
"""Why a lead→sale rate is not judged that time mends."""

OF_TWO_SPANS = frozenset({"slower_cycle", "untestable_cycle"})
"""Those that matter only where two spans are compared."""

ASKED = ("history", "handling", "quality", "control")
"""Rungs that an export can bring."""


def verdict(
    case: Case,
    zones: Sequence[ZoneEffect],
    ladder: Ladder,
    *,
    least: float,
    more: Needed | None = None,
    change: Interval | None = None,
) -> Verdict:
    """Say which zones are named and what is missing for the rest.

    Args:
        case: the comparison.
        zones: its zones.
        ladder: which rungs hold.
        least: smallest loss that may be named.
        more: leads that would settle the largest loss that chance may explain.
        change: interval of the whole change, None for gaps.
    """
    named = sorted((row for row in zones if row.significant), key=lambda row: row.effect)
    names = tuple(row.zone for row in named)
    kind = _kind(case, zones, len(named), least, change)
    return Verdict(
        kind,
        names[0] if names else None,
        names,
        tuple(_once(_missing(case, zones, ladder, kind=kind, least=least, more=more))),
    )


def _once(found: Iterator[Missing]) -> Iterator[Missing]:
    codes: set[str] = set()
    for each in found:
        if each.code not in codes:
            codes.add(each.code)
            yield each


def refused(kind: str, *missing: Missing) -> Verdict:
    """Return a verdict that names nobody because the question cannot be asked of these data."""
    return Verdict(kind, None, (), missing)


def _kind(case: Case, zones: Sequence[ZoneEffect], named: int, least: float, change: Interval | None) -> str:
    if case.drift.broken and case.evidence.compared.kind != "control":
        return "tagging_broken"
    if named:
        return "one" if named == 1 else "several"
    by_itself = case.evidence.compared.kind == "standards" and case.judged in OF_TWO_SPANS
    if case.judged is not None and not by_itself:
        return UNJUDGED.get(case.judged, case.judged)
    clear = change is not None and change.high < 0
    if case.facts.known.crm and _sales(case) < FEW_SALES and not clear:
        return "too_little"
    lost = [row.effect for row in zones] + [part.effect for row in zones for part in row.factors if part.takers]
    return "gains" if all(effect > -least for effect in lost) else "none"


def _sales(case: Case) -> int:
    return sum(sold(case.evidence.model, span) for span in (PERIOD, REFERENCE))


def _missing(
    case: Case, zones: Sequence[ZoneEffect], ladder: Ladder, *, kind: str, least: float, more: Needed | None
) -> Iterator[Missing]:
    """List what would settle what stays open: only where something worth naming does."""
    yield from _untrusted(case, kind)
    if case.evidence.compared.kind == "standards" and case.settings.sla_minutes is None and _by_standard(zones):
        yield Missing("agreed_sla")
    if kind == "gains":
        return
    open_part = next((row for row in zones if row.zone is Zone.UNATTRIBUTED), None)
    if kind in {"one", "several"} and (open_part is None or open_part.bounds.low > -least):
        return
    yield from _rungs(case, ladder)
    yield from _stages(case, zones)
    if more is not None:
        yield Missing("leads", {"leads": more.leads, "factor": more.factor.value, "sales": round(more.sales, 1)})
    if not case.evidence.has.get("reasons", True) and case.facts.known.crm:
        yield Missing("reasons")
    if kind != "tagging_broken" and case.facts.known.crm:
        yield Missing("audit")


def _by_standard(zones: Sequence[ZoneEffect]) -> bool:
    """Tell whether sales show a gap under the standard shown, which is none under another of the four."""
    return any(row.zone is Zone.SALES and row.high < 0 and not row.significant for row in zones)


def _rungs(case: Case, ladder: Ladder) -> Iterator[Missing]:
    """List what the rungs lack that do not hold; without a CRM that is one thing."""
    kind = case.evidence.compared.kind
    history = case.evidence.compared.reference is not None or kind == "targets"
    for rung in ladder.rungs:
        of_leads = rung.code != "history"
        if rung.code not in ASKED or rung.held or (of_leads and not case.facts.known.crm):
            continue
        if (history or rung.code != "control") and (rung.code, kind) != ("history", "targets"):
            yield from (Missing(code) for code in rung.missing)
    if not case.facts.known.crm:
        yield Missing("crm_leads")


def _untrusted(case: Case, kind: str) -> Iterator[Missing]:
    """List what keeps leads or their sales from being counted on."""
    if kind == "tagging_broken":
        yield Missing("tagging")
    if case.judged == ONLY_WON:
        yield Missing("closed_leads")
    elif case.judged in AGES:
        day = case.evidence.compared.period.end + timedelta(days=case.evidence.horizon.days)
        yield Missing("longer_follow_up", {"day": day.isoformat()})


def _stages(case: Case, zones: Sequence[ZoneEffect]) -> Iterator[Missing]:
    """List the exports and columns of ads that would tell merged steps apart."""
    factors = {row.factor for zone in zones for row in zone.factors}
    if Factor.CLICK_LEAD in factors and not case.facts.compared_visits:
        yield Missing("landing_views")
    if factors & {Factor.IMPRESSION_LEAD, Factor.SPEND_LEAD}:
        yield Missing("clicks")
    if Factor.COUNT in factors and Factor.SPEND not in factors:
        yield Missing("spend" if case.facts.known.ads else "ads_export")
