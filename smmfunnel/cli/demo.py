"""`demo`: a synthetic agency's exports with a known cause."""

from __future__ import annotations

from typing import Annotated

import typer

from smmfunnel.cli import streams
from smmfunnel.demo.scenarios import Scenario
from smmfunnel.texts import say

DEFAULT_SEED = 1
"""The demo's own default; a test holds the two equal, for importing it would cost the help its speed."""


def demo(
    directory: Annotated[str, typer.Argument(metavar="DIR", help=say("option.demo_dir"), show_default=False)],
    *,
    scenario: Annotated[Scenario, typer.Option("--scenario", help=say("option.scenario"))] = Scenario.SLOW_SALES,
    seed: Annotated[int, typer.Option("--seed", min=0, help=say("option.demo_seed"))] = DEFAULT_SEED,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help=say("option.quiet"))] = False,
) -> None:
    """Write the exports; the help is the text `command.demo`."""
    from pathlib import Path

    from smmfunnel.demo import write_demo

    written = write_demo(Path(directory), scenario, seed)
    if not quiet:
        lines = [say("demo.written", n=len(written), path=directory), say(f"scenario.{scenario.value}")]
        streams.tell("\n".join([*lines, say("demo.next", path=directory)]))
