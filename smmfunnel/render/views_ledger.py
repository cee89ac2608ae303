"""What people read of the ledger: what can still be won first, then outcomes, zones, log and standards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.render.model import Unit
from smmfunnel.render.notes import told
from smmfunnel.render.texted import Text, TextTable, nothing, texted, write_interval
from smmfunnel.results import Estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from smmfunnel.render.model import Row, Table
    from smmfunnel.render.words import Words
    from smmfunnel.results import Check, Ledger, Report, Rescue, TouchLog


def rescue(answer: Report | Check, _: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the leads that can still be won, what they are worth, and the command that lists them."""
    found: Rescue | None = getattr(answer, "rescue", None)
    if found is None:
        return ()
    lines = tuple(_rescue(found, answer, words))
    title = words.label("section", "rescue")
    return (TextTable(title, (), (), aside=words.say("rescue.aside"), lines=lines),)


def _rescue(found: Rescue, answer: Report | Check, words: Words) -> Iterator[str]:
    numbers, currency = words.numbers, answer.heading.currency
    told: Ledger | None = getattr(answer, "ledger", None)
    trusted = found.untouched or (told is not None and told.touch_log.trusted)
    line = "rescue.line" if trusted else "rescue.line_open"
    yield words.say(line, n=found.leads, untouched=numbers.count(found.untouched))
    if found.sales.value is not None:
        money = ""
        if found.money is not None:
            money = words.say("rescue.worth_money", money=numbers.amount(found.money, currency))
        interval = write_interval(Unit.SALES, found.sales, words)
        key = "rescue.worth" if interval else "rescue.worth_value"
        yield words.say(key, sales=numbers.sales(found.sales.value), interval=interval, money=money)
    untouched = found.sales_of_untouched
    if untouched is not None and untouched.value is not None:
        interval = write_interval(Unit.SALES, untouched, words)
        key = "rescue.untouched" if interval else "rescue.untouched_value"
        yield words.say(key, sales=numbers.sales(untouched.value), interval=interval)
    yield words.say("rescue.command")


def days_of(answer: Report | Check, words: Words) -> str:
    """Say which days' leads the ledger and the sections under it are of; the attribution may compare others."""
    period = answer.heading.period
    if period is None:
        return words.say("ledger.every_day")
    return words.say("ledger.days", start=period.start, end=period.end)


def ledger(answer: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the outcomes, those that lost most first within the order of the rules, and all leads under them."""
    found = _ledger(answer)
    plain = _priced(texted(table, words), table, words)
    total = tuple(_total(found, plain, words))
    legend = [words.say("ledger.worth")] if any(_lost(cell) for cell in table.column("sales_lost")) else []
    legend += [words.mark(told(note, words.lang)) for note in found.notes]
    aside = words.say("ledger.aside", n=found.leads, days=days_of(answer, words))
    return (replace(plain, rows=(*plain.rows, total), legend=tuple(legend), aside=aside),)


def _ledger(answer: Report | Check) -> Ledger:
    found: Ledger | None = getattr(answer, "ledger", None)
    assert found is not None  # noqa: S101 - told to the type checker: the section's table has rows
    return found


def _lost(cell: object) -> bool:
    return isinstance(cell, Estimate)


def _priced(plain: TextTable, table: Table, words: Words) -> TextTable:
    """Write a dash for what nobody can price, and nothing where nothing was lost."""
    priced = {"sales_lost", "money_lost"}
    rows = [
        tuple(
            _worth(text, cell, words) if head.name in priced else text
            for head, text in zip(plain.heads, row, strict=True)
        )
        for row, cell in zip(plain.rows, table.column("sales_lost"), strict=True)
    ]
    return replace(plain, rows=tuple(rows))


def _worth(text: Text, lost: object, words: Words) -> Text:
    if not isinstance(lost, Estimate):
        return Text("")
    return Text(nothing(words)) if lost.value is None else text


def _total(found: Ledger, plain: TextTable, words: Words) -> Iterator[Text]:
    texts = {
        "outcome": words.say("ledger.total"),
        "leads": words.numbers.count(found.leads),
        "share": words.numbers.share(1.0) if found.leads else "",
    }
    yield from (Text(texts.get(head.name, ""), "strong") for head in plain.heads)


def ledger_zones(_: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the zones of the ledger, the largest worth first, then by leads."""
    order = sorted(range(len(table.rows)), key=lambda at: _rank(table, at))
    ranked = replace(table, rows=tuple(table.rows[at] for at in order))
    return (_priced(texted(ranked, words), ranked, words),)


def _rank(table: Table, at: int) -> tuple[float, int]:
    lost, leads = table.column("sales_lost")[at], table.column("leads")[at]
    worth = lost.value if isinstance(lost, Estimate) and lost.value is not None else -1.0
    return -worth, -leads if isinstance(leads, int) else 0


def touch_log(answer: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return whether absence of a touch is evidence, and by which parts of the log."""
    log = _ledger(answer).touch_log
    parts = replace(table, rows=tuple(row for row in table.rows if row.cells[0] is not None))
    plain = texted(parts, words, frozenset({"why"})) if parts.rows else TextTable("", (), ())
    title = words.label("section", "touch_log")
    plain = replace(
        plain, rows=tuple(_told_few(row, part, plain, words) for row, part in zip(plain.rows, parts.rows, strict=True))
    )
    return (replace(plain, title=title, lines=tuple(log_lines(log, words))),)


def _told_few(row: tuple[Text, ...], part: Row, plain: TextTable, words: Words) -> tuple[Text, ...]:
    """Say of a part that cannot be told complete or not that too few of its leads were won."""
    if part.cells[-1] != "too_few_won":
        return row
    few = Text(words.say("touch_log.part_few"), "dim")
    return tuple(few if head.name == "trusted" else text for head, text in zip(plain.heads, row, strict=True))


def log_lines(log: TouchLog, words: Words) -> Iterator[str]:
    """Say whether absence of a touch is evidence, and why."""
    yield words.label("touch_log", log.why)
    if log.completeness.value is not None:
        share = words.numbers.share(log.completeness.value)
        yield words.say("touch_log.rate", share=share, interval=write_interval(Unit.SHARE, log.completeness, words))


def sla(answer: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the zone of sales under each standard, and which of them is agreed."""
    found = _ledger(answer)
    if found.touch_log.why == "none":
        return ()
    if found.sla_minutes is None:
        told = words.say("ledger.no_sla", n=len(found.by_sla))
    else:
        told = words.say("ledger.sla", minutes=words.duration(found.sla_minutes))
    clock = words.say(f"ledger.clock.{found.clock}")
    plain = texted(table, words, frozenset({"agreed"} if found.sla_minutes is None else ()))
    heads = tuple(replace(head, number=False) if head.name == "minutes" else head for head in plain.heads)
    return (replace(plain, heads=heads, lines=(told, clock)),)


VIEWS: Mapping[str, Callable[[Report | Check, Table, Words], tuple[TextTable, ...]]] = {
    "rescue": rescue,
    "ledger": ledger,
    "ledger_zones": ledger_zones,
    "touch_log": touch_log,
    "sla": sla,
}
