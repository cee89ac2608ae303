"""Questions that cannot be asked of some data, and what would have to be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.attribution.case import sold, total
from smmfunnel.analysis.attribution.verdict import refused
from smmfunnel.analysis.counts import add_up
from smmfunnel.facts.evidence import CONTROL, SMM
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import Missing

if TYPE_CHECKING:
    from smmfunnel.analysis.attribution.case import Case
    from smmfunnel.facts.values import Facts
    from smmfunnel.results import Verdict

SPAN_KINDS = ("previous", "last-year", "span")


def refusal(case: Case) -> Verdict | None:
    """Return the verdict where nothing can be compared; None where something can."""
    for note in case.evidence.compared.refused:
        if note.code in {"period_not_covered", "reference_not_in_files"}:
            return refused(note.code, Missing("covering", {"days": note.params["days"]}))
    if case.facts.known.crm:
        return _of_crm(case) or _of_reference(case)
    return of_ads(case.facts) or _of_reference(case)


def of_ads(facts: Facts) -> Verdict | None:
    """Judge files without a CRM: they must at least count sales."""
    if _figure(facts, "sales"):
        return None
    if _figure(facts, "platform_leads"):
        return refused("no_sales", Missing("crm_leads"))
    return refused("not_judged_by_sales")


def _of_crm(case: Case) -> Verdict | None:
    facts, cells = case.facts, case.evidence.model
    leads = total(cells, PERIOD)
    ads = [cell for cell in facts.compared_ads if cell.span == PERIOD]
    if ads and all(cell.awareness for cell in ads):
        return refused("not_judged_by_sales")
    if not leads:
        return refused("no_leads")
    if not facts.known.sales or not case.evidence.has.get("closed", True):
        return refused("no_sales", Missing("closed_deals"))
    groups = {cell.group for cell in cells}
    if not any(sold(cells, span, group) for span in (PERIOD, REFERENCE) for group in groups):
        return refused("no_sales", Missing("closed_deals"))
    return None


def _of_reference(case: Case) -> Verdict | None:
    compared = case.evidence.compared
    if compared.kind in SPAN_KINDS and _reference_empty(case):
        day = {"day": compared.period.start.isoformat()}
        return refused("reference_empty", Missing("before", day) if case.facts.known.crm else Missing("history"))
    if compared.kind == "before" and not any(cell.leads for cell in case.evidence.model if cell.span == REFERENCE):
        return refused("no_reference", Missing("history"))
    if compared.kind == "targets" and not case.settings.targets:
        return refused("no_reference", Missing("targets"))
    if compared.kind == "control" and not sold(case.evidence.model, PERIOD, CONTROL):
        return refused("no_reference", Missing("control_source"))
    if compared.kind in {"control", "standards", "before"} and not case.facts.known.crm:
        return refused("no_reference", Missing("history"), Missing("crm_leads"))
    return None


def _reference_empty(case: Case) -> bool:
    """Tell whether advertising brought no leads in the reference: it may have begun since."""
    if case.facts.known.crm:
        return not any(cell.leads for cell in case.evidence.model if cell.group == SMM and cell.span == REFERENCE)
    reference = [cell for cell in case.facts.compared_ads if cell.span == REFERENCE]
    return not add_up(cell.figures[name] for cell in reference for name in ("platform_leads", "sales"))


def _figure(facts: Facts, name: str) -> int | None:
    cells = facts.compared_ads or facts.ads
    return add_up(cell.figures[name] for cell in cells if not cell.awareness)
