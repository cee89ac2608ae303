"""Engines that hold the canonical tables and run the SQL."""

from __future__ import annotations

from smmfunnel.engines.base import Engine
from smmfunnel.engines.duck import DuckEngine, open_duckdb

__all__ = ["DuckEngine", "Engine", "open_duckdb"]
