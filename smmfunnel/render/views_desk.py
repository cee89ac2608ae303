"""What people read of how leads were worked and followed, and of the next steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.render.desks import action_text
from smmfunnel.render.model import Column, Unit
from smmfunnel.render.texted import Head, Text, TextTable, nothing, texted, write_cell, write_interval
from smmfunnel.render.views_ledger import days_of
from smmfunnel.render.words import one_line
from smmfunnel.results import Estimate, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from smmfunnel.render.model import Table
    from smmfunnel.render.words import Words
    from smmfunnel.results import Action, Check, Maturity, Response

_RATE = Column("rate", Unit.SHARE, estimate=True)


def response(answer: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return how fast leads were answered in sentences, then the bands with what they sold."""
    found = answer.response if isinstance(answer, Report) else None
    ledger = answer.ledger if isinstance(answer, Report) else None
    if found is None:
        return ()
    bands = replace(table, rows=table.rows[1:])
    hidden = frozenset(column.name for column in table.columns[4:])
    aside = "" if found.sla_minutes is None else words.say("response.aside_sla", sla=words.duration(found.sla_minutes))
    plain = texted(bands, words, hidden) if bands.rows else TextTable("", (), ())
    why = ledger.touch_log.why if ledger is not None else ""
    trusted = ledger is not None and ledger.touch_log.trusted
    lines = tuple(response_lines(found, words, trusted=trusted, why=why))
    return (replace(plain, title=words.label("section", "response"), aside=aside, lines=lines),)


def response_lines(found: Response, words: Words, *, trusted: bool, why: str = "") -> Iterator[str]:
    """Say how many leads were answered and how fast, in calendar and in working time.

    Args:
        found: the response.
        words: what it is said in.
        trusted: whether no touch on record means that there was none.
        why: code of why it does or does not, see `results.TouchLog`.
    """
    counts = (found.touched, found.touched + found.untouched, found.untouched, found.timed)
    touched, leads, untouched, timed = map(words.numbers.count, counts)
    key = "response.answered_trusted" if trusted else "response.answered"
    yield words.say(key, touched=touched, leads=leads, untouched=untouched)
    if not found.timed:
        yield words.say("response.no_times")
        return
    if not trusted:
        yield words.say("response.gaps" if why == "incomplete" else "response.untold")
        return
    if found.timed < found.touched:
        yield words.say("response.of_timed", timed=timed)
    if found.p50_minutes is None:
        yield words.say("response.quantiles_none")
    elif found.p90_minutes is None:
        yield words.say("response.quantiles_half", p50=words.duration(found.p50_minutes))
    else:
        p50, p90 = map(words.duration, (found.p50_minutes, found.p90_minutes))
        yield words.say("response.quantiles", p50=p50, p90=p90)
    if found.p50_working_minutes is not None and found.p90_working_minutes is not None:
        p50, p90 = map(words.duration, (found.p50_working_minutes, found.p90_working_minutes))
        yield words.say("response.working", p50=p50, p90=p90)
    elif found.p50_working_minutes is not None:
        yield words.say("response.working_half", p50=words.duration(found.p50_working_minutes))


