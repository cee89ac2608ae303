from __future__ import annotations

import gzip
import io
import os
import sys
from hashlib import sha256
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smmfunnel.errors import InputError
from smmfunnel.reading import hashes
from smmfunnel.reading.discover import discover
from smmfunnel.reading.hashes import LARGE, Hashes
from smmfunnel.reading.rows import open_raw

if TYPE_CHECKING:
    from pathlib import Path

LINE = "2026-09-01,Осень,10\n"
TEXT = "day,campaign,clicks\n" + LINE * (LARGE // len(LINE) + 1)


def put(folder: Path, data: bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def hash_of(made: Hashes, path: Path) -> str | None:
    waiting = made.of(path)
    assert waiting
    return waiting()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.lists(st.binary(min_size=2, max_size=60), min_size=1, max_size=4), step=st.integers(1, 70))
def test_the_hash_is_that_of_all_bytes(tmp_path: Path, data: list[bytes], step: int) -> None:
    paths = [put(tmp_path, content, f"{number}.csv") for number, content in enumerate(data)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashes, "LARGE", 1)
        patch.setattr(hashes, "STEP", step)
        with Hashes([str(path) for path in paths]) as made:
            assert [hash_of(made, path) for path in paths] == [sha256(content).hexdigest() for content in data]


@pytest.mark.parametrize("encoding", [None, "utf-8", "cp1251", "utf-16"])
def test_a_file_is_understood_as_without(tmp_path: Path, encoding: str | None) -> None:
    path = put(tmp_path, TEXT.encode(encoding or "cp1251"))
    with Hashes([str(path)]) as made:
        assert hash_of(made, path)
        assert open_raw(path, "a", encoding=encoding, hashes=made) == open_raw(path, "a", encoding=encoding)


def test_of_a_packed_file_the_text_is_hashed(tmp_path: Path) -> None:
    path = put(tmp_path, gzip.compress(TEXT.encode() + os.urandom(LARGE).hex().encode()), "a.csv.gz")
    with Hashes([str(path)]) as made:
        assert hash_of(made, path) == sha256(path.read_bytes()).hexdigest()
        assert open_raw(path, "a", hashes=made) == open_raw(path, "a")


@pytest.mark.parametrize("encoding", ["klingon", "ascii"])
def test_a_wrong_encoding_is_told_as_without(tmp_path: Path, encoding: str) -> None:
    path = put(tmp_path, TEXT.encode())
    with Hashes([str(path)]) as made, pytest.raises(InputError) as told:
        open_raw(path, "a", encoding=encoding, hashes=made)
    with pytest.raises(InputError) as plain:
        open_raw(path, "a", encoding=encoding)
    assert (told.value.code, told.value.where) == (plain.value.code, plain.value.where)


def test_a_file_that_has_changed_is_hashed_when_it_is_read(tmp_path: Path) -> None:
    path = put(tmp_path, TEXT.encode())
    with Hashes([str(path)]) as made:
        assert hash_of(made, path)
        put(tmp_path, TEXT.encode() + b"2026-09-02,B,1\n")
        assert hash_of(made, path) is None
        assert open_raw(path, "a", hashes=made) == open_raw(path, "a")


def test_a_file_that_is_gone_is_told_of_when_it_is_read(tmp_path: Path) -> None:
    path = put(tmp_path, TEXT.encode())
    with Hashes([str(path)]) as made:
        path.unlink()
        assert hash_of(made, path) is None
        with pytest.raises(InputError) as told:
            open_raw(path, "a", hashes=made)
    assert told.value.code == "file_unreadable"


def test_a_missing_path_is_told_of_by_who_asks_for_the_files(tmp_path: Path) -> None:
    with Hashes([str(tmp_path / "nowhere")]) as made, pytest.raises(InputError):
        made.discovered()


def test_a_file_given_twice_is_hashed_once(tmp_path: Path) -> None:
    path = put(tmp_path, TEXT.encode())
    paths = [str(path), str(tmp_path), str(path)]
    with Hashes(paths) as made:
        assert made.discovered() == discover(paths)
        assert len(made.discovered().files) == 1
        assert hash_of(made, path) == sha256(TEXT.encode()).hexdigest()


def test_small_files_are_left_alone(tmp_path: Path) -> None:
    path = put(tmp_path, b"a" * LARGE)
    with Hashes([str(path)]) as made:
        assert made.of(path) is None


def test_standard_input_is_read_when_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, TEXT.encode())
    piped = io.BytesIO(b"day,clicks\n")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=piped))
    with Hashes([str(path), "-"]) as made:
        assert piped.tell() == 0
        assert made.of(path) is None
        assert [file.display for file in made.discovered().files] == ["-", str(path)]


def test_what_nobody_wants_is_given_up(tmp_path: Path) -> None:
    path, other = put(tmp_path, b""), put(tmp_path, TEXT.encode(), "b.csv")
    os.truncate(path, 1 << 30)
    with Hashes([str(tmp_path)]) as made:
        pass
    assert hash_of(made, path) is None
    assert hash_of(made, other) is None
