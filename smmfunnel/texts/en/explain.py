"""English: commands `leads` and `explain`."""

from __future__ import annotations

TEXTS: dict[str, str] = {}
