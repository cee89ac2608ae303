"""Markdown: headings, tables with pipes, and the YAML lines in a fence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smmfunnel.render.blocks import mapping_of, tables_of
from smmfunnel.render.heading import heading
from smmfunnel.render.words import Words
from smmfunnel.results import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from smmfunnel.render.options import RenderOptions
    from smmfunnel.render.texted import TextTable
    from smmfunnel.results import Check

_ESCAPES = re.compile(r"[\\`*|<>~&]|(?<![^\W_])_|_(?![^\W_])|(?<=])\(|(?<=!)\[")
"""Marks that would become formatting, HTML or a new cell; brackets only where they would make a link."""


def write(answer: Report | Check, options: RenderOptions) -> str:
    """Write the answer as a Markdown page, empty sections left out."""
    words = Words.of(options)
    name = "title.report" if isinstance(answer, Report) else "title.check"
    blocks = [[f"# {words.say(name)}"], list(_head(answer, words))]
    blocks += [list(_block(view)) for view in tables_of(answer, options, words)]
    yaml, meanings = mapping_of(answer, options, words)
    if yaml:
        blocks.append([escape(words.say("unmapped.title"))])
        blocks.append([f"- {escape(line)}" for line in meanings])
        blocks.append(["```yaml", *yaml, "```"])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def escape(text: str) -> str:
    r"""Write a text so that Markdown shows it as it is, in a cell of a table too.

    Example:
        >>> print(escape("[RU] a|b _c_ snake_case <b> [x](y)"))
        [RU] a\|b \_c\_ snake_case \<b\> [x]\(y)
    """
    return _ESCAPES.sub(lambda found: "\\" + found[0], " ".join(text.splitlines()))


def _head(answer: Report | Check, words: Words) -> Iterator[str]:
    for line in heading(answer, words):
        yield f"- **{line.label}:** {escape(line.sentence())}"


def _block(view: TextTable) -> Iterator[str]:
    yield f"## {escape(view.title)}"
    if view.aside:
        yield f"\n{escape(view.aside)}"
    yield from (f"\n{escape(line)}" for line in view.lines)
    if view.heads:
        yield ""
        yield from _table(view)
    yield from (f"\n{escape(line)}" for line in view.legend)


def _table(view: TextTable) -> Iterator[str]:
    yield _row(head.text for head in view.heads)
    yield "|" + "|".join(" ---: " if head.number else " --- " for head in view.heads) + "|"
    for row in view.rows:
        yield _row(cell.text for cell in row)


def _row(texts: Iterable[str]) -> str:
    return "| " + " | ".join(escape(text) for text in texts) + " |"
