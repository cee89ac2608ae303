"""Files the answer is written to: decided before the work, written whole or not at all after it."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import OutputError, UsageError, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

STDOUT = "-"


@dataclass(frozen=True)
class Target:
    """One `-o`."""

    path: str
    """As it was named."""
    format: str | None
    """Name of its format; None is a folder, which gets one CSV a section."""


def plan(outputs: Sequence[str], format_name: str | None, inputs: Sequence[str]) -> tuple[Target, ...]:
    """Decide the format of every output, and find out early which of them cannot be.

    Raises:
        UsageError: an ending says no format, or an output is named twice or is an input.
        OutputError: there is no folder to write into.
    """
    targets = [Target(path, _format_of(path, format_name)) for path in outputs]
    seen: set[Path] = set()
    sources = {Path(path).resolve() for path in inputs if path != STDOUT and Path(path).is_file()}
    for target in targets:
        if target.path == STDOUT:
            continue
        place = Path(target.path).resolve()
        if place in seen:
            raise UsageError("output_twice", Where(path=target.path))
        if place in sources:
            raise UsageError("output_is_input", Where(path=target.path))
        seen.add(place)
        if target.format is not None and not place.parent.is_dir():
            raise OutputError("output_no_folder", Where(path=target.path))
    return tuple(targets)


def _format_of(path: str, format_name: str | None) -> str | None:
    """Return the format of an output by its ending; `-f` decides where the ending does not."""
    from smmfunnel.render import FORMATS

    if path == STDOUT:
        return format_name or "table"
    if path.endswith(("/", os.sep)) or Path(path).is_dir():
        return None
    asked = FORMATS[format_name] if format_name else None
    ending = Path(path).suffix.lower()
    by_ending = next((form for form in FORMATS.values() if form.ending == ending), None)
    if by_ending is None and asked is None:
        known = ", ".join(form.ending for form in FORMATS.values() if form.ending)
        raise UsageError("output_ending", Where(path=path), ending=ending, known=known)
    if by_ending is None or (asked is not None and asked.ending is None and not by_ending.machine):
        assert asked is not None  # noqa: S101 - told to the type checker: one of the two is there
        return asked.name
    return by_ending.name


def write_all(files: Mapping[str, bytes]) -> None:
    """Write files so that each is there whole or as it was before; none is replaced before all are prepared.

    What is there and is no regular file (a device, a pipe) is written into, after all others.

    Raises:
        OutputError: a file cannot be written; nothing is left behind.
    """
    with ExitStack() as undo:
        commits = [_prepared(path, data, undo) for path, data in files.items()]
        for commit in commits:
            commit()
        undo.pop_all()


def _prepared(path: str, data: bytes, undo: ExitStack) -> Callable[[], None]:
    """Write `data` beside its place; return what puts it there."""
    try:
        place = Path(path).resolve()
        _make_folder(place.parent, undo)
        if place.exists() and not place.is_file():
            return lambda: _into(path, data)
        temporary = place.with_name(f".{place.name}.{os.getpid()}.tmp")
        mode = place.stat().st_mode & 0o777 if place.exists() else 0o666
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        undo.callback(temporary.unlink, missing_ok=True)
        _write(descriptor, data)
    except OSError as error:
        raise _unwritable(path, error) from error
    return lambda: _rename(path, temporary, place)


def _make_folder(folder: Path, undo: ExitStack) -> None:
    """Make a folder and those above it; each goes again if anything fails."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir()
        undo.callback(one.rmdir)


def _write(descriptor: int, data: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _rename(path: str, temporary: Path, place: Path) -> None:
    try:
        temporary.replace(place)
    except OSError as error:
        raise _unwritable(path, error) from error


def _into(path: str, data: bytes) -> None:
    try:
        with Path(path).open("wb") as file:
            file.write(data)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: str, error: OSError) -> OutputError:
    return OutputError("output_unwritable", Where(path=path), problem=error.strerror or str(error))
