"""A batch of records as text, and the records that are not like the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.octets import as_arrow

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Ragged:
    """A record that does not have the header's number of cells, or whose quote is never closed."""

    record: int
    """Ordinal from the record after the header, blank lines not counted."""
    cells: tuple[str, ...]
    line: int | None = None
    unclosed: bool = False


@dataclass(frozen=True)
class RawBatch:
    """Records as string columns named by their position, in the order of the file."""

    first: int
    """Ordinal of the first record of the batch."""
    table: pa.Table
    ragged: tuple[Ragged, ...] = ()
    """Records of the batch that are not in `table`."""

    def ordinals(self) -> pa.Array:
        """Ordinal of each row of `table`."""
        out = {item.record - self.first for item in self.ragged}
        numbers = np.arange(self.first, self.first + self.table.num_rows + len(out), dtype=np.int64)
        return as_arrow(np.delete(numbers, sorted(out)) if out else numbers)
