"""One lead's story as text: what became of it, what is on record, the rules tried and the one that fired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render.words import Words, cells, one_line
from smmfunnel.tables import MICRO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smmfunnel.facts.contacts import Contact
    from smmfunnel.facts.story import Failed, LeadStory, Touch, Tried, Value
    from smmfunnel.render.options import RenderOptions
    from smmfunnel.results import Worth

_TIMES = frozenset(
    {"response_seconds", "working_seconds", "least_seconds", "most_seconds", "waited_seconds"},
)
SECONDS = 60


def render_story(
    story: LeadStory,
    contact: Contact | None,
    worth: Worth,
    options: RenderOptions,
    currency: str | None = None,
) -> str:
    """Write the story of one lead.

    Args:
        story: what decided it.
        contact: its contacts, as they may be shown.
        worth: of its loss, or of handling it now.
        options: language and alphabet.
        currency: of its amount.
    """
    words = Words.of(options)
    blocks = [
        list(_verdict(story, contact, worth, words)),
        list(_fields(story, currency, words)),
        list(_touches(story.touches, words)),
        list(_rules(story, words)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _verdict(story: LeadStory, contact: Contact | None, worth: Worth, words: Words) -> Iterator[str]:
    created = story.created_at.isoformat(" ", "minutes") if story.created_at else words.say("story.no_day")
    yield words.say("story.title", id=one_line(story.id or "?"), created=created)
    rows = [
        ("outcome", f"{words.label('outcome', story.outcome.value)} (outcome.{story.outcome.value})"),
        ("zone", words.label("zone_name", story.zone.value) if story.zone else words.say("story.no_zone")),
        ("rule", _fired(story, words)),
        ("standard", words.duration(story.standard_minutes)),
    ]
    rows += [
        (name, words.say("story.worth", sales=words.numbers.plain(sales)))
        for name, sales in (("lost", worth.lost), ("now", worth.now))
        if sales is not None
    ]
    if story.stands_for:
        rows.append(("stands_for", one_line(story.stands_for)))
    if contact:
        rows.append(("contact", ", ".join(one_line(each) for each in (contact.phone, contact.email) if each)))
    yield from _aligned([(words.say(f"story.{name}"), text) for name, text in rows])


def _fired(story: LeadStory, words: Words) -> str:
    last = story.tried[-1] if story.tried else None
    says = f": {one_line(last.says)}" if last and last.says else ""
    return words.mark(f"{story.rule}{says}")


def _fields(story: LeadStory, currency: str | None, words: Words) -> Iterator[str]:
    rows = [
        (words.label("field", name), _value(name, value, currency, words))
        for name, value in story.fields.items()
        if value is not None
    ]
    if rows:
        yield words.say("story.fields")
        yield from _aligned(rows)


def _value(name: str, value: Value, currency: str | None, words: Words) -> str:
    if isinstance(value, bool):
        return words.label("answer", "yes" if value else "no")
    if isinstance(value, int):
        if name in _TIMES:
            return words.duration(value / SECONDS)
        return words.numbers.money(value / MICRO, currency) if name == "amount" else words.numbers.count(value)
    return one_line(str(value))


def _touches(touches: Sequence[Touch], words: Words) -> Iterator[str]:
    if touches:
        yield words.say("story.touches")
        yield from _aligned([(each.at.isoformat(" ", "minutes"), _touch(each, words)) for each in touches])


def _touch(each: Touch, words: Words) -> str:
    parts = [
        words.label("channel", each.channel) if each.channel else "",
        "" if each.outgoing is None else words.say("story.outgoing" if each.outgoing else "story.incoming"),
        "" if each.answered is None else words.say("story.answered" if each.answered else "story.not_answered"),
        words.say("story.automatic") if each.automatic else "",
    ]
    return ", ".join(part for part in parts if part)


def _rules(story: LeadStory, words: Words) -> Iterator[str]:
    if story.tried:
        yield words.say("story.rules")
        yield from _aligned([(each.rule, _tried(each, story, words)) for each in story.tried])


def _tried(each: Tried, story: LeadStory, words: Words) -> str:
    if each.missing:
        return words.say("story.left_out", needs=", ".join(words.label("need", need) for need in each.missing))
    if each.rule == story.rule:
        return words.say("story.undecided" if each.outcome is not story.outcome else "story.fired")
    return "; ".join(_failed(one, words) for one in each.failed)


def _failed(one: Failed, words: Words) -> str:
    key = "story.unless" if one.unless else "story.wanted"
    found = words.say("story.nothing") if one.found is None else _value(one.field, one.found, None, words)
    return words.say(key, field=words.label("field", one.field), found=found, wanted=" | ".join(one.wanted))


def _aligned(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    wide = max(cells(name) for name, _ in rows)
    yield from (f"  {name}{' ' * (wide - cells(name))}  {text}".rstrip() for name, text in rows)
