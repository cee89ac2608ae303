"""The identifiability ladder: which data there are, and what therefore may be said (methods.md §2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.leadsale import Terms
from smmfunnel.dataclass import dataclass
from smmfunnel.facts import touchlog
from smmfunnel.facts.evidence import CONTROL, SMM
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import Rung
from smmfunnel.vocabulary import ResponseClass

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from smmfunnel.analysis.attribution.drift import Drift
    from smmfunnel.facts.evidence import Evidence, ModelCell, TouchLogFacts

BOTH = (PERIOD, REFERENCE)
KNOWN = 0.5
"""Share of leads whose response class must be known in every span for handling to be measured."""


@dataclass(frozen=True)
class Ladder:
    """The rungs, and which parts of the lead→sale model may speak."""

    rungs: tuple[Rung, ...]
    terms: Terms

    def held(self, code: str) -> bool:
        """Tell whether a rung holds."""
        return any(rung.held for rung in self.rungs if rung.code == code)


def ladder(
    evidence: Evidence, cells: Sequence[ModelCell], drift: Drift, *, spans: Collection[int], control: bool
) -> Ladder:
    """Climb as far as the data reach.

    Args:
        evidence: what the SQL left.
        cells: leads of the lead→sale model, as the game sees them.
        drift: whether tagging stayed the same.
        spans: spans whose leads are compared: one for standards, targets and control, else two.
        control: whether other sources may stand beside advertising at all in this comparison.
    """
    mine = [cell for cell in cells if cell.group == SMM and cell.span in spans]
    handling = _handling(evidence, mine, spans)
    quality = _quality(evidence, mine)
    controls = _controls(cells, drift, spans) if control else ("control_source",)
    history = evidence.compared.reference is not None
    rungs = (
        Rung("history", history, () if history else ("history",)),
        Rung("handling", not handling, handling),
        Rung("quality", not quality, quality),
        Rung("control", not controls, controls),
        Rung("assignment", held=False, missing=("assignment",) if evidence.has.get("manager") else ("manager",)),
        Rung("audit", held=False, missing=("audit",)),
    )
    return Ladder(rungs, Terms(quality=not quality, handling=not handling, control=not controls))


def _handling(evidence: Evidence, mine: Sequence[ModelCell], spans: Collection[int]) -> tuple[str, ...]:
    """List what handling lacks to be measured in every span."""
    if not evidence.touch_log.any:
        return ("responses",)
    states = {_log_state(evidence.touch_log, span) for span in spans}
    if states - {touchlog.COMPLETE}:
        return ("touch_log_untold",) if states <= {touchlog.COMPLETE, touchlog.TOO_FEW} else ("touch_log",)
    for span in spans:
        leads = sum(cell.leads for cell in mine if cell.span == span)
        known = sum(c.leads for c in mine if c.span == span and c.response is not ResponseClass.UNKNOWN)
        if known < KNOWN * leads:
            return ("response_times",) if _timeless(evidence) else ("responses",)
    classes = {cell.response for cell in mine if cell.leads} - {ResponseClass.UNKNOWN}
    return () if len(classes) > 1 else ("responses",)


def _timeless(evidence: Evidence) -> bool:
    """Tell whether touches are on record, yet of none the time of day."""
    return any(cell.touched for cell in evidence.managers) and not any(cell.answered for cell in evidence.times)


def _log_state(log: TouchLogFacts, span: int) -> str:
    """Judge the log of one span by its own won leads, where there are enough of them, else as the whole."""
    for cell in log.cells:
        if cell.kind == "span" and cell.part == str(span):
            told = touchlog.verdict(cell.touched, cell.won)
            return log.why if told == touchlog.TOO_FEW else told
    return log.why


def _quality(evidence: Evidence, mine: Sequence[ModelCell]) -> tuple[str, ...]:
    if not (evidence.has.get("contact") or evidence.has.get("form")):
        return ("contacts",)
    return () if any(cell.leads for cell in mine) else ("contacts",)


def _controls(cells: Sequence[ModelCell], drift: Drift, spans: Collection[int]) -> tuple[str, ...]:
    for span in spans:
        if not any(cell.leads for cell in cells if cell.group == CONTROL and cell.span == span):
            return ("control_source",)
    if drift.drifted:
        return ("tagging",)
    sold = sum(cell.sales for cell in cells if cell.group == CONTROL and cell.span in spans)
    return () if sold else ("control_source",)
