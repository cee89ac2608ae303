"""The verdict in words: one paragraph both sides can read, built from the figures alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render.options import RenderOptions
from smmfunnel.render.words import Words
from smmfunnel.texts import has
from smmfunnel.vocabulary import Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smmfunnel.results import Attribution, FactorEffect, Interval, Missing, ZoneEffect

GAPS = "standards"
"""The kind of reference whose effects are gaps measured one at a time, never shares of one change."""

HELD = "held"
"""The way from lead to sale is left at the reference's rate."""

_UNJUDGED = "unjudged"
"""It is estimated, and stands among what cannot be placed."""

_NAMING = frozenset({"one", "several"})
_JUDGED = _NAMING | {"none", "gains"}
"""Kinds of verdicts that judge the whole change; the others say why it is not judged."""
UNCOUNTED = frozenset({"tagging_broken", "only_won"})
"""Kinds of verdicts by which leads are missing or mislabelled: the change is one of counting."""
_TOLD = 0.5
"""Sales from which a part of what cannot be placed is told on its own."""
_SEEN = 0.05
"""Sales below this are written as nought, and not told at all."""


def sentence(found: Attribution, lang: str) -> str:
    """Say the verdict in a language, as JSON and long tables hold it."""
    return told(found, Words.of(RenderOptions(lang=lang)))


def told(found: Attribution, words: Words) -> str:
    """Say the verdict: what changed, which zones are named, what gained, and what cannot be placed."""
    return " ".join(sentences(found, words))


def sentences(found: Attribution, words: Words) -> Iterator[str]:
    """Yield the sentences of the verdict in the order people read them."""
    yield from _change(found, words)
    kind = found.verdict.kind
    if kind in _NAMING and found.verdict.zones:
        yield _named(found, words)
        yield from _reach(found, words)
    else:
        yield words.say(f"verdict.{kind}") if has(f"verdict.{kind}", words.lang) else f"{words.label('verdict', kind)}."
    yield from _unagreed(found, words)
    yield from _cancelled(found, words)
    yield from _gains(found, words)
    yield from _unplaced(found, words)


def missing_text(each: Missing, lang: str) -> str:
    """Say what would settle a question, filled with its figures; a code nobody worded reads as itself."""
    words = Words.of(RenderOptions(lang=lang))
    key = f"missing.{each.code}"
    params = dict(each.params)
    if isinstance(factor := params.get("factor"), str):
        params["factor"] = words.label("factor", factor)
    return words.say(key, **params) if has(key, lang) else each.code.replace("_", " ")


def change_of(found: Attribution, words: Words) -> str:
    """Say by how much expected sales changed, without a sign: `27.0 fewer`."""
    if found.change is None:
        return ""
    return _fewer(found.change, words)


def _fewer(change: float, words: Words) -> str:
    if abs(change) < _SEEN:
        return words.say("verdict.same")
    return words.say("verdict.fewer" if change < 0 else "verdict.more", n=words.numbers.sales(abs(change)))


def _range(interval: Interval, words: Words) -> str:
    """Write an interval of a change with its signs where it holds both, else without."""
    text = words.numbers.sales_between(*_losses(interval.low, interval.high), signed=interval.low < 0 < interval.high)
    return words.say("verdict.interval", interval=text)


def _losses(low: float, high: float) -> tuple[float, float]:
    return (-high, -low) if high <= 0 else (low, high)


def _change(found: Attribution, words: Words) -> Iterator[str]:
    if found.kind == GAPS:
        if found.verdict.kind in _JUDGED:
            yield words.say("verdict.standards" if found.verdict.zones else "verdict.standards_held")
        return
    uncounted = found.verdict.kind in UNCOUNTED
    if uncounted or found.change is None or found.reference_sales is None or found.period_sales is None:
        return
    numbers = words.numbers
    change = _fewer(found.change, words)
    if found.interval:
        change = f"{change} ({_range(found.interval, words)})"
    key = "verdict.change.held" if found.lead_sale == HELD else f"verdict.change.{found.kind}"
    yield words.say(
        key if has(key, words.lang) else "verdict.change.span",
        was=numbers.sales(found.reference_sales),
        now=numbers.sales(found.period_sales),
        change=change,
    )
    if found.interval and found.interval.low < 0 < found.interval.high and found.lead_sale != HELD:
        yield words.say("verdict.chance")


def _named(found: Attribution, words: Words) -> str:
    by_zone = {each.zone: each for each in found.zones}
    named = [by_zone[zone] for zone in found.verdict.zones]
    gap = "_gap" if found.kind == GAPS else ""
    if len(named) == 1:
        [only] = named
        placed = _placed(only, words)
        return words.say(f"verdict.one{gap}", part=words.say("verdict.part", **placed), **placed)
    parts = [words.say("verdict.several_part", **_placed(each, words)) for each in named]
    return words.say(f"verdict.several{gap}", parts=listed(parts, words))


