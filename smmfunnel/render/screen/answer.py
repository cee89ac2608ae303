"""The order of the blocks: heading first, warnings last, everything between as the reader asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render.screen import answers, audit, funnel, money, origins, segments, sources, zones
from smmfunnel.render.screen.look import Look, paint
from smmfunnel.render.words import Words
from smmfunnel.results import Report
from smmfunnel.results.names import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rich.console import RenderableType

    from smmfunnel.render.options import RenderOptions
    from smmfunnel.results import Check

_OWN: Mapping[str, Callable[[Report, Look], Iterator[RenderableType]]] = {
    "about": sources.heading,
    "verdict": answers.verdict,
    "zones": zones.zones,
    "factors": answers.factors,
    "actions": answers.actions,
    "funnel": funnel.funnel,
    "money": money.money,
    "awareness": money.awareness,
    "segments": segments.segments,
    "origins": origins.origins,
    "match": origins.match,
    "suggestions": origins.suggestions,
    "excluded": origins.excluded,
    "inputs": sources.inputs,
    "totals": audit.totals,
    "skipped": sources.skipped,
    "unmapped": sources.unmapped,
    "warnings": sources.warnings,
}
"""Sections of a report that are drawn in a way of their own."""
_REPORT = {name: _OWN.get(name) or answers.section(name) for name in SECTIONS}

_CHECK: Mapping[str, Callable[[Check, Look], Iterator[RenderableType]]] = {
    "about": sources.heading,
    "inputs": audit.inputs,
    "totals": audit.totals,
    "skipped": sources.skipped,
    "cabinets": audit.cabinets,
    "leads": audit.leads,
    "excluded": origins.excluded,
    "bridge": audit.bridge,
    "match": origins.match,
    "suggestions": origins.suggestions,
    "unmapped": sources.unmapped,
    "fitness": audit.fitness,
    "warnings": sources.warnings,
}


def draw(answer: Report | Check, options: RenderOptions) -> str:
    """Draw the heading and the sections asked for, all if none were."""
    look = Look(Words.of(options), options.width, options.color)
    asked = options.sections
    if isinstance(answer, Report):
        names = ("about", *asked) if asked else [name for name in _REPORT if name not in _FOLDED]
        return paint((make(answer, look) for name, make in _REPORT.items() if name in names), look)
    names = ("about", *asked) if asked else tuple(_CHECK)
    return paint((make(answer, look) for name, make in _CHECK.items() if name in names), look)


_FOLDED = frozenset({"totals", "rules", "missing"})
"""Sections a whole report says in lines of another: totals that disagree under the files, what is missing
under the verdict; the rules are for who asks which one fired."""
