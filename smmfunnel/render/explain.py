"""Pages of `explain` as text: what a figure is, how it is made, what it does not say, and this run's figures."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING

from smmfunnel.render.heading import heading
from smmfunnel.render.plain import lines_of
from smmfunnel.render.sections import section_of
from smmfunnel.render.texted import Text, TextTable, texted, upright, write_cell
from smmfunnel.render.views import views
from smmfunnel.render.words import Words, cells, one_line
from smmfunnel.texts.pages import KINDS, Figures, pages
from smmfunnel.vocabulary import OUTCOME_ZONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from smmfunnel.config.rules import Conditions, Rule
    from smmfunnel.render.model import Row, Table
    from smmfunnel.render.options import RenderOptions
    from smmfunnel.results import Report
    from smmfunnel.texts.pages import Page

PARTS = ("zone", "formula", "example", "limits", "change", "source", "see")
"""Parts of a page below its first paragraph, in the order people read them."""

INDENT = 2

_ALIGNED = frozenset({"zones", "factors", "ledger"})
"""Sections whose views have the rows of their tables, in order, perhaps with one of totals below."""


def render_topics(options: RenderOptions) -> str:
    """List the topics by kind."""
    words = Words.of(options)
    lines = [words.say("explain.head")]
    known = pages(options.lang)
    wide = max(cells(words.say(f"explain.kind.{kind}")) for kind in KINDS) + 2
    for kind in KINDS:
        names = ", ".join(page.name for page in known.values() if page.kind == kind)
        lines += _entry(words.say(f"explain.kind.{kind}"), names, wide, options.width)
    lines += _wrapped(words.say("explain.foot"), 0, options.width)
    return "\n".join(lines) + "\n"


def render_pages(found: Sequence[Page], report: Report | None, options: RenderOptions) -> str:
    """Write pages one under another, each with the figures of a run where there is one."""
    words = Words.of(options)
    blocks: list[list[str]] = []
    for page in found:
        blocks.append(list(_page(page, words, options.width)))
        if report is not None:
            blocks += _figures(page, report, words)
    if report is not None:
        blocks.insert(0, [f"{line.label}  {line.sentence()}" for line in heading(report, words)[:1]])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _page(page: Page, words: Words, width: int | None) -> Iterator[str]:
    yield words.mark(f"{page.title}  ({page.topic})")
    yield from _wrapped(words.mark(page.says), INDENT, width)
    told = {part: _part(page, part, words) for part in PARTS}
    if any(told.values()):
        yield ""
    yield from _labelled({words.say(f"explain.part.{part}"): text for part, text in told.items()}, width)


def _labelled(told: Mapping[str, str], width: int | None) -> Iterator[str]:
    """Write texts beside their labels, those without any text left out."""
    some = {label: text for label, text in told.items() if text}
    wide = max(map(cells, some), default=0) + 2
    for label, text in some.items():
        yield from _entry(label, text, wide, width)


def _part(page: Page, part: str, words: Words) -> str:
    if part == "zone":
        return words.label("zone_name", page.zone) if page.zone else ""
    if part == "see":
        return ", ".join(page.see)
    return words.mark(str(getattr(page, part)))


def _entry(label: str, text: str, wide: int, width: int | None) -> Iterator[str]:
    """Write a label and its text beside it, the text folded within its own column."""
    at = " " * INDENT + label.ljust(wide)
    for line in _wrapped(text, INDENT + wide, width):
        yield (at + line.lstrip()).rstrip() if at else line
        at = ""


def _wrapped(text: str, indent: int, width: int | None) -> Iterator[str]:
    """Fold each line of a text; spaces inside a line that is not folded stay as they are."""
    space = " " * indent
    for line in text.split("\n"):
        if width is None or indent + cells(line) <= width:
            yield space + line.strip()
        else:
            yield from (space + part for part in wrap(line, max(width - indent, 20), break_on_hyphens=False))


def _figures(page: Page, report: Report, words: Words) -> list[list[str]]:
    blocks = [list(lines_of(view)) for each in page.figures for view in shown(each, report, words)]
    return blocks or [[words.say("explain.no_figures")]]


def shown(each: Figures, report: Report, words: Words) -> Iterator[TextTable]:
    """Return what a run says on a topic: a whole section, or those of its rows that are about it."""
    table = section_of(report, each.section)
    if not table.rows:
        return
    if table.upright and each.where:
        named = frozenset(each.where.values())
        yield upright(table, words, frozenset(table.names) - named)
        return
    if not each.where:
        yield from views(report, table, words)
        return
    kept = [at for at, row in enumerate(table.rows) if _about(table, row, each.where)]
    if not kept:
        return
    if each.section not in _ALIGNED:
        yield texted(replace(table, rows=tuple(table.rows[at] for at in kept)), words)
        return
    [view] = views(report, table, words)
    rows = tuple(_named(view.rows[at], table, at, words) for at in kept)
    yield replace(view, rows=rows, legend=()).without_empty("")


def _about(table: Table, row: Row, where: Mapping[str, str]) -> bool:
    given = dict(zip(table.names, row.cells, strict=True))
    return all(given[column] == value for column, value in where.items())


def _named(row: tuple[Text, ...], table: Table, at: int, words: Words) -> tuple[Text, ...]:
    """Name the row where the view leaves its name to the row above it."""
    first, *rest = row
    return (first if first.text else Text(write_cell(table.columns[0], table.rows[at].cells[0], words)), *rest)


def render_rule(rule: Rule, report: Report | None, options: RenderOptions) -> str:
    """Write one rule of the ledger: what it says, what it needs, and how many leads it decided in a run."""
    words = Words.of(options)
    zone = rule.zone or OUTCOME_ZONES[rule.outcome]
    parts = {
        "outcome": f"{words.label('outcome', rule.outcome.value)} (outcome.{rule.outcome.value})",
        "zone": words.label("zone_name", zone.value) if zone else "",
        "needs": ", ".join(rule.needs),
        "when": _conditions(rule.when),
        "unless": _conditions(rule.unless),
    }
    lines = [f"{rule.id}  (rule.{rule.id})"]
    lines += _wrapped(one_line(rule.says or ""), INDENT, options.width) if rule.says else []
    lines += ["", *_labelled({words.say(f"explain.part.{part}"): text for part, text in parts.items()}, options.width)]
    figures = shown(Figures("rules", {"id": rule.id}), report, words) if report else ()
    blocks = [lines, *(list(lines_of(view)) for view in figures)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _conditions(given: Conditions) -> str:
    """Write the conditions as their YAML has them."""
    told = given.model_dump(exclude_none=True, mode="json")
    return "; ".join(f"{name}: {_listed(value)}" for name, value in told.items())


def _listed(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return one_line(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def nearest(name: str, others: Iterable[str], lang: str) -> str:
    """Name the topics that are spelled most like one there is not."""
    from difflib import get_close_matches

    known = pages(lang)
    names = dict.fromkeys((*(page.name for page in known.values()), *known, *others))
    return ", ".join(get_close_matches(name, list(names), n=3, cutoff=0.6))
