"""The end of the process, without taking apart what the system takes back anyway."""

from __future__ import annotations

import atexit
import os
import sys


def leave(end: SystemExit) -> None:
    """End the process with its code when what was to be done at the exit is done.

    The interpreter would then take apart every object of every library: that takes as long as to draw a report.

    Raises:
        SystemExit: as given, where the interpreter has something to tell: a message, or a stream that is broken.
    """
    if not isinstance(end.code, int):
        raise end
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no public name
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        raise end from None
    os._exit(end.code)
