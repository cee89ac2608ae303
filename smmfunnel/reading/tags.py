"""Attribution fields of leads and visits: one number per distinct combination over all files of a run."""

from __future__ import annotations

from operator import getitem
from struct import Struct
from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.catalog.sources import is_broken
from smmfunnel.dataclass import dataclass
from smmfunnel.reading.frames import TYPES, frame
from smmfunnel.reading.keys import name_key
from smmfunnel.reading.masking import masked
from smmfunnel.reading.octets import as_arrow, in_one_piece
from smmfunnel.tables import TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.catalog.sources import Sources

FIELDS = (
    *("form_platform", "source", "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"),
    *("campaign_id", "campaign", "ad_group_id", "ad_group", "ad_id", "ad", "click_platform"),
)
"""What a tag is made of; `form_platform` is the ad platform of a lead form's own export."""
NAMELESS = ("unknown", "неизвестно", "неизвестный", "не указан", "не указано", "не определен", "desconocido")
"""Words that stand where a source would and name none."""
_KEYED = ("utm_campaign", "utm_content", "utm_term", "campaign", "ad_group", "ad")
_MOST, _FEW = 1 << 62, 8
"""Most combinations a number can tell apart, and so many for each row that a table of them is quickly made."""

Combination = tuple[str | None, ...]
_Key = TypeVar("_Key")
_Mixed = np.ndarray[tuple[int], np.dtype[np.int64]]
_Codes = np.ndarray[tuple[int], np.dtype[np.int32]]
_KEY = np.dtype((np.void, len(FIELDS) * 4))
"""All numbers of a combination as one value."""
_NUMBERS = Struct(f"={len(FIELDS)}i")
"""The same one by one."""


@dataclass(frozen=True)
class _Part:
    """Some fields of a batch: the combinations of their texts, and the place among them of each row's own."""

    keys: np.ndarray[tuple[int, int], np.dtype[np.int32]]
    """Number of the text of each of FIELDS; 0, that of nothing, in the fields that are not of the part."""
    indices: _Codes

    @property
    def size(self) -> int:
        """Combinations, one at least."""
        return max(len(self.keys), 1)


