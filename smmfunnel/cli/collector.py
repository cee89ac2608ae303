"""The garbage collector, set for a program that runs once and ends."""

from __future__ import annotations

import gc

SELDOM = 100_000
"""Objects made between two searches for cycles; Python's own 700 make a start search a hundred times in vain."""


def relax() -> None:
    """Let the collector search seldom: what a run makes is freed by counting references, with hardly a cycle.

    Searching costs a short run a tenth of its time otherwise.
    """
    gc.set_threshold(SELDOM)


def spare_imports() -> None:
    """Leave out of every search, also those of the interpreter's end, what is imported by now.

    DuckDB must come later: its bindings complain at the end of objects that no search has freed.
    """
    gc.freeze()
