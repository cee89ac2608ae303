"""Statistics over facts: intervals, the funnel, money and segments."""

from __future__ import annotations
