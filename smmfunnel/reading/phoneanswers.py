"""Which international phone numbers are valid, for whole columns: answers kept by the digits that decide them."""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache

import numpy as np
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.octets import Places, as_arrow, octets
from smmfunnel.reading.patterndepth import deciding_digits
from smmfunnel.reading.phonedigits import first_number
from smmfunnel.reading.phonerules import NEVER, as_mask, region_rules, valid_nationals

Answers = np.ndarray[tuple[int], np.dtype[np.int8]]

_RARE = 64
"""Numbers of one country in a batch below which kernels are not worth compiling its patterns."""
_MANY = 4096
"""Numbers of one country in a batch from which answers are kept by leading digits, for this batch and the next."""
_DEEPEST, _KEPT = 7, 40_000_000
"""Most leading digits answers are kept by, and most answers kept, a byte each."""
_NEAR = 1000
"""Leading digits that differ in their last three places only are neighbours."""
_HEAD = 3
_UNASKED, _DOUBT = -1, 2


def valid_numbers(digits: pa.Array) -> pa.Array:
    """Tell which international numbers are valid.

    Args:
        digits: calling code and national number, or null.

    Returns:
        True, False, or null where only the library can tell.

    Example:
        >>> valid_numbers(pa.array(["79123456789", "7912345678", None] * 64)).to_pylist()[:3]
        [True, False, None]
    """
    texts = octets(digits)
    if texts is None:
        return pa.nulls(len(digits), pa.bool_())
    result = np.full(len(digits), _DOUBT, dtype=np.int8)
    codes = np.where(texts.sizes < _HEAD, 0, np.take(_calling_codes(), first_number(texts, 0, _HEAD), mode="clip"))
    if digits.null_count:
        codes[as_mask(digits.is_null())] = 0
    counted = np.bincount(codes)
    if codes[0] and counted[codes[0]] == len(codes) >= _RARE:
        return _told(_answers(digits, str(codes[0])))
    for value in np.flatnonzero(counted):
        if value and counted[value] >= _RARE:
            mine = codes == value
            result[mine] = _answers(digits if mine.all() else digits.filter(as_arrow(mine)), str(value))
    return _told(result)


def _told(result: Answers) -> pa.Array:
    """Turn 0, 1 and doubt into False, True and null."""
    return as_arrow(result == 1, result != _DOUBT)


@lru_cache(maxsize=1)
def _calling_codes() -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Calling code of each three digits a number can begin with, 0 where there is none."""
    return np.array([int(_calling_code(f"{head:03}") or 0) for head in range(10**_HEAD)], dtype=np.int16)


@dataclass
class _Kept:
    """Answers on the national numbers of one calling code, by their length and leading digits."""

    depth: int
    """Leading digits that, with the length, decide."""
    tables: dict[int, Answers] = field(default_factory=dict)


_KEPT_OF: dict[str, _Kept | None] = {}


def _kept(code: str) -> _Kept | None:
    """Return the answers kept for a calling code; None where its patterns look at too many digits."""
    if code not in _KEPT_OF:
        regions = [region_rules(region) for region in phonenumbers.region_codes_for_country_code(int(code))]
        patterns = {
            pattern
            for rules in regions
            if rules
            for pattern in (rules.general[1], *(kind for _, kind in rules.kinds), rules.leading, rules.trunk)
            if pattern and pattern != NEVER
        }
        depths = [deciding_digits(pattern) for pattern in patterns]
        deepest = None if None in depths else max((depth for depth in depths if depth), default=1)
        _KEPT_OF[code] = _Kept(deepest) if deepest is not None and deepest <= _DEEPEST else None
    return _KEPT_OF[code]


def _answers(digits: pa.Array, code: str) -> Answers:
    """Judge numbers of one calling code: 0, 1 or doubt each."""
    kept = _kept(code) if len(digits) >= _MANY else None
    texts = octets(digits)
    if kept is None or texts is None:
        return _asked(digits, code)
    lengths = texts.sizes - len(code)
    leading = first_number(texts, len(code), kept.depth)
    result = np.full(len(digits), _UNASKED, dtype=np.int8)
    for length in np.flatnonzero(np.bincount(lengths)).tolist():
        table = _table(kept, length)
        if table is not None:
            here = lengths == length
            _fill(table, leading if here.all() else leading[here], code, kept.depth, length)
            result = np.where(here, np.take(table, leading, mode="clip"), result)
    unasked = result == _UNASKED
    if unasked.any():
        result[unasked] = _asked(digits.filter(as_arrow(unasked)), code)
    return result


def _fill(table: Answers, leading: Places, code: str, depth: int, length: int) -> None:
    """Judge one number for all that share its leading digits: others of its length have the same answer."""
    new = np.sort(leading[np.take(table, leading) == _UNASKED])
    if not len(new):
        return
    new = new[np.append(True, new[1:] != new[:-1])]
    first, last = int(new[0]) // _NEAR, int(new[-1]) // _NEAR
    if last - first <= 1:
        # To ask costs more than a few hundred numbers do, and the next batch is likely to bring the neighbours.
        new = np.arange(first * _NEAR, min((last + 1) * _NEAR, len(table)))
    heads = pc.utf8_lpad(as_arrow(new).cast(pa.string()), depth, "0")
    table[new] = _asked(pc.binary_join_element_wise(code, heads, "0" * (length - depth), ""), code)


def _table(kept: _Kept, length: int) -> Answers | None:
    """Return the answers on numbers of one length, as far as there is room and all leading digits are there."""
    if length not in kept.tables:
        taken = sum(10**one.depth * len(one.tables) for one in _KEPT_OF.values() if one)
        if length < kept.depth or taken + 10**kept.depth > _KEPT:
            return None
        kept.tables[length] = np.full(10**kept.depth, _UNASKED, dtype=np.int8)
    return kept.tables[length]


def _asked(digits: pa.Array, code: str) -> Answers:
    """Judge numbers of one calling code by its patterns."""
    told = valid_nationals(pc.utf8_slice_codeunits(digits, len(code)), code)
    valid = pc.fill_null(told, fill_value=False).to_numpy(zero_copy_only=False).astype(np.int8)
    return np.where(as_mask(told.is_null()), np.int8(_DOUBT), valid)


@lru_cache(maxsize=4096)
def _calling_code(head: str) -> str | None:
    if head.startswith("0"):
        return None
    known = (head[:size] for size in (1, 2, 3) if head[:size].isdecimal())
    return next((code for code in known if int(code) in COUNTRY_CODE_TO_REGION_CODE), None)
