"""Whether the touch log is complete enough that a missing touch is evidence."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.facts import script
from smmfunnel.facts.evidence import TouchLogCell, TouchLogFacts
from smmfunnel.facts.values import PERIOD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from smmfunnel.engines import Engine

COMPLETE_FROM = 0.9
"""Share of won leads with a touch on record from which the log counts as complete."""
AT_LEAST = 0.7
"""What the lower end of the share's 95 % interval must reach: 9 touched of 9 do, 8 of 8 do not."""
_Z = 1.959963984540054
COMPLETE, INCOMPLETE, TOO_FEW, NOT_COVERING, NONE = "complete", "incomplete", "too_few_won", "not_covering", "none"


def verdict(touched: int, won: int) -> str:
    """Judge completeness by the touched share of won leads and its Wilson interval.

    Example:
        >>> verdict(95, 100), verdict(60, 100), verdict(8, 10), verdict(0, 0)
        ('complete', 'incomplete', 'too_few_won', 'too_few_won')
    """
    if not won:
        return TOO_FEW
    share, square = touched / won, _Z * _Z
    centre = share + square / (2 * won)
    spread = _Z * sqrt(share * (1 - share) / won + square / (4 * won * won))
    low, high = ((centre + sign * spread) / (1 + square / won) for sign in (-1, 1))
    if low < AT_LEAST and high >= COMPLETE_FROM:
        return TOO_FEW
    return COMPLETE if share >= COMPLETE_FROM else INCOMPLETE


@dataclass(frozen=True)
class Record:
    """What touches and responses the data hold at all."""

    own: bool
    """The CRM's own fields name any first response or count of tries."""
    first: datetime | None
    last: datetime | None
    """Moments of the first and last touch of the loaded logs."""
    seen: datetime | None
    """Until when leads were watched: nothing on record is later, or later than the day of the report."""

    @property
    def any(self) -> bool:
        """Whether there is any record of touches."""
        return self.own or self.first is not None

    def covered(self, moment: str) -> str:
        """SQL for whether touches of that moment would be on record."""
        if self.own or self.first is None:
            return "TRUE"
        return f"coalesce({moment} >= {literal(self.first.replace(hour=0, minute=0, second=0, microsecond=0))}, FALSE)"


@dataclass(frozen=True)
class Won:
    """Won leads alike, and those of them with a touch on record by the closing."""

    source: str | None
    form: str | None
    span: int | None
    compared: int | None
    covered: bool
    """Whether the touch log was kept when they came."""
    won: int
    touched: int


def judge(record: Record, counted: Sequence[Won]) -> TouchLogFacts:
    """Sum the won leads by part and judge the whole.

    The whole, sources and channels are those of the funnel's period, spans those that are compared.
    """
    if not record.any:
        return TouchLogFacts(any=False, first_day=None, last_day=None, cells=(), trusted=False, why=NONE)
    of_period = [item for item in counted if item.span == PERIOD]
    period = [item for item in of_period if item.covered]
    cells = [
        *_cells("all", period, lambda _: None),
        *_cells("source", (item for item in period if item.source is not None), lambda item: item.source),
        *_cells("channel", (item for item in period if item.form is not None), lambda item: item.form),
        *_cells(
            "span",
            (item for item in counted if item.covered and item.compared is not None),
            lambda item: str(item.compared),
        ),
    ]
    whole = verdict(sum(item.touched for item in period), sum(item.won for item in period))
    if of_period and not period:
        whole = NOT_COVERING
    return TouchLogFacts(
        any=True,
        first_day=record.first.date() if record.first else None,
        last_day=record.last.date() if record.last else None,
        cells=tuple(cells),
        trusted=whole == COMPLETE,
        why=whole,
    )


def _cells(kind: str, items: Iterable[Won], part: Callable[[Won], str | None]) -> list[TouchLogCell]:
    sums: dict[str | None, list[int]] = {None: [0, 0]} if kind == "all" else {}
    for item in items:
        held = sums.setdefault(part(item), [0, 0])
        held[0] += item.won
        held[1] += item.touched
    return [TouchLogCell(kind, key, *sums[key]) for key in sorted(sums, key=str)]


def verdicts(facts: TouchLogFacts, kind: str) -> Mapping[str, str]:
    """Return the parts of one kind that could be decided: `complete` or `gaps`."""
    judged = {cell.part: verdict(cell.touched, cell.won) for cell in facts.cells if cell.kind == kind}
    words = {COMPLETE: "complete", INCOMPLETE: "gaps"}
    return {part: words[told] for part, told in judged.items() if part is not None and told in words}


def log_state(record: Record, facts: TouchLogFacts, moment: str, compared: str) -> str:
    """SQL for how far a lead's record can be trusted: trusted, untold, gaps, uncovered or none.

    A part known to have gaps (the lead's source, channel or span) is never trusted; one known to be complete
    is, and any other stands as the whole does.

    Args:
        record: what there is on record.
        facts: the judgement.
        moment: SQL of the lead's creation.
        compared: SQL of the number of the compared span.
    """
    if not facts.any:
        return "'none'"
    spans = verdicts(facts, "span")
    gaps = [part for part, told in sorted(spans.items()) if told == "gaps"]
    span = f" OR {compared} IN ({', '.join(gaps)})" if gaps else ""
    whole = {COMPLETE: "trusted", INCOMPLETE: "gaps"}.get(facts.why, "untold")
    return (
        f"CASE WHEN NOT {record.covered(moment)} THEN 'uncovered'"
        f" WHEN sl.verdict = 'gaps' OR fl.verdict = 'gaps'{span} THEN 'gaps'"
        f" WHEN sl.verdict = 'complete' OR fl.verdict = 'complete' THEN 'trusted' ELSE '{whole}' END"
    )


def load_verdicts(engine: Engine, facts: TouchLogFacts) -> None:
    """Make the tables `source_log` and `form_log` of the parts that could be decided."""
    for kind, column in (("source", "source"), ("channel", "form")):
        engine.run(f"CREATE TABLE {column}_log ({column} VARCHAR, verdict VARCHAR)")
        judged = verdicts(facts, kind).items()
        script.insert(engine, f"{column}_log", (f"{script.quoted(part)}, '{told}'" for part, told in judged))


def literal(moment: datetime | None) -> str:
    """Write a moment as SQL."""
    return "CAST(NULL AS TIMESTAMP)" if moment is None else f"TIMESTAMP '{moment:%Y-%m-%d %H:%M:%S}'"
