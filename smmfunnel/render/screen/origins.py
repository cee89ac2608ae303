"""Where the leads came from, how they were joined to the ads, and who was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render import funnels, sources
from smmfunnel.render.screen.grids import grids, section
from smmfunnel.render.screen.look import Look, body, styled, title
from smmfunnel.render.texted import Head, Text, TextTable
from smmfunnel.render.words import one_line
from smmfunnel.results import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from smmfunnel.render.words import Words
    from smmfunnel.results import Check, Match


def origins(report: Report, look: Look) -> Iterator[RenderableType]:
    """Draw the leads by origin and source."""
    yield from section(report, funnels.origins(report), look)


def match(answer: Report | Check, look: Look) -> Iterator[RenderableType]:
    """Draw how leads met ads; those that met none are a row like any other."""
    found = answer.match
    if found is None:
        return
    yield title(look, look.words.label("section", "match"), _rate(found, look.words))
    yield from grids(_ways(found, look.words), look)
    for line in _remarks(found, answer.heading.currency, look.words):
        yield body(styled(line, "dim"), look)


def _rate(found: Match, words: Words) -> str:
    if not found.leads:
        return ""
    counts = {"matched": words.numbers.count(found.matched), "leads": words.numbers.count(found.leads)}
    return words.say("match.rate", share=words.numbers.share(found.matched / found.leads), **counts)


def _ways(found: Match, words: Words) -> TextTable:
    """Return the ways to a campaign, then the leads no way led to one, of whom some met a platform."""
    heads = (
        Head("way", words.say("column.way"), number=False),
        Head("leads", words.say("column.leads"), number=True),
        Head("share", words.say("column.share"), number=True),
    )
    ways = [*sources.MATCHED_BY, *sorted(set(found.by) - set(sources.MATCHED_BY))]
    some = [(way, words.label("match", way), found.by[way]) for way in ways if found.by.get(way)]
    rows = [
        *((name, leads, "") for way, name, leads in some if way not in sources.TO_PLATFORM),
        (words.say("match.unmatched"), found.unmatched, "strong"),
        *((name, leads, "dim") for way, name, leads in some if way in sources.TO_PLATFORM),
        (words.say("match.all"), found.leads, "dim"),
    ]
    texts = [
        (
            Text(name, tone),
            Text(words.numbers.count(leads), tone),
            Text(words.numbers.share(leads / found.leads) if found.leads else "", tone),
        )
        for name, leads, tone in rows
    ]
    return TextTable(words.label("section", "match"), heads, tuple(texts))


def _remarks(found: Match, currency: str | None, words: Words) -> Iterator[str]:
    bounds = found.cpl_bounds
    if bounds and bounds.low is not None and bounds.high is not None:
        low, high = (words.numbers.money(end, currency) for end in (bounds.low, bounds.high))
        if low != high:
            yield words.say("match.cpl_bounds", low=low, high=high)
    if found.campaigns_without_leads:
        spent = found.spend_without_leads
        told = "" if spent is None else words.numbers.money(spent, currency)
        key = "match.without_leads_spent" if told else "match.without_leads"
        yield words.say(key, n=found.campaigns_without_leads, spend=told)
    if found.broken_tags:
        yield words.say("match.broken_tags", n=found.broken_tags)


def suggestions(answer: Report | Check, look: Look) -> Iterator[RenderableType]:
    """List what is nearly a campaign's name; nothing of it was applied."""
    near = answer.match.suggestions if answer.match else ()
    if not near:
        return
    words = look.words
    yield title(look, words.label("section", "suggestions"), words.say("suggestions.aside"))
    for each in near:
        names = {"value": one_line(each.value), "campaign": one_line(each.campaign)}
        yield body(styled(words.say("suggestions.line", n=each.leads, **names)), look)


def excluded(answer: Report | Check, look: Look) -> Iterator[RenderableType]:
    """Say how many leads were left out, by why."""
    words = look.words
    left = answer.excluded if isinstance(answer, Report) else answer.reconciliation.excluded
    parts = [f"{words.numbers.count(n)} {words.label('excluded', why)}" for why, n in sorted(left.items()) if n]
    if parts:
        yield title(look, words.label("section", "excluded"))
        yield body(styled(words.mark(" · ").join(parts)), look)
