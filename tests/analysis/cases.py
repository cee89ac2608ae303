"""Facts and models by hand for the tests of the ledger and the sections."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from smmfunnel.analysis.counts import Scope
from smmfunnel.analysis.leadsale import SaleModel
from smmfunnel.analysis.pricing import Kind
from smmfunnel.config import Settings
from smmfunnel.facts.evidence import (
    Compared,
    Evidence,
    Horizon,
    LedgerCell,
    ManagerCell,
    ModelCell,
    RescueCell,
    SlaCell,
    TimesCell,
    TouchLogFacts,
)
from smmfunnel.facts.values import PERIOD, Facts, Known
from smmfunnel.results import Span
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import Outcome, ResponseClass

if TYPE_CHECKING:
    from collections.abc import Sequence

R = ResponseClass
SETTINGS = Settings(sla_minutes=60)
SMM_SCOPE = Scope("smm", frozenset({"vk"}))
ALL_SCOPE = Scope("all", frozenset())
SPAN = Span(date(2026, 9, 1), date(2026, 9, 30), "last_month")
HAS = dict.fromkeys(
    (
        *("contact", "form", "manager", "responses", "attempts", "reasons", "created_by", "worktime", "amounts"),
        *("closed", "lost"),
    ),
    True,
)


def lead_cell(
    outcome: Outcome,
    leads: int,
    *,
    response: ResponseClass = R.WITHIN_15M,
    quality: str = "valid",
    campaign: str | None = "a",
    rule: str | None = None,
    origin: str = "smm",
    elsewhere: bool = False,
    sales: int = 0,
    revenue: int = 0,
    priced: int = 0,
) -> LedgerCell:
    """One cell of the ledger; every lead has had its horizon."""
    return LedgerCell(
        origin=origin,
        source=None if origin == "smm" else "calls",
        platform="vk" if origin == "smm" else None,
        campaign_ref=campaign if origin == "smm" else None,
        elsewhere=elsewhere,
        quality=quality,
        response=response,
        outcome=outcome,
        rule=rule or outcome.value,
        leads=leads,
        exposure=leads * MICRO,
        sales=sales,
        revenue=revenue * MICRO,
        priced=priced,
    )


def sla_cell(minutes: int, outcome: Outcome, leads: int, **changes: Any) -> SlaCell:
    given: dict[str, Any] = {
        "minutes": minutes,
        "origin": "smm",
        "platform": "vk",
        "campaign_ref": "a",
        "elsewhere": False,
        "quality": "valid",
        "response": R.LATER,
        "outcome": outcome,
        "leads": leads,
    }
    return SlaCell(**(given | changes))


def model_cell(response: ResponseClass, leads: int, sales: int = 0, **changes: Any) -> ModelCell:
    given: dict[str, Any] = {
        "span": PERIOD,
        "group": "smm",
        "source": None,
        "platform": "vk",
        "campaign_ref": "a",
        "quality": "valid",
        "response": response,
        "off_hours": False,
        "leads": leads,
        "exposure": leads * MICRO,
        "sales": sales,
        "revenue": 0,
        "priced": 0,
        "revenue_square": 0,
    }
    return ModelCell(**(given | changes))


def rescue_cell(age: int, leads: int, *, untouched: bool, quality: str = "valid", origin: str = "smm") -> RescueCell:
    platform, campaign = ("vk", "a") if origin == "smm" else (None, None)
    return RescueCell(origin, platform, campaign, False, quality, untouched, age, leads)  # noqa: FBT003


def manager_cell(manager: str | None, leads: int, sales: int = 0, junk: int = 0, **changes: Any) -> ManagerCell:
    given: dict[str, Any] = {
        "manager": manager,
        "origin": "smm",
        "source": None,
        "platform": "vk",
        "campaign_ref": "a",
        "elsewhere": False,
        "quality": "valid",
        "leads": leads,
        "touched": leads,
        "exposure": leads * MICRO,
        "sales": sales,
        "junk": junk,
        "junk_untouched": 0,
    }
    return ManagerCell(**(given | changes))


def times(
    part: str, key: str | None, leads: int, answered: int, p50: int | None, *, p90: int | None = None
) -> TimesCell:
    return TimesCell(part, key, leads, answered, p50, p90, p50, p90)


def evidence(**parts: Any) -> Evidence:
    given: dict[str, Any] = {
        "compared": Compared("standards", "no_reference", SPAN, None, None),
        "horizon": Horizon(2, "asked", (500_000, 800_000, MICRO)),
        "unknown_origin": {},
        "unmatched": {},
        "touch_log": TouchLogFacts(any=True, first_day=None, last_day=None, cells=(), trusted=True, why="complete"),
        "credit": None,
        "has": HAS,
    }
    empty = ("lags", "model", "spread", "ledger", "sla", "managers", "times", "bands", "cohorts", "content", "rescue")
    return Evidence(**(dict.fromkeys(empty, ()) | given | parts))


def facts(found: Evidence | None = None, **parts: Any) -> Facts:
    known = {"ads": True, "crm": True, "leads_are_deals": False, "forms_only": False}
    given: dict[str, Any] = {
        "as_of": date(2026, 10, 3),
        "period": SPAN,
        "reference": None,
        "known": Known(**known, contacted=True, qualified=True, sales=True, sources=True),
        "campaigns": {},
        "bridge": None,
        "excluded_rows": {},
        "days": (SPAN.start, SPAN.end),
        "form_leads": None,
        "evidence": found,
    }
    empty = (
        *("inputs", "skipped", "ads", "leads", "visits", "cabinets", "suggestions", "words", "by"),
        *("compared_ads", "compared_visits"),
    )
    return Facts(**(dict.fromkeys(empty, ()) | given | parts))


def sale_model(
    base: Sequence[float] = (1 / 9,),
    *,
    quality: dict[str, float] | None = None,
    response: dict[ResponseClass, float] | None = None,
    shift: float = 1.0,
) -> SaleModel:
    """A model of one campaign by odds: those of the place by draw, the point first, times odds ratios."""
    size = len(base)
    qualities, responses = quality or {}, response or {}
    slopes = [np.log(list(given.values()) or [1.0]) for given in (qualities, responses)]
    base_logit = np.log(np.array(base))
    return SaleModel(
        players=(),
        places=(("vk", "a"),),
        sources=(),
        qualities=tuple(qualities),
        responses=tuple(responses),
        intercepts=base_logit[:, None],
        centre=base_logit,
        quality=np.tile(slopes[0], (size, 1)),
        response=np.tile(slopes[1], (size, 1)),
        shift=np.full(size, np.log(shift)),
        control_shift=np.zeros(size),
        pooled=np.full(size, 0.1),
        coalition_rates=np.zeros((size, 1, 1)),
    )


HERE = Kind(("vk", "a"), "valid")
FAST, SLOW = 1 / 9, 1 / 19
"""Odds of one in ten and of one in twenty."""
RESPONSE = {R.WITHIN_15M: 1.0, R.LATER: SLOW / FAST, R.NEVER: 0.01}
CELLS = [model_cell(R.WITHIN_15M, 30), model_cell(R.LATER, 70)]
