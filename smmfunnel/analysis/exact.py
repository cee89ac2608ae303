"""Exact tests of two-by-two tables, alone and over strata: is one manager's junk rate that of the others?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.analysis.hypergeometric import hypergeometric
from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

Table = tuple[int, int, int, int]
"""a, b, c, d: of the first group a with and b without, of the second c with and d without."""

AS_LIKELY = 1 + 1e-7
"""Outcomes whose chances differ by less are equally likely, up to rounding."""
NIL = 1e-30
"""A chance that adds nothing to a p-value; outcomes beyond are dropped from the sums."""


@dataclass(frozen=True)
class ExactTest:
    """p-values of the hypothesis that the odds ratio is 1 in every stratum."""

    greater: float
    """One-sided: the first group has more."""
    mid_greater: float
    """The same with half the chance of the outcome seen (Lancaster 1961): less conservative."""
    two_sided: float
    """All outcomes no likelier than the one seen, as Fisher's test."""
    mid_two_sided: float
    """The same with half the chance of the outcomes as likely as the one seen."""


def fisher(table: Table) -> ExactTest:
    """Fisher's exact test.

    Example:
        >>> round(fisher((8, 2, 1, 5)).two_sided, 4)
        0.035
    """
    return stratified([table])


def stratified(tables: Sequence[Table]) -> ExactTest:
    """Test a common odds ratio of 1 over strata, conditional on the margins of each (Gart 1970).

    Under the hypothesis the first cells are hypergeometric and independent, so that their sum's distribution is
    the convolution of theirs.

    Args:
        tables: one a stratum, of whole counts of at least 0; one without leads says nothing.

    Raises:
        ValueError: a count is below 0.

    Example:
        >>> stratified([]).two_sided
        1.0
    """
    import numpy as np

    chances, lowest, seen = np.ones(1), 0, 0
    for table in tables:
        own, start = _first_cell(table)
        chances, lowest, seen = np.convolve(chances, own), lowest + start, seen + table[0]
        kept = np.flatnonzero(chances > NIL)
        # What was seen stays in, however unlikely.
        first, last = min(kept[0], seen - lowest), max(kept[-1], seen - lowest)
        chances, lowest = chances[first : last + 1], lowest + int(first)
    chances = chances / chances.sum()
    here = seen - lowest
    as_likely = chances <= chances[here] * AS_LIKELY
    equal = as_likely & (chances * AS_LIKELY >= chances[here])
    greater, own_chance = float(chances[here:].sum()), float(chances[here])
    two_sided = float(chances[as_likely].sum())
    return ExactTest(
        greater=min(greater, 1.0),
        mid_greater=greater - own_chance / 2,
        two_sided=min(two_sided, 1.0),
        mid_two_sided=two_sided - float(chances[equal].sum()) / 2,
    )


def _first_cell(table: Table) -> tuple[FloatArray, int]:
    """Chances of the first cell given the margins, and the smallest value it can have."""
    a, b, c, d = table
    if min(table) < 0:
        msg = f"not counts: {table}"
        raise ValueError(msg)
    return hypergeometric(a + b, a + c, a + b + c + d)
