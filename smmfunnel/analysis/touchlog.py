"""Whether the touch log is complete: the share of won leads with a touch on record before closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.estimates import ABSENT, rate
from smmfunnel.facts.touchlog import COMPLETE, verdict
from smmfunnel.results import TouchLog, TouchLogRow

if TYPE_CHECKING:
    from smmfunnel.facts.evidence import TouchLogCell, TouchLogFacts

PARTS = ("source", "channel")


def touch_log(facts: TouchLogFacts) -> TouchLog:
    """Sum the touch log up, the whole first, then its parts that have a name.

    Spans of the attribution are left to the ladder. A part is judged as the whole is: nine of ten of
    its won leads have a touch, and they are enough to tell.
    """
    whole = [_row(cell) for cell in facts.cells if cell.kind == "all"]
    parts = [_row(cell) for kind in PARTS for cell in facts.cells if cell.kind == kind and cell.part is not None]
    parts.sort(key=lambda row: (-row.won, row.part or ""))
    return TouchLog(
        completeness=whole[0].completeness if whole else ABSENT,
        trusted=facts.trusted,
        why=facts.why,
        parts=(*whole, *parts),
    )


def _row(cell: TouchLogCell) -> TouchLogRow:
    part = None if cell.kind == "all" else cell.part
    why = verdict(cell.touched, cell.won)
    return TouchLogRow(part, cell.won, cell.touched, rate(cell.touched, cell.won), trusted=why == COMPLETE, why=why)
