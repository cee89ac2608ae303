"""The command line: one small module a command, shared options declared once."""

from __future__ import annotations

from smmfunnel.cli import collector, ending


def run() -> None:
    """Run the program as all that its process is for."""
    try:
        main()
    except SystemExit as end:
        ending.leave(end)


def main() -> None:
    """Run the program on the command line of the process.

    Raises:
        SystemExit: always, as Typer ends.
    """
    collector.relax()
    from smmfunnel.cli import app

    app.main()
