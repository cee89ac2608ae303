"""The words of the field: kinds of export, stages, zones, statuses, reasons and canonical columns."""

from __future__ import annotations

from enum import StrEnum

from smmfunnel.dataclass import dataclass


class Kind(StrEnum):
    """What one row of an export is."""

    ADS = "ads"
    VISITS = "visits"
    LEADS = "leads"
    DEALS = "deals"
    TOUCHES = "touches"


class Stage(StrEnum):
    """A stage of the funnel, by its name in JSON, in the order people pass them."""

    IMPRESSIONS = "impressions"
    CLICKS = "clicks"
    LANDING_VIEWS = "landing_views"
    PLATFORM_LEADS = "platform_leads"
    LEADS = "leads"
    CONTACTED = "contacted"
    QUALIFIED = "qualified"
    SALES = "sales"


class Zone(StrEnum):
    """The side a loss falls to (зона ответственности): a zone is responsible, nobody is guilty."""

    SMM = "smm"
    SALES = "sales"
    SITE = "site"
    OFFER = "offer"
    BUDGET = "budget"
    TRACKING = "tracking"
    UNATTRIBUTED = "unattributed"


class Status(StrEnum):
    """What a CRM's own status word means."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    CONTACTED = "contacted"
    QUALIFIED = "qualified"
    WON = "won"
    LOST = "lost"
    JUNK = "junk"
    DUPLICATE = "duplicate"
    TEST = "test"
    EXISTING = "existing"
    UNMAPPED = "unmapped"


class Reason(StrEnum):
    """What a loss reason written by a manager says (testimony, not proof)."""

    SPAM = "spam"
    WRONG_CONTACT = "wrong_contact"
    WRONG_REGION = "wrong_region"
    NEVER_APPLIED = "never_applied"
    JOB_SEEKER = "job_seeker"
    UNQUALIFIED = "unqualified"
    NOT_CALLED = "not_called"
    SLOW_RESPONSE = "slow_response"
    POOR_HANDLING = "poor_handling"
    NO_REPLY = "no_reply"
    NO_ANSWER = "no_answer"
    PRICE = "price"
    PRODUCT = "product"
    COMPETITOR = "competitor"
    NO_SHOW = "no_show"
    NO_NEED = "no_need"
    POSTPONED = "postponed"
    FINANCING = "financing"
    SITE_ERROR = "site_error"
    DUPLICATE = "duplicate"
    TEST = "test"
    EXISTING = "existing"
    OTHER = "other"
    UNMAPPED = "unmapped"


class Outcome(StrEnum):
    """What became of a lead, by the first rule of the ledger that fits it."""

    WON = "won"
    EXCLUDED = "excluded"
    JUNK = "junk"
    JUNK_UNTOUCHED = "junk_untouched"
    UNTOUCHED = "untouched"
    LATE = "late"
    UNDERWORKED = "underworked"
    UNREACHABLE = "unreachable"
    SITE = "site"
    OFFER = "offer"
    OPEN = "open"
    NO_RECORD = "no_record"
    UNKNOWN = "unknown"
    UNMAPPED = "unmapped"


OUTCOME_ZONES: dict[Outcome, Zone | None] = {
    Outcome.WON: None,
    Outcome.EXCLUDED: None,
    Outcome.JUNK: Zone.SMM,
    Outcome.JUNK_UNTOUCHED: Zone.SALES,
    Outcome.UNTOUCHED: Zone.SALES,
    Outcome.LATE: Zone.SALES,
    Outcome.UNDERWORKED: Zone.SALES,
    Outcome.UNREACHABLE: Zone.UNATTRIBUTED,
    Outcome.SITE: Zone.SITE,
    Outcome.OFFER: Zone.OFFER,
    Outcome.OPEN: None,
    Outcome.NO_RECORD: Zone.UNATTRIBUTED,
    Outcome.UNKNOWN: Zone.UNATTRIBUTED,
    Outcome.UNMAPPED: Zone.UNATTRIBUTED,
}
"""The zone each outcome falls to; None where nothing is lost or it is not yet known."""


class ResponseClass(StrEnum):
    """Time from a lead's creation to the first response by a person."""

    WITHIN_15M = "15m"
    WITHIN_1H = "1h"
    WITHIN_24H = "24h"
    LATER = "later"
    NEVER = "never"
    """No touch within seven days."""
    UNKNOWN = "unknown"
    """No touch data, a log that cannot be trusted, progress without a moment, or too young to tell."""


