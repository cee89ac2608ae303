"""Values of a Report or Check as members of its JSON: the same names, raw numbers, reasons beside nulls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING

from smmfunnel.render.funnels import COUNTS, QUOTIENTS
from smmfunnel.render.model import Raw, raw
from smmfunnel.render.notes import message
from smmfunnel.render.sources import MATCHED_BY, why_skipped
from smmfunnel.results import Estimate, Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed import DataclassInstance

    from smmfunnel.results import Awareness, Match, Money, Report, Segment, Skipped, Span

Json = Raw | list["Json"] | dict[str, "Json"]


def member(value: object, lang: str) -> Json:
    """Turn a value into JSON: records and counts by code into objects, tuples into lists, notes into words.

    Raises:
        TypeError: the value is of a kind no result has.
    """
    if isinstance(value, Note):
        return _note(value, lang)
    if isinstance(value, Mapping):
        return {str(key): member(each, lang) for key, each in sorted(value.items())}
    if isinstance(value, tuple):
        return [member(each, lang) for each in value]
    if value is None or isinstance(value, str | int | float | date):
        return raw(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _record(value, lang)
    unknown = f"no JSON for {type(value).__name__}"
    raise TypeError(unknown)


def span(given: Span | None) -> Json:
    """Return a range of days and why it was taken."""
    if given is None:
        return None
    return {"kind": given.kind, "start": raw(given.start), "end": raw(given.end), "why": given.why}


def skipped(files: Iterable[Skipped], lang: str) -> Json:
    """Return the files nobody could read."""
    return [{"path": each.path, "code": each.code, "message": why_skipped(each, lang)} for each in files]


def money(each: Money) -> Json:
    """Return the money of one currency."""
    return {
        "currency": each.currency,
        "spend": raw(each.spend),
        "revenue": raw(each.revenue),
        **_quotients(each, QUOTIENTS),
        "costs": list(each.costs),
        "costs_total": raw(each.costs_total),
        "repeat_revenue": raw(each.repeat_revenue),
    }


def main_money(report: Report) -> Json:
    """Return the money of the report's currency; None where several stand side by side without one."""
    currency = report.heading.currency
    ours = [each for each in report.money if len(report.money) == 1 or each.currency == currency]
    return money(ours[0]) if ours else None


def awareness(each: Awareness, default: str | None) -> Json:
    """Return awareness campaigns of one currency, the report's unless they name theirs."""
    return {
        "currency": each.currency or default,
        "campaigns": each.campaigns,
        "spend": raw(each.spend),
        "impressions": raw(each.impressions),
        "reach_largest": raw(each.reach_largest),
        "video_views": raw(each.video_views),
        "followers": raw(each.followers),
        **_quotients(each, ("cpm", "cpv")),
    }


def segment(each: Segment, default: str | None) -> Json:
    """Return a segment with every count a report can have, unknown ones null."""
    return {
        "by": each.by,
        "key": each.key,
        "platform": each.platform,
        "other": each.other,
        "members": each.members,
        **{name: raw(each.counts.get(name)) for name in COUNTS},
        "rates": member(each.rates, ""),
        "currency": each.currency or default,
        "spend": raw(each.spend),
        "revenue": raw(each.revenue),
        **_quotients(each, ("cpl", "cac", "roas")),
        "flagged": list(each.flagged),
        "too_little": each.too_little,
    }


def match(found: Match | None, lang: str) -> Json:
    """Return how leads were joined to ads, every way listed even at nought."""
    if found is None:
        return None
    ways: dict[str, Json] = dict.fromkeys(MATCHED_BY, 0)
    return _record(found, lang) | {"by": ways | dict(sorted(found.by.items()))}


def _record(record: DataclassInstance, lang: str) -> dict[str, Json]:
    return {each.name: member(getattr(record, each.name), lang) for each in fields(record)}


def _note(note: Note, lang: str) -> Json:
    return {
        "code": note.code,
        "message": message(note, lang),
        "count": note.count,
        "source": note.source,
        "level": note.level,
    }


def _quotients(record: DataclassInstance, names: Iterable[str]) -> dict[str, Json]:
    """Write quotients as bare numbers beside the reasons of the missing and the intervals of the rest."""
    estimates: dict[str, Estimate] = {name: getattr(record, name) for name in names}
    values: dict[str, Json] = {name: raw(each.value) for name, each in estimates.items()}
    reasons: dict[str, Json] = {name: each.reason for name, each in estimates.items() if each.reason}
    intervals: dict[str, Json] = {
        name: {"low": raw(each.low), "high": raw(each.high)}
        for name, each in estimates.items()
        if each.low is not None or each.high is not None
    }
    return {**values, "reasons": reasons, "intervals": intervals}
