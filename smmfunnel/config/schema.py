"""JSON Schema of the configuration."""

from __future__ import annotations

from typing import Any

from smmfunnel.config.models import Config

EXAMPLE: dict[str, Any] = {
    "period": "2026-09-01..2026-09-30",
    "reference": "previous",
    "timezone": "Europe/Moscow",
    "currency": "RUB",
    "rates": {"USD": 81.5},
    "sla": "1h",
    "attempts": 6,
    "worktime": {"days": "mon-fri", "hours": "09:00-19:00", "holidays": ["2026-11-04"]},
    "control": ["2ГИС"],
    "zones": {"landing_rate": "site"},
    "targets": {"ctr": "1.2%", "lead_sale": "30/250", "average_deal": 48000},
    "costs": {"agency_fee_per_month": 60000},
    "sources": {"smm": ["таргет"], "other": ["2ГИС"]},
    "statuses": {"Замер назначен": "qualified"},
    "reasons": {"Дорого для области": "price"},
    "files": [
        {
            "pattern": "leads-*.csv",
            "kind": "leads",
            "columns": {"lead_id": "Number", "created_at": ["Date", "Received"], "status": "State"},
            "ignore": ["Comment"],
        }
    ],
}
"""A configuration with the keys most people need."""


def config_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of smmfunnel.yaml, with an example that is valid."""
    schema = Config.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "smmfunnel.yaml",
        **{key: value for key, value in schema.items() if key != "title"},
        "examples": [EXAMPLE],
    }
