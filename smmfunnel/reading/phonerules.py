"""Which phone numbers are valid, decided for whole columns by the metadata of phonenumbers.

One call of the library costs some twenty microseconds, a kernel a fraction of one. So the library's own
patterns are run as kernels on every number whose national part is plain from its digits; the rest, such as
numbers that may carry a carrier's prefix, is left to the library. Both give the same answer, as the tests prove.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
from phonenumbers import PhoneMetadata

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.octets import as_arrow

if TYPE_CHECKING:
    from collections.abc import Iterable


_TYPES = (
    *("mobile", "fixed_line", "toll_free", "premium_rate", "shared_cost"),
    *("voip", "personal_number", "pager", "uan", "voicemail"),
)
_LONGEST = 15
NEVER = "^a"
"""A pattern that fits no digits."""


@dataclass(frozen=True)
class Rules:
    """Patterns of one region, whole national numbers each; those of `kinds` stand with their lengths."""

    code: str
    """The country's calling code."""
    general: tuple[tuple[int, ...], str]
    kinds: tuple[tuple[tuple[int, ...], str], ...]
    leading: str | None
    """What tells this region's numbers from those of others with the same calling code."""
    trunk: str | None
    """What may stand before a national number and is no part of it; None where it may be nothing at all."""
    plain_trunk: str | None
    """The trunk prefix where it is mere digits."""
    abroad: str
    """What may be dialled before a calling code."""


@lru_cache(maxsize=512)
def region_rules(region: str) -> Rules | None:
    """Return the patterns of a region of ISO 3166, None where the library knows none.

    Example:
        >>> region_rules("RU").code, region_rules("RU").plain_trunk, region_rules("XX")
        ('7', '8', None)
    """
    data = PhoneMetadata.metadata_for_region(region, None)
    if data is None or data.general_desc is None or data.general_desc.national_number_pattern is None:
        return None
    kinds: dict[tuple[int, ...], dict[str, None]] = {}
    for name in _TYPES:
        kind = getattr(data, name)
        if kind is not None and kind.national_number_pattern:
            kinds.setdefault(tuple(kind.possible_length), {})[kind.national_number_pattern] = None
    trunk = data.national_prefix_for_parsing or None
    empty = trunk is not None and re.match(trunk, "") is not None
    return Rules(
        code=str(data.country_code),
        general=(tuple(data.general_desc.possible_length), _whole([data.general_desc.national_number_pattern])),
        kinds=tuple((lengths, _whole(patterns)) for lengths, patterns in kinds.items()),
        leading=f"^(?:{data.leading_digits})" if data.leading_digits else None,
        trunk=None if empty else f"^(?:{trunk})" if trunk else NEVER,
        plain_trunk=trunk if trunk and trunk.isdecimal() else None,
        abroad=f"^(?:{data.international_prefix})" if data.international_prefix else NEVER,
    )


def _whole(patterns: Iterable[str]) -> str:
    return "^(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + ")$"


def international(digits: pa.Array, region: str) -> pa.Array:
    """Put the calling code before numbers dialled within a region, the trunk prefix off.

    Args:
        digits: text of digits alone.
        region: where they are dialled.

    Returns:
        Digits of the whole number; null where only the library can tell.

    Example:
        >>> international(pa.array(["2125550123", "12125550123", "0111"]), "US").to_pylist()
        ['12125550123', '12125550123', None]
    """
    rules = region_rules(region)
    if rules is None or rules.trunk is None:
        return pa.nulls(len(digits), pa.string())
    own = _fits(digits, rules.general)
    coded = pc.starts_with(digits, rules.code)
    trunk = pc.match_substring_regex(digits, rules.trunk)
    # The calling code is only taken off what is no national number as it stands.
    as_is = pc.and_(pc.invert(trunk), pc.or_(own, pc.invert(coded)))
    rest = pc.utf8_slice_codeunits(digits, len(rules.code))
    rest_own = _national(rest, rules)
    result = pc.if_else(pc.and_(pc.and_(coded, pc.invert(own)), rest_own), digits, pa.scalar(None, pa.string()))
    if trunk_digits := rules.plain_trunk:
        rest = pc.utf8_slice_codeunits(digits, len(trunk_digits))
        clear = pc.and_(trunk, _national(rest, rules))
        if trunk_digits != rules.code:
            clear = pc.and_(clear, pc.invert(coded))
        result = pc.if_else(clear, _joined(rules.code, rest), result)
    result = pc.if_else(as_is, _joined(rules.code, digits), result)
    return pc.if_else(pc.match_substring_regex(digits, rules.abroad), pa.scalar(None, pa.string()), result)


def _national(digits: pa.Array, rules: Rules) -> pa.Array:
    """Tell which digits are a national number that bears no trunk prefix."""
    return pc.and_(_fits(digits, rules.general), pc.invert(pc.match_substring_regex(digits, rules.trunk)))


def _joined(code: str, digits: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(pa.scalar(code), digits, "")


def valid_nationals(national: pa.Array, code: str) -> pa.Array:
    """Judge the national numbers of one calling code by each of its regions in the library's order."""
    regions = [region_rules(region) for region in phonenumbers.region_codes_for_country_code(int(code))]
    main = regions[0] if regions else None
    if main is None or main.trunk is None:
        return pa.nulls(len(national), pa.bool_())
    result = np.zeros(len(national), dtype=np.bool_)
    places, asked = np.arange(len(national)), national
    for rules in regions:
        if rules is None or not len(asked):
            continue
        # A region with leading digits answers for all numbers that bear them, valid or not.
        claimed = as_mask(_valid(asked, rules) if rules.leading is None else _leads(asked, rules.leading))
        if rules.leading is not None and claimed.any():
            judged = pc.filter(asked, as_arrow(claimed))
            result[places[claimed][as_mask(_valid(judged, rules))]] = True
        elif rules.leading is None:
            result[places[claimed]] = True
        places, asked = places[~claimed], pc.filter(asked, as_arrow(~claimed))
    length = pc.binary_length(national)
    doubt = pc.or_(pc.match_substring_regex(national, main.trunk), pc.starts_with(national, "0"))
    doubt = pc.or_(doubt, pc.or_(pc.less(length, 4), pc.greater(length, _LONGEST)))
    return pc.if_else(doubt, pa.scalar(None, pa.bool_()), as_arrow(result))


def as_mask(mask: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return the answers of a kernel, none of them null, for numpy."""
    return np.asarray(mask.to_numpy(zero_copy_only=False), dtype=np.bool_)


def _leads(national: pa.Array, leading: str) -> pa.Array:
    return pc.match_substring_regex(national, leading)


def _valid(national: pa.Array, rules: Rules) -> pa.Array:
    first, *others = (_fits(national, kind) for kind in rules.kinds)
    for other in others:
        first = pc.or_(first, other)
    return pc.and_(first, _fits(national, rules.general))


def _fits(national: pa.Array, kind: tuple[tuple[int, ...], str]) -> pa.Array:
    lengths, pattern = kind
    matched = pc.match_substring_regex(national, pattern)
    if not lengths:
        return matched
    return pc.and_(matched, pc.is_in(pc.binary_length(national), value_set=pa.array(lengths, pa.int32())))
