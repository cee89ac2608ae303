"""From loaded rows to small tables of counts and sums: the SQL files and the code that runs them in order."""

from __future__ import annotations
