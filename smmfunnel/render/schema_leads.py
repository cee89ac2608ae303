"""JSON Schema of the document `smmfunnel/leads/1`: the rows behind a number."""

from __future__ import annotations

from smmfunnel.render.schema_terms import CODE, COUNT, NUMBER, TEXT, ZONE, Schema, array, each, maybe, record
from smmfunnel.vocabulary import Outcome


def lead_list() -> dict[str, Schema]:
    """Return the schemas of its members beside the envelope."""
    texts = ("lead_id", "created_at", "source", "platform", "campaign", "manager", "status", "loss_reason")
    row = record(
        {
            **each(texts, maybe(TEXT)),
            "age_days": maybe({"type": "integer"}),
            "response_minutes": maybe(NUMBER),
            "attempts": maybe(COUNT),
            "outcome": {"enum": [outcome.value for outcome in Outcome]},
            "zone": maybe(ZONE),
            "rule": CODE,
            "worth": maybe(NUMBER),
            **each(("phone", "email"), maybe(TEXT)),
        }
    )
    return {"leads": COUNT, "listed": COUNT, "rows": array(row)}
