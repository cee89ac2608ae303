"""`explain`: the method behind a number, an outcome or a format, with a run's figures; one lead's story."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from smmfunnel.cli import streams, values
from smmfunnel.cli.listoptions import WhichStory
from smmfunnel.cli.options import AgreedOptions, OutputOptions, ReadingOptions, ShowOptions, TermOptions
from smmfunnel.cli.run import facts_of
from smmfunnel.cli.spread import spread
from smmfunnel.dataclass import dataclass
from smmfunnel.errors import UsageError
from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from smmfunnel.config import Settings
    from smmfunnel.config.rules import Rule
    from smmfunnel.facts.held import Held
    from smmfunnel.facts.values import Facts
    from smmfunnel.render import RenderOptions
    from smmfunnel.results import Report

_WORDS = typer.Argument(
    metavar="[TOPIC] [PATH]",
    help=say("option.explain_words"),
    show_default=False,
    autocompletion=values.completing(values.topics),
)


@spread(which=WhichStory, terms=TermOptions, agreed=AgreedOptions, reading=ReadingOptions, show=ShowOptions)
def explain(
    words: Annotated[list[str] | None, _WORDS] = None,
    *,
    which: WhichStory,
    terms: TermOptions,
    agreed: AgreedOptions,
    reading: ReadingOptions,
    show: ShowOptions,
) -> None:
    """List the topics, tell one of them or a lead's story; the help is the text `command.explain`."""
    from smmfunnel.render import RenderOptions
    from smmfunnel.render.explain import render_topics

    width = streams.room(sys.stdout, show.width)
    shown = RenderOptions("plain", width=width, unicode=streams.shows_unicode(sys.stdout), lang=show.lang.value)
    given = _Given(terms, agreed, reading, show)
    if which.lead is not None:
        streams.write_stdout(_stories(which, words or [], given, shown))
        return
    if not words:
        streams.write_stdout(render_topics(shown))
        return
    topic, *paths = words
    report, rules = _run(paths, given) if paths else (None, ())
    streams.write_stdout(told(topic, report, rules, shown))


@dataclass(frozen=True)
class _Given:
    """The options of a run."""

    terms: TermOptions
    agreed: AgreedOptions
    reading: ReadingOptions
    show: ShowOptions

    def facts(self, paths: Sequence[str], look: Callable[[Held, Facts], None] | None = None) -> tuple[Facts, Settings]:
        """Read the files as these options say."""
        quiet = OutputOptions(lang=self.show.lang, quiet=self.show.quiet)
        return facts_of(paths, self.reading, self.terms, quiet, agreed=self.agreed, judged=True, look=look)


def _stories(which: WhichStory, paths: Sequence[str], given: _Given, shown: RenderOptions) -> str:
    """Tell the story of the lead with an id; of each, where two people have it.

    Raises:
        UsageError: no files are named, or no lead of theirs has the id.
    """
    if not paths:
        raise UsageError("lead_without_paths")
    found: list[str] = []

    def look(held: Held, facts: Facts) -> None:
        found.extend(_told_of(held, facts, which, shown))

    given.facts(paths, look)
    if not found:
        raise UsageError("lead_no_such", id=which.lead)
    return "\n".join(found)


def _told_of(held: Held, facts: Facts, which: WhichStory, shown: RenderOptions) -> Iterator[str]:
    from smmfunnel.analysis.singles import played_model, worth_of
    from smmfunnel.facts.contacts import find
    from smmfunnel.facts.story import lead_stories
    from smmfunnel.render.stories import render_story

    stories = lead_stories(held.engine, held.marked, which.lead or "")
    contacts = find(held.engine, held.loaded, held.settings, held.catalog, [story.lead for story in stories])
    played = played_model(facts, held.settings) if stories else None
    for story in stories:
        contact = contacts.get(story.lead)
        seen = contact if contact is None or which.pii else contact.masked()
        yield render_story(story, seen, worth_of(facts, held.settings, story, played), shown, held.settings.currency)


def _run(paths: Sequence[str], given: _Given) -> tuple[Report, tuple[Rule, ...]]:
    """Analyze the files for their figures and the rules of their configuration."""
    facts, settings = given.facts(paths)
    from smmfunnel.report import build_report

    return build_report(facts, settings), settings.rules or ()


def told(topic: str, report: Report | None, own_rules: tuple[Rule, ...], shown: RenderOptions) -> str:
    """Tell a topic: the pages and the rule of that name, or else the format of exports.

    Raises:
        UsageError: there is no such topic.
    """
    from smmfunnel.catalog.load import load_catalog
    from smmfunnel.cli.formats import description
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
