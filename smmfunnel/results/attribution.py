"""How the change of sales between a reference and the period is shared among the zones."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smmfunnel.results.basics import Note, Number, Span
    from smmfunnel.vocabulary import Factor, Zone


@dataclass(frozen=True)
class Interval:
    """Two ends at 95 %."""

    low: float
    high: float


@dataclass(frozen=True)
class Effect:
    """A share of the change with its 95 % interval; negative is a loss."""

    effect: float
    low: float
    high: float


@dataclass(frozen=True)
class FactorEffect:
    """What one factor of the funnel contributed to the change."""

    factor: Factor
    effect: float
    low: float
    high: float
    reference: float | None = None
    """The factor in the reference over all campaigns, in its own unit (a rate, money, impressions a unit of
    money); None where it has no single value, as mix and lead quality have not."""
    period: float | None = None
    takers: tuple[Zone, ...] = ()
    """For an unassigned factor: zones that may have to take it; their bounds contain it."""


@dataclass(frozen=True)
class ZoneEffect:
    """One zone: its identified part, and bounds that contain whatever of the unassigned may be its own."""

    zone: Zone
    effect: float
    low: float
    high: float
    bounds: Interval
    significant: bool
    """Named: the 99 % interval of the identified part is clear of nought on the side of a loss, and the
    loss is at least max(0.5 sale, 2 % of the reference's sales)."""
    money: Effect | None
    """The same in money of the report's currency; None where the average deal is not known in both spans."""
    factors: tuple[FactorEffect, ...]


@dataclass(frozen=True)
class OrderRange:
    """Smallest and largest effect of a factor over all orders of one-order substitution."""

    factor: Factor
    low: float
    high: float


@dataclass(frozen=True)
class CrossCheck:
    """The same change shared out by another method: zone or factor and effect; empty where it does not apply."""

    lmdi: tuple[tuple[Zone, float], ...] = ()
    order_range: tuple[OrderRange, ...] = ()
    lead_sale_shapley: tuple[tuple[Factor, float], ...] = ()
    """Q, H, C and R in the four-player game of the lead→sale rate alone, in sales."""
    notes: tuple[str, ...] = ()
    """Codes of texts `crosscheck.<code>`: why one is missing."""


@dataclass(frozen=True)
class Sensitivity:
    """The answer if one disputed step belonged to another zone."""

    factor: Factor
    zone: Zone
    """Zone of the step in this reading."""
    zones: tuple[tuple[Zone, float], ...]
    """Effect by zone in this reading."""
    named: tuple[Zone, ...]
    """Zones named in this reading."""


@dataclass(frozen=True)
class Rung:
    """One rung of the identifiability ladder (methods.md §2.1)."""

    code: str
    """history, handling, quality, control, assignment or audit; text `rung.<code>`."""
    held: bool
    missing: tuple[str, ...] = ()
    """Codes of texts `missing.<code>`: the column, export or number of leads that would bring it."""


@dataclass(frozen=True)
class Missing:
    """What would settle what the data cannot tell; text `missing.<code>` filled with `params`."""

    code: str
    params: Mapping[str, str | Number] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The answer in a word; its sentence is built from the figures when it is written."""

    kind: str
    """one, several, none, gains, no_reference, too_young, too_little, not_judged_by_sales, no_sales, …:
    text `verdict.<kind>`."""
    zone: Zone | None
    """The named zone with the largest loss; never unattributed."""
    zones: tuple[Zone, ...]
    """All named zones, the largest loss first."""
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Checks:
    """What was tried against the answer itself."""

    e_value: float | None = None
    """How strongly an unseen cause of both response and sale would have to act on each (a risk ratio) to
    explain the response effect away (VanderWeele & Ding 2017)."""
    e_value_of_interval: float | None = None
    placebo: Effect | None = None
    """The lead→sale change between two spans before the period, where there is a third span."""
    tagging_drift: float | None = None
    """p-value that the share of leads of unknown origin is the same in both spans."""
    overload: float | None = None
    """Rank correlation of leads a day with the day's median response."""
    off_hours_ratio: float | None = None
    """Response effect among leads that came outside working hours over that of all leads."""


@dataclass(frozen=True)
class Attribution:
    """The whole comparison of the period with one reference."""

    kind: str
    """previous, last-year, span, before, targets, control or standards; text `reference.<kind>`."""
    why: str
    """Why this reference, code of a text `why.<code>`."""
    period: Span
    reference: Span | None
    unit: str
    horizon_days: int
    reference_sales: float | None
    """Expected sales within the horizon, of leads created in the reference, scaled to the period's days."""
    period_sales: float | None
    change: float | None
    interval: Interval | None
    zones: tuple[ZoneEffect, ...]
    """Every zone with a factor or a bound in play, in the order of `Zone`; gaps below nought for standards."""
    residual: float | None
    """Change less the effects: 0 to 1e-9; None for one-sided gaps."""
    crosschecks: CrossCheck
    sensitivity: tuple[Sensitivity, ...]
    ladder: tuple[Rung, ...]
    verdict: Verdict
    checks: Checks
    scaled_by: float = 1.0
    """What the reference was multiplied by for spans of unequal length."""
    lead_sale: str = "judged"
    """judged, unjudged (estimated, and nobody's) or held (left at the reference's rate, so that the period's sales are
    those its leads would bring at it)."""
    grain: str = "campaign"
    """campaign, platform or total: the segments the game was played on."""
    notes: tuple[Note, ...] = ()
