"""What a file is, by its first bytes: text, a workbook, a page with tables, or packed text."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, cast

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, Where

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 4096
DAMAGE = (OSError, EOFError, zlib.error, zipfile.BadZipFile)
"""What reading a damaged archive raises."""
_STRANGERS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"SQLite format 3": "an SQLite database",
    b"PAR1": "a Parquet file",
    b"RIFF": "a sound or video",
    b"\x00\x00\x01\x00": "an icon",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(set(range(32)) - {0, 9, 10, 12, 13, 26, 27})
FEW = 0.01
"""Text has hardly any control characters; junk has many."""


@dataclass(frozen=True)
class Source:
    """The bytes of a file, unpacked."""

    path: Path
    display: str
    container: str
    """text, html, xlsx, xls or ods: what the bytes are once unpacked."""
    packed: str | None = None
    """gzip or zip."""
    member: str | None = None
    """Name inside a zip."""

    def open(self) -> IO[bytes]:
        """Open the bytes from the beginning.

        Raises:
            InputError: the file cannot be read.
        """
        try:
            if self.packed == "gzip":
                return cast("IO[bytes]", gzip.open(self.path, "rb"))
            if self.packed == "zip":
                return zipfile.ZipFile(self.path).open(self.member or "")
            return self.path.open("rb")
        except OSError as error:
            raise InputError("file_unreadable", Where(self.display), problem=error.strerror or str(error)) from error

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return self.path.stat().st_size


def open_source(path: Path, display: str) -> Source:
    """Tell what a file is.

    Raises:
        InputError: it cannot be read, is empty, or is nothing that holds a table.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise InputError("file_unreadable", Where(display), problem=error.strerror or str(error)) from error
    if not head:
        raise InputError("file_empty", Where(display))
    if head.startswith(b"\x1f\x8b"):
        return _packed(Source(path, display, "text", packed="gzip"))
    if head.startswith(b"PK\x03\x04"):
        return _zip(path, display)
    return Source(path, display, _container(head, display))


def _container(head: bytes, display: str) -> str:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    start = head[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<?xml")) and b"<" in head:
        return "html"
    for signature, name in _STRANGERS.items():
        if head.startswith(signature) and not (signature == b"MZ" and b"\x00" not in head):
            raise InputError("not_a_table", Where(display), looks=name)
    if not head.startswith(_UTF16) and not _utf16_without_mark(head) and _junk(head):
        raise InputError("not_a_table", Where(display), looks="binary data")
    return "text"


def _junk(head: bytes) -> bool:
    return len(head) - len(head.translate(None, _CONTROL)) > FEW * len(head) or head.count(0) > len(head) // 10


def _utf16_without_mark(head: bytes) -> bool:
    """Every second byte of Latin text in UTF-16 is zero."""
    pairs = len(head) // 2
    zeros = head[: pairs * 2][1::2].count(0), head[: pairs * 2][0::2].count(0)
    return pairs > 8 and max(zeros) > 0.6 * pairs and min(zeros) == 0  # noqa: PLR2004 - shares told by looking


def _packed(source: Source) -> Source:
    """Look into packed text, so that damage is told before reading."""
    try:
        with source.open() as file:
            head = file.read(HEAD)
    except DAMAGE as error:
        raise InputError("archive_damaged", Where(source.display), problem=str(error)) from error
    if not head:
        raise InputError("file_empty", Where(source.display))
    return Source(source.path, source.display, _container(head, source.display), source.packed, source.member)


def _zip(path: Path, display: str) -> Source:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
            names = [name for name in names if not name.startswith("__MACOSX/")]
            if "[Content_Types].xml" in names:
                return Source(path, display, "xlsx")
            if "mimetype" in names and archive.read("mimetype").startswith(b"application/vnd.oasis"):
                return Source(path, display, "ods")
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise InputError("archive_locked", Where(display))
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise InputError("archive_damaged", Where(display), problem=str(error)) from error
    if len(names) != 1:
        raise InputError("archive_of_many", Where(display), n=len(names))
    return _packed(Source(path, display, "text", "zip", names[0]))
