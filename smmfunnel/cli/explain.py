"""`explain`: the method behind a number, an outcome or a format, with the figures of a run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from smmfunnel.cli import streams, values
from smmfunnel.cli.options import OutputOptions, ReadingOptions, ShowOptions, TermOptions
from smmfunnel.cli.run import facts_of
from smmfunnel.cli.spread import spread
from smmfunnel.texts import say

if TYPE_CHECKING:
    from smmfunnel.config.rules import Rule
    from smmfunnel.render import RenderOptions
    from smmfunnel.results import Report

_WORDS = typer.Argument(
    metavar="[TOPIC] [PATH]",
    help=say("option.explain_words"),
    show_default=False,
    autocompletion=values.completing(values.topics),
)


@spread(terms=TermOptions, reading=ReadingOptions, show=ShowOptions)
def explain(
    words: Annotated[list[str] | None, _WORDS] = None,
    *,
    terms: TermOptions,
    reading: ReadingOptions,
    show: ShowOptions,
) -> None:
    """List the topics, or tell one of them; the help is the text `command.explain`."""
    from smmfunnel.render import RenderOptions
    from smmfunnel.render.explain import render_topics

    width = streams.room(sys.stdout, show.width)
    shown = RenderOptions("plain", width=width, unicode=streams.shows_unicode(sys.stdout), lang=show.lang.value)
    if not words:
        streams.write_stdout(render_topics(shown))
        return
    topic, *paths = words
    report, rules = _run(paths, terms, reading, show) if paths else (None, ())
    streams.write_stdout(told(topic, report, rules, shown))


def _run(
    paths: list[str], terms: TermOptions, reading: ReadingOptions, show: ShowOptions
) -> tuple[Report, tuple[Rule, ...]]:
    """Analyze the files for their figures and the rules of their configuration."""
    facts, settings = facts_of(paths, reading, terms, OutputOptions(lang=show.lang, quiet=show.quiet))
    from smmfunnel.report import build_report

    return build_report(facts, settings), settings.rules or ()


def told(topic: str, report: Report | None, own_rules: tuple[Rule, ...], shown: RenderOptions) -> str:
    """Tell a topic: the pages and the rule of that name, or else the format of exports.

    Raises:
        UsageError: there is no such topic.
    """
    from smmfunnel.catalog.load import load_catalog
    from smmfunnel.cli.formats import description
    from smmfunnel.errors import UsageError
    from smmfunnel.facts.rules import built_in
    from smmfunnel.render.explain import nearest, render_pages, render_rule
    from smmfunnel.texts.pages import found

    pages = found(topic, shown.lang)
    rules = {rule.id: rule for rule in own_rules or built_in()}
    rule = rules.get(topic.removeprefix("rule."))
    texts = [render_pages(pages, report, shown)] if pages else []
    texts += [render_rule(rule, report, shown)] if rule else []
    if texts:
        return "\n".join(texts)
    formats = load_catalog().formats
    if topic in formats:
        return "".join(f"{line}\n" for line in description(formats[topic]))
    near = nearest(topic, (*rules, *formats), shown.lang)
    raise UsageError("topic_no_such" if near else "topic_unknown", name=topic, near=near)
