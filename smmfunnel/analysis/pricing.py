"""What a lost lead is worth in expected sales, by the rates of the lead→sale model."""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from smmfunnel.analysis.quantiles import quantiles
from smmfunnel.analysis.shrinkage import LEAST_TRIALS
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.evidence import SMM
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.results import Estimate
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import Origin, Outcome, ResponseClass, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np

    from smmfunnel.analysis.leadsale import Place, SaleModel
    from smmfunnel.facts.evidence import LedgerCell, ModelCell, RescueCell, SlaCell

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

DEFAULT_SLA = 60
"""Minutes: the response standard where none is agreed."""
BEGINS = {
    ResponseClass.WITHIN_15M: 0,
    ResponseClass.WITHIN_1H: 15,
    ResponseClass.WITHIN_24H: 60,
    ResponseClass.LATER: 1440,
}
"""Minutes after a lead's creation at which each class of answered leads begins."""
VALID = "valid"
SMALLEST = 1e-9
MOST_KEPT = 4000
"""Rates kept in memory, of 16 kB each; those of further kinds are worked out again when they are asked for."""
UNTOUCHED = frozenset({Outcome.UNTOUCHED, Outcome.JUNK_UNTOUCHED})
"""Outcomes of leads nobody answered."""


class Kind(NamedTuple):
    """Leads that are alike before anyone answers them."""

    place: Place
    quality: str
    source: str | None = None
    """Of leads that are not of advertising."""


def kind_of(cell: LedgerCell | SlaCell | RescueCell) -> Kind:
    """Name the kind of a cell's leads."""
    source = getattr(cell, "source", None) if cell.origin != Origin.SMM else None
    return Kind((cell.platform, cell.campaign_ref), cell.quality, source)


def is_valid(quality: str) -> bool:
    """Tell whether a level of quality is of leads with a valid contact.

    Example:
        >>> is_valid("valid/site"), is_valid("invalid")
        (True, False)
    """
    return quality.partition("/")[0] == VALID


def made_valid(quality: str) -> str:
    """Return the level of the same form with a valid contact.

    Example:
        >>> made_valid("invalid/site"), made_valid("absent")
        ('valid/site', 'valid')
    """
    _, slash, form = quality.partition("/")
    return VALID + slash + form


def in_standard(minutes: int) -> tuple[ResponseClass, ...]:
    """Return the classes of leads that a response standard asks for: those that begin before it ends.

    A class that the standard cuts counts as a whole, which makes what is lost smaller, never larger.

    Example:
        >>> [each.value for each in in_standard(60)], [each.value for each in in_standard(240)]
        (['15m', '1h'], ['15m', '1h', '24h'])
    """
    return tuple(each for each, begins in BEGINS.items() if begins < minutes)


RowKey = TypeVar("RowKey")
Leads = dict[tuple[Kind, ResponseClass], int]
"""Leads by kind and response as handled."""

Weights = tuple[tuple[ResponseClass, float], ...]
"""Shares of response classes, which sum to 1; empty where nothing is known of them."""


def _shares(counts: Counter[ResponseClass]) -> Weights:
    total = sum(counts.values())
    return tuple((each, counts[each] / total) for each in ResponseClass if counts[each])


@dataclass(frozen=True)
class Prices:
    """Sale rates of one span by kind of lead and response, and how leads are handled."""

    model: SaleModel
    standard: Weights
    """Response classes among the leads that were answered within the standard."""
    usual: Weights
    """Response classes of the period's leads with a valid contact."""
    span: int = PERIOD
    """Whose rates these are, see `priced_span`."""
    _known: dict[tuple[Kind, ResponseClass], FloatArray] = field(default_factory=dict, compare=False, repr=False)

    def mixed(self, kind: Kind, weights: Weights) -> FloatArray:
        """Sale rate of a kind of lead over a mix of response classes, (1 + draws,)."""
        total = 0 * self.model.pooled
        for response, share in weights:
            total = total + share * self.rates(kind, response)
        return total

    def rates(self, kind: Kind, response: ResponseClass) -> FloatArray:
        """Sale rate of a kind of lead in one response class, (1 + draws,)."""
        known = self._known.get((kind, response))
        if known is None:
            known = self.model.rates(self.span, kind.place, kind.quality, response, kind.source)
            if len(self._known) < MOST_KEPT:
                self._known[kind, response] = known
        return known

    def under(self, cells: Sequence[ModelCell], minutes: int | None) -> Prices:
        """Return the same prices under another response standard."""
        return replace(self, standard=_standard(cells, minutes))

    def within(self, kind: Kind) -> FloatArray:
        """Sale rate of a kind of lead answered within the standard."""
        return self.mixed(kind, self.standard)

    def slow(self, kind: Kind, response: ResponseClass) -> FloatArray:
        """Worth of one lost lead of the sales zone: (p in the standard − p as handled) / (1 − p as handled).

        Of n like leads n·(1 − p) are lost as handled, so that these sum to the expected gap n·(p′ − p).
        """
        return _gap(self.within(kind), self.rates(kind, response))

    def junk(self, kind: Kind, response: ResponseClass) -> FloatArray:
        """Worth of one junk lead: a valid one in its place, handled as valid leads are.

        As it is, a junk lead sells at the rate of its quality and response, where the model knows them; one that
        has a valid contact and was found to be junk for another reason sells at none.
        """
        better = self.mixed(kind._replace(quality=made_valid(kind.quality)), self.usual)
        if is_valid(kind.quality) or kind.quality not in self.model.qualities:
            return better
        return _gap(better, self.rates(kind, response))


