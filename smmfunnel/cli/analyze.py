"""`analyze`: the whole report."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated

from smmfunnel.cli.options import PATHS, AgreedOptions, OutputOptions, ReadingOptions, ReportParts, TermOptions
from smmfunnel.cli.run import answer_for, deliver, facts_of, planned, tried
from smmfunnel.cli.spread import spread

BUILT = ("smmfunnel.report", "smmfunnel.render")
JUDGED, DRAWN = ("smmfunnel.analysis.judged", "numpy.random"), ("smmfunnel.render.screen.answer",)
"""What any report needs, what the whole one, and what a table."""


@spread(parts=ReportParts, terms=TermOptions, agreed=AgreedOptions, output=OutputOptions, reading=ReadingOptions)
def analyze(
    paths: Annotated[list[str], PATHS],
    *,
    parts: ReportParts,
    terms: TermOptions,
    agreed: AgreedOptions,
    output: OutputOptions,
    reading: ReadingOptions,
) -> None:
    """Gather, build, deliver; the help is the text `command.analyze`."""
    targets = planned(output, paths)
    whole = _whole(parts)
    then = [*BUILT, *JUDGED * whole, *DRAWN * (not targets and output.format in {None, "table"})]
    with ExitStack() as leaving:
        facts, settings = facts_of(
            paths, reading, terms, output, parts.by, agreed=agreed, judged=whole, then=then, leaving=leaving
        )
        from smmfunnel.render import render_report
        from smmfunnel.report import build_report

        report = build_report(facts, settings)
    held = tried(parts.fail_on, report)
    deliver(report, targets, output, parts.section, render_report)
    answer_for(held)


def _whole(parts: ReportParts) -> bool:
    """Whether more is asked for than parts that need no judgement."""
    # A condition may ask for any part, whatever sections are printed.
    if not parts.section or parts.fail_on:
        return True
    from smmfunnel.results.names import UNJUDGED

    return not set(parts.section) <= set(UNJUDGED)
