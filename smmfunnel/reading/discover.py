"""Finding the files to read among the paths of the command line."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from dataclasses import field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, Where
from smmfunnel.results import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

STDIN = "-"
_NO_DATA = {
    *(".md", ".yaml", ".yml", ".py", ".sql", ".toml", ".svg", ".png", ".jpg", ".jpeg", ".gif"),
    *(".pdf", ".docx", ".doc", ".pptx", ".ipynb", ".log", ".ini", ".cfg", ".sh", ".bat", ".css", ".js"),
}
_OWN = (
    b'{"schema": "smmfunnel/',
    b'{"schema":"smmfunnel/',
    b"section,key,metric,value,low,high,unit",
    b"section\tkey\tmetric",
)


@dataclass(frozen=True)
class Found:
    """A file to read."""

    display: str
    """As the user would name it."""
    path: Path
    named: bool
    """Named outright, so that it must be understood."""
    hashed: Future[str] | None = field(default=None, compare=False)
    """SHA-256 of its bytes as they are on the disk, where somebody is working it out."""


@dataclass(frozen=True)
class Discovered:
    """What the paths hold."""

    paths: tuple[str, ...]
    files: tuple[Found, ...]
    skipped: tuple[Skipped, ...]


def discover(paths: Sequence[str]) -> Discovered:
    """List the files of the paths, folders searched through, each file once, in a fixed order.

    Raises:
        InputError: a path is not there; all of them at once.
    """
    found: dict[Path, Found] = {}
    skipped: list[Skipped] = []
    missing = []
    for name in dict.fromkeys(paths):
        path = Path(name)
        if name == STDIN:
            spooled = _spool()
            found[spooled] = Found(STDIN, spooled, named=True)
        elif path.is_dir():
            _folder(path, found, skipped)
        elif path.exists():
            found[path.resolve()] = Found(name, path, named=True)
        else:
            missing.append(_missing(path))
    if missing:
        from smmfunnel.errors import join

        raise join(missing)
    files = sorted(found.values(), key=lambda file: file.display)
    return Discovered(tuple(paths), tuple(files), tuple(sorted(skipped, key=lambda item: item.path)))


def _folder(folder: Path, found: dict[Path, Found], skipped: list[Skipped]) -> None:
    for path in _walk(folder):
        code = _why_not(path)
        if code == "no_data":
            continue
        if code:
            skipped.append(Skipped(str(path), code))
        else:
            found.setdefault(path.resolve(), Found(str(path), path, named=False))


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise InputError("folder_unreadable", Where(str(folder)), problem=error.strerror or str(error)) from error
    for path in entries:
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path


def _why_not(path: Path) -> str | None:
    if path.suffix.casefold() in _NO_DATA:
        return "no_data"
    try:
        with path.open("rb") as file:
            head = file.read(256)
    except OSError:
        return "unreadable"
    return "own_output" if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_OWN) else None


def _missing(path: Path) -> InputError:
    folder = path.parent
    near = []
    if folder.is_dir():
        near = get_close_matches(path.name, [item.name for item in folder.iterdir()], n=1)
    if near:
        return InputError("path_missing_near", Where(str(path)), near=near[0])
    return InputError("path_missing", Where(str(path)))


def _spool() -> Path:
    """Keep standard input in a temporary file till the program ends, so that it can be read more than once."""
    with tempfile.NamedTemporaryFile(prefix="smmfunnel-stdin-", delete=False) as file:
        path = Path(file.name)
        # It may hold people's contacts: however the run ends, it must not stay.
        atexit.register(path.unlink, missing_ok=True)
        shutil.copyfileobj(sys.stdin.buffer, file)
    return path
