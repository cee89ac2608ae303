"""What people read of the attribution: sentences, the zones, their factors, and the checks in a few lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.render.attributed import checks, estimate
from smmfunnel.render.model import Column, Unit
from smmfunnel.render.notes import told
from smmfunnel.render.texted import Head, Text, TextTable, nothing, texted, write_cell, write_interval, write_number
from smmfunnel.render.verdicts import GAPS, UNCOUNTED, change_of, either, listed, missing_text, sentences, sides
from smmfunnel.texts import has
from smmfunnel.vocabulary import Factor, Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from smmfunnel.render.model import Table
    from smmfunnel.render.words import Words
    from smmfunnel.results import Attribution, Check, Estimate, FactorEffect, Report, Sensitivity, ZoneEffect

EFFECT = Column("effect", Unit.SALES, estimate=True, signed=True)

_ROUNDING = 1e-9
"""What floating point leaves of 1."""

UNITS: Mapping[Factor, Unit] = {
    Factor.SPEND: Unit.MONEY,
    Factor.DEAL: Unit.MONEY,
    Factor.IMPRESSIONS: Unit.NUMBER,
    Factor.COUNT: Unit.COUNT,
}
"""Units of the factors that are no rates."""


def attribution_of(answer: Report | Check) -> Attribution:
    """Return the attribution of an answer whose tables say that it has one."""
    found: Attribution | None = getattr(answer, "attribution", None)
    assert found is not None  # noqa: S101 - told to the type checker: the section's table has rows
    return found


def verdict(answer: Report | Check, _: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the verdict as sentences, and what would settle the rest."""
    found = attribution_of(answer)
    lines = [" ".join(sentences(found, words)), *remarks(found, words, answer)]
    return (TextTable(words.label("section", "verdict"), (), (), lines=tuple(lines)),)


def remarks(found: Attribution, words: Words, answer: Report | Check) -> Iterator[str]:
    """Say how it was compared where that is not as usual."""
    told_already = any(note.code == "spans_unequal" for note in found.notes)
    if found.kind != GAPS and not told_already and abs(found.scaled_by - 1) > _ROUNDING:
        yield words.say("attribution.scaled", by=words.numbers.plain(found.scaled_by))
    if found.zones and has(f"attribution.grain.{found.grain}", words.lang):
        yield words.say(f"attribution.grain.{found.grain}")
    if found.change is not None or (found.kind == GAPS and found.zones):
        of_leads = found.verdict.kind != "no_leads" and getattr(answer, "ledger", None) is not None
        key = "attribution.horizon" if of_leads else "attribution.horizon_of_sales"
        yield words.say(key, n=found.horizon_days)
    for note in found.notes:
        yield words.mark(told(note, words.lang))


def aside(found: Attribution, words: Words) -> str:
    """Return what stands beside the title of the zones: both totals and the change between them."""
    if found.kind == GAPS:
        return words.say("attribution.aside_gaps")
    if found.reference_sales is None or found.period_sales is None:
        return ""
    was, now = (words.numbers.sales(each) for each in (found.reference_sales, found.period_sales))
    return words.say("attribution.aside", was=was, now=now, change=change_of(found, words))


