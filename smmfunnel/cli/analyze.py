"""`analyze`: the whole report."""

from __future__ import annotations

from typing import Annotated

from smmfunnel.cli.options import PATHS, AgreedOptions, OutputOptions, ReadingOptions, ReportParts, TermOptions
from smmfunnel.cli.run import answer_for, deliver, facts_of, planned, tried
from smmfunnel.cli.spread import spread

ATTRIBUTED, DRAWN = ("smmfunnel.analysis.attribution",), ("smmfunnel.render.screen.answer",)
"""What the whole report needs, and what a table."""


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
    from smmfunnel.render import UNJUDGED, render_report

    # A condition may ask for any part, whatever sections are printed.
    whole = not parts.section or bool(parts.fail_on) or not set(parts.section) <= set(UNJUDGED)
    then = ["smmfunnel.report", *ATTRIBUTED * whole, *DRAWN * (not targets and output.format in {None, "table"})]
    facts, settings = facts_of(paths, reading, terms, output, parts.by, agreed=agreed, judged=whole, then=then)
    from smmfunnel.report import build_report

    report = build_report(facts, settings)
    held = tried(parts.fail_on, report)
    deliver(report, targets, output, parts.section, render_report)
    answer_for(held)
