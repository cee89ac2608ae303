"""Hashes of large files, begun while the program is still on its way to reading them."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from smmfunnel.errors import InputError
from smmfunnel.reading.container import open_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from smmfunnel.reading.discover import Discovered, Found

LARGE = 8 << 20
"""Bytes from which on a file is hashed ahead."""
PIECE = 4 << 20
"""Bytes hashed at once: between two pieces the thread has to wait for its turn among those that run Python."""


@contextmanager
def hashing(found: Discovered) -> Iterator[Discovered]:
    """Yield the files, the large ones with their hash, which is being worked out; what is not by the end is left.

    Whoever needs a hash that is not begun yet may cancel it and work it out himself.
    """
    stopped = Event()
    with ThreadPoolExecutor(1) as pool:
        try:
            yield replace(
                found,
                files=tuple(
                    replace(file, hashed=pool.submit(_hash, file.path, stopped)) if _is_worth_it(file) else file
                    for file in found.files
                ),
            )
        finally:
            stopped.set()


def _is_worth_it(file: Found) -> bool:
    """Tell whether a file is large, and a table as it stands: of what is packed the text inside is hashed."""
    try:
        return file.path.stat().st_size >= LARGE and open_source(file.path, file.display).packed is None
    except (OSError, InputError):
        # Whoever reads it will tell.
        return False


def _hash(path: Path, stopped: Event) -> str:
    """Hash the bytes of a file as they are on the disk."""
    digest, piece = hashlib.sha256(), memoryview(bytearray(PIECE))
    with path.open("rb", buffering=0) as file:
        while not stopped.is_set() and (count := file.readinto(piece)):
            digest.update(piece[:count])
    return digest.hexdigest()