class TagBook:
    """Numbers combinations of attribution fields as they come, and describes each once at the end.

    The numbers depend on the order of rows, which is why nothing but joins may use them.
    """

    def __init__(self, sources: Sources, smm: Sequence[str] = (), other: Sequence[str] = ()) -> None:
        """Take the words of sources and the config's own lists."""
        self._sources = sources
        self._smm = {name_key(masked(word)) for word in smm}
        self._other = {name_key(masked(word)) for word in other}
        self._texts: list[dict[str | None, int]] = [{None: 0} for _ in FIELDS]
        """Numbers of the texts of each field, nothing first."""
        self._codes: dict[bytes, int] = {}
        """Numbers of combinations, each the bytes of the numbers of its texts."""
        self._numbering = Lock()

    def codes(self, columns: Mapping[str, pa.Array], rows: int) -> _Codes:
        """Number the rows of a batch.

        Args:
            columns: the fields of FIELDS the file has, texts or nulls, or dictionaries of them.
            rows: length of the batch.

        Returns:
            int32, shape (rows,).
        """
        parts: list[_Part] = []
        size = 1
        for place, name in enumerate(FIELDS):
            if name not in columns:
                continue
            part = self._part(place, columns[name])
            if size * part.size >= _MOST:
                # So many combinations are possible that the number would overflow: number those there are.
                parts = [_together(parts, rows)]
                size = parts[0].size
            parts.append(part)
            size *= part.size
        whole = _together(parts, rows)
        keys = cast("list[bytes]", whole.keys.view(_KEY).ravel().tolist())
        return np.take(self._numbers(self._codes, keys), whole.indices)

    def _part(self, place: int, column: pa.Array | pa.ChunkedArray) -> _Part:
        """Number the texts of one field."""
        encoded = _encoded(column)
        keys = np.zeros((len(encoded.dictionary), len(FIELDS)), dtype=np.int32)
        keys[:, place] = self._numbers(self._texts[place], encoded.dictionary.to_pylist())
        return _Part(keys, encoded.indices.to_numpy(zero_copy_only=False))

    def _numbers(self, known: dict[_Key, int], keys: Sequence[_Key]) -> _Codes:
        """Look up the numbers of keys, in whatever thread; new ones get the next."""
        numbers = list(map(known.get, keys))
        if None in numbers:
            with self._numbering:
                numbers = [known.setdefault(key, len(known)) for key in keys]
        return np.array(numbers, dtype=np.int32)

    def frame(self) -> pa.Table:
        """Describe every combination, with the columns of `tables.TAGS`."""
        texts = [list(known) for known in self._texts]
        told = (cast("Combination", tuple(map(getitem, texts, _NUMBERS.unpack(key)))) for key in self._codes)
        rows = [self._row(code, combination) for code, combination in enumerate(told)]
        columns = {name: pa.array([row.get(name) for row in rows], TYPES[kind]) for name, kind in TAGS.items()}
        return frame(TAGS, columns, len(rows))

    def _row(self, code: int, combination: Combination) -> dict[str, object]:
        row: dict[str, object] = dict(zip(FIELDS, combination, strict=True))
        form = row.pop("form_platform")
        source, utm_source = row["source"], row["utm_source"]
        named = utm_source if isinstance(utm_source, str) else None
        platform = form or (self._sources.platform(named) if named else None)
        if platform is None and isinstance(source, str):
            platform = self._sources.platform(source)
        broken = any(isinstance(value, str) and is_broken(value) for value in combination[2:7])
        for name in _KEYED:
            value = row[name]
            row[f"{name}_key"] = name_key(value) if isinstance(value, str) and not is_broken(value) else None
        return {**row, "tag": code, "platform": platform, "broken": broken, "paid": self._paid(row, form)}

    def _paid(self, row: Mapping[str, object], form: object) -> bool | None:
        """Tell whether the named source is an advertising one; None where no source is named."""
        utm_source, medium, source = row["utm_source"], row["utm_medium"], row["source"]
        words = [w for w in (source, utm_source) if isinstance(w, str) and name_key(w) not in NAMELESS]
        keys = {name_key(word) for word in words}
        if keys & self._other:
            return False
        if form or row["click_platform"] or keys & self._smm:
            return True
        by_medium = self._sources.paid_medium(medium) if isinstance(medium, str) else None
        if by_medium is not None and isinstance(utm_source, str):
            return by_medium
        if isinstance(utm_source, str) and self._sources.platform(utm_source):
            return True
        if any(self._sources.paid_source(word) for word in words):
            return True
        named = [*words, *(row[name] for name in ("utm_campaign", "campaign", "campaign_id") if row[name])]
        return False if named else None


def _encoded(column: pa.Array | pa.ChunkedArray) -> pa.DictionaryArray:
    """Number the texts of a column, nothing included."""
    column = in_one_piece(column)
    if isinstance(column, pa.DictionaryArray):
        if not column.indices.null_count:
            return column
        column = column.dictionary_decode()
    return pc.dictionary_encode(column, null_encoding="encode")


def _together(parts: Sequence[_Part], rows: int) -> _Part:
    """Put parts of different fields together: the combinations that rows have, whatever others are possible."""
    mixed = np.zeros(rows, dtype=np.int64)
    size = 1
    for part in parts:
        mixed *= part.size
        mixed += part.indices
        size *= part.size
    found, indices = _distinct(mixed, size)
    keys = np.zeros((len(found), len(FIELDS)), dtype=np.int32)
    for part in reversed(parts):
        found, own = np.divmod(found, part.size)
        keys += part.keys[own]
    return _Part(keys, indices)


def _distinct(mixed: _Mixed, size: int) -> tuple[_Mixed, _Codes]:
    """Return the distinct values, which are below `size`, and the place of each row's own among them."""
    if size > _FEW * len(mixed):
        encoded = pc.dictionary_encode(as_arrow(mixed))
        return encoded.dictionary.to_numpy(), encoded.indices.to_numpy()
    there = np.zeros(size, dtype=np.bool_)
    there[mixed] = True
    found = np.flatnonzero(there)
    place_of = np.zeros(size, dtype=np.int32)
    place_of[found] = np.arange(len(found), dtype=np.int32)
    return found, np.take(place_of, mixed)
