"""From files to canonical batches: container, encoding, dialect, values, keys."""

from __future__ import annotations
