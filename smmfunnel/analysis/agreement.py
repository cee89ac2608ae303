"""How far two readings of the same things agree: Cohen's kappa of labels, Spearman's correlation of ranks."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def cohen_kappa(table: Sequence[Sequence[int]]) -> float | None:
    """Agreement of two raters beyond chance (Cohen 1960).

    Args:
        table: square, [i][j] counts what the first rater calls i and the second j.

    Returns:
        1 where they always agree, 0 where no more than by chance; None where chance alone makes them agree
        or nothing was rated.

    Example:
        >>> round(cohen_kappa([[20, 5], [10, 15]]), 2)
        0.4
    """
    total = sum(map(sum, table))
    rows = [sum(row) for row in table]
    columns: list[int] = [sum(column) for column in zip(*table, strict=True)]
    by_chance = sum(row * column for row, column in zip(rows, columns, strict=True))
    if by_chance == total * total:
        return None
    agreed = sum(table[i][i] for i in range(len(table)))
    return (agreed * total - by_chance) / (total * total - by_chance)


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1, equal values sharing the mean of theirs.

    Example:
        >>> ranks([10, 30, 30, 20])
        [1.0, 3.5, 3.5, 2.0]
    """
    order = sorted(values)
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for rank, value in enumerate(order, 1):
        first.setdefault(value, rank)
        last[value] = rank
    return [(first[value] + last[value]) / 2 for value in values]


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Rank correlation of pairs, ties sharing ranks (Spearman 1904).

    Returns:
        Within [-1, 1]; None under three pairs, or where one side never varies.

    Example:
        >>> spearman([1, 2, 3, 4], [10, 20, 30, 25])
        0.8
    """
    if len(one) < 3:  # noqa: PLR2004 - two pairs always lie on a line
        return None
    x, y = ranks(one), ranks(other)
    middle = (len(x) + 1) / 2
    covariance = sum((a - middle) * (b - middle) for a, b in zip(x, y, strict=True))
    spread = sum((a - middle) ** 2 for a in x) * sum((b - middle) ** 2 for b in y)
    return covariance / sqrt(spread) if spread else None
