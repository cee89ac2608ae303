"""What the SQL leaves for analysis: small tables, whose size does not depend on the number of leads."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from smmfunnel.facts.evidence import Evidence
    from smmfunnel.results import Cabinet, Input, Note, Skipped, Span, Suggestion, Word

PERIOD, REFERENCE = 0, 1
"""Numbers of the spans in every table of facts."""


@dataclass(frozen=True)
class AdsCell:
    """Ad figures of one span, campaign and set of asked dimensions, in millionths; None is not reported."""

    span: int
    platform: str | None
    campaign_ref: str | None
    dims: Mapping[str, str | None]
    """Values of the asked dimensions ads have: ad_group, ad, device, week, month (names, not references)."""
    awareness: bool
    currency: str | None
    reach_largest: int | None
    figures: Mapping[str, int | None]
    """By name of `tables.METRICS`."""


@dataclass(frozen=True)
class LeadCell:
    """Counts of leads of one span, source, place and set of asked dimensions."""

    span: int
    origin: str
    source: str | None
    platform: str | None
    campaign_ref: str | None
    method: str | None
    broken: bool
    dims: Mapping[str, str | None]
    excluded: str | None
    currency: str | None
    """Currency of the sales' amounts."""
    counts: Mapping[str, int]
    """leads, sold, qualified, contacted, open, unmapped, backwards, priced, repeats; revenue and
    repeat_revenue in millionths."""


@dataclass(frozen=True)
class VisitCell:
    """Visits of one span and place, in millionths."""

    span: int
    origin: str
    platform: str | None
    campaign_ref: str | None
    dims: Mapping[str, str | None]
    visits: int


@dataclass(frozen=True)
class Known:
    """What the loaded data can speak of at all: a stage nobody recorded is absent, not zero."""

    ads: bool
    crm: bool
    """Leads come from a CRM (or a lead list), not only from the platforms' own counts."""
    leads_are_deals: bool
    forms_only: bool
    contacted: bool
    qualified: bool
    sales: bool
    sources: bool
    """At least one lead names a source, a tag or an ad."""
    statuses: bool = True
    """At least one lead or deal has a status."""
    sales_told: bool = True
    """The loaded exports may say that a lead was won: some CRMs keep that in their deals alone."""


@dataclass(frozen=True)
class BridgeFacts:
    """Counts of won deals for the way from sales by closing day to sales by lead day."""

    by_closing_day: int
    of_earlier_leads: int
    closed_later: int
    undated: int
    unlinked: int
    by_lead_day: int


@dataclass(frozen=True)
class Counted:
    """What is counted of all files together, whatever evidence there is of single leads."""

    known: Known
    campaigns: Mapping[tuple[str | None, str], str | None]
    """Platform and reference to the campaign's name."""
    ads: tuple[AdsCell, ...]
    leads: tuple[LeadCell, ...]
    visits: tuple[VisitCell, ...]
    cabinets: tuple[Cabinet, ...]
    bridge: BridgeFacts | None
    suggestions: tuple[Suggestion, ...]
    excluded_rows: Mapping[str, int]
    """Excluded leads of the period that no cell holds: rows that repeat an id of their own file."""
    form_leads: tuple[int, int] | None
    """Leads of the platforms' forms in the period, and those of them found in the CRM."""
    compared_ads: tuple[AdsCell, ...]
    """Ad figures of the spans the attribution compares (period, reference, placebo), by campaign alone."""
    compared_visits: tuple[VisitCell, ...]
    """Visits of the same spans, by campaign alone."""


@dataclass(frozen=True)
class Facts(Counted):
    """Everything analysis needs of one run."""

    as_of: date | None
    period: Span | None
    reference: Span | None
    inputs: tuple[Input, ...]
    skipped: tuple[Skipped, ...]
    words: tuple[Word, ...]
    days: tuple[date, date] | None
    """First and last day of the period, or without one of the data."""
    by: tuple[str, ...]
    notes: tuple[Note, ...] = field(default_factory=tuple)
    evidence: Evidence | None = None
    """None where nothing can be compared or told of leads: no CRM and no sales in the ads, or no leads."""
