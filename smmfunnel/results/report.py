"""The Report and the Check, and what they say of files, funnel, money and segments."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from smmfunnel.results.attribution import Attribution
    from smmfunnel.results.basics import Estimate, Note, Number, Span
    from smmfunnel.results.ledger import Ledger
    from smmfunnel.results.sections import (
        Action,
        Clickbait,
        Cohort,
        Credit,
        Manager,
        Maturity,
        Rescue,
        Response,
    )
    from smmfunnel.vocabulary import Stage, Zone


@dataclass(frozen=True)
class Input:
    """One file as it was understood and read."""

    path: str
    sha256: str
    kind: str
    format: str
    title: str
    encoding: str | None
    delimiter: str | None
    rows_read: int
    rows_kept: int
    skipped: Mapping[str, int]
    """Rows left out, by why: total_row, blank, rejected, duplicate, overlap, …"""
    first_day: date | None
    last_day: date | None
    currency: str | None = None
    totals: tuple[ColumnTotal, ...] = ()
    """The file's own totals row held against the sum of its rows."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class ColumnTotal:
    """A figure of a totals row and the sum of the rows above or below it."""

    column: str
    stated: Number
    summed: Number
    agrees: bool


@dataclass(frozen=True)
class FunnelStage:
    """One stage that has data: its count and its rate of the stage before it."""

    stage: Stage
    count: Number
    of: Stage | None
    """The stage that is the rate's denominator: the nearest present one before it."""
    rate: Estimate | None
    zone: Zone | None
    """The zone the step into this stage is charged to by the zone map."""
    lost: Number | None
    """How many of the stage before did not get here; None where this stage is the larger."""
    reference_count: Number | None = None
    reference_rate: Estimate | None = None
    difference: Estimate | None = None
    """Rate less reference rate, with Newcombe's interval."""
    worst: bool = False
    """The step whose rate fell most against the reference or, without one, none."""


@dataclass(frozen=True)
class Money:
    """Spend, revenue and their quotients in one currency; each Estimate may carry a reason instead."""

    currency: str | None
    spend: float | None
    revenue: float | None
    cpm: Estimate
    cpc: Estimate
    cpv: Estimate
    cpl: Estimate
    cpql: Estimate
    cac: Estimate
    roas: Estimate
    romi: Estimate
    drr: Estimate
    average_deal: Estimate
    costs: tuple[str, ...] = ()
    """What ROMI counts as cost, codes of texts `cost.<code>`: advertising, agency_fee, …"""
    costs_total: float | None = None
    repeat_revenue: float | None = None


@dataclass(frozen=True)
class Segment:
    """One value of a dimension with its own funnel and money; `key` None is what no ad campaign matched."""

    by: str
    key: str | None
    counts: Mapping[str, Number | None]
    """impressions, clicks, landing_views, platform_leads, leads, contacted, qualified, sales, open."""
    rates: Mapping[str, Estimate]
    """By stage: the rate into it, of the nearest stage before it that this report shows."""
    spend: float | None
    revenue: float | None
    cpl: Estimate
    cac: Estimate
    roas: Estimate
    flagged: tuple[str, ...] = ()
    """Stages whose rate is worse than the platform's after shrinking and Benjamini–Hochberg."""
    too_little: bool = False
    """Under 20 in the denominator or 3 in the numerator: nothing is said about it."""
    platform: str | None = None
    members: int = 1
    """How many values an `other` row sums."""
    other: bool = False
    currency: str | None = None
    """Currency of its money; None is the report's."""


@dataclass(frozen=True)
class Awareness:
    """Campaigns whose objective is attention, not leads: kept out of CPL and of the funnel."""

    campaigns: int
    spend: float | None
    impressions: Number
    reach_largest: Number | None
    """The largest reach one row reports: reach is never summed."""
    video_views: Number | None
    followers: Number | None
    cpm: Estimate
    cpv: Estimate
    currency: str | None = None
    """Currency of its money; None is the report's."""


@dataclass(frozen=True)
class OriginCount:
    """Leads of one origin and source."""

    origin: str
    source: str | None
    leads: int
    sales: int | None
    qualified: int | None


