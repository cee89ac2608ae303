"""What the SQL leaves of the leads' evidence: small tables for ledger, maturity, attribution and sections.

Sums are whole: money in millionths of the unit, exposure in millionths of a lead, time in seconds. Keys are
bounded things (campaign, source, quality, response class, outcome, rule, manager, day), so that the size of
every table is independent of the number of leads. Rows of every table are in a fixed order.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from smmfunnel.results import Note, Span
    from smmfunnel.vocabulary import Outcome, ResponseClass, Zone

PLACEBO = 2
"""Number of the span before the reference, beside `values.PERIOD` and `values.REFERENCE`."""

CONTROL = "control"
SMM = "smm"
NEITHER = "neither"
"""Groups of leads in the lead→sale model: of advertising, of a control source, of any other source."""


@dataclass(frozen=True)
class Compared:
    """Which spans the attribution compares, and why."""

    kind: str
    """previous, last-year, span, before, targets, control or standards."""
    why: str
    """Code of a text `why.<code>`."""
    period: Span
    reference: Span | None
    """None for targets, control and standards."""
    placebo: Span | None
    """A span of the same length before the reference, where ads (or, without ads, leads) cover it."""
    refused: tuple[Note, ...] = ()
    """References that were tried first and could not be had, with the reason."""


@dataclass(frozen=True)
class LagCell:
    """Leads of one creation day by the days until their sale, for the choice of the horizon."""

    group: str
    """smm, control or neither."""
    day: date
    lag: int | None
    """Whole days from creation to the sale, 0 or more; None where not sold by as_of."""
    leads: int


@dataclass(frozen=True)
class Horizon:
    """How many days a lead is given to become a sale, and how much of that each age has had."""

    days: int
    chosen: str
    """asked, data or default."""
    exposure: Sequence[int]
    """Millionths of a lead by age in days 0 … `days`: the share of the horizon's sales that come by that age;
    the last is 1,000,000."""


@dataclass(frozen=True)
class ModelCell:
    """Leads of one attribution span that look alike to the lead→sale model."""

    span: int
    """values.PERIOD, values.REFERENCE or PLACEBO: the spans of `Compared`."""
    group: str
    """smm, control or neither."""
    source: str | None
    """Of a control source or another one its name; None for advertising."""
    platform: str | None
    campaign_ref: str | None
    """Of advertising the campaign; None where a lead matches none."""
    quality: str
    """What was there before anyone handled the lead: `valid`, `invalid` or `absent` contact, and after a
    slash the form where the export names it (`valid/site`)."""
    response: ResponseClass
    off_hours: bool
    """Whether it came outside working hours; False without `worktime`."""
    leads: int
    exposure: int
    """Sum of the horizon's exposure at each lead's age, in millionths of a lead."""
    sales: int
    """Won within the horizon, by as_of."""
    revenue: int
    """First sales' amounts in millionths, of the sales that name one in the report's currency."""
    priced: int
    """How many of the sales name an amount."""
    revenue_square: int
    """Sum of the squared amounts, in whole units of the currency squared."""


@dataclass(frozen=True)
class SpreadCell:
    """How unevenly one stage's rate of one campaign runs over the days of one span.

    With x of n on day d: X = Σx, N = Σn, S = Σ round(1e6·x²/n) over the days with n > 0. Pearson's statistic
    of one binomial rate is (S/1e6 − X²/N) / (p(1−p)) with p = X/N; of a Poisson quotient (S/1e6 − X²/N) / p.
    """

    span: int
    platform: str | None
    campaign_ref: str | None
    factor: str
    """Value of a vocabulary.Factor that is a quotient of two stages."""
    days: int
    numerator: int
    denominator: int
    """In millionths for both."""
    square: int


@dataclass(frozen=True)
class LedgerCell:
    """Leads of the funnel's period by their evidence; excluded leads too."""

    origin: str
    source: str | None
    platform: str | None
    campaign_ref: str | None
    elsewhere: bool
    """Whether the lead names a platform whose ads are not loaded, see `counts.Scope`."""
    quality: str
    response: ResponseClass
    outcome: Outcome
    rule: str
    leads: int
    exposure: int
    sales: int
    revenue: int
    priced: int


@dataclass(frozen=True)
class SlaCell:
    """Leads of the funnel's period by outcome under one response standard."""

    minutes: int
    origin: str
    platform: str | None
    campaign_ref: str | None
    elsewhere: bool
    quality: str
    response: ResponseClass
    outcome: Outcome
    leads: int
    rule: str = ""
    """The rule that decides under this standard: its zone, where it has one of its own, is the leads' zone."""


@dataclass(frozen=True)
class TouchLogCell:
    """Won leads of one source or channel, and those of them with a touch on record before closing."""

    kind: str
    """all, source, channel, or span (part = the number of the attribution span)."""
    part: str | None
    won: int
    touched: int
    """With a touch no later than the closing."""


