"""The digits of phone numbers written the common way, taken out of whole columns by their bytes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.octets import Mask, Octets, Places, bits, digit, marked_before, octets

_PLUS, _BRACKET = ord("+"), ord("(")
_BETWEEN = b" \t()-"
_LEAST, _MOST = 5, 30
_ZERO = ord("0")
_OTHERS = bytes(byte for byte in range(256) if byte not in b"0123456789")


@dataclass(frozen=True)
class Digits:
    """Digits of the cells that are `common`; of the others none."""

    common: Mask
    """Cells that contacts.PLAIN_PHONE fits, with the plus, if there is one, before all, and not begun with 00."""
    plus: Mask
    texts: Octets

    def array(self, rows: Mask) -> pa.Array:
        """Return the digits of all cells as texts, null but for the given rows."""
        offsets = np.append(self.texts.starts, self.texts.ends[-1:]).astype(np.int32)
        held = pa.py_buffer(self.texts.data)
        shown = None if rows.all() else bits(rows)
        return pa.StringArray.from_buffers(len(rows), pa.py_buffer(offsets), held, shown)


def with_plus(digits: pa.Array) -> pa.Array:
    """Put a plus before each text.

    Example:
        >>> with_plus(pa.array(["7912", None, "49"])).to_pylist(), with_plus(pa.array(["12", "34"])).to_pylist()
        (['+7912', None, '+49'], ['+12', '+34'])
    """
    texts = octets(digits)
    if texts is None or not texts.width:
        return pc.binary_join_element_wise(pa.scalar("+"), digits, "")
    joined = np.full((len(digits), texts.width + 1), _PLUS, dtype=np.uint8)
    joined[:, 1:] = texts.data.reshape(-1, texts.width)
    offsets = np.arange(len(digits) + 1, dtype=np.int32) * np.int32(texts.width + 1)
    shown = bits(np.asarray(digits.is_valid().to_numpy(zero_copy_only=False))) if digits.null_count else None
    return pa.StringArray.from_buffers(len(digits), pa.py_buffer(offsets), pa.py_buffer(joined), shown)


def common_digits(cells: pa.Array) -> Digits | None:
    """Take the digits out of the cells; None where there is none at all.

    Example:
        >>> found = common_digits(pa.array(["+7 912 345-67-89", "8 (912) 345-67-89", "call me", None]))
        >>> found.common.tolist(), found.plus.tolist()
        ([True, True, False, False], [True, False, False, False])
        >>> found.array(found.common).to_pylist()
        ['79123456789', '89123456789', None, None]
    """
    texts = octets(cells)
    if texts is None:
        return None
    data = texts.data
    is_digit = digit(data)
    first = texts.at(texts.starts)
    plus = (first == _PLUS) & (texts.sizes > 0)
    marked = plus | (first == _BRACKET)
    after = texts.starts + marked
    rest = texts.ends - after - 1
    common = (rest >= _LEAST) & (rest <= _MOST) & digit(texts.at(after))
    strange = ~is_digit
    for mark in _BETWEEN:
        strange &= data != mark
    pluses = data == _PLUS
    if np.count_nonzero(pluses) == np.count_nonzero(plus):
        # All of them stand before a number: to take them out all at once is quicker.
        strange ^= pluses
    else:
        strange[texts.starts[plus]] = False
    common[texts.owners(np.flatnonzero(strange))] = False
    if cells.null_count:
        common &= np.asarray(cells.is_valid().to_numpy(zero_copy_only=False))
    # A copy, for readers may write over it.
    digits = np.frombuffer(bytearray(data).translate(None, _OTHERS), np.uint8)
    if not len(digits):
        return None
    upto = marked_before(is_digit, np.append(texts.starts, texts.ends[-1:]))
    found = Octets(digits, upto[:-1], upto[1:])
    common &= ~((found.nth(0) == _ZERO) & (found.nth(1) == _ZERO))
    return Digits(common, plus, found)


def first_number(texts: Octets, skipped: int, places: int) -> Places:
    """Read so many digits of each text as a number, after those skipped; what lies past its end means nothing."""
    number = np.zeros(len(texts.starts), dtype=np.int32)
    for place in range(skipped, skipped + places):
        number *= 10
        number += texts.nth(place) - np.uint8(_ZERO)
    return number
