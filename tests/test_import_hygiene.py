"""Starting up stays cheap: nobody pays for a library that the command at hand does not use."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = frozenset(
    {
        "duckdb",
        "lxml",
        "numpy",
        "pandas",
        "phonenumbers",
        "polars",
        "pyarrow",
        "pydantic",
        "python_calamine",
        "ruamel",
        "scipy",
        "yaml",
    }
)
"""Libraries that cost tens of milliseconds or more to import."""

LOADED = "import json, sys; print(json.dumps(sorted(sys.modules)))"


def _loaded_after(code: str) -> frozenset[str]:
    """Return the modules that a fresh interpreter holds after running `code`."""
    run = [sys.executable, "-c", f"{code}\n{LOADED}"]
    done = subprocess.run(run, check=True, capture_output=True, text=True, timeout=60)
    loaded: list[str] = json.loads(done.stdout.splitlines()[-1])
    return frozenset(loaded)


def _program(*arguments: str) -> str:
    return f"""
import sys
sys.argv = ["smmfunnel", *{arguments!r}]
from smmfunnel.cli import main
try:
    main()
except SystemExit:
    pass
"""


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_the_program_starts_without_a_heavy_library(argument: str) -> None:
    assert sorted(_loaded_after(_program(argument)) & HEAVY) == []


@pytest.mark.parametrize("command", ["analyze", "check", "init", "formats", "demo", "schema"])
def test_the_help_of_a_command_loads_none_but_what_typer_does(command: str) -> None:
    # Typer reads the types of parameters with pydantic wherever it is installed.
    assert sorted(_loaded_after(_program(command, "--help")) & HEAVY - {"pydantic"}) == []


def test_text_files_are_analysed_without_pandas_and_what_reads_other_files() -> None:
    example = Path(__file__).parents[1] / "examples" / "agency"
    unused = {"lxml", "numpy.ma", "pandas", "python_calamine", "ruamel", "scipy", "ssl"}

    assert sorted(_loaded_after(_program("analyze", str(example))) & unused) == []


def test_the_linear_algebra_spins_no_thread_unasked() -> None:
    code = f"{_program('--version')}\nimport os\nprint(os.environ['OPENBLAS_NUM_THREADS'])"
    for asked, found in (({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")):
        environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"} | asked
        run = [sys.executable, "-c", code]
        done = subprocess.run(run, check=True, capture_output=True, text=True, timeout=60, env=environment)
        assert done.stdout.splitlines()[-1] == found


def test_pandas_is_imported_when_a_frame_is_made_and_nowhere_else() -> None:
    package = Path(__file__).parents[1] / "smmfunnel"
    texts = {path.relative_to(package).as_posix(): path.read_text("utf-8") for path in package.rglob("*.py")}
    users = [
        name for name, text in texts.items() if re.search(r"^ *(import pandas as|from pandas)", text, re.MULTILINE)
    ]
    assert users == ["frames.py"]
    assert not re.search(r"^(import|from) pandas", texts["frames.py"], re.MULTILINE)


def test_the_probe_sees_a_heavy_library() -> None:
    assert "pandas" in _loaded_after("import pandas") & HEAVY


@pytest.mark.parametrize(
    "module", ["vocabulary", "tables", "results", "errors", "texts", "demo", "render", "catalog.model"]
)
def test_the_lower_floors_load_no_heavy_library(module: str) -> None:
    assert sorted(_loaded_after(f"import smmfunnel.{module}") & HEAVY) == []


def test_the_demo_is_written_with_the_standard_library_alone() -> None:
    code = "import sys, tempfile, pathlib\nfrom smmfunnel.demo import Scenario, write_demo\n"
    code += "with tempfile.TemporaryDirectory() as folder: write_demo(pathlib.Path(folder), Scenario.PRICE)"
    loaded = _loaded_after(code)
    assert sorted(loaded & (HEAVY | {"typer", "rich"})) == []
