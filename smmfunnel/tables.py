"""The tables of an engine that hold canonical rows: what reading fills and SQL resolves."""

from __future__ import annotations

from smmfunnel.vocabulary import Kind, Reason, Status

MICRO = 1_000_000
"""Counts and money are whole millionths, so that sums do not depend on the order of rows."""

METRICS = (
    "impressions",
    "reach",
    "clicks",
    "landing_views",
    "platform_leads",
    "conversions",
    "video_views",
    "engagements",
    "followers",
    "messages",
    "sales",
    "spend",
    "revenue",
)
"""Figures of an ad row, in millionths; null where the export does not report them."""

_PLACES = dict.fromkeys(("campaign_id", "campaign", "ad_group_id", "ad_group", "ad_id", "ad"), "VARCHAR")
_KEYS = dict.fromkeys(("campaign_key", "ad_group_key", "ad_key"), "VARCHAR")

ADS = {
    "file": "INTEGER",
    "row": "BIGINT",
    "platform": "VARCHAR",
    "account": "VARCHAR",
    **_PLACES,
    **_KEYS,
    "device": "VARCHAR",
    "objective": "VARCHAR",
    "breakdown": "VARCHAR",
    "first_day": "DATE",
    "last_day": "DATE",
    "currency": "VARCHAR",
    "print": "VARCHAR",
    **dict.fromkeys(METRICS, "BIGINT"),
}
"""`*_key` are folded names, `breakdown` the values of age, gender, placement and device as one text,
`print` every cell of the row as one text (hashed when stored), first and last day equal in daily files."""

VISITS = {
    "file": "INTEGER",
    "row": "BIGINT",
    "first_day": "DATE",
    "last_day": "DATE",
    "tag": "INTEGER",
    "device": "VARCHAR",
    "print": "VARCHAR",
    "visits": "BIGINT",
}

CRM = {
    "file": "INTEGER",
    "row": "BIGINT",
    "lead_id": "VARCHAR",
    "deal_id": "VARCHAR",
    "phone": "VARCHAR",
    "email": "VARCHAR",
    "contact": "VARCHAR",
    "created_at": "TIMESTAMP",
    "tag": "INTEGER",
    "form": "VARCHAR",
    "manager": "VARCHAR",
    "created_by": "VARCHAR",
    "assigned_at": "TIMESTAMP",
    "first_response_at": "TIMESTAMP",
    "last_activity_at": "TIMESTAMP",
    "qualified_at": "TIMESTAMP",
    "closed_at": "TIMESTAMP",
    "attempts": "BIGINT",
    "status": "VARCHAR",
    "reason": "VARCHAR",
    "pipeline": "VARCHAR",
    "test": "BOOLEAN",
    "amount": "BIGINT",
    "currency": "VARCHAR",
}
"""`phone` and `email` are normalised and valid or null (stored hashed); `contact` is valid, invalid or
absent; `tag` numbers the row's utm and ad fields (see TAGS); `status` and `reason` are generic codes;
moments are local time of the report's zone."""

TAGS = {
    "tag": "INTEGER",
    "platform": "VARCHAR",
    "source": "VARCHAR",
    "utm_source": "VARCHAR",
    "utm_medium": "VARCHAR",
    "utm_campaign": "VARCHAR",
    "utm_content": "VARCHAR",
    "utm_term": "VARCHAR",
    "utm_campaign_key": "VARCHAR",
    "utm_content_key": "VARCHAR",
    "utm_term_key": "VARCHAR",
    **_PLACES,
    **_KEYS,
    "click_platform": "VARCHAR",
    "paid": "BOOLEAN",
    "broken": "BOOLEAN",
}
"""One row per distinct set of attribution fields: `platform` is what utm_source, the form's own export
or the click id tell; `paid` null where no source is named, else whether the source counts as an
advertising one; `broken` marks macros that arrived unresolved."""

TOUCHES = {
    "file": "INTEGER",
    "row": "BIGINT",
    "lead_id": "VARCHAR",
    "deal_id": "VARCHAR",
    "phone": "VARCHAR",
    "email": "VARCHAR",
    "contact": "VARCHAR",
    "at": "TIMESTAMP",
    "channel": "VARCHAR",
    "outgoing": "BOOLEAN",
    "answered": "BOOLEAN",
    "automatic": "BOOLEAN",
    "manager": "VARCHAR",
}

TABLES: dict[Kind, dict[str, str]] = {
    Kind.ADS: ADS,
    Kind.VISITS: VISITS,
    Kind.LEADS: CRM,
    Kind.DEALS: CRM,
    Kind.TOUCHES: TOUCHES,
}
"""Columns and SQL types of the table each kind of row is loaded into."""

HASHED = ("phone", "email", "print")
"""Columns an engine stores only as a hash of 64 bits.

Among n contacts two share a hash by chance with probability n²/2⁶⁵ at most: 3 in a million at 10 million. The hash
keeps contacts out of sight and memory; it is no secret, for whoever has it can try every phone number there is."""

CODED = {
    "contact": ("absent", "invalid", "valid"),
    "status": tuple(sorted(Status)),
    "reason": tuple(sorted(Reason)),
}
"""Columns whose texts are all known beforehand, in order: an engine may store their number instead."""

LINKING = ("lead_id", "deal_id")
"""Ids that join rows of different tables: where an engine stores them as numbers, queries may join the numbers."""
