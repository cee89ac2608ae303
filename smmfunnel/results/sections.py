"""The sections beside verdict and ledger: maturity, response, managers, clickbait, cohorts, credit, actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from smmfunnel.results.basics import Estimate, Number
    from smmfunnel.vocabulary import Zone


@dataclass(frozen=True)
class Cohort:
    """Leads of one week: how many sold within the horizon so far, and what is expected."""

    week: date
    """Monday."""
    leads: int
    sales: int
    exposure: float
    """Leads that the sales so far stand for: each counts by the share of sales that come by its age."""
    rate: Estimate
    """Sales within the horizon a lead, adjusted for age: sales / exposure, with Wilson's interval."""


@dataclass(frozen=True)
class Maturity:
    """How far the period's leads have been followed."""

    horizon_days: int
    chosen: str
    """asked, data or default: where the horizon is from; text `horizon.<chosen>`."""
    share_mature: float | None
    """Exposure over leads of the period."""
    median_lag_days: float | None
    rate: Estimate | None
    """Lead→sale rate within the horizon: Kaplan–Meier where followed long enough, else adjusted for age."""
    cycle_shift: str
    """none, slower, faster or untestable: sales of the same age against the reference's; text `cycle.<code>`."""
    cycle_p_value: float | None = None


@dataclass(frozen=True)
class Band:
    """Leads by time to the first response."""

    band: str
    """A ResponseClass."""
    leads: int
    sales: int | None
    """None where no sale is on record at all, here and below."""
    rate: Estimate


@dataclass(frozen=True)
class Response:
    """How fast leads were answered."""

    sla_minutes: int | None
    touched: int
    """With a touch on record, at a known moment or not."""
    untouched: int
    """With none; by a log that can be trusted they were never answered: censored, not slow."""
    timed: int
    """Of the touched, those whose first touch has a known moment: the quantiles are of these and the unanswered."""
    p50_minutes: float | None
    p90_minutes: float | None
    """Quantiles with the never answered at infinity: None where they lie beyond the answered, and where the touch log
    cannot be trusted."""
    p50_working_minutes: float | None
    p90_working_minutes: float | None
    bands: tuple[Band, ...]
    off_hours: Band | None
    """Leads that came outside working hours; None without `worktime`."""


@dataclass(frozen=True)
class Manager:
    """One manager's leads."""

    manager: str | None
    leads: int
    touched: int | None
    p50_minutes: float | None
    sales: int | None
    rate: Estimate
    adjusted_rate: Estimate
    """As if every manager had the same mix of campaigns and lead quality."""
    junk_rate: Estimate
    junk_flag: bool
    """Calls leads of the same campaigns junk more often than the others, beyond chance."""
    junk_untouched: int | None
    """None where no data call any lead junk, nor give any reason."""
    too_little: bool
    """Too few leads or sales: no rank and no adjusted rate. The flag has a floor of its own."""


@dataclass(frozen=True)
class Clickbait:
    """One campaign or ad: clicks against what came of them."""

    by: str
    """campaign or ad."""
    key: str | None
    platform: str | None
    campaign: str | None
    clicks: Number | None
    click_rate: Estimate
    landing_rate: Estimate
    leads: int
    valid_rate: Estimate
    qualified_rate: Estimate
    """Qualified among leads answered within the SLA."""
    click_change: float | None
    """Relative to the reference, or without one to the rest of the platform; 0.2 is a fifth more."""
    quality_change: float | None
    flagged: bool
    """Clicks rise and quality falls together, both beyond chance."""
    too_little: bool


@dataclass(frozen=True)
class Credit:
    """Whose a lead is: both sides' claims, neither taken as right."""

    smm_leads: int
    new_to_crm: int
    known_earlier: int
    earlier_by_source: tuple[tuple[str | None, int], ...]
    """First source of the contacts the CRM knew before."""
    hand_entered: int
    hand_entered_after_ad: int
    """Entered by hand under another source, by a contact that an ad had brought within 30 days before."""
    sales_of_known_earlier: int | None
    sales_of_hand_entered_after_ad: int | None


@dataclass(frozen=True)
class Rescue:
    """Leads that can still be won: open or untouched, by what they are worth if handled now."""

    leads: int
    untouched: int
    sales: Estimate
    """Expected sales if handled now."""
    money: float | None
    sales_of_untouched: Estimate | None = None
    """Of these, of the leads nobody has answered; None where there are none."""


@dataclass(frozen=True)
class Action:
    """The next step of one zone."""

    zone: Zone
    code: str
    """Text `action.<code>`, filled with `params`."""
    sales: Estimate | None
    money: float | None
    command: str | None
    """A command line that lists the rows behind it."""
    params: Mapping[str, str | Number]
