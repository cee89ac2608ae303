"""Names of the sections of an answer, in the order people read them: what `--section` takes."""

from __future__ import annotations

SECTIONS = (
    "about",
    "verdict",
    "zones",
    "factors",
    "rescue",
    "ledger",
    "ledger_zones",
    "rules",
    "touch_log",
    "sla",
    "response",
    "managers",
    "clickbait",
    "cohorts",
    "maturity",
    "credit",
    "actions",
    "crosschecks",
    "sensitivity",
    "ladder",
    "missing",
    "funnel",
    "money",
    "awareness",
    "segments",
    "origins",
    "match",
    "suggestions",
    "excluded",
    "inputs",
    "totals",
    "skipped",
    "unmapped",
    "warnings",
)
"""Of a Report."""

UNJUDGED = tuple(name for name in SECTIONS[SECTIONS.index("funnel") :] if name != "warnings")
"""Of a Report, those that need no evidence of single leads. Warnings tell of every part, so that they need it."""

CHECK_SECTIONS = (
    "about",
    "inputs",
    "totals",
    "skipped",
    "cabinets",
    "leads",
    "excluded",
    "bridge",
    "match",
    "suggestions",
    "unmapped",
    "fitness",
    "warnings",
)
"""Of a Check."""
