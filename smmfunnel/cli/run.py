"""What `analyze` and `check` have in common: settings, facts, and the answer on its way out."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from smmfunnel.cli import collector, outputs, streams
from smmfunnel.cli.ahead import importing
from smmfunnel.cli.progress import shown
from smmfunnel.cli.values import fraction
from smmfunnel.errors import ExitCode, UsageError
from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import ExitStack
    from datetime import date

    from smmfunnel.cli.options import AgreedOptions, OutputOptions, ReadingOptions, TermOptions
    from smmfunnel.cli.outputs import Target
    from smmfunnel.config import Settings
    from smmfunnel.facts.evidence import Compared, Horizon, LagCell
    from smmfunnel.facts.held import Held
    from smmfunnel.facts.values import Facts
    from smmfunnel.render import RenderOptions
    from smmfunnel.results import Check, Report


def facts_of(
    paths: Sequence[str],
    reading: ReadingOptions,
    terms: TermOptions,
    output: OutputOptions,
    by: Sequence[str] = (),
    *,
    agreed: AgreedOptions | None = None,
    judged: bool = False,
    look: Callable[[Held, Facts], None] | None = None,
    then: Sequence[str] = (),
    leaving: ExitStack | None = None,
) -> tuple[Facts, Settings]:
    """Read the files and gather the facts, as the configuration and the options say.

    Only what is `judged` needs the evidence of every lead: ledger, attribution and what belongs to them. To
    `look` at single leads, while the engine is open, needs it too. Modules that are needed `then` are imported
    while the engine counts. The engine is closed by the time `leaving` ends, where that is given.
    """
    refuse_terminal(paths)
    settings = settings_of(paths, reading, terms, output, by, agreed=agreed)
    from smmfunnel.reading.discover import discover
    from smmfunnel.reading.hashing import hashing

    with hashing(discover(paths)) as discovered:
        from smmfunnel.reading.arrow import without_pandas

        without_pandas()
        from smmfunnel.facts.pipeline import gather

        collector.spare_imports()
        with shown(os.environ, quiet=output.quiet) as progress, importing(then) as counting:
            choose = _choose_horizon if judged or look else None
            found = gather(discovered, settings, progress, choose, look, counting=counting, leaving=leaving)
            return found, settings


def _choose_horizon(lags: Sequence[LagCell], compared: Compared, as_of: date | None, asked: int | None) -> Horizon:
    """See `maturity`, which by then has been imported while the engine counted."""
    from smmfunnel.analysis.maturity import choose_horizon

    return choose_horizon(lags, compared, as_of, asked)


def refuse_terminal(paths: Sequence[str]) -> None:
    """Refuse to wait for somebody to type an export.

    Raises:
        UsageError: `-` is named and standard input is a terminal.
    """
    if outputs.STDOUT in paths and sys.stdin.isatty():
        raise UsageError("stdin_is_a_terminal")


def settings_of(
    paths: Sequence[str],
    reading: ReadingOptions,
    terms: TermOptions | None = None,
    output: OutputOptions | None = None,
    by: Sequence[str] = (),
    *,
    agreed: AgreedOptions | None = None,
    search: bool = True,
) -> Settings:
    """Put the command line over the configuration.

    Raises:
        UsageError: the configuration or the file of rates is missing or has faults.
    """
    from smmfunnel.config import Overrides, dated, load_rates, make_settings

    overrides = Overrides(
        config=reading.config,
        by=tuple(str(one) for one in by),
        timezone=reading.tz,
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        date_order=reading.date_order and reading.date_order.value,
        decimal=reading.decimal and reading.decimal.value,
        as_formats=dict(_as_formats(reading.as_)),
        format_files=tuple(reading.format_file),
        lang=output.lang.value if output else "en",
    )
    if terms is not None:
        overrides = replace(
            overrides,
            period=terms.period,
            reference=terms.reference,
            as_of=terms.as_of,
            currency=terms.currency,
            rates=load_rates(terms.rates) if terms.rates else {},
            max_rejects=fraction(terms.max_rejects) if terms.max_rejects else None,
            rejects=terms.rejects,
        )
    if agreed is not None:
        overrides = replace(
            overrides, sla=agreed.sla, attempts=agreed.attempts, horizon=agreed.horizon, seed=agreed.seed
        )
    return dated(make_settings(paths, overrides, search=search))


def _as_formats(values: Sequence[str]) -> list[tuple[str, str]]:
    """Turn `FORMAT:PATH` into path and format."""
    parts = [value.partition(":") for value in values]
    return [(path, name) for name, _, path in parts]


def deliver(
    answer: Report | Check,
    targets: Sequence[Target],
    options: OutputOptions,
    sections: Sequence[str],
    render: Callable[..., str],
) -> None:
    """Write the answer to every output, or to stdout where there is none; all files or none of them."""
    from smmfunnel.render import RenderOptions, section_files

    shared = RenderOptions(lang=options.lang.value, sections=tuple(sections))
    files: dict[str, bytes] = {}
    for target in targets:
        if target.path == outputs.STDOUT:
            continue
        if target.format is None:
            parts = section_files(answer, shared)
            wanted = {f"{name}.csv" for name in sections} or set(parts)
            files |= {str(Path(target.path) / name): parts[name].encode() for name in parts if name in wanted}
        else:
            files[target.path] = render(answer, replace(shared, format=target.format)).encode()
    outputs.write_all(files)
    if files and not options.quiet:
        streams.tell("\n".join(say("run.written", path=target.path) for target in targets))
    if not targets or any(target.path == outputs.STDOUT for target in targets):
        streams.write_stdout(render(answer, on_stdout(shared, options)))


def tried(conditions: Sequence[str], report: Report) -> dict[str, bool | None]:
    """Try the conditions of `--fail-on`, before anything is written; None is a figure nobody can give.

    Raises:
        UsageError: a condition names what is not in a report.
    """
    if not conditions:
        return {}
    import json

    from smmfunnel.cli.conditions import parse
    from smmfunnel.render import RenderOptions, render_report

    document = json.loads(render_report(report, RenderOptions("json")))
    return {text: parse(text).holds(document) for text in conditions}


def answer_for(held: Mapping[str, bool | None]) -> None:
    """Tell which conditions are true, and which nobody can tell.

    Raises:
        typer.Exit: with code 1, at least one is true.
    """
    for text, true in held.items():
        if true is not False:
            streams.tell(say("run.condition_true" if true else "run.condition_open", condition=text))
    if any(held.values()):
        raise typer.Exit(ExitCode.CONDITION)


def on_stdout(shared: RenderOptions, options: OutputOptions) -> RenderOptions:
    """Return how a report is drawn on this standard output."""
    return replace(
        shared,
        format=options.format.value if options.format else "table",
        width=streams.room(sys.stdout, options.width),
        color=streams.wants_color(sys.stdout, os.environ, refused=options.no_color),
        unicode=streams.shows_unicode(sys.stdout),
    )


def planned(options: OutputOptions, paths: Sequence[str]) -> tuple[Target, ...]:
    """Decide the outputs before the work begins."""
    return outputs.plan(options.output, options.format and options.format.value, paths)
