"""`leads`: the rows behind a number, or the leads that can still be won by what they are worth."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from smmfunnel.cli import outputs, streams
from smmfunnel.cli.listoptions import ListOutput, WhichLeads
from smmfunnel.cli.options import PATHS, AgreedOptions, OutputOptions, ReadingOptions, TermOptions
from smmfunnel.cli.run import facts_of
from smmfunnel.cli.spread import spread
from smmfunnel.errors import UsageError, Where
from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.cli.outputs import Target
    from smmfunnel.facts.contacts import Contact
    from smmfunnel.facts.held import Held
    from smmfunnel.facts.rows import LeadFilter, LeadRow
    from smmfunnel.facts.values import Facts
    from smmfunnel.render import RenderOptions
    from smmfunnel.render.leads import LeadList

ON_SCREEN = 50
"""So many leads are listed on a terminal where nobody said how many."""


@spread(which=WhichLeads, terms=TermOptions, agreed=AgreedOptions, output=ListOutput, reading=ReadingOptions)
def leads(
    paths: Annotated[list[str], PATHS],
    *,
    which: WhichLeads,
    terms: TermOptions,
    agreed: AgreedOptions,
    output: ListOutput,
    reading: ReadingOptions,
) -> None:
    """Find the rows, write them; the help is the text `command.leads`."""
    targets = _planned(output, paths)
    found: list[LeadList] = []

    def look(held: Held, facts: Facts) -> None:
        found.append(listed(held, facts, which, limit=_limit(which, targets)))

    shown = OutputOptions(lang=output.lang, quiet=output.quiet)
    facts, settings = facts_of(paths, reading, terms, shown, agreed=agreed, look=look)
    from smmfunnel.analysis.counts import scope_of
    from smmfunnel.analysis.terms import heading
    from smmfunnel.render import RenderOptions
    from smmfunnel.render.leads import LeadList, render_leads

    rows = found[0] if found else LeadList((), 0, {}, working=settings.worktime is not None)
    head = heading(facts, settings, scope_of(facts))
    shared = RenderOptions(lang=output.lang.value)
    files = {
        target.path: render_leads(rows, head, replace(shared, format=target.format or "csv")).encode()
        for target in targets
        if target.path != outputs.STDOUT
    }
    outputs.write_all(files)
    if files and not output.quiet:
        streams.tell("\n".join(say("run.written", path=path) for path in files))
    if not targets or any(target.path == outputs.STDOUT for target in targets):
        streams.write_stdout(render_leads(rows, head, _on_stdout(shared, output)))


def _planned(output: ListOutput, paths: Sequence[str]) -> tuple[Target, ...]:
    """Decide the outputs before the work begins; a list is one table, so no folder and no page.

    Raises:
        UsageError: an output is in a form lists have not.
    """
    from smmfunnel.render.leads import FORMATS

    targets = outputs.plan(output.output, output.format and output.format.value, paths)
    for target in targets:
        if target.format not in FORMATS:
            raise UsageError("list_format", Where(path=target.path), known=", ".join(FORMATS))
    return targets


def _limit(which: WhichLeads, targets: Sequence[Target]) -> int | None:
    """Say how many leads are listed: as asked, a screenful on a terminal, all in a file or a pipe."""
    if which.limit is not None:
        return which.limit
    return ON_SCREEN if not targets and sys.stdout.isatty() else None


def listed(held: Held, facts: Facts, which: WhichLeads, *, limit: int | None) -> LeadList:
    """Find the leads asked for, with their contacts, masked unless they are asked for as they are."""
    from smmfunnel.analysis.singles import PRICED, chances, losses, played_model
    from smmfunnel.facts import rows
    from smmfunnel.render.leads import LeadList

    asked = _asked(facts, which)
    total = rows.lead_count(held.engine, held.marked, asked)
    worth = chances(facts, held.settings, played_model(facts, held.settings)) if which.rescue else None
    some = rows.lead_rows(held.engine, held.marked, asked, limit=total if limit is None else limit, worth=worth)
    if not which.rescue and any(row.zone in PRICED for row in some):
        lost = losses(facts, held.settings, some, played_model(facts, held.settings))
        some = tuple(replace(row, worth=value) for row, value in zip(some, lost, strict=True))
    contacts = _contacts(held, some, masked=not which.pii)
    return LeadList(some, total, contacts, working=held.settings.worktime is not None, rescue=which.rescue)


def _asked(facts: Facts, which: WhichLeads) -> LeadFilter:
    """Turn the options into a filter; leads of a named source are looked for beyond the funnel's own."""
    from smmfunnel.analysis.counts import scope_of
    from smmfunnel.config.durations import days_of
    from smmfunnel.facts.rows import LeadFilter

    return LeadFilter(
        outcomes=tuple(which.outcome),
        zones=tuple(which.zone),
        rules=tuple(which.rule),
        campaigns=tuple(which.campaign),
        managers=tuple(which.manager),
        sources=tuple(which.source),
        older_than_days=days_of(which.older_than) if which.older_than else None,
        rescue=which.rescue,
        funnel=scope_of(facts).name == "smm" and not which.source,
    )


def _contacts(held: Held, some: Sequence[LeadRow], *, masked: bool) -> Mapping[int, Contact]:
    from smmfunnel.facts.contacts import find

    found = find(held.engine, held.loaded, held.settings, held.catalog, [row.lead for row in some])
    return {lead: contact.masked() if masked else contact for lead, contact in found.items()}


def _on_stdout(shared: RenderOptions, output: ListOutput) -> RenderOptions:
    return replace(
        shared,
        format=output.format.value if output.format else "table",
        width=streams.room(sys.stdout, output.width),
        color=streams.wants_color(sys.stdout, os.environ, refused=output.no_color),
        unicode=streams.shows_unicode(sys.stdout),
    )
