"""Progress on a terminal's stderr, for work that takes longer than a moment."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


@contextmanager
def shown(environment: Mapping[str, str], *, quiet: bool) -> Iterator[Callable[[str, float | None], None] | None]:
    """Yield what draws one line of progress, or None where nobody looks.

    The function takes what is being done and the share that is done, None where it cannot be known. The line
    is gone when the work is.
    """
    if quiet or not sys.stderr.isatty() or environment.get("TERM") == "dumb":
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, no_color=bool(environment.get("NO_COLOR")), markup=False, emoji=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("", total=None)

        def draw(what: str, done: float | None) -> None:
            progress.update(task, description=what, completed=done or 0.0, total=None if done is None else 1.0)

        yield draw
