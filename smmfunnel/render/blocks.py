"""What plain text and Markdown have in common: which tables follow the heading, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render.sections import chosen
from smmfunnel.render.views import views
from smmfunnel.render.yaml_lines import meanings, yaml_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smmfunnel.render.options import RenderOptions
    from smmfunnel.render.texted import TextTable
    from smmfunnel.render.words import Words
    from smmfunnel.results import Check, Report


def tables_of(answer: Report | Check, options: RenderOptions, words: Words) -> Iterator[TextTable]:
    """Return the tables of the sections asked for, empty ones left out; the heading is not one of them."""
    for table in chosen(answer, options.sections):
        if table.section != "about":
            yield from views(answer, table, words)


def mapping_of(answer: Report | Check, options: RenderOptions, words: Words) -> tuple[list[str], list[str]]:
    """Return the YAML lines for words nobody mapped and their meanings, if that section is asked for."""
    if options.sections and "unmapped" not in options.sections:
        return [], []
    return list(yaml_lines(answer.words, words)), list(meanings(answer.words, words))
