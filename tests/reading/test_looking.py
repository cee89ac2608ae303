from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

import pytest

from smmfunnel.reading import looking
from smmfunnel.reading.container import open_source
from smmfunnel.reading.encoding import inspect
from smmfunnel.reading.looking import look

if TYPE_CHECKING:
    from pathlib import Path

TEXT = 'id;имя\n1;"Анна\nиз Твери"\n2;Пётр\x00\n3;"Вера'


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 64, 4096])
@pytest.mark.parametrize("packed", [False, True])
def test_the_size_of_the_pieces_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, chunk: int, packed: bool
) -> None:
    data = TEXT.encode()
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(data) if packed else data)
    monkeypatch.setattr(looking, "CHUNK", chunk)
    found = look(open_source(path, "a"))
    assert (found.sha256, found.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (found.quotes, found.wrapped, found.nulls) == (3, 1, 1)
    assert (found.utf8, found.cut, found.strange) == (True, False, b"")


@pytest.mark.parametrize(
    ("data", "encoding", "cut"),
    [
        (TEXT.encode()[:-1], "utf-8", True),
        (TEXT.encode("utf-8-sig")[:-1], "utf-8-sig", True),
        (TEXT.encode("cp1251"), "cp1251", False),
        ("naam;Café".encode("cp1252"), "cp1252", False),
        (TEXT.encode("utf-16"), "utf-16", False),
    ],
)
def test_a_part_of_a_file_keeps_its_encoding(tmp_path: Path, *, data: bytes, encoding: str, cut: bool) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    found = inspect(open_source(path, "a"))
    assert (found.encoding, found.cut) == (encoding, cut)
