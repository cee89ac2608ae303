"""Attribution fields of leads and visits: one number per distinct combination over all files of a run."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.catalog.sources import is_broken
from smmfunnel.reading.frames import TYPES, frame
from smmfunnel.reading.keys import name_key
from smmfunnel.reading.masking import masked
from smmfunnel.reading.octets import as_arrow
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
_Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


class TagBook:
    """Numbers combinations of attribution fields as they come, and describes each once at the end.

    The numbers depend on the order of rows, which is why nothing but joins may use them.
    """

    def __init__(self, sources: Sources, smm: Sequence[str] = (), other: Sequence[str] = ()) -> None:
        """Take the words of sources and the config's own lists."""
        self._sources = sources
        self._smm = {name_key(masked(word)) for word in smm}
        self._other = {name_key(masked(word)) for word in other}
        self._codes: dict[Combination, int] = {}
        self._numbering = Lock()

    def codes(self, columns: Mapping[str, pa.Array], rows: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        """Number the rows of a batch.

        Args:
            columns: the fields of FIELDS the file has, texts or nulls, or dictionaries of them.
            rows: length of the batch.

        Returns:
            int32, shape (rows,).
        """
        names = [name for name in FIELDS if name in columns]
        mixed: _Numbers = np.zeros(rows, dtype=np.int64)
        fields: list[tuple[list[str | None], _Numbers]] = []
        size = 1
        for name in names:
            encoded = _encoded(columns[name])
            texts = encoded.dictionary.to_pylist()
            if size * max(len(texts), 1) >= _MOST:
                # So many combinations are possible that the number would overflow: number those there are.
                mixed, firsts = _renumbered(mixed, size)
                size = max(len(firsts), 1)
            indices = encoded.indices.to_numpy(zero_copy_only=False)
            mixed = mixed * max(len(texts), 1) + indices
            fields.append((texts, indices))
            size *= max(len(texts), 1)
        inverse, firsts = _renumbered(mixed, size)
        numbers = np.empty(len(firsts), dtype=np.int32)
        blank: list[str | None] = [None] * len(FIELDS)
        places = [FIELDS.index(name) for name in names]
        for number, row in enumerate(firsts.tolist()):
            combination = blank.copy()
            for place, (texts, indices) in zip(places, fields, strict=True):
                combination[place] = texts[indices[row]]
            numbers[number] = self._code(tuple(combination))
        return numbers[inverse]

    def _code(self, combination: Combination) -> int:
        """Number of a combination, in whatever thread."""
        if (code := self._codes.get(combination)) is not None:
            return code
        with self._numbering:
            return self._codes.setdefault(combination, len(self._codes))

    def frame(self) -> pa.Table:
        """Describe every combination, with the columns of `tables.TAGS`."""
        rows = [self._row(code, combination) for combination, code in self._codes.items()]
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
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(column, pa.DictionaryArray):
        if not column.indices.null_count:
            return column
        column = column.dictionary_decode()
    return pc.dictionary_encode(column, null_encoding="encode")


def _renumbered(mixed: _Numbers, size: int) -> tuple[_Numbers, _Numbers]:
    """Number the distinct values, which are below `size`, from 0; return each row's number and the first row of each.

    Of several assignments to one place the last stays: the first row, where rows are taken from the end.
    """
    backwards = np.arange(len(mixed) - 1, -1, -1)
    if size <= _FEW * len(mixed):
        first_of = np.full(size, -1, dtype=np.int64)
        first_of[mixed[::-1]] = backwards
        found = np.flatnonzero(first_of >= 0)
        number_of = np.empty(size, dtype=np.int64)
        number_of[found] = np.arange(len(found))
        return number_of[mixed], first_of[found]
    encoded = pc.dictionary_encode(as_arrow(mixed))
    inverse = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    firsts = np.empty(len(encoded.dictionary), dtype=np.int64)
    firsts[inverse[::-1]] = backwards
    return inverse, firsts
