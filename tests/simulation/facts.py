"""Turning a simulated agency into the facts that SQL would have left of its exports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.maturity import choose_horizon
from smmfunnel.facts.evidence import (
    PLACEBO,
    Compared,
    CreditFacts,
    Evidence,
    Horizon,
    LagCell,
    ModelCell,
    SpreadCell,
    TouchLogCell,
    TouchLogFacts,
)
from smmfunnel.facts.values import PERIOD, REFERENCE, AdsCell, Facts, Known, LeadCell, VisitCell
from smmfunnel.results import Span
from smmfunnel.tables import METRICS, MICRO
from smmfunnel.vocabulary import Factor, Origin, ResponseClass
from tests.simulation.agency import (
    DAYS,
    PERIOD_START,
    PLACEBO_START,
    REFERENCE_START,
    RESPONSES,
    Agency,
    Mechanism,
    People,
    daily,
    draw_people,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLATFORM = "vk"
ENOUGH_RECORDED = 0.9
PRICE_SAID = 0.3
"""Share of price among the reasons of people who were talked to."""
JUNK_SAID = 0.4
"""Share of the good leads nobody called that the desk calls junk (methods of the loss reasons' audit)."""


@dataclass(frozen=True)
class _Simulated:
    """One span: ad figures by campaign and day, and people by group and source."""

    number: int
    start: date
    ads: Mapping[str, np.ndarray]
    people: Mapping[str | None, People]
    """By source of the controls; None is advertising."""


@dataclass(frozen=True)
class Tally:
    """What anybody could count of one span of advertising without a model."""

    stages: tuple[float, ...]
    """spend, impressions, clicks, views, leads, touched leads, sales by the day of the report."""
    won: int
    lost: int
    """Closed by the day of the report."""
    reasons: Mapping[str, int]
    """Loss reasons as the desk writes them: half of the junk among the unanswered is nobody's fault but theirs."""


def simulate(agency: Agency, seed: int) -> Facts:
    """Draw one history of the agency and count it."""
    spans, as_of = _history(agency, seed)
    return _count(spans, as_of, agency)


def tally(agency: Agency, seed: int) -> tuple[Tally, Tally]:
    """Count reference and period of the same history as people do by hand."""
    spans, as_of = _history(agency, seed)
    random = np.random.default_rng(np.random.PCG64(seed + 1_000_003))
    reference, period = (_tally(one, as_of, random) for one in spans[1:])
    return reference, period


def _history(agency: Agency, seed: int) -> tuple[list[_Simulated], date]:
    random = np.random.default_rng(np.random.PCG64(seed))
    spans = [
        _span(PLACEBO, PLACEBO_START, agency.reference, agency, random),
        _span(REFERENCE, REFERENCE_START, agency.reference, agency, random),
        _span(PERIOD, PERIOD_START, agency.period, agency, random),
    ]
    return spans, PERIOD_START + timedelta(DAYS - 1 + agency.followed)


def _tally(one: _Simulated, as_of: date, random: np.random.Generator) -> Tally:
    people = one.people[None]
    sold = _sold(one, people, as_of) >= 0
    closes = random.gamma(1.3, 4.0, len(people.day))
    lost = (people.lag < 0) & (closes <= _age(one, people, as_of))
    never = people.response == len(RESPONSES) - 1
    words = np.where(~people.valid, "junk", np.where(random.random(len(people.day)) < PRICE_SAID, "price", "other"))
    words = np.where(
        people.valid & never, np.where(random.random(len(people.day)) < JUNK_SAID, "junk", "no answer"), words
    )
    figures = [float(one.ads[name].sum()) for name in ("spend", "impressions", "clicks", "views", "leads")]
    return Tally(
        stages=(*figures, float(people.touched.sum()), float(sold.sum())),
        won=int(sold.sum()),
        lost=int(lost.sum()),
        reasons=Counter(words[lost].tolist()),
    )


def _count(spans: list[_Simulated], as_of: date, agency: Agency) -> Facts:
    compared = Compared("previous", "previous", _days(PERIOD_START), _days(REFERENCE_START), _days(PLACEBO_START))
    lags = tuple(
        sorted(_lags(spans, as_of), key=lambda cell: (cell.group, cell.day, -1 if cell.lag is None else cell.lag))
    )
    horizon = choose_horizon(lags, compared, as_of, None)
    log = _touch_log(spans, as_of, agency)
    model = tuple(_model(spans, as_of, horizon, trusted=log.trusted))
    ads = tuple(_ads(one) for one in spans)
    return Facts(
        as_of=as_of,
        period=compared.period,
        reference=compared.reference,
        inputs=(),
        skipped=(),
        known=Known(
            ads=True,
            crm=True,
            leads_are_deals=False,
            forms_only=False,
            contacted=agency.with_responses,
            qualified=False,
            sales=True,
            sources=True,
        ),
        campaigns={(PLATFORM, f"id:{c}"): f"Campaign {c}" for c in range(len(agency.period.shares))},
        ads=tuple(cell for cells in ads for cell in cells if cell.span != PLACEBO),
        leads=tuple(_lead_cells(spans, as_of)),
        visits=tuple(cell for one in spans if one.number != PLACEBO for cell in _visits(one)),
        cabinets=(),
        bridge=None,
        suggestions=(),
        words=(),
        excluded_rows={},
        days=(compared.period.start, compared.period.end),
        form_leads=None,
        by=(),
        evidence=Evidence(
            compared=compared,
            horizon=horizon,
            lags=lags,
            model=model,
            spread=tuple(cell for one in spans for cell in _spread(one)),
            unknown_origin={one.number: (0, sum(len(p.day) for p in one.people.values())) for one in spans},
            unmatched={one.number: (0, len(one.people[None].day)) for one in spans},
            touch_log=log,
            ledger=(),
            sla=(),
            managers=(),
            times=(),
            bands=(),
            cohorts=(),
            content=(),
            credit=CreditFacts(0, {}, 0, 0, 0, 0),
            rescue=(),
            has={
                "contact": True,
                "form": False,
                "manager": False,
                "responses": agency.with_responses,
                "attempts": False,
                "reasons": True,
                "created_by": False,
                "worktime": False,
                "amounts": True,
                "closed": True,
                "lost": True,
            },
        ),
        compared_ads=tuple(cell for cells in ads for cell in cells),
        compared_visits=tuple(cell for one in spans for cell in _visits(one)),
    )


def _days(start: date) -> Span:
    return Span(start, start + timedelta(DAYS - 1), "asked")


def _span(number: int, start: date, mechanism: Mechanism, agency: Agency, random: np.random.Generator) -> _Simulated:
    ads = daily(mechanism, random)
    campaign, day = (np.repeat(where, ads["leads"].ravel()) for where in _grid(ads["leads"].shape))
    people: dict[str | None, People] = {None: draw_people(mechanism, campaign, day, random)}
    for source, expected in mechanism.controls:
        n = int(random.poisson(expected))
        # Other sources are of one kind throughout: what changes for them is the desk and the offer.
        own = replace(mechanism, valid=Mechanism.valid, keen=Mechanism.keen)
        days = np.sort(random.integers(0, DAYS, n))
        if agency.with_controls:
            people[source] = draw_people(own, np.full(n, -1), days, random)
    if not agency.with_responses:
        people = {
            k: replace(p, response=np.full(len(p.day), -1), touched=np.zeros(len(p.day), bool))
            for k, p in people.items()
        }
    return _Simulated(number, start, ads, people)


def _grid(shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    campaign, day = np.indices(shape)
    return campaign.ravel(), day.ravel()


def _age(one: _Simulated, people: People, as_of: date) -> np.ndarray:
    return (as_of - one.start).days - people.day


def _sold(one: _Simulated, people: People, as_of: date) -> np.ndarray:
    """Lag of the sales closed by as_of, else −1."""
    return np.where((people.lag >= 0) & (people.lag <= _age(one, people, as_of)), people.lag, -1)


def _lags(spans: list[_Simulated], as_of: date) -> Iterator[LagCell]:
    for one in spans:
        for source, people in one.people.items():
            lag = _sold(one, people, as_of)
            counted = Counter(zip(people.day.tolist(), lag.tolist(), strict=True))
            for (day, value), leads in counted.items():
                when = one.start + timedelta(int(day))
                yield LagCell("smm" if source is None else "control", when, None if value < 0 else int(value), leads)


def _touch_log(spans: list[_Simulated], as_of: date, agency: Agency) -> TouchLogFacts:
    if not agency.with_responses:
        return TouchLogFacts(any=False, first_day=None, last_day=None, cells=(), trusted=False, why="none")
    cells, won_all, touched_all, fine = [], 0, 0, True
    for one in spans:
        won = touched = 0
        for people in one.people.values():
            sold = _sold(one, people, as_of) >= 0
            # A sale of somebody never called needs no call; those who were called and sold should be on record.
            won, touched = won + int(sold.sum()), touched + int((sold & people.touched).sum())
        cells.append(TouchLogCell("span", str(one.number), won, touched))
        won_all, touched_all = won_all + won, touched_all + touched
        fine &= touched >= ENOUGH_RECORDED * won
    cells.insert(0, TouchLogCell("all", None, won_all, touched_all))
    first, last = spans[0].start, as_of
    why = "complete" if fine else "incomplete"
    return TouchLogFacts(any=True, first_day=first, last_day=last, cells=tuple(cells), trusted=fine, why=why)


def _model(spans: list[_Simulated], as_of: date, horizon: Horizon, *, trusted: bool) -> Iterator[ModelCell]:
    exposure = np.array(horizon.exposure, dtype=np.int64)
    for one in spans:
        for source, people in one.people.items():
            age = _age(one, people, as_of)
            micros = exposure[np.clip(age, 0, horizon.days)]
            lag = _sold(one, people, as_of)
            won = (lag >= 0) & (lag <= horizon.days)
            keys = np.stack([people.campaign, people.valid.astype(int), _classes(people, trusted=trusted)])
            for key in sorted(set(map(tuple, keys.T.tolist()))):
                mine = (keys == np.array(key)[:, None]).all(axis=0)
                amounts = people.amount[mine & won]
                yield ModelCell(
                    span=one.number,
                    group="smm" if source is None else "control",
                    source=source,
                    platform=PLATFORM if source is None else None,
                    campaign_ref=f"id:{key[0]}" if source is None else None,
                    quality="valid" if key[1] else "invalid",
                    response=RESPONSES[key[2]] if key[2] >= 0 else ResponseClass.UNKNOWN,
                    off_hours=False,
                    leads=int(mine.sum()),
                    exposure=int(micros[mine].sum()),
                    sales=int((mine & won).sum()),
                    revenue=int(amounts.sum()) * MICRO,
                    priced=len(amounts),
                    revenue_square=int((amounts**2).sum()),
                )


def _classes(people: People, *, trusted: bool) -> np.ndarray:
    """Response class as recorded: nothing on record is never, or unknown where the log cannot be trusted."""
    never = len(RESPONSES) - 1 if trusted else -1
    if (people.response < 0).all():
        return people.response
    return np.where(people.touched, people.response, never)


def _micros(values: np.ndarray) -> int:
    return round(float(values.sum()) * MICRO)


def _ads(one: _Simulated) -> list[AdsCell]:
    cells = []
    for campaign in range(len(one.ads["spend"])):
        figures: dict[str, int | None] = dict.fromkeys(METRICS)
        for metric in ("spend", "impressions", "clicks"):
            figures[metric] = _micros(one.ads[metric][campaign])
        cells.append(
            AdsCell(
                one.number,
                PLATFORM,
                f"id:{campaign}",
                {},
                awareness=False,
                currency="RUB",
                reach_largest=None,
                figures=figures,
            )
        )
    return cells


def _visits(one: _Simulated) -> list[VisitCell]:
    return [
        VisitCell(one.number, "smm", PLATFORM, f"id:{campaign}", {}, _micros(one.ads["views"][campaign]))
        for campaign in range(len(one.ads["views"]))
    ]


def _lead_cells(spans: list[_Simulated], as_of: date) -> Iterator[LeadCell]:
    """The funnel's counts of leads, by campaign or source."""
    for one in spans:
        if one.number == PLACEBO:
            continue
        for source, people in one.people.items():
            sold = _sold(one, people, as_of) >= 0
            for campaign in sorted(set(people.campaign.tolist())):
                mine = people.campaign == campaign
                counts = {
                    **dict.fromkeys(("qualified", "open", "unmapped", "backwards", "repeat_revenue", "repeats"), 0),
                    "leads": int(mine.sum()),
                    "sold": int((mine & sold).sum()),
                    "contacted": int((mine & people.touched).sum()),
                    "revenue": int(people.amount[mine & sold].sum()) * MICRO,
                    "priced": int((mine & sold).sum()),
                }
                yield LeadCell(
                    span=one.number,
                    origin=Origin.SMM if source is None else Origin.OTHER,
                    source=source or "vk_ads",
                    platform=PLATFORM if source is None else None,
                    campaign_ref=f"id:{campaign}" if source is None else None,
                    method="campaign_id" if source is None else None,
                    broken=False,
                    dims={},
                    excluded=None,
                    currency="RUB",
                    counts=counts,
                )


_PAIRS: Mapping[Factor, tuple[str, str]] = {
    Factor.IMPRESSIONS: ("impressions", "spend"),
    Factor.CLICKS: ("clicks", "impressions"),
    Factor.LANDING: ("views", "clicks"),
    Factor.LEAD_RATE: ("leads", "views"),
}


def _spread(one: _Simulated) -> Iterator[SpreadCell]:
    for factor, (above, below) in sorted(_PAIRS.items()):
        for campaign in range(len(one.ads["spend"])):
            x, n = one.ads[above][campaign].astype(float), one.ads[below][campaign].astype(float)
            days = n > 0
            square = int(np.round(1e6 * x[days] ** 2 / n[days]).sum())
            yield SpreadCell(
                one.number, PLATFORM, f"id:{campaign}", factor.value, int(days.sum()), _micros(x), _micros(n), square
            )
