"""Reports and Checks built by hand: a rich one, poor ones, a hostile one, one in two currencies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import sqrt
from typing import TYPE_CHECKING

from smmfunnel.results import (
    Awareness,
    Bridge,
    Cabinet,
    Check,
    ColumnTotal,
    Estimate,
    Fitness,
    FunnelStage,
    Heading,
    Input,
    Match,
    Money,
    Note,
    OriginCount,
    Reconciliation,
    Report,
    Segment,
    Skipped,
    Span,
    Suggestion,
    Word,
)
from smmfunnel.vocabulary import Stage, Zone
from tests.render import parts

if TYPE_CHECKING:
    from smmfunnel.results import Attribution

HOSTILE = "[RU] [/50%] =1+1"
"""A campaign's name that is markup for Rich, and one that a spreadsheet runs follows."""

NASTY = (
    HOSTILE,
    '=HYPERLINK("http://x.example","click")',
    "-5",
    "-2+3",
    "+7 911 000-00-00",
    "@import",
    "\tTabbed",
    "line\nbreak\r\nand | pipe",
    'quote " and ; and ,',
    "[bold red]not bold[/bold red] :smile:",
    "\x1b[31mred\x1b[0m \x07 bell",
    "right\u202eto left",
    "лето 2026 — скидки",
    "夏のセール🎉",
    "<script>alert(1)</script> *_a_* `b` [x](y)",
    "a" * 120,
)

ABSENT = Estimate(None, reason="absent")

PERIOD = Span(date(2026, 9, 1), date(2026, 9, 30), "last_full_month")
REFERENCE = Span(date(2026, 8, 1), date(2026, 8, 31), "previous", "previous")


def heading(**changes: object) -> Heading:
    given: dict[str, object] = {
        "version": "0.1.0",
        "as_of": date(2026, 10, 3),
        "lang": "en",
        "currency": "RUB",
        "config_path": "exports/smmfunnel.yaml",
        "config_sha256": "0f" * 32,
        "period": PERIOD,
        "reference": REFERENCE,
        "scope": "smm",
    }
    return Heading(**(given | changes))  # type: ignore[arg-type]


def share(good: float, of: float) -> Estimate:
    """Return a Wilson interval, so that the samples look like the real thing."""
    if of == 0:
        return Estimate(None, reason="no_denominator")
    p, z = good / of, 1.959964
    middle, spread = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return Estimate(p, (middle - spread) / scale, (middle + spread) / scale)


def quotient(above: float | None, below: float | None) -> Estimate:
    if above is None or below is None:
        return ABSENT
    return Estimate(above / below) if below else Estimate(None, reason="no_denominator")


ZONES = {
    Stage.CLICKS: Zone.SMM,
    Stage.LANDING_VIEWS: Zone.SITE,
    Stage.PLATFORM_LEADS: Zone.SMM,
    Stage.LEADS: Zone.SMM,
    Stage.CONTACTED: Zone.SALES,
    Stage.QUALIFIED: Zone.SMM,
    Stage.SALES: Zone.SALES,
}


def funnel(
    counts: dict[Stage, int], before: dict[Stage, int] | None = None, worst: Stage | None = None
) -> tuple[FunnelStage, ...]:
    steps: list[FunnelStage] = []
    last: Stage | None = None
    for stage, count in counts.items():
        of = counts[last] if last else None
        was = share(before[stage], before[last]) if before and last else None
        rate = share(count, of) if of is not None else None
        change = None
        if rate and was and rate.value is not None and was.value is not None:
            middle, spread = rate.value - was.value, 0.003 + abs(rate.value - was.value) / 2
            change = Estimate(middle, middle - spread, middle + spread)
        steps.append(
            FunnelStage(
                stage,
                count,
                last,
                rate,
                ZONES[stage] if last else None,
                of - count if of is not None and of >= count else None,
                before[stage] if before else None,
                was,
                change,
                stage is worst,
            )
        )
        last = stage
    return tuple(steps)


