"""What tests of every floor use: the program run as people run it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"


@dataclass(frozen=True)
class Run:
    """How a run of the program ended."""

    code: int
    out: bytes
    err: bytes

    @property
    def stdout(self) -> str:
        return self.out.decode()

    @property
    def stderr(self) -> str:
        return self.err.decode()


class RunCli(Protocol):
    """Runs `smmfunnel` with arguments in a folder of its own."""

    def __call__(
        self,
        *arguments: str | Path,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Run: ...


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment that the machine's own settings do not change."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT"}}
    coverage = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE")}
    return {**kept, **coverage, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **(extra or {})}


@pytest.fixture
def run_cli(tmp_path: Path) -> RunCli:
    """Run the program in a fresh interpreter; the working folder is the test's own."""

    def run(
        *arguments: str | Path,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Run:
        done = subprocess.run(
            [sys.executable, "-m", "smmfunnel", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=cwd or tmp_path,
            env=environment(env),
            timeout=120,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def agency() -> Path:
    """The example that ships with the program."""
    return ROOT / "examples" / "agency"


@pytest.fixture(scope="session")
def data() -> Path:
    """Real exports, which lie beside the checkout and nowhere else."""
    if not DATA.is_dir():
        pytest.skip("the real exports are not beside this checkout")
    return DATA