def zones(answer: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the zones, those named marked, and the whole change under them."""
    found = attribution_of(answer)
    if found.verdict.kind in UNCOUNTED:
        return ()
    plain = texted(table, words, frozenset({"significant"}))
    marks = tuple(words.say("attribution.named") if each.significant else "" for each in found.zones)
    rows = [(*row, Text(mark, "bad" if mark else "")) for row, mark in zip(plain.rows, marks, strict=True)]
    rows += [_total(found, plain, words)] if found.change is not None else []
    bounds = words.say("column.bounds")
    heads = tuple(replace(head, text=bounds) if head.name == "bounds_interval" else head for head in plain.heads)
    view = replace(
        plain,
        title=words.label("section", "gaps" if found.kind == GAPS else "zones"),
        heads=(*heads, Head("named", words.say("column.remark"), number=False)),
        rows=tuple(rows),
        legend=tuple(_legend(found, words)),
        aside=aside(found, words),
    )
    return (view.without_empty(nothing(words)),)


def _total(found: Attribution, plain: TextTable, words: Words) -> tuple[Text, ...]:
    ends = found.interval
    texts = {
        "zone": words.say("attribution.total"),
        "effect": words.numbers.sales(found.change or 0.0, signed=True),
        "effect_interval": words.numbers.sales_between(ends.low, ends.high, signed=True) if ends else "",
    }
    return (*(Text(texts.get(head.name, ""), "strong") for head in plain.heads), Text(""))


def _legend(found: Attribution, words: Words) -> Iterator[str]:
    if any(each.significant for each in found.zones):
        yield words.say("attribution.named_rule")
    if found.kind == GAPS:
        yield words.say("attribution.gaps_apart")


def factors(answer: Report | Check, _: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the factors under their zones, each as it was and is now, and who may have to take the unplaced."""
    found = attribution_of(answer)
    if found.verdict.kind in UNCOUNTED:
        return ()
    currency = getattr(answer.heading, "currency", None)
    heads = (
        Head("zone", words.say("column.zone"), number=False),
        Head("factor", words.say("column.factor"), number=False),
        Head("was_now", words.say("column.was_now"), number=True),
        Head("effect", words.say("column.effect"), number=True),
        Head("effect_interval", words.say("column.interval"), number=True),
    )
    rows = tuple(
        (Text("" if at else words.label("zone_name", zone.zone.value)), *factor_row(each, currency, words))
        for zone in found.zones
        for at, each in enumerate(zone.factors)
    )
    legend = tuple(_takers(each, words) for zone in found.zones for each in zone.factors if sides(each))
    return (TextTable(words.label("section", "factors"), heads, rows, legend).without_empty(""),) if rows else ()


def _takers(each: FactorEffect, words: Words) -> str:
    zones = either([words.label("zone_name", zone.value) for zone in sides(each)], words)
    return words.say("factors.takers", factor=words.label("factor", each.factor.value), zones=zones)


def factor_row(each: FactorEffect, currency: str | None, words: Words) -> tuple[Text, ...]:
    """Return the texts of one factor: name, was and now, effect, interval."""
    effect = estimate(each)
    return (
        Text(words.label("factor", each.factor.value)),
        Text(was_now(each, currency, words)),
        Text(write_cell(EFFECT, effect.value, words)),
        Text(write_interval(Unit.SALES, effect, words, signed=True)),
    )


def was_now(each: FactorEffect, currency: str | None, words: Words) -> str:
    """Write what a factor was in the reference and is now, in its own unit, where it has one value."""
    if each.reference is None or each.period is None:
        return ""
    column = Column(each.factor.value, UNITS.get(each.factor, Unit.SHARE), rounded=True)
    was, now = (write_number(column, value, words, currency) for value in (each.reference, each.period))
    return words.say("factors.was_now", was=was, now=now)


def crosschecks(answer: Report | Check, _: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the same change by other methods and the checks, a line each."""
    lines = tuple(check_lines(attribution_of(answer), words))
    return (TextTable(words.label("section", "crosschecks"), (), (), lines=lines),) if lines else ()


def check_lines(found: Attribution, words: Words) -> Iterator[str]:
    """Say what other methods and the checks found."""
    others = found.crosschecks
    numbers = words.numbers
    parts: dict[str, list[str]] = {
        "lmdi": [_part(words.label("zone_name", zone.value), effect, words) for zone, effect in others.lmdi],
        "order_range": [
            words.say(
                "crosscheck.range",
                name=words.label("factor", e.factor.value),
                interval=numbers.sales_between(e.low, e.high, signed=True),
            )
            for e in others.order_range
        ],
        "lead_sale_shapley": [
            _part(words.label("factor", f.value), effect, words) for f, effect in others.lead_sale_shapley
        ],
    }
    for method, figures in parts.items():
        if figures:
            yield words.say(f"crosscheck.line.{method}", parts="; ".join(figures))
    for code in others.notes:
        yield words.label("crosscheck", code)
    for name, value in checks(found.checks):
        yield words.say(f"check.{name}", **_figures(name, value, words))


def _part(name: str, effect: float, words: Words) -> str:
    return words.say("crosscheck.part", name=name, value=words.numbers.sales(effect, signed=True))


def _figures(name: str, value: Estimate, words: Words) -> dict[str, str]:
    if name == "placebo":
        effect = write_cell(EFFECT, value.value, words)
        return {"value": effect, "interval": write_interval(Unit.SALES, value, words, signed=True)}
    if name == "overload":
        return {"value": words.numbers.tick(round(value.value or 0.0, 2))}
    return {"value": words.numbers.plain(value.value or 0.0)}


def sensitivity(answer: Report | Check, _: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the answer in each other reading of a disputed step, a line each."""
    lines = tuple(_reading(each, words) for each in attribution_of(answer).sensitivity)
    return (TextTable(words.label("section", "sensitivity"), (), (), lines=lines),)


def _reading(each: Sensitivity, words: Words) -> str:
    parts = "; ".join(_part(words.label("zone_name", zone.value), effect, words) for zone, effect in each.zones)
    zones = listed([words.label("zone_name", zone.value) for zone in Zone if zone in each.named], words)
    named = words.say("sensitivity.named", zones=zones) if zones else words.say("sensitivity.none")
    factor, zone = words.label("factor", each.factor.value), words.label("zone_name", each.zone.value)
    return words.say("sensitivity.line", factor=factor, zone=zone, parts=parts, named=named)


def ladder(answer: Report | Check, _: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the rungs of what may be told apart, and what would bring those that lack."""
    heads = (
        Head("held", words.say("column.held"), number=False),
        Head("rung", words.say("column.ladder.code"), number=False),
        Head("missing", words.say("column.missing"), number=False),
    )
    rows = tuple(
        (
            Text(words.label("answer", "yes" if each.held else "no"), "good" if each.held else "warn"),
            Text(words.label("rung", each.code)),
            Text("; ".join(lacking(code, words) for code in each.missing)),
        )
        for each in attribution_of(answer).ladder
    )
    return (TextTable(words.label("section", "ladder"), heads, rows).without_empty(""),)


def lacking(code: str, words: Words) -> str:
    """Name what is missing by its code; a text with figures in it is named without them."""
    text = words.label("missing", f"{code}_short") if has(f"missing.{code}_short", words.lang) else ""
    return text or words.label("missing", code)


def missing(answer: Report | Check, _: Table, words: Words) -> tuple[TextTable, ...]:
    """Return what would settle the rest, a line each."""
    lines = missing_lines(attribution_of(answer), words)
    return (TextTable(words.label("section", "missing"), (), (), lines=lines),)


def missing_lines(found: Attribution, words: Words) -> tuple[str, ...]:
    """Say what would settle what these data cannot tell."""
    return tuple(words.mark(f"– {missing_text(each, words.lang)}") for each in found.verdict.missing)


def by_zone(found: Attribution) -> Mapping[Zone, ZoneEffect]:
    """Return the zones by name."""
    return {each.zone: each for each in found.zones}


VIEWS: Mapping[str, Callable[[Report | Check, Table, Words], tuple[TextTable, ...]]] = {
    "verdict": verdict,
    "zones": zones,
    "factors": factors,
    "crosschecks": crosschecks,
    "sensitivity": sensitivity,
    "ladder": ladder,
    "missing": missing,
}
