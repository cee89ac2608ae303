"""smmfunnel: where the sales of an advertising funnel were lost, and in whose zone."""

from __future__ import annotations

__version__ = "0.1.0"