def managers(_: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the managers without a ranking, those with too little data said to have it."""
    unlabelled = frozenset() if _any(table, "junk_rate") else frozenset({"junk_rate"})
    plain = texted(table, words, frozenset({"junk_flag", "too_little"}) | unlabelled)
    little, flags = table.column("too_little"), table.column("junk_flag")
    name = next((at for at, head in enumerate(plain.heads) if head.name == "manager"), None)
    rows = []
    for row, few, flag, who in zip(plain.rows, little, flags, table.column("manager"), strict=True):
        remark = _remark("managers.too_little" if few else "managers.flagged" if flag else "", words)
        texts = [replace(text, tone="dim") if few else text for text in row]
        if name is not None and who is None:
            texts[name] = Text(words.say("managers.nobody"), "dim")
        rows.append((*texts, remark))
    legend = [words.say("managers.flag")] if any(flags) else []
    legend += [words.say("managers.order_little" if any(little) else "managers.order")]
    heads = (*plain.heads, Head("remark", words.say("column.remark"), number=False))
    view = replace(plain, heads=heads, rows=tuple(rows), legend=tuple(legend))
    return (view.without_empty(nothing(words)),)


def _remark(key: str, words: Words) -> Text:
    return Text(words.say(key), "dim" if key.endswith("too_little") else "bad") if key else Text("")


def clickbait(_: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the ads where clicks rise and quality falls; where there are none, that there are none."""
    title = words.label("section", "clickbait")
    flagged = [row for row, flag in zip(table.rows, table.column("flagged"), strict=True) if flag]
    if not flagged:
        judged = sum(not little for little in table.column("too_little"))
        line = words.say("clickbait.none", n=judged) if judged else words.say(_unjudged(table))
        return (TextTable(title, (), (), lines=(line,)),)
    return (_ads(replace(table, rows=tuple(flagged)), title, words),)


def _unjudged(table: Table) -> str:
    """Name the text of what is missing where no row could be judged."""
    if not _any(table, "click_rate"):
        return "clickbait.no_clicks"
    if not any(_any(table, name) for name in ("landing_rate", "valid_rate", "qualified_rate")):
        return "clickbait.no_quality"
    if all(change is None for change in table.column("click_change")):
        return "clickbait.no_other"
    return "clickbait.too_little"


def _any(table: Table, name: str) -> bool:
    return any(isinstance(cell, Estimate) and cell.value is not None for cell in table.column(name))


def _ads(table: Table, title: str, words: Words) -> TextTable:
    hidden = frozenset({"by", "flagged", "too_little", "clicks"})
    same = table.column("campaign") == table.column("key")
    plain = texted(table, words, hidden | {"campaign"} if same else hidden, terse=True)
    aside = words.say("clickbait.aside")
    heads = tuple(
        replace(head, text=words.say("column.campaign")) if same and head.name == "key" else head
        for head in plain.heads
    )
    return replace(plain, title=title, heads=heads, aside=aside, legend=(words.say("clickbait.rule"),))


def cohorts(_: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the weeks one under another."""
    return (replace(texted(table, words), legend=(words.say("cohorts.rate"),)),)


def maturity(answer: Report | Check, _: Table, words: Words) -> tuple[TextTable, ...]:
    """Return how far the leads were followed, in sentences."""
    found = answer.maturity if isinstance(answer, Report) else None
    if found is None:
        return ()
    return (TextTable(words.label("section", "maturity"), (), (), lines=tuple(maturity_lines(found, words))),)


def maturity_lines(found: Maturity, words: Words) -> Iterator[str]:
    """Say the horizon, how much of it the leads have had, and the rate within it."""
    numbers = words.numbers
    yield words.say("maturity.horizon", days=found.horizon_days, chosen=words.label("horizon", found.chosen))
    if found.share_mature is not None:
        yield words.say("maturity.followed", share=numbers.share(found.share_mature))
    if found.rate and found.rate.reason == "exceeds_one":
        yield words.say("maturity.rate_beyond")
    elif found.rate and found.rate.value is not None:
        interval = write_interval(Unit.SHARE, found.rate, words)
        yield words.say("maturity.rate", rate=write_cell(_RATE, found.rate.value, words), interval=interval)
    if found.median_lag_days is not None:
        yield words.say("maturity.lag", days=numbers.count(found.median_lag_days))
    yield words.say("maturity.cycle", cycle=words.label("cycle", found.cycle_shift))


def credit(_: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the claims of both sides on the leads, the first sources of known contacts named."""
    plain = texted(table, words)
    sources = table.column("source")
    claims = table.column("claim")
    at = next((at for at, head in enumerate(plain.heads) if head.name == "source"), None)
    rows = tuple(
        tuple(
            Text(_source(source, words)) if place == at and claim == "known_earlier_source" else text
            for place, text in enumerate(row)
        )
        for row, source, claim in zip(plain.rows, sources, claims, strict=True)
    )
    return (replace(plain, rows=rows, aside=words.say("credit.aside")),)


def _source(source: object, words: Words) -> str:
    return words.say("credit.no_source") if source is None else one_line(str(source))


def actions(answer: Report | Check, _: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the next step of each zone, what it is worth, and the command behind it."""
    found: Sequence[Action] = answer.actions if isinstance(answer, Report) else ()
    heads = (
        Head("zone", words.say("column.zone"), number=False),
        Head("action", words.say("column.action"), number=False),
        Head("worth", words.say("column.actions.sales"), number=True),
        Head("money", words.say("column.money"), number=True),
        Head("command", words.say("column.actions.command"), number=False),
    )
    rows = tuple(_action(each, answer.heading.currency, words) for each in found)
    aside = words.say("actions.aside", days=days_of(answer, words))
    return (TextTable(words.label("section", "actions"), heads, rows, aside=aside).without_empty(""),)


def worth_of(each: Action, currency: str | None, words: Words) -> str:
    """Say in a sentence what a step is worth, or nothing where nobody can tell."""
    if each.sales is None or each.sales.value is None:
        return ""
    interval = write_interval(Unit.SALES, each.sales, words)
    sales = words.numbers.sales(each.sales.value)
    given = {"sales": f"{sales} ({interval})" if interval else sales}
    if each.money is None:
        return words.say("actions.worth", **given)
    return words.say("actions.worth_money", **given, money=words.numbers.amount(each.money, currency))


def _action(each: Action, currency: str | None, words: Words) -> tuple[Text, ...]:
    worth = each.sales or Estimate(None)
    sales = "" if worth.value is None else words.numbers.sales(worth.value)
    interval = write_interval(Unit.SALES, worth, words)
    return (
        Text(words.label("zone_name", each.zone.value)),
        Text(words.mark(action_text(each, words.lang))),
        Text(f"{sales} ({interval})" if interval else sales),
        Text("" if each.money is None else words.numbers.amount(each.money, currency)),
        Text(one_line(each.command or ""), "dim"),
    )


VIEWS: Mapping[str, Callable[[Report | Check, Table, Words], tuple[TextTable, ...]]] = {
    "response": response,
    "managers": managers,
    "clickbait": clickbait,
    "cohorts": cohorts,
    "maturity": maturity,
    "credit": credit,
    "actions": actions,
}
