"""The standard streams: what they can show, and how text reaches them without a crash."""

from __future__ import annotations

import os
import sys
import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, TextIO

import typer

from smmfunnel.errors import ExitCode, OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBE = "█▏─▼…"
"""A stream that cannot encode these gets ASCII in their place."""

_WRITTEN_OUT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "₽": ("руб.", "RUB"),
        "€": ("EUR",),
        "£": ("GBP",),
        "₴": ("грн", "UAH"),
        "₸": ("KZT",),
        "−": ("-",),
        "–": ("-",),
        "—": ("-",),
        "…": ("...",),
        "≥": (">=",),
        "≤": ("<=",),
        "×": ("x",),
        "÷": ("/",),
        "→": ("->",),
        "▼": ("v",),
        "▲": ("^",),
        "•": ("*",),
        "·": ("-",),
        **dict.fromkeys("«»“”„", ('"',)),
        **dict.fromkeys("‘’ʼ", ("'",)),
        **dict.fromkeys("█▉▊▋▌▍▎▏", ("#",)),
        **dict.fromkeys("░▒▓", (".",)),
        **dict.fromkeys("─━═", ("-",)),
        **dict.fromkeys("│┃║", ("|",)),
    }
)
"""What stands for a character that a stream cannot encode; the first that it can is taken."""

SMALLEST_WIDTH = 40
"""A table is not drawn narrower than this."""


def mend() -> None:
    """Give the program standard streams where its caller has closed them.

    Otherwise the next file opened would take the number of standard output, and what a library prints would
    land in that file.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            lowest_free = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(lowest_free, mode, encoding="utf-8"))


def encoded(text: str, encoding: str) -> bytes:
    """Encode a text; what the encoding does not have is written out, or becomes a question mark.

    Example:
        >>> encoded("5\u202f000 ₽ — Ж", "cp1251").decode("cp1251"), encoded("₽ Ж é", "ascii")
        ('5 000 руб. — Ж', b'RUB ? e')
    """
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        table = {ord(char): _stand_in(char, encoding) for char in set(text) if not _has(encoding, char)}
        return text.translate(table).encode(encoding)


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _stand_in(char: str, encoding: str) -> str:
    if unicodedata.category(char) == "Zs":
        return " "
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    candidates = (*_WRITTEN_OUT.get(char, ()), plain)
    return next((text for text in candidates if text and _has(encoding, text)), "?")


def shows_unicode(stream: TextIO) -> bool:
    """Tell whether bars and dashes can be written to a stream."""
    return _has(stream.encoding or "ascii", PROBE)


def wants_color(stream: TextIO, environment: Mapping[str, str], *, refused: bool) -> bool:
    """Decide on colour: `--no-color`, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal."""
    if refused or environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR")
    if forced:
        return forced != "0"
    return stream.isatty() and environment.get("TERM") != "dumb"


def room(stream: TextIO, asked: int | None) -> int | None:
    """Return the columns a table may take: those asked for, a terminal's, or None (all) for a pipe."""
    if asked is not None:
        return asked
    if not stream.isatty():
        return None
    from shutil import get_terminal_size

    return max(get_terminal_size().columns, SMALLEST_WIDTH)


def write_stdout(text: str) -> None:
    """Write a text to standard output, whole, in the encoding of the stream.

    Raises:
        typer.Exit: with code 0, nobody reads any longer.
        OutputError: the text cannot be written.
    """
    stream = sys.stdout
    try:
        stream.flush()
        stream.buffer.write(encoded(text, stream.encoding or "utf-8"))
        stream.buffer.flush()
    except BrokenPipeError:
        raise leave_quietly() from None
    except OSError as error:
        silence(sys.stdout)
        raise OutputError("stdout_unwritable", problem=error.strerror) from error


def leave_quietly() -> typer.Exit:
    """Make what ends a run whose reader has gone: a success."""
    silence(sys.stdout)
    return typer.Exit(ExitCode.OK)


def settle(stream: TextIO) -> None:
    """Write what a stream still holds, or forget it where that cannot be."""
    try:
        stream.flush()
    except OSError:
        silence(stream)


def silence(stream: TextIO) -> None:
    """Lead a broken stream nowhere, so that the interpreter's own flush at the end cannot fail."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, stream.fileno())
    os.close(sink)


def tell(text: str) -> None:
    """Write a line or a block to standard error; where that is closed nobody can be told."""
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)