class Factor(StrEnum):
    """A factor of the funnel, by its name in JSON: the players of the attribution."""

    SPEND = "spend"
    """Money spent, over all campaigns."""
    MIX = "mix"
    """Each campaign's share of the spend."""
    IMPRESSIONS = "impressions_per_spend"
    CLICKS = "clicks_per_impression"
    CLICKS_SPEND = "clicks_per_spend"
    """Clicks a unit of money where impressions are unknown."""
    LANDING = "landing_views_per_click"
    LEAD_RATE = "leads_per_landing_view"
    """Platform leads or, where there are none, CRM leads a landing view."""
    FORM_RATE = "leads_per_click_of_forms"
    """Leads a click of a platform's own form, where no site lies between."""
    CLICK_LEAD = "leads_per_click"
    """Leads a click where landing views are unknown."""
    IMPRESSION_LEAD = "leads_per_impression"
    """Leads an impression, where clicks are unknown too."""
    SPEND_LEAD = "leads_per_spend"
    """Leads a unit of money, where neither impressions nor clicks are known."""
    DELIVERY = "crm_leads_per_platform_lead"
    COUNT = "lead_count"
    """Leads of a segment that has no spend, or matches no campaign."""
    QUALITY = "lead_quality"
    """Q: valid contact and form of the leads, within campaign."""
    HANDLING = "handling"
    """H: how fast leads were answered, if at all."""
    COMMON = "common_shock"
    """C: what hit every lead source alike."""
    SPECIFIC = "smm_residual"
    """R: what hit the leads of advertising alone."""
    CONVERSION = "lead_to_sale"
    """The whole lead→sale rate, where nothing tells its parts apart."""
    CLICK_SALE = "sales_per_click"
    """Sales a click, in files that carry no leads."""
    DEAL = "average_deal"
    """Money only."""


class Origin(StrEnum):
    """Where a lead came from, as far as its own fields and the loaded ads tell."""

    SMM = "smm"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Column:
    """A canonical column: its name, how its text is read, and what it means."""

    name: str
    """The canonical name: a key under `columns` in a format file and a header of the generic formats."""
    read_as: str
    """text, id, name, day, moment, number, money, contact, flag, status, reason or word."""
    meaning: str
    """One line for people."""


def _columns(read_as: str, **meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name, read_as, meaning) for name, meaning in meanings.items())


UTM: tuple[Column, ...] = _columns(
    "name",
    utm_source="utm_source of the visit",
    utm_medium="utm_medium of the visit",
    utm_campaign="utm_campaign of the visit: a campaign's name or id, in VK Реклама an ad group's id",
    utm_content="utm_content of the visit, usually the ad",
    utm_term="utm_term of the visit, usually the ad group or keyword",
)

PLACES: tuple[Column, ...] = (
    *_columns("id", campaign_id="campaign's id", ad_group_id="ad group's (ad set's) id", ad_id="ad's id"),
    *_columns("name", campaign="campaign's name", ad_group="ad group's (ad set's) name", ad="ad's name"),
)

