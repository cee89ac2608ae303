"""Simulated agencies with a known cause, and how often the attribution finds it."""

from __future__ import annotations
