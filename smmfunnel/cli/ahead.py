"""Imports made ahead: what only the answer needs is imported while the engine counts and Python would wait."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@contextmanager
def importing(modules: Sequence[str]) -> Iterator[Callable[[], None]]:
    """Yield what starts to import modules beside the work at hand; they are there when the context ends.

    The engine computes without the interpreter's lock, so that an import then costs no time of its own. A fault of
    an import is told where the module is imported for use.
    """
    thread = Thread(target=_import_all, args=(modules,), name="imports")
    try:
        yield thread.start
    finally:
        if thread.ident is not None:
            thread.join()


def _import_all(modules: Sequence[str]) -> None:
    for name in modules:
        with suppress(ImportError):
            import_module(name)
