"""What tests of every floor use: the program run as people run it, in a fresh interpreter or in this one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import settings

from smmfunnel.cli import collector
from smmfunnel.cli.app import application

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# How long an example takes is the machine's matter, and no fault.
settings.register_profile("smmfunnel", deadline=None)
settings.load_profile("smmfunnel")

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


class Printed(Protocol):
    """Returns what `analyze` of the example prints in a format."""

    def __call__(self, form: str) -> bytes: ...


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
def run_program(tmp_path: Path) -> RunCli:
    """Run the program in a fresh interpreter, for what a process has of its own; the folder is the test's own."""

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


@pytest.fixture
def run_cli(tmp_path: Path) -> RunCli:
    """Run the program in this interpreter, which spares its start; the working folder is the test's own."""

    def run(
        *arguments: str | Path,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Run:
        return run_inside(*arguments, stdin=stdin, env=env, cwd=cwd or tmp_path)

    return run


def run_inside(
    *arguments: str | Path,
    cwd: Path,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Run:
    """Run the program in this interpreter with streams, environment and working folder like those of a fresh one."""
    own = environment(env)
    streams = [io.TextIOWrapper(io.BytesIO(stdin if n == 0 else b""), own["PYTHONIOENCODING"]) for n in range(3)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "environ", own)
        patch.setattr(sys, "stdin", streams[0])
        # A run that ends needs no search for cycles; this interpreter goes on.
        patch.setattr(collector, "spare_imports", lambda: None)
        patch.chdir(cwd)
        with redirect_stdout(streams[1]), redirect_stderr(streams[2]):
            code = _ended(lambda: application()([str(argument) for argument in arguments], prog_name="smmfunnel"))
    written = []
    for stream in streams[1:]:
        stream.flush()
        written.append(stream.buffer.getvalue())
    return Run(code, *written)


def _ended(run: Callable[[], object]) -> int:
    """Exit code of a run."""
    try:
        run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


@pytest.fixture(scope="session")
def printed(agency: Path, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Return what `analyze` of the example prints in a format, from one run a session."""
    folder, known = tmp_path_factory.mktemp("printed"), dict[str, bytes]()

    def printed(form: str) -> bytes:
        if form not in known:
            run = run_inside("analyze", agency, "-f", form, cwd=folder)
            assert (run.code, run.stderr) == (0, "")
            known[form] = run.out
        return known[form]

    return printed


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