@dataclass(frozen=True)
class TouchLogFacts:
    """What can be told of the completeness of the touch log."""

    any: bool
    """Whether any touch, first response or count of attempts is on record at all."""
    first_day: date | None
    last_day: date | None
    """Days the touches cover; None where touches are the CRM's own fields."""
    cells: tuple[TouchLogCell, ...]
    trusted: bool
    why: str
    """See results.TouchLog: the ledger's SQL has used this answer already."""


@dataclass(frozen=True)
class ManagerCell:
    """Leads of the funnel's period by manager and campaign; duplicates, tests and customers left out."""

    manager: str | None
    origin: str
    source: str | None
    platform: str | None
    campaign_ref: str | None
    elsewhere: bool
    quality: str
    leads: int
    touched: int
    exposure: int
    sales: int
    junk: int
    """Called junk by anyone, in whatever words, objective junk included."""
    junk_untouched: int


@dataclass(frozen=True)
class TimesCell:
    """Quantiles of the time to the first response, the never answered at infinity; seconds."""

    part: str
    """all, manager or day."""
    key: str | None
    leads: int
    answered: int
    p50: int | None
    p90: int | None
    working_p50: int | None
    working_p90: int | None
    told: int = 0
    """Leads the quantiles are of: answered at a known moment, or certainly not before closing or for over a day."""


@dataclass(frozen=True)
class BandCell:
    """Leads of the funnel's period by response class and hours."""

    response: ResponseClass
    off_hours: bool
    leads: int
    exposure: int
    sales: int


@dataclass(frozen=True)
class CohortCell:
    """Leads by the Monday of the week they came in."""

    week: date
    leads: int
    exposure: int
    sales: int


@dataclass(frozen=True)
class ContentCell:
    """One campaign's ad (or, where leads name no ads, campaign) in one attribution span."""

    span: int
    platform: str | None
    campaign_ref: str | None
    ad: str | None
    """Name of the ad; None sums the campaign's leads and figures that name no ad."""
    impressions: int | None
    clicks: int | None
    landing_views: int | None
    """Whole millionths, as in AdsCell; None is not reported, and where visits are counted, that none names this ad."""
    leads: int
    valid: int
    """With a valid contact."""
    contactable: int
    """With any contact, valid or not."""
    answered: int
    """Answered within the SLA (60 minutes where none is agreed)."""
    qualified: int
    """Qualified, of those answered within the SLA."""
    counted: bool = False
    """Whether landing views are a counter's visits: those that name no ad are of any of the campaign's clicks."""


@dataclass(frozen=True)
class CreditFacts:
    """Whose a lead is: what the CRM knew before, and what was entered by hand after an ad."""

    smm_leads: int
    known_earlier: Mapping[str | None, int]
    """Leads of advertising whose contact the CRM held before (a duplicate of an earlier lead, however old,
    or an existing customer), by the first source of that contact."""
    sales_of_known_earlier: int
    hand_entered: int
    """Leads entered by hand (created_by a manager, or no tags and a source that is not an ad)."""
    hand_entered_after_ad: int
    sales_of_hand_entered_after_ad: int


@dataclass(frozen=True)
class RescueCell:
    """Leads still open or untouched at as_of, by what decides their worth if handled now."""

    origin: str
    platform: str | None
    campaign_ref: str | None
    elsewhere: bool
    quality: str
    untouched: bool
    """Nobody has answered it, by a log that can be trusted."""
    age_days: int
    """0 … horizon, older ones at the horizon."""
    leads: int


@dataclass(frozen=True)
class Evidence:
    """Everything the attribution, the ledger and the sections need beside the funnel's facts."""

    compared: Compared
    horizon: Horizon
    lags: tuple[LagCell, ...]
    model: tuple[ModelCell, ...]
    spread: tuple[SpreadCell, ...]
    unknown_origin: Mapping[int, tuple[int, int]]
    """By span: leads of unknown origin, and all leads."""
    unmatched: Mapping[int, tuple[int, int]]
    """By span: leads of advertising that match no campaign, and all leads of advertising."""
    touch_log: TouchLogFacts
    ledger: tuple[LedgerCell, ...]
    sla: tuple[SlaCell, ...]
    managers: tuple[ManagerCell, ...]
    times: tuple[TimesCell, ...]
    bands: tuple[BandCell, ...]
    cohorts: tuple[CohortCell, ...]
    content: tuple[ContentCell, ...]
    credit: CreditFacts | None
    rescue: tuple[RescueCell, ...]
    has: Mapping[str, bool]
    """Which fields any lead has: contact, form, manager, responses, attempts, reasons, created_by, worktime,
    amounts, closed (any won or lost lead at all), lost (any lost or junk lead: an export of open and won deals only
    would have none), junk (any lead with a status of junk), touch_log (anything of touches at all), advertising
    (its origin: else all leads stand in its place)."""
    rule_zones: Mapping[tuple[str, Outcome], Zone | None] = field(default_factory=dict)
    """Zone of the leads of each rule and outcome: a rule may carry its own, and leave a lead undecided
    (no_record) where the touch log cannot be trusted."""