COUNTS = {
    Stage.IMPRESSIONS: 2_290_268,
    Stage.CLICKS: 32_665,
    Stage.LANDING_VIEWS: 25_120,
    Stage.LEADS: 1_413,
    Stage.CONTACTED: 1_102,
    Stage.QUALIFIED: 402,
    Stage.SALES: 61,
}
BEFORE = {
    Stage.IMPRESSIONS: 1_905_550,
    Stage.CLICKS: 29_811,
    Stage.LANDING_VIEWS: 23_004,
    Stage.LEADS: 1_377,
    Stage.CONTACTED: 1_240,
    Stage.QUALIFIED: 415,
    Stage.SALES: 88,
}


def money(currency: str | None = "RUB", spend: float | None = 1_234_567.89, sales: int = 61) -> Money:
    revenue = 45_900.0 * sales if sales else None
    costs = spend + 90_000 if spend is not None else None
    return Money(
        currency=currency,
        spend=spend,
        revenue=revenue,
        cpm=quotient(spend and spend * 1000, COUNTS[Stage.IMPRESSIONS]),
        cpc=quotient(spend, COUNTS[Stage.CLICKS]),
        cpv=ABSENT,
        cpl=Estimate(spend / 1_413, 829.4, 920.6) if spend else ABSENT,
        cpql=quotient(spend, 402),
        cac=quotient(spend, sales),
        roas=quotient(revenue, spend),
        romi=quotient(revenue - costs, costs) if revenue and costs else Estimate(None, reason="no_revenue"),
        drr=quotient(spend, revenue) if revenue else Estimate(None, reason="no_denominator"),
        average_deal=quotient(revenue, sales) if sales else Estimate(None, reason="no_denominator"),
        costs=("advertising", "agency_fee"),
        costs_total=costs,
        repeat_revenue=120_000.0 if revenue else None,
    )


def segment(
    key: str | None,
    counts: tuple[int | None, ...],
    spend: float | None,
    revenue: float | None = None,
    *,
    by: str = "campaign",
    platform: str | None = "vk",
    flagged: tuple[str, ...] = (),
    too_little: bool = False,
    members: int = 1,
    other: bool = False,
    currency: str | None = None,
) -> Segment:
    names = ("impressions", "clicks", "landing_views", "leads", "contacted", "qualified", "sales")
    found = dict(zip(names, counts, strict=True))
    rates: dict[str, Estimate] = {}
    before: int | None = None
    for name, count in found.items():
        if before is not None and count is not None:
            rates[name] = share(count, before)
        before = count if count is not None else before
    return Segment(
        by,
        key,
        {**found, "open": 3 if found["leads"] else None},
        rates,
        spend,
        revenue,
        quotient(spend, found["leads"]),
        quotient(spend, found["sales"]),
        quotient(revenue, spend),
        flagged,
        too_little,
        platform,
        members,
        other,
        currency,
    )


SEGMENTS = (
    segment("vk", (1_310_000, 18_200, 14_100, 780, 610, 214, 31), 640_000.0, 1_422_900.0, by="platform"),
    segment(
        "meta",
        (980_268, 14_465, 11_020, 573, 450, 180, 28),
        594_567.89,
        1_285_200.0,
        by="platform",
        platform="meta",
    ),
    segment(None, (None, None, None, 60, 42, 8, 2), None, 91_800.0, by="platform", platform=None),
    segment("Лето 2026 / лид-форма", (610_400, 9_210, 7_400, 402, 330, 120, 19), 301_250.5, 872_100.0),
    segment(
        HOSTILE,
        (404_100, 5_104, 3_900, 241, 180, 61, 6),
        221_749.5,
        275_400.0,
        flagged=("leads", "sales"),
    ),
    segment(
        "Retargeting, visitors of 30 days",
        (980_268, 14_465, 11_020, 573, 450, 180, 28),
        594_567.89,
        1_285_200.0,
        platform="meta",
    ),
    segment("test banner", (12_300, 140, 120, 2, 2, 0, 0), 4_000.0, too_little=True),
    segment(
        None,
        (283_200, 3_746, 2_680, 135, 98, 33, 6),
        113_000.0,
        275_400.0,
        members=12,
        other=True,
        platform=None,
    ),
    segment(None, (None, None, None, 60, 42, 8, 2), None, 91_800.0, platform=None),
)