ADS: tuple[Column, ...] = (
    *_columns(
        "day",
        day="the day of the figures",
        week="the week of a row without a day of its own, by its first day",
        month="the month of a row without a day of its own",
        period_start="first day of a row without a day of its own",
        period_end="last day of a row without a day of its own",
    ),
    *_columns("text", platform="ad platform", account="advertising account"),
    *PLACES,
    *_columns(
        "text",
        device="device the ad was shown on",
        objective="campaign's objective",
        result_type="what the platform counted as a result in this row",
        age="breakdown by age",
        gender="breakdown by gender",
        placement="breakdown by placement, network or region",
    ),
    *_columns(
        "number",
        impressions="times the ad was shown",
        reach="people who saw it (never summed)",
        clicks="clicks that lead to the site or form",
        interactions="clicks of any kind with the ad, used where there are no clicks",
        landing_views="landing page views the platform counted",
        platform_leads="leads the platform counted",
        results="results of the kind result_type names",
        conversions="conversions of any kind the platform counted",
        video_views="video views",
        engagements="likes, comments, shares and other engagements",
        followers="new followers",
        messages="conversations started",
        sales="sales, in files that carry the whole funnel",
    ),
    *_columns("money", spend="money spent", revenue="revenue, in files that carry the whole funnel"),
    *_columns("text", currency="currency code"),
)

VISITS: tuple[Column, ...] = (
    *_columns(
        "day",
        day="the day of the visits",
        week="the week of a row without a day of its own, by its first day",
        month="the month of a row without a day of its own",
        period_start="first day",
        period_end="last day",
    ),
    *UTM,
    *_columns("text", source="traffic source as the counter names it", device="device"),
    *_columns("number", visits="visits (sessions) on the site"),
)

_CRM: tuple[Column, ...] = (
    *_columns("id", lead_id="lead's id", deal_id="deal's id"),
    *_columns("contact", phone="phone (hashed, never shown)", email="e-mail (hashed, never shown)"),
    *_columns("text", person="name of the person or card, read only to notice tests, never kept"),
    *_columns("moment", created_at="when it was created"),
    *_columns("text", time="time of day it was created, where the export has it apart from the day"),
    *_columns("name", source="source as the CRM names it", form="site, platform form, message, comment or call"),
    *UTM,
    *PLACES,
    *_columns(
        "text",
        url="address of the visit, read for utm and click ids",
        click_id="click id (gclid, yclid, fbclid, …)",
    ),
    *_columns("name", manager="manager (sales rep) in charge", created_by="who created the card"),
    *_columns(
        "moment",
        assigned_at="when it was given to the manager",
        first_response_at="first response by a person",
        last_activity_at="last activity",
        qualified_at="when it was found qualified",
        closed_at="when it was closed",
    ),
    *_columns("number", attempts="tries to reach the person"),
    *_columns("status", status="status or stage"),
    *_columns("word", status_group="the CRM's own grouping of its stages", pipeline="pipeline"),
    *_columns("reason", loss_reason="reason of the loss"),
    *_columns(
        "flag",
        is_won="won, where the export has a flag of its own",
        is_lost="lost, where the export has a flag of its own",
        is_test="test, where the export has a flag of its own",
        is_duplicate="duplicate, where the export has a flag of its own",
        is_organic="not brought by an ad, where the export has a flag of its own",
    ),
    *_columns("money", amount="amount of the deal"),
    *_columns("text", currency="currency code"),
)

TOUCHES: tuple[Column, ...] = (
    *_columns("id", lead_id="lead's id", deal_id="deal's id"),
    *_columns("contact", phone="phone (hashed, never shown)", email="e-mail (hashed, never shown)"),
    *_columns("moment", at="when it happened"),
    *_columns("text", time="time of day, where the export has it apart from the day"),
    *_columns(
        "word",
        channel="call, message, email or meeting",
        direction="in or out",
        answered="whether somebody answered",
        automatic="whether a robot did it",
    ),
    *_columns("name", manager="manager (sales rep)"),
    *_columns("number", duration="seconds of conversation"),
)

COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.ADS: ADS,
    Kind.VISITS: VISITS,
    Kind.LEADS: _CRM,
    Kind.DEALS: _CRM,
    Kind.TOUCHES: TOUCHES,
}
"""Canonical columns of each kind: leads and deals share theirs, for a CRM may keep both in one card."""

ATTRIBUTES = ("age", "gender", "placement", "device")
"""Columns of ads that split the same figures: summed over, never counted beside their total."""