def _gap(better: FloatArray, as_is: FloatArray) -> FloatArray:
    """(better − as it is) / (1 − as it is), within [−1, 1] also where nearly all such leads are sold."""
    import numpy as np

    gap: FloatArray = np.clip((better - as_is) / np.maximum(1 - as_is, SMALLEST), -1.0, 1.0)
    return gap


def prices(cells: Sequence[ModelCell], model: SaleModel, minutes: int | None, span: int = PERIOD) -> Prices:
    """Prepare the prices under one response standard.

    Args:
        cells: of the lead→sale model; how leads are handled is taken from those of advertising.
        model: fitted to the same cells.
        minutes: the response standard, `DEFAULT_SLA` where none is agreed.
        span: whose rates.
    """
    usual = Counter[ResponseClass]()
    for cell in cells:
        if cell.group == SMM and cell.span == PERIOD and is_valid(cell.quality):
            usual[cell.response] += cell.leads
    return Prices(model, _standard(cells, minutes), _shares(usual) or ((ResponseClass.UNKNOWN, 1.0),), span)


def _standard(cells: Sequence[ModelCell], minutes: int | None) -> Weights:
    """Shares of the classes within the standard; none where fewer than 20 leads were answered so."""
    inside = in_standard(minutes or DEFAULT_SLA)
    answered = Counter[ResponseClass]()
    for cell in cells:
        if cell.group == SMM and cell.span in (PERIOD, REFERENCE) and cell.response in inside:
            answered[cell.response] += cell.leads
    return _shares(answered) if answered.total() >= LEAST_TRIALS else ()


def as_handled(outcome: Outcome, response: ResponseClass) -> ResponseClass:
    """Return the response class a lead was left with.

    One nobody answered, and of which seven days have not passed, is not yet one that never will be: it counts as
    answered late, after a day.
    """
    if outcome in UNTOUCHED:
        return ResponseClass.LATER if response is ResponseClass.UNKNOWN else ResponseClass.NEVER
    return response


def worth(given: Prices, zone: Zone, kind: Kind, response: ResponseClass) -> FloatArray:
    """Expected sales that one lost lead of the zone of sales or of SMM cost.

    Args:
        given: the prices.
        zone: whose loss it is.
        kind: of lead.
        response: as it was handled, see `as_handled`.

    Returns:
        Shape (1 + draws,), the point first, within [−1, 1]; below nought where by chance such leads sold better than
        they should have. `not_below_nought` makes an estimate of it.
    """
    return given.junk(kind, response) if zone is Zone.SMM else given.slow(kind, response)


def total_worth(given: Prices, zone: Zone, rows: Mapping[RowKey, Leads]) -> dict[RowKey, FloatArray]:
    """Sum the worth of the lost leads of several rows of one zone, in a fixed order.

    Args:
        given: the prices.
        zone: whose losses they are.
        rows: leads of each row by kind and response as handled.

    Returns:
        Of each row shape (1 + draws,), the point first.
    """
    import numpy as np

    totals = {row: np.zeros_like(given.model.pooled) for row in rows}
    for kind, response in sorted({key for leads in rows.values() for key in leads}, key=repr):
        one = worth(given, zone, kind, response)
        for row, leads in rows.items():
            number = leads.get((kind, response))
            if number:
                totals[row] += number * one
    return totals


def model_sales(cells: Iterable[ModelCell]) -> int:
    """Count the sales of advertising's leads that the lead→sale model stands on."""
    return sum(cell.sales for cell in cells if cell.group == SMM and cell.span in (PERIOD, REFERENCE))


def not_below_nought(draws: FloatArray, level: float = 0.95) -> Estimate:
    """Turn draws of a loss into an estimate; a loss below nought is none.

    Args:
        draws: (1 + draws,), the point first.
        level: of the interval.

    Returns:
        The point and the percentile interval, cut at nought and widened, if need be, to hold the point.
    """
    tail = (1 - level) / 2
    low, high = quantiles(draws[1:] if len(draws) > 1 else draws, tail, 1 - tail)
    value = max(float(draws[0]), 0.0)
    return Estimate(value, min(max(low, 0.0), value), max(high, value))


def average_deal(cells: Iterable[LedgerCell]) -> float | None:
    """Money of one sale, over those that name an amount."""
    cells = tuple(cells)
    priced = sum(cell.priced for cell in cells)
    return sum(cell.revenue for cell in cells) / MICRO / priced if priced else None