def inputs() -> tuple[Input, ...]:
    return (
        Input(
            "exports/vk_september.csv",
            "a1" * 32,
            "ads",
            "vk_ads",
            "VK Реклама",
            "utf-8-sig",
            ";",
            1_240,
            1_234,
            {"overlap": 5, "total_row": 1},
            date(2026, 8, 1),
            date(2026, 9, 30),
            "RUB",
            (
                ColumnTotal("spend", 640_000.0, 640_000.0, agrees=True),
                ColumnTotal("clicks", 18_200, 18_200, agrees=True),
            ),
        ),
        Input(
            "exports/Meta Ads Отчёт.xlsx",
            "b2" * 32,
            "ads",
            "meta",
            "Meta Ads Manager",
            None,
            None,
            412,
            412,
            {},
            date(2026, 8, 1),
            date(2026, 9, 30),
            "RUB",
            (ColumnTotal("spend", 594_567.89, 594_560.0, agrees=False),),
        ),
        Input(
            "exports/amocrm_deals.csv",
            "c3" * 32,
            "deals",
            "amocrm",
            "amoCRM / Kommo",
            "cp1251",
            "\t",
            3_012,
            2_960,
            {"rejected": 12, "duplicate": 40},
            date(2026, 6, 11),
            date(2026, 10, 3),
            None,
            (),
            (Note("sample_rejected", 12, "exports/amocrm_deals.csv"),),
        ),
    )


WARNINGS = (
    Note("sample_rejected", 12, "exports/amocrm_deals.csv"),
    Note("sample_total", 1, "exports/Meta Ads Отчёт.xlsx", {"column": "spend"}),
    Note("sample_unmapped", 31, None, {"words": 2}),
    Note("sample_zone", None, None, {"zone": "Europe/Moscow"}, "info"),
    Note("sample_broken", 17, "vk"),
    Note("sample_broken", 17, "meta"),
)

MATCH = Match(
    leads=1_413,
    matched=1_200,
    by={"campaign_id": 640, "campaign_name": 402, "utm": 158, "click_id": 93},
    unmatched=213,
    broken_tags=17,
    spend_without_leads=8_900.0,
    campaigns_without_leads=3,
    suggestions=(Suggestion("summer_sal", 12, "summer_sale"), Suggestion(HOSTILE, 1, "[RU] [/50%] =1+2")),
    cpl_bounds=Estimate(None, 801.25, 1_010.5),
)

WORDS = (
    Word("exports/amocrm_deals.csv", "status", "Думает", 23),
    Word("exports/amocrm_deals.csv", "status", 'Ждёт "звонка": да', 5),
    Word("exports/amocrm_deals.csv", "loss_reason", "Не сезон", 8),
)


def rich() -> Report:
    """Return a report with everything a report can have."""
    return Report(
        heading=heading(),
        inputs=inputs(),
        skipped=(Skipped("exports/notes.txt", "unknown_format"), Skipped("exports/old.json", "own_output")),
        funnel=funnel(COUNTS, BEFORE, Stage.SALES),
        open_leads=204,
        money=(money(),),
        awareness=(
            Awareness(2, 96_000.0, 3_400_120, 401_220, 88_100, 1_204, Estimate(28.2343), Estimate(1.0897), "RUB"),
        ),
        segments=SEGMENTS,
        origins=(
            OriginCount("smm", "vk", 780, 31, 214),
            OriginCount("smm", "meta", 573, 28, 180),
            OriginCount("other", "Рекомендация", 340, 51, 201),
            OriginCount("unknown", None, 60, 2, 8),
        ),
        excluded={"duplicate": 40, "test": 3, "existing": 11},
        match=MATCH,
        warnings=WARNINGS,
        words=WORDS,
    )


def empty() -> Report:
    """Return a report of files that hold headers only."""
    first, *_ = inputs()
    bare = Input(first.path, first.sha256, "ads", "vk_ads", "VK Реклама", "utf-8", ",", 0, 0, {}, None, None)
    return Report(
        heading=heading(
            as_of=None,
            currency=None,
            config_path=None,
            config_sha256=None,
            period=None,
            reference=None,
            scope="none",
        ),
        inputs=(bare,),
        skipped=(),
        funnel=(),
        open_leads=None,
        money=(),
        awareness=(),
        segments=(),
        origins=(),
        excluded={},
        match=None,
        warnings=(),
    )


