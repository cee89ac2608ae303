"""The evidence ledger: every lead with one outcome, one zone and one rule, and what the losses are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from smmfunnel.results.basics import Estimate, Note
    from smmfunnel.vocabulary import Outcome, Zone


@dataclass(frozen=True)
class OutcomeRow:
    """Leads of one outcome."""

    outcome: Outcome
    zone: Zone | None
    """None where nothing was lost or it is not yet known: won, excluded, open."""
    leads: int
    share: float
    """Of all leads of the ledger."""
    sales_lost: Estimate | None
    """Expected sales the handling cost; None (with a reason in the Estimate where it is asked) for outcomes
    that are no loss; an Estimate without a value for losses nobody can price."""
    money_lost: float | None


@dataclass(frozen=True)
class ZoneRow:
    """Leads and worth of one zone."""

    zone: Zone
    leads: int
    share: float
    sales_lost: Estimate | None
    money_lost: float | None


@dataclass(frozen=True)
class Worth:
    """Expected sales of one lead."""

    lost: float | None = None
    """What its loss cost; None where nothing was lost, or its zone is not priced."""
    now: float | None = None
    """What it is worth if handled now; None where it can no longer be won."""


@dataclass(frozen=True)
class RuleRow:
    """How many leads one rule decided."""

    id: str
    outcome: Outcome
    zone: Zone | None
    leads: int


@dataclass(frozen=True)
class TouchLogRow:
    """Completeness of the touch log in one part: the share of won leads with a touch before closing."""

    part: str | None
    """Source or channel; None is all."""
    won: int
    touched: int
    completeness: Estimate
    trusted: bool
    why: str = "complete"
    """complete, incomplete or too_few_won: too few to tell."""


@dataclass(frozen=True)
class TouchLog:
    """Whether absence of a touch is evidence."""

    completeness: Estimate
    trusted: bool
    why: str
    """complete, incomplete, none (no touch data), not_covering or too_few_won; text `touch_log.<why>`."""
    parts: tuple[TouchLogRow, ...] = ()


@dataclass(frozen=True)
class SlaRow:
    """The ledger's sales zone under one response standard."""

    minutes: int
    leads: int
    sales_lost: Estimate
    named: bool
    """Whether sales would be named from the ledger under this standard."""


@dataclass(frozen=True)
class Ledger:
    """Every lead of the period once; outcomes add up to the leads."""

    leads: int
    outcomes: tuple[OutcomeRow, ...]
    zones: tuple[ZoneRow, ...]
    rules: tuple[RuleRow, ...]
    touch_log: TouchLog
    by_sla: tuple[SlaRow, ...]
    sla_minutes: int | None
    """The standard both sides agreed on in the configuration; None: nobody did, and four are shown."""
    clock: str
    """calendar or working: which time responses are measured in."""
    notes: tuple[Note, ...] = ()
