from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from smmfunnel.cli.outputs import Target, plan, write_all
from smmfunnel.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def left_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


class TestPlan:
    """Deciding the outputs before the work."""

    @pytest.mark.parametrize(
        ("path", "asked", "expected"),
        [
            ("a.json", None, "json"),
            ("a.CSV", None, "csv"),
            ("a.txt", None, "table"),
            ("a.txt", "plain", "plain"),
            ("a.csv", "plain", "csv"),
            ("a.csv", "json", "csv"),
            ("report", "md", "md"),
            ("-", None, "table"),
            ("-", "json", "json"),
            ("parts/", None, None),
        ],
    )
    def test_the_ending_tells_the_format(self, path: str, asked: str | None, expected: str | None) -> None:
        assert plan([path], asked, []) == (Target(path, expected),)

    def test_a_folder_that_is_there_needs_no_slash(self, folder: Path) -> None:
        (folder / "parts").mkdir()
        assert plan(["parts"], None, []) == (Target("parts", None),)

    @pytest.mark.parametrize(
        ("outputs", "inputs", "told"),
        [
            (["a.xyz"], [], 'the ending ".xyz" names no format'),
            (["a.csv", "./a.csv"], [], "is named twice"),
            (["in.csv"], ["in.csv"], "is an input as well"),
        ],
    )
    def test_what_cannot_be_is_told_before_the_work(
        self, folder: Path, outputs: list[str], inputs: list[str], told: str
    ) -> None:
        (folder / "in.csv").write_text("a")
        with pytest.raises(UsageError, match=told):
            plan(outputs, None, inputs)

    def test_a_missing_folder_is_told_before_the_work(self) -> None:
        with pytest.raises(OutputError, match="its folder is not there"):
            plan(["nowhere/a.csv"], None, [])


class TestWriting:
    """Writing them after it, whole or not at all."""

    def test_files_and_folders_are_written(self, folder: Path) -> None:
        write_all({"a.csv": b"1", "parts/of/it/b.csv": b"2"})
        assert left_in(folder) == ["a.csv", "parts", "parts/of", "parts/of/it", "parts/of/it/b.csv"]
        assert (folder / "parts/of/it/b.csv").read_bytes() == b"2"

    def test_a_file_that_is_there_is_replaced_and_keeps_its_mode(self, folder: Path) -> None:
        path = folder / "a.csv"
        path.write_bytes(b"old")
        path.chmod(0o640)
        write_all({"a.csv": b"new"})
        assert path.read_bytes() == b"new"
        assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def test_a_new_file_has_the_mode_of_any_new_file(self, folder: Path) -> None:
        (folder / "other").write_bytes(b"")
        write_all({"a.csv": b"1"})
        assert (folder / "a.csv").stat().st_mode == (folder / "other").stat().st_mode

    def test_a_link_is_written_through(self, folder: Path) -> None:
        (folder / "real.csv").write_bytes(b"old")
        (folder / "link.csv").symlink_to("real.csv")
        write_all({"link.csv": b"new"})
        assert (folder / "link.csv").is_symlink()
        assert (folder / "real.csv").read_bytes() == b"new"

    def test_when_one_fails_all_stay_as_they_were(self, folder: Path, full_disk: Callable[[int], None]) -> None:
        (folder / "a.csv").write_bytes(b"old")
        full_disk(2)
        with pytest.raises(OutputError, match=r"parts/b\.csv: cannot be written: No space left on device"):
            write_all({"a.csv": b"new", "parts/b.csv": b"2"})
        assert left_in(folder) == ["a.csv"]
        assert (folder / "a.csv").read_bytes() == b"old"

    def test_an_interruption_leaves_nothing(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(_: int) -> NoReturn:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_all({"a.csv": b"new"})
        assert left_in(folder) == []

    def test_a_rename_that_fails_is_told(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(self: Path, _: Path) -> NoReturn:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(self))

        monkeypatch.setattr(Path, "replace", refuse)
        with pytest.raises(OutputError, match="cannot be written"):
            write_all({"a.csv": b"new"})
        assert left_in(folder) == []

    def test_a_device_is_written_into(self, folder: Path) -> None:
        write_all({os.devnull: b"1"})
        assert not Path(os.devnull).is_file()
        assert left_in(folder) == []

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
    def test_a_full_device_is_told(self) -> None:
        with pytest.raises(OutputError, match="No space left on device"):
            write_all({"/dev/full": b"1"})


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the disk be full when the given file, counted from one, is brought to it."""

    def fill(at: int) -> None:
        real, calls = os.fsync, [0]

        def fsync(descriptor: int) -> None:
            calls[0] += 1
            if calls[0] == at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(descriptor)

        monkeypatch.setattr(os, "fsync", fsync)

    return fill
