"""Writing rejected rows out, for `--rejects FILE`."""

from __future__ import annotations

import csv
import os
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from smmfunnel.errors import OutputError, Where
from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from smmfunnel.reading.summary import Reject

HEADER = ("file", "line", "column", "value", "why")


@contextmanager
def reject_sink(path: str | None) -> Iterator[Callable[[Reject], None] | None]:
    """Give a function that writes rejected rows as CSV; the file is there whole or not at all.

    Raises:
        OutputError: the file cannot be written.
    """
    if path is None:
        yield None
        return
    target = Path(path)
    try:
        with ExitStack() as failing:
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", newline="", dir=target.parent, prefix=f".{target.name}.", delete=False
            ) as file:
                # Where reading or the last step fails, nothing of it must stay.
                failing.callback(Path(file.name).unlink, missing_ok=True)
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(HEADER)
                yield lambda item: writer.writerow(
                    (item.path, item.line, item.column, _safe(item.value), say(f"reject.{item.why}"))
                )
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(target)
            failing.pop_all()
    except OSError as error:
        raise OutputError("cannot_write", Where(path), problem=error.strerror or str(error)) from error


def _safe(value: str) -> str:
    """Keep a spreadsheet from running a cell.

    Example:
        >>> _safe("=1+1"), _safe("-5"), _safe("-x")
        ("'=1+1", '-5', "'-x")
    """
    number = value.lstrip("+-").replace(".", "", 1).replace(",", "", 1).isdecimal()
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") and not number else value
