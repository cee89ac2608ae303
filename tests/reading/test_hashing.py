from __future__ import annotations

import gzip
import hashlib
from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest

from smmfunnel.reading import hashing as module
from smmfunnel.reading.container import open_source
from smmfunnel.reading.discover import discover
from smmfunnel.reading.hashing import hashing
from smmfunnel.reading.looking import look

if TYPE_CHECKING:
    from pathlib import Path

DATA = b"id;name\n" + b"1;Anna\n" * 1000


@pytest.mark.parametrize("piece", [1, 7, 1 << 20])
def test_large_files_are_hashed_ahead_and_others_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(module, "LARGE", len(DATA))
    monkeypatch.setattr(module, "PIECE", piece)
    (tmp_path / "a.csv").write_bytes(DATA)
    (tmp_path / "b.csv").write_bytes(DATA[:-1])
    with hashing(discover([str(tmp_path)])) as found:
        large, small = found.files
        assert large.hashed is not None
        assert large.hashed.result() == hashlib.sha256(DATA).hexdigest()
        assert small.hashed is None


def test_the_hash_that_comes_is_that_of_the_file_whoever_works_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGE", 1)
    plain, packed = tmp_path / "a.csv", tmp_path / "a.csv.gz"
    plain.write_bytes(DATA)
    packed.write_bytes(gzip.compress(DATA))
    with hashing(discover([str(tmp_path)])) as found:
        assert [bool(file.hashed) for file in found.files] == [True, False]
        ahead = [look(open_source(file.path, file.display), found.files[0].hashed) for file in found.files]
    # Of what is packed the text inside counts, so that a file that lies there twice is read once.
    assert ahead == [look(open_source(path, path.name)) for path in (plain, packed)]
    assert ahead[0].sha256 == ahead[1].sha256 == hashlib.sha256(DATA).hexdigest()


def test_what_is_no_table_is_not_hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGE", 1)
    (tmp_path / "a.csv").write_bytes(b"\x89PNG" + DATA)
    with hashing(discover([str(tmp_path)])) as found:
        assert [file.hashed for file in found.files] == [None]


def test_nobody_waits_for_a_hash_that_is_not_begun(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(DATA)
    assert look(open_source(path, "a"), Future()).sha256 == hashlib.sha256(DATA).hexdigest()
    done: Future[str] = Future()
    done.set_result("worked out")
    assert look(open_source(path, "a"), done).sha256 == "worked out"


def test_a_run_that_ends_early_does_not_wait_for_hashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGE", 1)
    monkeypatch.setattr(module, "PIECE", 1)
    (tmp_path / "a.csv").write_bytes(DATA * 10_000)
    # A byte at a time it would take half a minute.
    with hashing(discover([str(tmp_path)])) as found:
        begun = found.files[0].hashed
    assert begun is not None
    assert begun.result() != hashlib.sha256(DATA * 10_000).hexdigest()


def test_a_file_that_went_away_is_for_its_reader_to_tell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(DATA)
    found = discover([str(path)])
    path.unlink()
    with hashing(found) as still:
        assert [file.hashed for file in still.files] == [None]
