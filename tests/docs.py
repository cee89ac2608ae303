"""The README's tables and sessions, made by the program itself; `python -m tests.docs` rewrites them.

A table stands between `<!-- begin NAME -->` and `<!-- end NAME -->`. A session is a fenced `console` block:
each line `$ smmfunnel …` is run in a folder that holds a copy of `examples/`, and the lines below it are
what it prints.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from smmfunnel.catalog.model import Format

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"

_TABLE = re.compile(r"(<!-- begin ([a-z-]+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)
_SESSION = re.compile(r"(```console\n)(.*?)(```\n)", re.DOTALL)
_LONGEST = 120
"""Seconds one command may take."""


@dataclass(frozen=True)
class Step:
    """One command of a session and what it prints, both streams together as a terminal shows them."""

    command: str
    output: str


def markdown(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""Write a table.

    Example:
        >>> markdown(["a", "b"], [[1, "x|y"]])
        '| a | b |\n| --- | --- |\n| 1 | x\\|y |\n'
    """
    cells = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(str(c).replace("|", "\\|") for c in row) + " |\n" for row in cells)


def commands() -> str:
    """Write the table of commands with the first sentence of their help."""
    from typer.main import get_command

    from smmfunnel.cli.app import application

    known = vars(get_command(application()))["commands"]
    rows = [(f"`{name}`", (command.help or "").split("\n")[0]) for name, command in known.items()]
    return markdown(["command", "what it does"], rows)


def exit_codes() -> str:
    """Write the table of exit codes with the sentence below each of them in the code."""
    from smmfunnel import errors

    tree = ast.parse(Path(errors.__file__).read_text("utf-8"))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "ExitCode")
    meanings = [ast.literal_eval(node.value) for node in body if isinstance(node, ast.Expr)][1:]
    return markdown(["exit code", "meaning"], zip(map(int, errors.ExitCode), meanings, strict=True))


def formats() -> str:
    """Write the table of the export formats of the catalogue, by kind."""
    from smmfunnel.catalog.load import load_catalog
    from smmfunnel.vocabulary import Kind

    known = load_catalog().formats.values()
    kinds = list(Kind)
    ordered = sorted(known, key=lambda found: (kinds.index(found.kind), found.generic, found.title.casefold()))
    rows = [(f"`{found.name}`", found.title, found.kind, _languages(found)) for found in ordered]
    return markdown(["format", "export", "kind", "headers in"], rows)


def _languages(found: Format) -> str:
    return " ".join(sorted({alias.lang for known in found.columns.values() for alias in known}))


TABLES: dict[str, Callable[[], str]] = {"commands": commands, "exit-codes": exit_codes, "formats": formats}
"""Tables of the README by name."""


def tables(text: str) -> dict[str, str]:
    """Find the tables of a text by name."""
    return {found[2]: found[0].removeprefix(found[1]).removesuffix(found[3]) for found in _TABLE.finditer(text)}


def without_tables(text: str) -> str:
    """Leave what people wrote: a text without what is made from the code."""
    return _TABLE.sub("", text)


def sessions(text: str) -> list[tuple[Step, ...]]:
    """Find the sessions of a text, each as its commands with their outputs."""
    return [tuple(_steps(found[2])) for found in _SESSION.finditer(text)]


def _steps(block: str) -> Iterable[Step]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield Step(command, output)


def play(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Run the commands of a session one after another and return what they print."""
    with TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        return tuple(Step(step.command, _run(step.command, folder)) for step in steps)


def _run(command: str, folder: str) -> str:
    """Run a line in a shell where `smmfunnel` is this program."""
    shell = f'smmfunnel() {{ "{sys.executable}" -m smmfunnel "$@"; }}\n{command}'
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }
    done = subprocess.run(
        ["bash", "-c", shell],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=_LONGEST,
        check=False,
    )
    return done.stdout


def refreshed(text: str) -> str:
    """Return the text with its tables and sessions made anew."""
    with_tables = _TABLE.sub(lambda found: found[1] + TABLES[found[2]]() + found[3], text)
    return _SESSION.sub(lambda found: found[1] + _played(found[2]) + found[3], with_tables)


def _played(block: str) -> str:
    return "".join(f"$ {step.command}\n{step.output}" for step in play(tuple(_steps(block))))


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text("utf-8")), "utf-8")