@dataclass(frozen=True)
class Suggestion:
    """A value of a lead that is nearly a campaign's name: suggested, never applied."""

    value: str
    leads: int
    campaign: str


@dataclass(frozen=True)
class Match:
    """How the leads were joined to the ads."""

    leads: int
    """Leads of advertising, by their source or by a match."""
    matched: int
    by: Mapping[str, int]
    """campaign_id, campaign_name, ad_group_id, ad_id, utm: matched to a campaign; click_id, source:
    only to a platform."""
    unmatched: int
    broken_tags: int
    spend_without_leads: float | None
    campaigns_without_leads: int
    suggestions: tuple[Suggestion, ...] = ()
    cpl_bounds: Estimate | None = None
    """CPL if every lead of unknown origin came from the ads (low) and if none did (high)."""


@dataclass(frozen=True)
class Bridge:
    """Sales of the period by closing day, by lead day, and what lies between."""

    by_closing_day: int
    closed_in_period_of_earlier_leads: int
    closed_later_of_period_leads: int
    undated: int
    unlinked: int
    """Won deals closed in the period that belong to no loaded lead."""
    by_lead_day: int


@dataclass(frozen=True)
class Cabinet:
    """What one platform's files say, as its cabinet shows it, and what of it was used."""

    platform: str
    currency: str | None
    spend_in_files: float | None
    spend_set_aside: float | None
    spend_used: float | None
    platform_leads: Number | None
    crm_leads: int | None
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True)
class Reconciliation:
    """The figures each side sees in its own system, and the way from one to the other."""

    cabinets: tuple[Cabinet, ...]
    leads_by_creation: int | None
    excluded: Mapping[str, int]
    """Leads left out, by why: test, duplicate, existing, outside."""
    bridge: Bridge | None


@dataclass(frozen=True)
class Word:
    """A status or reason word that no format or config maps."""

    path: str
    column: str
    """status or loss_reason."""
    value: str
    rows: int


@dataclass(frozen=True)
class Fitness:
    """What the data are fit for: one question and whether these files can answer it."""

    question: str
    """Code of a text `fit.<code>`."""
    answer: str
    """yes, partly or no."""
    missing: tuple[str, ...] = ()
    """Codes of texts `missing.<code>`: what would settle it."""


@dataclass(frozen=True)
class Skipped:
    """A file of a folder that no format matched: listed, not read."""

    path: str
    code: str
    """Code of a text `skipped.<code>`: unknown_format, own_output, unreadable, …"""
    params: Mapping[str, str | Number] = field(default_factory=dict)


@dataclass(frozen=True)
class Heading:
    """What every output begins with."""

    version: str
    as_of: date | None
    lang: str
    currency: str | None
    config_path: str | None
    config_sha256: str | None
    period: Span | None
    reference: Span | None
    scope: str
    """Which leads the funnel counts, code of a text `scope.<code>`: smm, all, platform, none."""


@dataclass(frozen=True)
class Report:
    """The whole answer of `analyze`."""

    heading: Heading
    inputs: tuple[Input, ...]
    skipped: tuple[Skipped, ...]
    funnel: tuple[FunnelStage, ...]
    open_leads: int | None
    money: tuple[Money, ...]
    """One per currency: two currencies are never added."""
    awareness: tuple[Awareness, ...]
    segments: tuple[Segment, ...]
    origins: tuple[OriginCount, ...]
    excluded: Mapping[str, int]
    match: Match | None
    warnings: tuple[Note, ...]
    words: tuple[Word, ...] = ()
    """Status and reason words nobody mapped, so that the report ends with the lines to paste."""
    attribution: Attribution | None = None
    """None only without leads."""
    ledger: Ledger | None = None
    """None where no CRM is loaded."""
    rescue: Rescue | None = None
    maturity: Maturity | None = None
    response: Response | None = None
    managers: tuple[Manager, ...] = ()
    clickbait: tuple[Clickbait, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    credit: Credit | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Check:
    """The audit before any number: the whole answer of `check`."""

    heading: Heading
    inputs: tuple[Input, ...]
    skipped: tuple[Skipped, ...]
    reconciliation: Reconciliation
    match: Match | None
    words: tuple[Word, ...]
    fitness: tuple[Fitness, ...]
    warnings: tuple[Note, ...]
