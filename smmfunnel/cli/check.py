"""`check`: the audit before any number."""

from __future__ import annotations

from typing import Annotated

from smmfunnel.cli.options import PATHS, CheckParts, OutputOptions, ReadingOptions, TermOptions
from smmfunnel.cli.run import deliver, facts_of, planned
from smmfunnel.cli.spread import spread


@spread(parts=CheckParts, terms=TermOptions, output=OutputOptions, reading=ReadingOptions)
def check(
    paths: Annotated[list[str], PATHS],
    *,
    parts: CheckParts,
    terms: TermOptions,
    output: OutputOptions,
    reading: ReadingOptions,
) -> None:
    """Gather, build, deliver; the help is the text `command.check`."""
    targets = planned(output, paths)
    facts, settings = facts_of(paths, reading, terms, output, then=("smmfunnel.check", "smmfunnel.render"))
    from smmfunnel.check import build_check
    from smmfunnel.render import render_check

    deliver(build_check(facts, settings), targets, output, parts.section, render_check)