def no_ads() -> Report:
    """Return a report of a CRM alone."""
    counts = {stage: COUNTS[stage] for stage in (Stage.LEADS, Stage.CONTACTED, Stage.QUALIFIED, Stage.SALES)}
    return Report(
        heading=heading(reference=None, scope="all"),
        inputs=inputs()[2:],
        skipped=(),
        funnel=funnel(counts),
        open_leads=204,
        money=(
            Money(
                currency="RUB",
                spend=None,
                revenue=2_799_900.0,
                cpm=ABSENT,
                cpc=ABSENT,
                cpv=ABSENT,
                cpl=ABSENT,
                cpql=ABSENT,
                cac=ABSENT,
                roas=ABSENT,
                romi=ABSENT,
                drr=ABSENT,
                average_deal=Estimate(45_900.0),
            ),
        ),
        awareness=(),
        segments=(),
        origins=(OriginCount("unknown", None, 1_413, 61, 402),),
        excluded={},
        match=None,
        warnings=(),
    )


def no_crm() -> Report:
    """Return a report of ad platforms alone, with nothing sold and more landing views than clicks."""
    counts = {Stage.IMPRESSIONS: 120_400, Stage.CLICKS: 0, Stage.LANDING_VIEWS: 12, Stage.PLATFORM_LEADS: 0}
    steps = list(funnel(counts))
    return Report(
        heading=heading(currency="USD", reference=None, scope="platform", config_path=None, config_sha256=None),
        inputs=inputs()[:2],
        skipped=(),
        funnel=tuple(steps),
        open_leads=None,
        money=(
            Money(
                currency="USD",
                spend=75.5,
                revenue=None,
                cpm=Estimate(0.0627),
                cpc=Estimate(None, reason="no_denominator"),
                cpv=ABSENT,
                cpl=Estimate(None, reason="no_denominator"),
                cpql=ABSENT,
                cac=ABSENT,
                roas=ABSENT,
                romi=ABSENT,
                drr=ABSENT,
                average_deal=ABSENT,
                costs=("advertising",),
            ),
        ),
        awareness=(),
        segments=(segment("only", (120_400, 0, 12, None, None, None, None), 75.5, platform="meta"),),
        origins=(),
        excluded={},
        match=None,
        warnings=(),
    )


def hostile() -> Report:
    """Return a report whose every name is out to break a format."""
    counts = (1_000, 100, 80, 20, 15, 6, 2)
    return Report(
        heading=heading(config_path="a|b [red]\n.yaml"),
        inputs=tuple(
            Input(name, "d4" * 32, "ads", "generic_ads", name, "utf-8", ",", 9, 9, {}, None, None) for name in NASTY
        ),
        skipped=tuple(Skipped(name, "unknown_format") for name in NASTY),
        funnel=funnel(COUNTS),
        open_leads=None,
        money=(money(),),
        awareness=(),
        segments=tuple(segment(name, counts, 1_000.0, 900.0) for name in NASTY),
        origins=tuple(OriginCount("other", name, 10, 1, 2) for name in NASTY),
        excluded={},
        match=Match(20, 20, {"utm": 20}, 0, 0, None, 0, tuple(Suggestion(name, 1, name) for name in NASTY)),
        warnings=tuple(Note("sample_total", 1, name, {"column": name}) for name in NASTY),
        words=tuple(Word(name, "status", name, 1) for name in NASTY),
    )


def two_currencies() -> Report:
    """Return a report of two currencies that are never added."""
    return Report(
        heading=heading(currency=None, reference=None),
        inputs=inputs()[:2],
        skipped=(),
        funnel=funnel(COUNTS),
        open_leads=0,
        money=(money("RUB"), money("AED", 1_999.99, sales=0)),
        awareness=(
            Awareness(
                1,
                10.0,
                1_000,
                None,
                None,
                None,
                Estimate(10.0),
                Estimate(None, reason="no_denominator"),
                "AED",
            ),
        ),
        segments=(
            segment("Россия", (1_000, 100, 80, 20, 15, 6, 2), 9_000.0, 12_000.0, currency="RUB"),
            segment("Dubai", (1_000, 90, 70, 10, 9, 6, 0), 1_999.99, None, platform="meta", currency="AED"),
        ),
        origins=(),
        excluded={},
        match=Match(30, 30, {"campaign_id": 30}, 0, 0, None, 0),
        warnings=(),
    )


