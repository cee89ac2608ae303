"""Arrow without pandas: what keeps pyarrow from importing pandas for values that are none of its."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Refusal:
    """A finder that knows of no pandas."""

    def find_spec(self, name: str, _path: Sequence[str] | None = None, _target: object = None) -> None:
        """Refuse pandas and leave every other module to the other finders."""
        if name == "pandas":
            raise ImportError(name)


def without_pandas() -> None:
    """Let pyarrow ask now, once and in vain, whether there is pandas.

    It asks at the first value of Python it meets, only to tell whether that value is a frame or a series, and
    importing pandas takes as long as all other imports of a run. No frame reaches the kernels here. A later
    `import pandas` works as ever, and so does what needs it, like `Table.to_pandas`. In a process that has
    imported pandas already nothing is to be gained, and nothing is done.
    """
    if "pandas" in sys.modules:
        return
    import pyarrow as pa

    refusal = _Refusal()
    sys.meta_path.insert(0, refusal)
    try:
        pa.scalar(0)
    finally:
        sys.meta_path.remove(refusal)
