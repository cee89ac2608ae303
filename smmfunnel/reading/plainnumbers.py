"""Numbers that are plain to see, digits with at most one dot, told by the bytes of whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.octets import Places, digit, octets

if TYPE_CHECKING:
    import pyarrow as pa

_DOT = ord(".")


@dataclass(frozen=True)
class PlainNumbers:
    """The shape of a column each cell of which is empty, or digits with perhaps a dot between two of them."""

    blanks: bool
    """Whether any cell is empty."""
    whole_digits: int
    """Most digits before the dot."""
    decimals: Places
    """Digits after the dot of each cell that has one."""


def plain_numbers(cells: pa.Array) -> PlainNumbers | None:
    """Return the shape of a column; None where any cell is another, or null.

    Example:
        >>> import pyarrow as pa
        >>> shape = plain_numbers(pa.array(["12", "3.50", ""]))
        >>> shape.blanks, shape.whole_digits, shape.decimals.tolist()
        (True, 2, [2])
        >>> plain_numbers(pa.array(["1.2.3"])), plain_numbers(pa.array([".5"])), plain_numbers(pa.array(["-1"]))
        (None, None, None)
    """
    texts = octets(cells)
    if texts is None or cells.null_count:
        return None
    is_digit = digit(texts.data)
    dots = np.flatnonzero(~is_digit)
    if not bool((texts.data[dots] == _DOT).all()):
        return None
    owners = texts.owners(dots)
    before, decimals = dots - texts.starts[owners], texts.ends[owners] - dots - 1
    if not bool(((before > 0) & (decimals > 0)).all()) or bool((owners[1:] == owners[:-1]).any()):
        return None
    digits = texts.sizes.copy()
    digits[owners] = before
    return PlainNumbers(bool((texts.sizes == 0).any()), int(digits.max()), decimals.astype(np.int32))