def judged(attribution: Attribution | None = None) -> Report:
    """Return a report with every part there is: several zones named, unless another attribution is given."""
    return replace(
        rich(),
        attribution=attribution or parts.attribution(),
        ledger=parts.ledger(),
        rescue=parts.RESCUE,
        maturity=parts.MATURITY,
        response=parts.RESPONSE,
        managers=parts.managers(("Анна Иванова", "Boris", "[/red] =1+1", None)),
        clickbait=parts.clickbait((HOSTILE, "Лето 2026 / лид-форма", "test banner")),
        cohorts=parts.COHORTS,
        credit=parts.CREDIT,
        actions=parts.ACTIONS,
    )


def nobody_named() -> Report:
    """Return a report whose verdict names no zone."""
    return replace(rich(), attribution=parts.nobody_named(), ledger=parts.ledger(), maturity=parts.MATURITY)


def gaps() -> Report:
    """Return a report without history: gaps to the standards."""
    return replace(
        rich(),
        heading=heading(reference=None),
        attribution=parts.gaps(),
        ledger=parts.ledger(sla_minutes=60, clock="working"),
        response=replace(parts.RESPONSE, sla_minutes=60),
    )


def refused() -> Report:
    """Return a report whose attribution says nothing but what it lacks."""
    return replace(no_crm(), attribution=parts.refusal())


def hostile_desks() -> Report:
    """Return a report whose managers, ads and sources have names that are out to break a format."""
    return replace(
        hostile(),
        managers=parts.managers(NASTY),
        clickbait=parts.clickbait(NASTY),
        credit=replace(parts.CREDIT, earlier_by_source=tuple((name, 3) for name in NASTY)),
        ledger=parts.ledger(
            touch_log=replace(
                parts.ledger().touch_log,
                parts=tuple(replace(parts.ledger().touch_log.parts[1], part=name) for name in NASTY),
            )
        ),
    )


REPORTS = {
    "rich": rich,
    "empty": empty,
    "no_ads": no_ads,
    "no_crm": no_crm,
    "hostile": hostile,
    "two_currencies": two_currencies,
    "judged": judged,
    "nobody_named": nobody_named,
    "gaps": gaps,
    "refused": refused,
    "hostile_desks": hostile_desks,
}


def rich_check() -> Check:
    """Return an audit with everything an audit can have."""
    return Check(
        heading=heading(reference=None),
        inputs=inputs(),
        skipped=(Skipped("exports/notes.txt", "unknown_format"),),
        reconciliation=Reconciliation(
            cabinets=(
                Cabinet("vk", "RUB", 640_500.0, 500.0, 640_000.0, 801, 780, date(2026, 8, 1), date(2026, 9, 30)),
                Cabinet("meta", "RUB", 594_567.89, 0.0, 594_567.89, None, 573, date(2026, 8, 1), date(2026, 9, 30)),
            ),
            leads_by_creation=1_467,
            excluded={"duplicate": 40, "test": 3, "existing": 11},
            bridge=Bridge(70, 14, 9, 2, 6, 61),
        ),
        match=MATCH,
        words=WORDS,
        fitness=(
            Fitness("costs", "yes"),
            Fitness("sales", "partly", ("closing_days",)),
            Fitness("response", "no", ("touches", "first_response_at")),
        ),
        warnings=WARNINGS[1:],
    )


def empty_check() -> Check:
    """Return an audit of files that hold headers only."""
    report = empty()
    return Check(
        heading=report.heading,
        inputs=report.inputs,
        skipped=(),
        reconciliation=Reconciliation((), None, {}, None),
        match=None,
        words=(),
        fitness=(),
        warnings=(),
    )


def hostile_check() -> Check:
    """Return an audit whose every name is out to break a format."""
    report = hostile()
    cabinets = tuple(Cabinet(name, "RUB", 1.0, 0.0, 1.0, 1, 1, None, None) for name in NASTY)
    return Check(
        heading=report.heading,
        inputs=report.inputs,
        skipped=report.skipped,
        reconciliation=Reconciliation(cabinets, 20, {}, None),
        match=report.match,
        words=report.words,
        fitness=(),
        warnings=report.warnings,
    )


CHECKS = {"rich": rich_check, "empty": empty_check, "hostile": hostile_check}
