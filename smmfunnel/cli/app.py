"""The application: its commands, its own options, and the way in."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from smmfunnel import __version__
from smmfunnel.cli import streams
from smmfunnel.cli.group import Commands
from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = ("analyze", "check", "leads", "explain", "init", "formats", "demo", "schema")
"""In the order of the help; each is a function in a module of its name."""


def application(commands: Sequence[str] = COMMANDS) -> typer.Typer:
    """Make the application, of all commands or only of those that are asked for."""
    made = typer.Typer(
        name="smmfunnel",
        cls=Commands,
        callback=_program,
        help=say("command.smmfunnel"),
        epilog=say("command.epilog"),
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
        # Plain help and errors: drawing them with Rich doubles the time of `--help`.
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    for name in commands:
        command = getattr(import_module(f"smmfunnel.cli.{name}"), name)
        made.command(name, help=say(f"command.{name}"))(command)
    return made


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it with the value of the flag
    if asked:
        streams.write_stdout(f"smmfunnel {__version__}\n")
        raise typer.Exit


def _program(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help=say("option.version"))
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help=say("option.debug"))] = False,
) -> None:
    """Nothing happens before a command."""


def main() -> None:
    """Run the program on the command line of the process."""
    # The matrices here are small: a second thread of the linear algebra would only spin while it waits.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What checks the configuration would look through every installed package for plug-ins, which are other programs'.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    streams.mend()
    # The options of a command are many: those of the other commands are made where the words may mean them.
    first = sys.argv[1:2]
    application(first if set(first) & set(COMMANDS) else COMMANDS)(prog_name="smmfunnel")
