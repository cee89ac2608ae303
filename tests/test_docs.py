"""The documentation tells what the program does: its tables, sessions, options and configurations."""

from __future__ import annotations

import doctest
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from typer.main import get_command

from smmfunnel.cli.app import application
from smmfunnel.config import load_config
from tests import docs
from tests.conftest import run_inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Printed

TEXT = docs.README.read_text("utf-8")
EXAMPLE = docs.ROOT / "examples" / "agency" / "README.md"


def _blocks(language: str, text: str = TEXT) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```\n", text, re.DOTALL)


def _lines(language: str, text: str = TEXT) -> list[str]:
    return [line for block in _blocks(language, text) for line in block.splitlines()]


def _options() -> Iterator[str]:
    for command in [get_command(application()), *vars(get_command(application()))["commands"].values()]:
        for parameter in command.params:
            yield from (*parameter.opts, *parameter.secondary_opts)
    yield "--help"


@pytest.mark.parametrize("name", docs.TABLES)
def test_tables_are_those_of_the_program(name: str) -> None:
    assert docs.tables(TEXT)[name] == docs.TABLES[name]()


@pytest.mark.parametrize("steps", docs.sessions(TEXT), ids=lambda steps: steps[0].command)
def test_sessions_show_what_the_program_prints(steps: tuple[docs.Step, ...]) -> None:
    assert docs.play(steps) == steps


def test_there_is_a_session_that_analyses_the_example() -> None:
    commands = [step.command for steps in docs.sessions(TEXT) for step in steps]
    assert [command for command in commands if command.startswith("smmfunnel analyze examples/agency")]


def test_every_option_named_exists() -> None:
    written = docs.without_tables(TEXT)
    ours = "\n".join(line for line in written.splitlines() if not line.startswith("python3 -m venv"))
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", ours)) - {"--check"}
    assert len(named) > 5
    assert named <= set(_options())


def test_every_command_named_exists() -> None:
    named = set(re.findall(r"\bsmmfunnel ([a-z]+) ", "\n".join(_lines("sh") + _lines("console"))))
    assert named <= set(vars(get_command(application()))["commands"])


def test_the_notebook_shows_what_python_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(docs.ROOT)
    (block,) = _blocks("pycon")
    flags = doctest.NORMALIZE_WHITESPACE
    test = doctest.DocTestParser().get_doctest(block, {}, "README", str(docs.README), 0)
    shown: list[str] = []
    result = doctest.DocTestRunner(optionflags=flags).run(test, out=shown.append)
    assert (result.failed, result.attempted) == (0, 4), "".join(shown)


@pytest.mark.parametrize("block", _blocks("yaml"))
def test_configurations_are_valid(tmp_path: Path, block: str) -> None:
    path = tmp_path / "smmfunnel.yaml"
    path.write_text(block, "utf-8")
    load_config(path)


@pytest.mark.parametrize("end", ["smmfunnel analyze examples/agency", "-m pytest"])
def test_each_way_from_a_fresh_clone_is_one_line_of_its_own_block(end: str) -> None:
    start = "python3 -m venv .venv && .venv/bin/pip install"
    found = [block for block in _blocks("sh") if block.startswith(start) and block.endswith(f"{end}\n")]
    assert len(found) == 1
    assert found[0].count("\n") == 1


def test_paths_into_the_json_lead_to_a_number(printed: Printed) -> None:
    paths = [path for line in _lines("sh") for path in re.findall(r"jq '\.([^']+)'", line)]
    assert paths
    report = json.loads(printed("json"))
    for path in paths:
        value = report
        for key in re.findall(r"\w+", path):
            value = value[int(key)] if key.isdigit() else value[key]
        assert isinstance(value, int | float), path


def test_the_commands_of_the_example_run(tmp_path: Path) -> None:
    shutil.copytree(docs.ROOT / "examples", tmp_path / "examples")
    commands = _lines("sh", EXAMPLE.read_text("utf-8"))
    assert len(commands) == 3
    for line in commands:
        name, *arguments = line.split()
        assert name == "smmfunnel"
        run = run_inside(*arguments, cwd=tmp_path)
        assert run.code == 0, run.stderr
    assert (tmp_path / "clickbait" / "amocrm_deals.csv").is_file()


def test_the_changelog_has_an_unreleased_section() -> None:
    assert "\n## [Unreleased]\n" in (docs.ROOT / "CHANGELOG.md").read_text("utf-8")


def test_a_table_and_a_session_are_refreshed() -> None:
    old = "<!-- begin exit-codes -->\nold\n<!-- end exit-codes -->\n```console\n$ echo new\nold\n```\n"
    new = docs.refreshed(old)
    assert docs.tables(new)["exit-codes"] == docs.exit_codes()
    assert docs.sessions(new) == [(docs.Step("echo new", "new\n"),)]
    assert docs.refreshed(new) == new
