"""The end of the process: its code, what was to be done at the exit, and what nobody may lose."""

from __future__ import annotations

import subprocess
import sys

import pytest

from smmfunnel.cli.ending import leave


def _ended(code: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-c", f"import atexit, sys\nfrom smmfunnel.cli.ending import leave\n{code}"]
    return subprocess.run(run, check=False, capture_output=True, text=True, timeout=60)


def test_the_process_ends_with_the_code_and_nothing_is_lost() -> None:
    done = _ended("atexit.register(print, 'last')\nprint('first')\nleave(SystemExit(3))\nprint('never')")

    assert (done.returncode, done.stdout, done.stderr) == (3, "first\nlast\n", "")


def test_a_message_is_left_to_the_interpreter() -> None:
    done = _ended("leave(SystemExit('why'))")

    assert (done.returncode, done.stderr) == (1, "why\n")


def test_a_broken_stream_is_left_to_the_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def flush(self) -> None:
            raise OSError

    monkeypatch.setattr("smmfunnel.cli.ending.atexit._run_exitfuncs", lambda: None)
    monkeypatch.setattr(sys, "stdout", Broken())

    with pytest.raises(SystemExit) as end:
        leave(SystemExit(0))
    assert end.value.code == 0


def test_the_module_run_as_a_program_ends_so_too() -> None:
    run = [sys.executable, "-m", "smmfunnel", "analyze", "no such folder"]

    assert subprocess.run(run, check=False, capture_output=True, timeout=60).returncode == 3
