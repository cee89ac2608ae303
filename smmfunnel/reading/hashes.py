"""Large files hashed while the program is still being imported, which keeps one core busy and no more."""

from __future__ import annotations

import hashlib
from concurrent.futures import CancelledError, ThreadPoolExecutor
from functools import partial
from mmap import mmap
from threading import Event
from typing import TYPE_CHECKING, Self

from smmfunnel.errors import InputError
from smmfunnel.reading.discover import STDIN, discover

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from smmfunnel.reading.discover import Discovered

    _State = tuple[int, ...]

LARGE = 1 << 20
"""Bytes from which a file is hashed ahead: to hash a smaller one takes less time than to hand it over."""
STEP = 8 << 20
"""Bytes hashed at once: after each step the thread waits for the interpreter, which the imports hardly let go."""


class Hashes:
    """The files of some paths, the large ones of which are hashed in a thread while the context lasts.

    Nothing shows of it: faults are left to be told by who reads the files, and the hash of a file that has changed
    is forgotten.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        """Find the files and begin to hash them."""
        self._paths = paths
        # Standard input may be long in coming: it is waited for when there is nothing else left to do.
        self._discovered = None if STDIN in paths else _discovered(paths)
        self._ended = Event()
        self._pool = ThreadPoolExecutor(1, "hashes")
        self._begun: dict[Path, tuple[_State, Future[str]]] = {}
        for file in self._discovered.files if self._discovered else ():
            state = _state(file.path)
            if state and state[0] > LARGE:
                self._begun[file.path] = state, self._pool.submit(_hash, file.path, state[0], self._ended)

    def __enter__(self) -> Self:
        """Go on until the context ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave off, however much is done: nobody shall wait for what nobody wants."""
        self._ended.set()
        self._pool.shutdown(cancel_futures=True)

    def discovered(self) -> Discovered:
        """See `discover`."""
        return self._discovered or discover(self._paths)

    def of(self, path: Path) -> Callable[[], str | None] | None:
        """Return what waits for the hash of a file, or None where it was not begun.

        It gives None where there is no such hash: the file cannot be read or has changed since.
        """
        return partial(self._wait, path) if path in self._begun else None

    def _wait(self, path: Path) -> str | None:
        state, hashed = self._begun[path]
        try:
            found = hashed.result()
        except (OSError, CancelledError):
            return None
        return found if _state(path) == state else None


def _discovered(paths: Sequence[str]) -> Discovered | None:
    try:
        return discover(paths)
    except (OSError, InputError):
        # Other faults may have to be told before this one.
        return None


def _hash(path: Path, size: int, ended: Event) -> str:
    digest = hashlib.sha256()
    # Pages of its own: as a large piece of the heap it would let the allocator keep as much for good.
    with mmap(-1, min(size, STEP)) as pages, memoryview(pages) as buffer, path.open("rb", buffering=0) as file:
        while read := file.readinto(buffer):
            if ended.is_set():
                raise CancelledError
            with buffer[:read] as some:
                digest.update(some)
    return digest.hexdigest()


def _state(path: Path) -> _State | None:
    """What differs once a file was written to or another took its place, first its size.

    None where there is no file to be seen.
    """
    try:
        known = path.stat()
    except OSError:
        return None
    return known.st_size, known.st_mtime_ns, known.st_ino, known.st_dev
