"""Parts of a Report built by hand: attributions of several kinds, a ledger, and the sections beside it."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt
from typing import TYPE_CHECKING

from smmfunnel.results import (
    Action,
    Attribution,
    Band,
    Checks,
    Clickbait,
    Cohort,
    Credit,
    CrossCheck,
    Effect,
    Estimate,
    FactorEffect,
    Interval,
    Ledger,
    Manager,
    Maturity,
    Missing,
    OrderRange,
    OutcomeRow,
    Rescue,
    Response,
    RuleRow,
    Rung,
    Sensitivity,
    SlaRow,
    Span,
    TouchLog,
    TouchLogRow,
    Verdict,
    ZoneEffect,
    ZoneRow,
)
from smmfunnel.vocabulary import OUTCOME_ZONES, Factor, Outcome, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

PERIOD = Span(date(2026, 9, 1), date(2026, 9, 30), "last_full_month")
REFERENCE = Span(date(2026, 8, 1), date(2026, 8, 31), "previous", "previous")
DEAL = 45_900.0


def wilson(good: float, of: float) -> Estimate:
    p, z = good / of, 1.959964
    middle, spread = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return Estimate(p, (middle - spread) / scale, (middle + spread) / scale)


def factor(
    name: Factor,
    effect: float,
    spread: float,
    was: float | None = None,
    now: float | None = None,
    *,
    takers: tuple[Zone, ...] = (),
) -> FactorEffect:
    return FactorEffect(name, effect, effect - spread, effect + spread, was, now, takers)


def zone(
    name: Zone,
    factors: Sequence[FactorEffect],
    spread: float,
    unplaced: tuple[float, float] = (0.0, 0.0),
    *,
    significant: bool = False,
) -> ZoneEffect:
    """Return a zone whose effect is the sum of its factors, with `unplaced` more at each end of its bounds."""
    effect = sum(each.effect for each in factors) if name is not Zone.UNATTRIBUTED or factors else 0.0
    low, high = effect - spread, effect + spread
    money = Effect(effect * DEAL, low * DEAL, high * DEAL)
    bounds = Interval(low + unplaced[0], high + unplaced[1])
    return ZoneEffect(name, effect, low, high, bounds, significant, money, tuple(factors))


SEVERAL_ZONES = (
    zone(
        Zone.SMM,
        (
            factor(Factor.MIX, -0.8, 1.1),
            factor(Factor.IMPRESSIONS, -1.6, 0.4, 1.61, 1.57),
            factor(Factor.CLICKS, 4.1, 2.2, 0.0136, 0.0143),
            factor(Factor.LEAD_RATE, -2.6, 1.9, 0.0599, 0.0562),
            factor(Factor.QUALITY, -5.9, 2.0),
        ),
        3.1,
        (-6.4, 0.0),
        significant=True,
    ),
    zone(Zone.SALES, (factor(Factor.HANDLING, -14.23, 6.4),), 6.4, (-4.8, 0.3), significant=True),
    zone(Zone.SITE, (factor(Factor.LANDING, -0.3, 0.9, 0.7717, 0.7690),), 0.9),
    zone(Zone.OFFER, (), 0.0, (-4.8, 0.3)),
    zone(Zone.BUDGET, (factor(Factor.SPEND, 3.2, 0.4, 1_183_400.0, 1_234_567.89),), 0.4),
    zone(
        Zone.UNATTRIBUTED,
        (
            factor(Factor.COMMON, -2.4, 2.4, takers=(Zone.SALES, Zone.OFFER)),
            factor(Factor.SPECIFIC, -6.47, 4.1, takers=(Zone.SMM,)),
        ),
        5.0,
    ),
)


def attribution(**changes: object) -> Attribution:
    """Return an attribution in which two zones are named."""
    effect = sum(each.effect for each in SEVERAL_ZONES)
    given: dict[str, object] = {
        "kind": "previous",
        "why": "month_before",
        "period": PERIOD,
        "reference": REFERENCE,
        "unit": "sales",
        "horizon_days": 42,
        "reference_sales": 88.0,
        "period_sales": 88.0 + effect,
        "change": effect,
        "interval": Interval(-38.1, -15.9),
        "zones": SEVERAL_ZONES,
        "residual": 3.6e-15,
        "crosschecks": CrossCheck(
            lmdi=((Zone.SMM, -6.5), (Zone.SALES, -14.6), (Zone.SITE, -0.3), (Zone.BUDGET, 3.1)),
            order_range=(
                OrderRange(Factor.SPEND, 1.9, 5.2),
                OrderRange(Factor.QUALITY, -8.8, -4.1),
                OrderRange(Factor.HANDLING, -19.7, -9.9),
            ),
            lead_sale_shapley=(
                (Factor.QUALITY, -5.7),
                (Factor.HANDLING, -14.5),
                (Factor.COMMON, -2.5),
                (Factor.SPECIFIC, -6.3),
            ),
        ),
        "sensitivity": (
            Sensitivity(
                Factor.LEAD_RATE,
                Zone.SITE,
                ((Zone.SMM, -4.2), (Zone.SALES, -14.2), (Zone.SITE, -2.9), (Zone.BUDGET, 3.2)),
                (Zone.SALES, Zone.SMM),
            ),
            Sensitivity(Factor.LANDING, Zone.SMM, ((Zone.SMM, -7.1), (Zone.SALES, -14.2)), (Zone.SALES,)),
        ),
        "ladder": (
            Rung("history", held=True),
            Rung("handling", held=True),
            Rung("quality", held=True),
            Rung("control", held=True),
            Rung("assignment", held=False, missing=("assignment",)),
            Rung("audit", held=False, missing=("audit",)),
        ),
        "verdict": Verdict(
            "several",
            Zone.SALES,
            (Zone.SALES, Zone.SMM),
            (Missing("leads", {"leads": 2_400, "factor": "common_shock", "sales": 8.9}), Missing("audit")),
        ),
        "checks": Checks(
            e_value=2.9,
            e_value_of_interval=1.8,
            placebo=Effect(-1.2, -6.0, 3.7),
            tagging_drift=0.41,
            overload=0.22,
            off_hours_ratio=0.94,
        ),
        "scaled_by": 30 / 31,
    }
    return Attribution(**(given | changes))  # type: ignore[arg-type]


def nobody_named() -> Attribution:
    """Return an attribution within chance: no zone is named."""
    zones = (
        zone(Zone.SMM, (factor(Factor.CLICKS, 0.8, 3.2, 0.0139, 0.0143),), 3.2, (-7.9, 6.1)),
        zone(Zone.SALES, (), 0.0, (-7.9, 6.1)),
        zone(Zone.OFFER, (), 0.0, (-7.9, 6.1)),
        zone(
            Zone.UNATTRIBUTED,
            (factor(Factor.CONVERSION, -1.9, 7.0, 0.043, 0.0412, takers=(Zone.SMM, Zone.SALES, Zone.OFFER)),),
            7.0,
        ),
    )
    return attribution(
        reference_sales=44.1,
        period_sales=43.0,
        change=-1.1,
        interval=Interval(-9.0, 7.4),
        zones=zones,
        crosschecks=CrossCheck(notes=("lmdi_zeros",)),
        sensitivity=(),
        ladder=(
            Rung("history", held=True),
            Rung("handling", held=False, missing=("responses",)),
            Rung("quality", held=False, missing=("contacts",)),
            Rung("control", held=False, missing=("control_source",)),
        ),
        verdict=Verdict(
            "none",
            None,
            (),
            (
                Missing("responses"),
                Missing("control_source"),
                Missing("leads", {"leads": 2_400, "factor": "lead_to_sale", "sales": 8.9}),
            ),
        ),
        checks=Checks(),
        scaled_by=1.0,
        grain="platform",
    )


def gaps() -> Attribution:
    """Return two gaps to the standards, without history."""
    zones = (
        zone(Zone.SMM, (factor(Factor.QUALITY, -2.1, 1.3, 0.93, 1.0),), 1.3),
        zone(Zone.SALES, (factor(Factor.HANDLING, -9.04, 4.2),), 4.2, significant=True),
        zone(Zone.UNATTRIBUTED, (), 0.0),
    )
    return attribution(
        kind="standards",
        why="no_history_standards",
        reference=None,
        reference_sales=None,
        period_sales=61.0,
        change=None,
        interval=None,
        zones=zones,
        residual=None,
        crosschecks=CrossCheck(),
        sensitivity=(),
        ladder=(Rung("history", held=False, missing=("history",)), Rung("handling", held=True)),
        verdict=Verdict("one", Zone.SALES, (Zone.SALES,), (Missing("history"),)),
        checks=Checks(e_value=2.2),
        scaled_by=1.0,
    )


def refusal() -> Attribution:
    """Return an attribution that says nothing but why it says nothing."""
    return attribution(
        reference=None,
        reference_sales=None,
        period_sales=None,
        change=None,
        interval=None,
        zones=(zone(Zone.UNATTRIBUTED, (), 0.0),),
        residual=None,
        crosschecks=CrossCheck(),
        sensitivity=(),
        ladder=(Rung("history", held=False, missing=("history",)),),
        verdict=Verdict("no_sales", None, (), (Missing("closed_deals"),)),
        checks=Checks(),
        scaled_by=1.0,
    )


LOST = {
    Outcome.WON: (61, None),
    Outcome.EXCLUDED: (54, None),
    Outcome.JUNK: (182, Estimate(7.9, 5.2, 10.4)),
    Outcome.JUNK_UNTOUCHED: (44, Estimate(2.2, 1.1, 3.5)),
    Outcome.UNTOUCHED: (121, Estimate(6.1, 3.3, 9.4)),
    Outcome.LATE: (203, Estimate(5.4, 2.2, 8.8)),
    Outcome.UNDERWORKED: (88, Estimate(1.9, 0.7, 3.4)),
    Outcome.UNREACHABLE: (61, Estimate(None, reason="not_priced")),
    Outcome.SITE: (4, Estimate(None, reason="not_priced")),
    Outcome.OFFER: (310, Estimate(None, reason="not_priced")),
    Outcome.OPEN: (204, None),
    Outcome.UNKNOWN: (104, Estimate(None, reason="not_priced")),
    Outcome.UNMAPPED: (31, Estimate(None, reason="not_priced")),
}
LEADS = sum(leads for leads, _ in LOST.values())


def _worth(lost: Estimate | None) -> float | None:
    return lost.value * DEAL if lost and lost.value is not None else None


def ledger(**changes: object) -> Ledger:
    """Return a ledger with a loss in every zone and no agreed standard."""
    outcomes = tuple(
        OutcomeRow(outcome, OUTCOME_ZONES[outcome], leads, leads / LEADS, lost, _worth(lost))
        for outcome, (leads, lost) in LOST.items()
    )
    zones = {
        Zone.SMM: (182, Estimate(7.9, 5.2, 10.4)),
        Zone.SALES: (456, Estimate(15.6, 9.8, 22.0)),
        Zone.SITE: (4, Estimate(None, reason="not_priced")),
        Zone.OFFER: (310, Estimate(None, reason="not_priced")),
        Zone.UNATTRIBUTED: (196, Estimate(None, reason="not_priced")),
    }
    ids = {
        "won_deal": Outcome.WON,
        "called_junk_untouched": Outcome.JUNK_UNTOUCHED,
        "invalid_contact": Outcome.JUNK,
        "no_touch": Outcome.UNTOUCHED,
    }
    given: dict[str, object] = {
        "leads": LEADS,
        "outcomes": outcomes,
        "zones": tuple(
            ZoneRow(name, leads, leads / LEADS, lost, _worth(lost)) for name, (leads, lost) in zones.items()
        ),
        "rules": tuple(RuleRow(id_, outcome, OUTCOME_ZONES[outcome], LOST[outcome][0]) for id_, outcome in ids.items()),
        "touch_log": TouchLog(
            wilson(58, 61),
            trusted=True,
            why="complete",
            parts=(
                TouchLogRow(None, 61, 58, wilson(58, 61), trusted=True),
                TouchLogRow("vk", 31, 30, wilson(30, 31), trusted=True),
                TouchLogRow("meta", 28, 24, wilson(24, 28), trusted=False, why="too_few_won"),
            ),
        ),
        "by_sla": (
            SlaRow(15, 602, Estimate(18.9, 11.0, 26.0), named=True),
            SlaRow(60, 456, Estimate(15.6, 9.8, 22.0), named=True),
            SlaRow(240, 371, Estimate(12.7, 6.9, 18.9), named=True),
            SlaRow(1440, 266, Estimate(9.1, 2.8, 15.6), named=False),
        ),
        "sla_minutes": None,
        "clock": "calendar",
    }
    return Ledger(**(given | changes))  # type: ignore[arg-type]


RESCUE = Rescue(
    leads=325,
    untouched=121,
    sales=Estimate(9.7, 6.6, 13.2),
    money=9.7 * DEAL,
    sales_of_untouched=Estimate(4.9, 2.8, 7.6),
)

MATURITY = Maturity(
    horizon_days=42,
    chosen="data",
    share_mature=0.618,
    median_lag_days=9.0,
    rate=wilson(61, 873),
    cycle_shift="none",
    cycle_p_value=0.37,
)

RESPONSE = Response(
    sla_minutes=None,
    touched=1_102,
    untouched=311,
    timed=1_102,
    p50_minutes=214.0,
    p90_minutes=None,
    p50_working_minutes=96.0,
    p90_working_minutes=1_910.0,
    bands=(
        Band("15m", 188, 17, wilson(17, 188)),
        Band("1h", 240, 18, wilson(18, 240)),
        Band("24h", 402, 19, wilson(19, 402)),
        Band("later", 272, 7, wilson(7, 272)),
        Band("never", 311, 0, wilson(0, 311)),
    ),
    off_hours=Band("unknown", 466, 15, wilson(15, 466)),
)


def manager(
    name: str | None, leads: int, sales: int, junk: int, *, flag: bool = False, little: bool = False
) -> Manager:
    rate = wilson(sales, leads)
    return Manager(
        name,
        leads,
        round(leads * 0.8),
        180.0 + leads / 2,
        sales,
        rate,
        rate,
        wilson(junk, leads),
        flag,
        junk // 3,
        little,
    )


def managers(names: Sequence[str | None]) -> tuple[Manager, ...]:
    return tuple(
        manager(name, 420 - 17 * at, 22 - min(at, 9), 40 + 9 * min(at, 3), flag=at == 1, little=at > 1)
        for at, name in enumerate(names)
    )


def clickbait(names: Sequence[str]) -> tuple[Clickbait, ...]:
    return tuple(
        Clickbait(
            by="ad" if at % 2 else "campaign",
            key=name,
            platform="vk",
            campaign=name,
            clicks=5_104 - at,
            click_rate=wilson(5_104 - at, 404_100),
            landing_rate=wilson(3_200, 5_104),
            leads=241,
            valid_rate=wilson(171, 241),
            qualified_rate=wilson(21, 96),
            click_change=0.314 - at / 10,
            quality_change=-0.221 + at / 10,
            flagged=at == 0,
            too_little=at == 2,
        )
        for at, name in enumerate(names)
    )


COHORTS = tuple(
    Cohort(
        date(2026, 8, 31) + timedelta(weeks=at),
        leads,
        sales,
        leads * share,
        wilson(sales, leads * share),
    )
    for at, (leads, sales, share) in enumerate([(312, 21, 0.93), (301, 18, 0.81), (322, 13, 0.6), (297, 7, 0.38)])
)

CREDIT = Credit(
    smm_leads=1_413,
    new_to_crm=1_204,
    known_earlier=209,
    earlier_by_source=(("Рекомендация", 121), ("Звонок", 60), (None, 28)),
    hand_entered=96,
    hand_entered_after_ad=31,
    sales_of_known_earlier=14,
    sales_of_hand_entered_after_ad=5,
)

ACTIONS = (
    Action(
        Zone.SALES,
        "call_untouched",
        Estimate(6.1, 3.3, 9.4),
        6.1 * DEAL,
        "smmfunnel leads PATH --outcome untouched",
        {},
    ),
    Action(
        Zone.SMM,
        "review_campaigns",
        Estimate(7.9, 5.2, 10.4),
        7.9 * DEAL,
        "smmfunnel analyze PATH --section clickbait",
        {},
    ),
    Action(Zone.UNATTRIBUTED, "audit", None, None, None, {}),
)
