"""The attribution: the change of expected sales shared among zones, with intervals, bounds and a verdict."""

from __future__ import annotations

from smmfunnel.analysis.attribution.play import Played, attribute, play

__all__ = ["Played", "attribute", "play"]
