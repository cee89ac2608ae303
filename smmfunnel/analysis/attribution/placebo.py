"""The lead→sale change between two spans before the period, where the method ought to find nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.analysis.attribution.draws import PRIOR, generator
from smmfunnel.analysis.attribution.naming import interval
from smmfunnel.facts.evidence import CONTROL, PLACEBO, SMM
from smmfunnel.facts.values import REFERENCE
from smmfunnel.results import Effect
from smmfunnel.tables import MICRO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.analysis.attribution.games import FloatArray
    from smmfunnel.facts.evidence import ModelCell

PLACEBO_STREAM = 5


def placebo(cells: Sequence[ModelCell], draws: int, seed: int, *, control: bool) -> Effect | None:
    """Compare the sale rate of the reference's leads of advertising with that of the span before it.

    With a control its own change is taken off first, on the logit scale, as the game does.

    Args:
        cells: leads of the model, the placebo span among them.
        draws: how many draws.
        seed: of the random numbers.
        control: whether other sources stand beside advertising in the game.

    Returns:
        Sales of the reference's leads; None without leads in either span.
    """
    rng = generator(seed, PLACEBO_STREAM)
    rates = {
        (group, span): _rates(cells, group, span, draws, rng)
        for group in (SMM, CONTROL)
        for span in (REFERENCE, PLACEBO)
    }
    then, now = rates[SMM, PLACEBO], rates[SMM, REFERENCE]
    if then is None or now is None:
        return None
    shift: FloatArray = np.zeros(1 + draws)
    others = rates[CONTROL, PLACEBO], rates[CONTROL, REFERENCE]
    if control and others[0] is not None and others[1] is not None:
        shift = _logit(others[1]) - _logit(others[0])
    expected = 1 / (1 + np.exp(-(_logit(then) + shift)))
    leads = sum(cell.leads for cell in cells if cell.group == SMM and cell.span == REFERENCE)
    effect = leads * (now - expected)
    return Effect(float(effect[0]), *interval(effect))


def _rates(
    cells: Sequence[ModelCell], group: str, span: int, draws: int, rng: np.random.Generator
) -> FloatArray | None:
    """Sale rate within the horizon of a group's leads of a span: (1 + draws,), the point first."""
    mine = [cell for cell in cells if cell.group == group and cell.span == span]
    sales, exposure = sum(cell.sales for cell in mine), sum(cell.exposure for cell in mine) / MICRO
    if exposure <= 0:
        return None
    failures = max(exposure - sales, 0.0)
    drawn = rng.beta(sales + PRIOR, failures + PRIOR, size=draws)
    return np.concatenate([[(sales + PRIOR) / (sales + failures + 2 * PRIOR)], drawn])


def _logit(rates: FloatArray) -> FloatArray:
    return np.log(rates / (1 - rates))
