"""Managers on equal terms: rates as if all had the same leads, and who calls more of them junk."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from smmfunnel.analysis.estimates import ABSENT, rate
from smmfunnel.analysis.response import minutes
from smmfunnel.analysis.shrinkage import LEAST_SUCCESSES, LEAST_TRIALS, WORSE, discoveries, too_little
from smmfunnel.analysis.standardise import standardised
from smmfunnel.analysis.stratified import Stratum, chance_of_more, expected
from smmfunnel.dataclass import dataclass
from smmfunnel.results import Estimate, Manager
from smmfunnel.tables import MICRO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.analysis.counts import Scope
    from smmfunnel.facts.evidence import Evidence, ManagerCell
    from smmfunnel.facts.values import Facts

NEARLY_ALL = 0.9
"""Share of the leads of named managers that are sold from which on only won leads name one."""
TOO_LITTLE = Estimate(None, reason="too_little")
Campaign = tuple[str, str | None, str | None, str | None]
LeadKind = tuple[Campaign, str]


@dataclass(frozen=True)
class _Desk:
    """All managers' leads: what each of them is held against."""

    cells: Mapping[str | None, Sequence[ManagerCell]]
    kinds: Mapping[LeadKind, tuple[float, float]]
    """Sales and exposure by campaign and lead quality."""
    rate: float
    """Sales of exposure, over all of them."""
    labels: bool
    """Whether anything on record could call a lead junk: a reason, or such a status."""


def managers(facts: Facts, scope: Scope) -> tuple[Manager, ...]:
    """List the managers by number of leads, those with too little data after them, leads of nobody last.

    Rates are sales within the horizon of the exposed leads. The adjusted rate is standardised directly to the mix of
    campaigns and lead quality of all the funnel's leads; it compares managers, it does not say why they differ.
    """
    evidence = facts.evidence
    cells = [cell for cell in evidence.managers if scope.keeps(cell)] if evidence else []
    if evidence is None or not any(cell.manager is not None for cell in cells) or of_won_only(cells):
        return ()
    by_manager: defaultdict[str | None, list[ManagerCell]] = defaultdict(list)
    for cell in cells:
        by_manager[cell.manager].append(cell)
    kinds = _by_kind(cells)
    sales, exposure = (sum(counts[at] for counts in kinds.values()) for at in (0, 1))
    labels = any(evidence.has.get(name, False) for name in ("reasons", "junk")) or any(cell.junk for cell in cells)
    desk = _Desk(by_manager, kinds, sales / exposure if exposure else 0.0, labels)
    flagged = junk_flags(cells)
    rows = [_manager(name, desk, evidence, flagged=name in flagged) for name in by_manager]
    return tuple(sorted(rows, key=lambda row: (row.manager is None, row.too_little, -row.leads, row.manager or "")))


def of_won_only(cells: Sequence[ManagerCell]) -> bool:
    """Tell whether managers are on record for won leads alone: nobody's rate can be told by those.

    Some of these may have been won after the horizon.
    """
    named = [cell for cell in cells if cell.manager is not None]
    leads, sales = sum(cell.leads for cell in named), sum(cell.sales for cell in named)
    return 0 < leads < sum(cell.leads for cell in cells) and sales >= NEARLY_ALL * leads


def _by_kind(cells: Sequence[ManagerCell]) -> dict[LeadKind, tuple[float, float]]:
    sales: Counter[LeadKind] = Counter()
    exposure: Counter[LeadKind] = Counter()
    for cell in cells:
        key = (campaign(cell), cell.quality)
        sales[key] += cell.sales
        exposure[key] += cell.exposure
    return {key: (float(sales[key]), exposure[key] / MICRO) for key in exposure}


def campaign(cell: ManagerCell) -> Campaign:
    """Name the stratum whose leads are alike by where they come from; other sources stand for campaigns."""
    return cell.origin, None if cell.campaign_ref else cell.source, cell.platform, cell.campaign_ref


def _manager(name: str | None, desk: _Desk, evidence: Evidence, *, flagged: bool) -> Manager:
    cells = desk.cells[name]
    times = next((cell for cell in evidence.times if cell.part == "manager" and cell.key == name), None)
    leads, junk = sum(cell.leads for cell in cells), sum(cell.junk for cell in cells)
    sales, exposure = sum(cell.sales for cell in cells), sum(cell.exposure for cell in cells) / MICRO
    little = too_little(sales, exposure, desk.rate)
    return Manager(
        manager=name,
        leads=leads,
        touched=sum(cell.touched for cell in cells) if evidence.has.get("responses", False) else None,
        p50_minutes=minutes(times.p50) if times and evidence.touch_log.trusted else None,
        sales=sales,
        rate=rate(sales, exposure),
        adjusted_rate=TOO_LITTLE if little else standardised(_by_kind(cells), desk.kinds),
        junk_rate=rate(junk, leads) if desk.labels else ABSENT,
        junk_flag=flagged,
        junk_untouched=sum(cell.junk_untouched for cell in cells) if desk.labels else None,
        too_little=little,
    )


def junk_flags(cells: Sequence[ManagerCell]) -> frozenset[str]:
    """Tell which managers call leads of the same campaigns junk more often than the other managers.

    An exact test within campaigns, Benjamini–Hochberg at 0.10 over the managers with at least 20 leads of which
    three are junk or were to be expected to be; and at least a quarter more junk than expected. Leads without a
    manager are nobody's labels and left out.
    """
    named = [cell for cell in cells if cell.manager is not None]
    strata = _strata(named)
    judged = sorted(name for name, own in strata.items() if _enough(own))
    found = discoveries([chance_of_more(strata[name]) for name in judged])
    return frozenset(
        name
        for name, beyond in zip(judged, found, strict=True)
        if beyond and WORSE * sum(each.own for each in strata[name]) >= expected(strata[name])
    )


def _enough(strata: Sequence[Stratum]) -> bool:
    junk = max(sum(each.own for each in strata), expected(strata))
    return sum(each.part for each in strata) >= LEAST_TRIALS and junk >= LEAST_SUCCESSES


def _strata(cells: Sequence[ManagerCell]) -> dict[str, list[Stratum]]:
    leads: Counter[tuple[str, Campaign]] = Counter()
    junk: Counter[tuple[str, Campaign]] = Counter()
    all_leads: Counter[Campaign] = Counter()
    all_junk: Counter[Campaign] = Counter()
    for cell in cells:
        if cell.manager is not None:
            place = campaign(cell)
            leads[cell.manager, place] += cell.leads
            junk[cell.manager, place] += cell.junk
            all_leads[place] += cell.leads
            all_junk[place] += cell.junk
    found: defaultdict[str, list[Stratum]] = defaultdict(list)
    for (name, place), part in leads.items():
        found[name].append(Stratum(junk[name, place], part, all_junk[place], all_leads[place]))
    return found
