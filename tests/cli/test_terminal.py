from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from smmfunnel.cli import progress
from tests.conftest import environment

if TYPE_CHECKING:
    from pathlib import Path

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")


def on_a_terminal(*arguments: str | Path, env: dict[str, str] | None = None, stdout: int | None = None) -> str:
    """Run the program with stderr (and stdout, unless it is given) on a terminal; return what it shows."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "smmfunnel", *map(str, arguments)],
        stdin=theirs,
        stdout=theirs if stdout is None else stdout,
        stderr=theirs,
        env=environment({"TERM": "xterm", "COLUMNS": "100", **(env or {})}),
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 1 << 16)
        except OSError:
            break
        if not part:
            break
        shown += part
    process.wait(timeout=60)
    os.close(ours)
    return shown.decode()


def test_a_terminal_gets_colours_and_its_own_width(agency: Path) -> None:
    shown = on_a_terminal("analyze", agency, "-q", "--section", "funnel")
    assert "\x1b[" in shown
    assert "Funnel" in shown


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_none_gets_none(agency: Path, env: dict[str, str]) -> None:
    assert "\x1b[" not in on_a_terminal("analyze", agency, "-q", "--section", "funnel", env=env)


def test_quiet_runs_show_nothing_but_the_report(agency: Path) -> None:
    assert on_a_terminal("analyze", agency, "-q", stdout=subprocess.DEVNULL) == ""


def test_nobody_waits_for_somebody_to_type_an_export() -> None:
    assert "nothing is led into it" in on_a_terminal("analyze", "-")


class Terminal:
    """Enough of a terminal's stderr to be asked whether it is one."""

    encoding = "utf-8"
    shown = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.shown += text
        return len(text)

    def flush(self) -> None:
        pass


def test_long_work_is_shown_and_gone_when_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with progress.shown({"TERM": "xterm"}, quiet=False) as draw:
        assert draw is not None
        draw("counting", None)
        draw("reading [/50%] a.csv", 0.5)
    assert "reading [/50%] a.csv" in terminal.shown
    assert terminal.shown.endswith("\x1b[2K")


def test_short_work_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress.shown({"TERM": "xterm"}, quiet=False) as draw:
        assert draw is not None
        draw("reading a.csv", 0.5)
    assert terminal.shown == ""


@pytest.mark.parametrize(("term", "quiet"), [("dumb", False), ("xterm", True)])
def test_nothing_is_drawn_where_it_would_disturb(monkeypatch: pytest.MonkeyPatch, term: str, *, quiet: bool) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress.shown({"TERM": term}, quiet=quiet) as draw:
        assert draw is None
