"""Progress on a terminal's stderr, for work that takes longer than a moment."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Draw = Callable[[str, float | None], None]

PATIENCE = 0.7
"""Seconds nobody needs to be told about."""


@contextmanager
def shown(environment: Mapping[str, str], *, quiet: bool) -> Iterator[Draw | None]:
    """Yield what draws one line of progress, or None where nobody looks.

    The function takes what is being done and the share that is done, None where it cannot be known. The line
    is gone when the work is.
    """
    if quiet or not sys.stderr.isatty() or environment.get("TERM") == "dumb":
        yield None
        return
    began = time.monotonic()
    with ExitStack() as stack:
        line: list[Draw] = []

        def draw(what: str, done: float | None) -> None:
            if not line and time.monotonic() - began >= PATIENCE:
                line.append(stack.enter_context(_line(plain=bool(environment.get("NO_COLOR")))))
            if line:
                line[0](what, done)

        yield draw


@contextmanager
def _line(*, plain: bool) -> Iterator[Draw]:
    """Draw with Rich, which is imported only now: most runs are over before."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, no_color=plain, markup=False, emoji=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("", total=None)

        def draw(what: str, done: float | None) -> None:
            progress.update(task, description=what, completed=done or 0.0, total=None if done is None else 1.0)

        yield draw
