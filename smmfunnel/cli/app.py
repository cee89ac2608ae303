"""The application: its commands, its own options, and the way in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from smmfunnel import __version__
from smmfunnel.cli import collector, streams
from smmfunnel.cli.analyze import analyze
from smmfunnel.cli.check import check
from smmfunnel.cli.demo import demo
from smmfunnel.cli.explain import explain
from smmfunnel.cli.formats import formats
from smmfunnel.cli.group import Commands
from smmfunnel.cli.init import init
from smmfunnel.cli.leads import leads
from smmfunnel.cli.schema import schema
from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS: tuple[Callable[..., None], ...] = (analyze, check, leads, explain, init, formats, demo, schema)
"""In the order of the help."""

app = typer.Typer(
    name="smmfunnel",
    cls=Commands,
    help=say("command.smmfunnel"),
    epilog=say("command.epilog"),
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    # Plain help and errors: drawing them with Rich doubles the time of `--help`.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it with the value of the flag
    if asked:
        streams.write_stdout(f"smmfunnel {__version__}\n")
        raise typer.Exit


@app.callback()
def _program(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help=say("option.version"))
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help=say("option.debug"))] = False,
) -> None:
    """Nothing happens before a command."""


for _command in COMMANDS:
    app.command(_command.__name__, help=say(f"command.{_command.__name__}"))(_command)


def main() -> None:
    """Run the program on the command line of the process."""
    collector.relax()
    # The matrices here are small: a second thread of the linear algebra would only spin while it waits.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    streams.mend()
    app(prog_name="smmfunnel")
