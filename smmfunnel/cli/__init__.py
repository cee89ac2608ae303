"""The command line: one small module a command, shared options declared once."""

from __future__ import annotations

from smmfunnel.cli import collector


def main() -> None:
    """Run the program on the command line of the process."""
    collector.relax()
    from smmfunnel.cli import app

    app.main()
