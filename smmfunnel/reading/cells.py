"""The canonical columns of a batch of records, before their values are read."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.keys import id_text, name_key
from smmfunnel.reading.numbers import NULLS
from smmfunnel.reading.octets import as_arrow, digit, in_doubt, in_one_piece, letter, octets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_NULLS = pa.array(NULLS)
_ID = "^[A-Za-z0-9А-Яа-я_:#/-]{1,64}$"
_E, _ID_MARKS, _LONGEST_ID = ord("e"), b"_:#/-", 64
_ODD_ID = r"^[0-9]+[.,]0+$|^[0-9]([.,][0-9]+)?[eE]\+?[0-9]{2}$"


@dataclass(frozen=True)
class Cells:
    """Text columns of a batch by canonical name; a column the file does not have is None."""

    table: pa.Table
    columns: Mapping[str, Sequence[int]]
    constants: Mapping[str, str]

    @property
    def rows(self) -> int:
        """Rows of the batch."""
        return int(self.table.num_rows)

    def has(self, name: str) -> bool:
        """Tell whether the file has a canonical column or a constant for it."""
        return name in self.columns or name in self.constants

    def raw(self, name: str) -> pa.Array | None:
        """Text of a column as it stands; of several source columns the first that is filled."""
        if name in self.constants:
            return pa.repeat(pa.scalar(self.constants[name], pa.string()), self.rows)
        if name not in self.columns:
            return None
        first, *others = (in_one_piece(self.table.column(str(n))) for n in self.columns[name])
        for other in others:
            first = pc.if_else(pc.equal(pc.utf8_trim_whitespace(first), ""), other, first)
        return first

    def at(self, position: int) -> pa.Array:
        """Text of a source column, trimmed; null where nothing is there."""
        if position not in self._trimmed:
            self._trimmed[position] = blank_to_null(in_one_piece(self.table.column(str(position))))
        return self._trimmed[position]

    @cached_property
    def _trimmed(self) -> dict[int, pa.Array]:
        """Source columns that were trimmed: several readers ask for some."""
        return {}

    def texts(self, name: str) -> list[pa.Array]:
        """Text of every source column of a canonical one."""
        if name in self.constants:
            return [self.text(name)]
        return [self.at(position) for position in self.columns.get(name, ())]

    def encoded(self, name: str) -> pa.DictionaryArray:
        """Text of a column like `text`, each distinct cell once; the texts may repeat themselves."""
        raw = self.raw(name)
        encoded = pc.dictionary_encode(pa.nulls(self.rows, pa.string()) if raw is None else raw)
        return pa.DictionaryArray.from_arrays(encoded.indices, blank_to_null(encoded.dictionary))

    def text(self, name: str) -> pa.Array:
        """Text of a column, trimmed; null where nothing is there."""
        positions = () if name in self.constants else self.columns.get(name, ())
        if len(positions) == 1:
            return self.at(positions[0])
        raw = self.raw(name)
        return pa.nulls(self.rows, pa.string()) if raw is None else blank_to_null(raw)

    def ids(self, name: str, strip: Sequence[str] = ()) -> pa.Array:
        """Ids of a column as text."""
        text = self.text(name)
        if text.null_count == len(text) or (not strip and plain_ids(text)):
            return text
        plain = pc.match_substring_regex(text, _ID)
        odd = pc.match_substring_regex(text, _ODD_ID)
        if not strip and pc.all(plain).as_py() is not False and not pc.any(odd).as_py():
            return text
        return by_value(text, lambda value: id_text(value, tuple(strip)))

    def keys(self, name: str) -> pa.Array:
        """Folded names of a column."""
        return by_value(self.text(name), name_key)


def blank_to_null(cells: pa.Array) -> pa.Array:
    """Trim, and make null of cells that mean nothing.

    Example:
        >>> blank_to_null(pa.array([" VK ", "--", ""])).to_pylist()
        ['VK', None, None]
    """
    texts = octets(cells)
    if texts is None:
        return careful_blank_to_null(cells)
    doubt = in_doubt(texts)
    number = np.count_nonzero(doubt)
    if not number:
        return cells
    if number > len(cells) // 4:
        return careful_blank_to_null(cells)
    mask = as_arrow(doubt)
    return pc.replace_with_mask(cells, mask, careful_blank_to_null(cells.filter(mask)))


def careful_blank_to_null(cells: pa.Array) -> pa.Array:
    """Do `blank_to_null` for any cells, with an eye on each."""
    text = pc.utf8_trim_whitespace(cells)
    short = pc.if_else(pc.less_equal(pc.utf8_length(text), 10), text, "x")
    return pc.if_else(pc.is_in(pc.utf8_lower(short), value_set=_NULLS), None, text)


def plain_ids(cells: pa.Array) -> bool:
    """Tell whether every text is an id as it stands, as far as its bytes alone can tell."""
    texts = octets(cells)
    if texts is None or cells.null_count:
        return False
    data = texts.data
    # Without an e there is no number in scientific notation, without a mark none with decimals.
    known = digit(data) | letter(data) & ((data | 32) != _E)
    for mark in _ID_MARKS:
        known |= data == mark
    return bool(known.all()) and bool((texts.sizes <= _LONGEST_ID).all())


def by_value(cells: pa.Array, change: Callable[[str], str | None]) -> pa.Array:
    """Change each distinct value once."""
    if cells.null_count == len(cells):
        return cells
    return each_value(pc.dictionary_encode(cells), change).dictionary_decode()


def each_value(encoded: pa.DictionaryArray, change: Callable[[str], str | None]) -> pa.DictionaryArray:
    """Change each value of a dictionary once."""
    changed = [None if value is None else change(value) for value in encoded.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(encoded.indices, pa.array(changed, pa.string()))


def flags(cells: pa.Array, test: Callable[[str], bool | None]) -> pa.Array:
    """Answer a question about each distinct value once; null stays null."""
    encoded = pc.dictionary_encode(cells)
    answers = [None if value is None else test(value) for value in encoded.dictionary.to_pylist()]
    return pc.take(pa.array(answers, pa.bool_()), encoded.indices)
