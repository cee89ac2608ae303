"""Writing the demo: the same bytes always, nothing overwritten, nothing half written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from smmfunnel.demo import Scenario, write_demo
from smmfunnel.errors import ExitCode, OutputError

EXAMPLE = Path(__file__).parents[2] / "examples" / "agency"


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_committed_example_is_reproduced_byte_for_byte(tmp_path: Path) -> None:
    written = write_demo(tmp_path, Scenario.SLOW_SALES)
    committed = _bytes(EXAMPLE)
    assert [path.name for path in written] == sorted(set(committed) - {"README.md"})
    for path in written:
        assert path.read_bytes() == committed[path.name], path.name


def test_the_committed_example_is_small() -> None:
    assert sum(map(len, _bytes(EXAMPLE).values())) < 650_000


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_another_process_writes_the_same_bytes(tmp_path: Path, hash_seed: str) -> None:
    code = "import sys; from pathlib import Path; from smmfunnel.demo import Scenario, write_demo\n"
    code += "write_demo(Path(sys.argv[1]), Scenario.CLICKBAIT, 5)"
    other = tmp_path / "other"
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code, str(other)], check=True, env=environment)
    write_demo(tmp_path / "own", Scenario.CLICKBAIT, 5)
    assert _bytes(other) == _bytes(tmp_path / "own")


def test_seeds_give_different_agencies(tmp_path: Path) -> None:
    write_demo(tmp_path / "a", Scenario.NOTHING, 1)
    write_demo(tmp_path / "b", Scenario.NOTHING, 2)
    one, two = _bytes(tmp_path / "a"), _bytes(tmp_path / "b")
    assert all(one[name] != two[name] for name in one)


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    first = write_demo(tmp_path, Scenario.PRICE)
    before = _bytes(tmp_path)
    assert write_demo(tmp_path, Scenario.PRICE) == first
    assert _bytes(tmp_path) == before


def test_a_file_that_holds_something_else_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("mine")
    with pytest.raises(OutputError) as caught:
        write_demo(tmp_path, Scenario.PRICE)
    assert caught.value.exit_code == ExitCode.OUTPUT
    assert str(tmp_path / "calls.csv") in caught.value.message
    assert "overwritten" in str(caught.value.hint)
    assert _bytes(tmp_path) == {"calls.csv": b"mine"}


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError) as caught:
        write_demo(tmp_path / "file" / "demo", Scenario.PRICE)
    assert "Not a directory" in caught.value.message


def test_a_failure_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "metrika.csv":
            raise OSError(28, "No space left on device")
        return usual(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_demo(tmp_path, Scenario.PRICE)
    assert list(tmp_path.iterdir()) == []
