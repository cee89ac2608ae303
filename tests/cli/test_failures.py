from __future__ import annotations

import json

import pytest
import typer

from smmfunnel.cli.failures import guarded, wants_json
from smmfunnel.errors import ExitCode, InputError, SmmFunnelError, UsageError, Where, join


def run(error: BaseException, *arguments: str) -> int:
    with pytest.raises(typer.Exit) as caught, guarded(arguments):
        raise error
    return int(caught.value.exit_code)


def test_faults_are_lines_and_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    faults: list[SmmFunnelError] = [
        UsageError("config_unknown_key", Where("a.yaml", 1), key="x"),
        UsageError("config_unknown_key", Where("a.yaml", 2), key="y"),
    ]
    assert run(join(faults), "analyze", "a.csv") == ExitCode.USAGE
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "smmfunnel: error: a.yaml:1: unknown key x",
        "smmfunnel: error: a.yaml:2: unknown key y",
        "hint: `smmfunnel schema config` lists the keys",
    ]


def test_a_fault_of_the_program_has_its_own_code_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ZeroDivisionError("division by zero"), "analyze") == ExitCode.FAULT
    told = capsys.readouterr().err
    assert told.startswith("smmfunnel: error: a fault of the program: ZeroDivisionError: division by zero\n")
    assert "hint: please report it" in told
    assert "Traceback" not in told


def test_debug_shows_where_a_fault_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ZeroDivisionError("x"), "analyze", "--debug") == ExitCode.FAULT
    assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "schema"),
    [(name, f"smmfunnel/{of}/1") for name, of in (("analyze", "report"), ("check", "check"), ("leads", "leads"))],
)
def test_json_tells_the_error_in_its_envelope(capsys: pytest.CaptureFixture[str], command: str, schema: str) -> None:
    error = InputError("folder_unreadable", Where("a"), problem="Permission denied")
    assert run(error, command, "a", "--format=json") == ExitCode.INPUT
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == schema
    assert told["error"]["code"] == "folder_unreadable"
    assert told["error"]["message"].startswith("a: ")


def test_an_engine_that_was_interrupted_was_interrupted() -> None:
    class InterruptException(Exception):  # noqa: N818 - the engine's own name
        pass

    for error in (InterruptException(), RuntimeError("Query interrupted")):
        with pytest.raises(KeyboardInterrupt), guarded(["analyze"]):
            raise error


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["analyze", "a", "-f", "json"], True),
        (["--debug", "analyze", "a", "-fjson"], True),
        (["check", "a", "--format", "json"], True),
        (["analyze", "a", "-f", "json", "-o", "a.json"], False),
        (["analyze", "a", "-f", "csv"], False),
        (["formats", "-f", "json"], False),
        ([], False),
    ],
)
def test_json_is_wanted_on_stdout(arguments: list[str], *, expected: bool) -> None:
    assert wants_json(arguments) is expected