def _reach(found: Attribution, words: Words) -> Iterator[str]:
    """Say of a named zone that may yet have gained, should it have to take what cannot be placed."""
    for each in found.zones:
        if each.zone in found.verdict.zones and each.bounds.high > _SEEN:
            yield words.say(
                "verdict.reach",
                zone=words.label("zone_of", each.zone.value),
                loss=words.numbers.sales(-each.bounds.low),
                gain=words.numbers.sales(each.bounds.high),
            )


def _unagreed(found: Attribution, words: Words) -> Iterator[str]:
    """Tell the gap to a standard that is not named, for nobody agreed on one or chance may make it."""
    agreed = all(each.code != "agreed_sla" for each in found.verdict.missing)
    for each in found.zones if found.kind == GAPS else ():
        if each.effect > -_TOLD or each.zone in found.verdict.zones:
            continue
        placed = _placed(each, words)
        key = "verdict.unclear" if agreed or each.zone is not Zone.SALES else "verdict.unagreed"
        yield words.say(key, part=words.say("verdict.part", **placed), **placed)


def _placed(each: ZoneEffect, words: Words) -> dict[str, str]:
    return {
        "n": words.numbers.sales(abs(each.effect)),
        "interval": words.numbers.sales_between(*_losses(each.low, each.high)),
        "zone": words.label("zone_of", each.zone.value),
    }


def _gains(found: Attribution, words: Words) -> Iterator[str]:
    """Name the zones whose identified part is a gain clear of chance, so that nobody's work goes unsaid."""
    gained = [each for each in found.zones if each.low > 0 and each.effect >= _SEEN and each.zone in _SIDES]
    if gained and found.verdict.kind in _JUDGED:
        parts = [
            words.say(
                "verdict.gained_part",
                zone=words.label("zone_of", each.zone.value),
                n=words.numbers.sales(each.effect),
                interval=words.numbers.sales_between(each.low, each.high),
            )
            for each in gained
        ]
        yield words.say("verdict.gained", zones=listed(parts, words))


_SIDES = frozenset(set(Zone) - {Zone.UNATTRIBUTED})


def _unplaced(found: Attribution, words: Words) -> Iterator[str]:
    rest = next((each for each in found.zones if each.zone is Zone.UNATTRIBUTED), None)
    kind = found.verdict.kind
    told = kind in _JUDGED or (found.lead_sale == _UNJUDGED and kind not in UNCOUNTED)
    if rest is None or abs(rest.effect) < _SEEN or not told:
        return
    takers = dict.fromkeys(taker for factor in rest.factors for taker in sides(factor))
    change = f"{_fewer(rest.effect, words)} ({_rest_range(rest, words)})"
    if takers:
        zones = either([words.label("zone_of", zone.value) for zone in Zone if zone in takers], words)
        yield words.say("verdict.unplaced", change=change, zones=zones)
    else:
        yield words.say("verdict.unplaced_alone", change=change)
    yield from _within(rest, words)


def _within(rest: ZoneEffect, words: Words) -> Iterator[str]:
    """Tell the parts of what cannot be placed where a loss clear of chance hides behind a gain."""
    if parts := _both_ways(rest, words):
        yield words.say("verdict.unplaced_within", parts=parts)


def _cancelled(found: Attribution, words: Words) -> Iterator[str]:
    """Tell the parts of a zone that is not named because a loss of its own hides behind a gain of its own."""
    for each in found.zones if found.verdict.kind in _JUDGED else ():
        parts = _both_ways(each, words)
        if parts and each.zone in _SIDES and each.zone not in found.verdict.zones:
            yield words.say("verdict.cancelled", zone=words.label("zone_of", each.zone.value), parts=parts)


def _both_ways(zone: ZoneEffect, words: Words) -> str:
    """Write the parts of a zone that are clear of chance, where some are losses and some are gains."""
    clear = [each for each in zone.factors if abs(each.effect) >= _TOLD and (each.high < 0 or each.low > 0)]
    if len({each.effect < 0 for each in clear}) < 2:  # noqa: PLR2004 - both signs
        return ""
    told = [
        words.say(
            "verdict.unplaced_part",
            factor=words.label("factor", each.factor.value),
            change=f"{_fewer(each.effect, words)} ({_rest_range(each, words)})",
        )
        for each in clear
    ]
    return "; ".join(told)


def sides(each: FactorEffect) -> tuple[Zone, ...]:
    """Return the sides that may have to take a factor; none where it is nobody's these data know of."""
    return tuple(zone for zone in each.takers if zone in _SIDES)


def _rest_range(rest: ZoneEffect | FactorEffect, words: Words) -> str:
    crosses = rest.low < 0 < rest.high
    return words.numbers.sales_between(*_losses(rest.low, rest.high), signed=crosses)


def listed(parts: Sequence[str], words: Words) -> str:
    """Join parts of a sentence: `a, b and c`."""
    return _joined(parts, "verdict.and", words)


def either(parts: Sequence[str], words: Words) -> str:
    """Join alternatives: `a, b or c`."""
    return _joined(parts, "verdict.or", words)


def _joined(parts: Sequence[str], key: str, words: Words) -> str:
    if len(parts) < 2:  # noqa: PLR2004 - one part needs no word between
        return "".join(parts)
    return words.say(key, first=", ".join(parts[:-1]), last=parts[-1])
