"""Ad rows: days, places, figures in millionths, and what the platform counted as leads."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.catalog.currency import currency_code
from smmfunnel.catalog.resulttypes import awareness_types, compile_patterns, lead_types
from smmfunnel.reading.cells import by_value, flags
from smmfunnel.reading.context import note_mangled
from smmfunnel.reading.keys import name_key
from smmfunnel.reading.octets import in_one_piece
from smmfunnel.reading.weeks import month_days, nth_day, parse_spans, week_days
from smmfunnel.results import Note
from smmfunnel.tables import METRICS, MICRO
from smmfunnel.vocabulary import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from smmfunnel.reading.cells import Cells
    from smmfunnel.reading.context import Context, Problems

_UNIT = "\x1f"
_AROUND_NUMBER = "[0-9.,()%<>+'’\\s\u00a0\u202f\u2009\u2212-]"
_FIGURES = (*METRICS, "interactions", "results")
_SECONDARY = ("reach", "video_views", "engagements", "followers", "messages")
"""Figures beside the funnel: a row is worth keeping without them."""


def level_of(cells: Cells) -> int:
    """Tell how fine the rows are: 3 ads, 2 ad groups, 1 campaigns, 0 the account."""
    for level, names in (
        (3, ("ad_id", "ad")),
        (2, ("ad_group_id", "ad_group")),
        (1, ("campaign_id", "campaign")),
    ):
        if any(cells.has(name) for name in names):
            return level
    return 0


def ad_rows(context: Context, cells: Cells, problems: Problems) -> dict[str, pa.Array]:
    """Read a batch of ad rows; columns of `tables.ADS`."""
    values = _places(context, cells)
    note_mangled(cells, ("campaign_id", "ad_group_id", "ad_id"), problems)
    first, last = days(context, cells, problems)
    values |= {"first_day": first, "last_day": last}
    figures: dict[str, pa.Array] = {}
    for name in _FIGURES:
        if not cells.has(name):
            continue
        parsed = context.micros(cells, name)
        negative = pc.fill_null(pc.less(parsed.array, 0), fill_value=False)
        if name in ("spend", "revenue"):
            # A correction in money is real; a negative count is not.
            problems.noted.append((name, negative, "negative_money"))
        else:
            problems.rejecting.append((name, negative, "negative_count"))
        beside = problems.noted if name in _SECONDARY else problems.rejecting
        beside.append((name, parsed.bad, "not_a_number"))
        figures[name] = parsed.array
    values |= _stages(context, cells, figures)
    values["currency"] = _currency(context, cells)
    values["objective"] = _objective(context, cells)
    values["print"] = row_print(cells)
    clicks, shown = values.get("clicks"), values.get("impressions")
    if clicks is not None and shown is not None:
        problems.noted.append(("clicks", pc.fill_null(pc.greater(clicks, shown), fill_value=False), "clicks_exceed"))
    return values


def row_print(cells: Cells) -> pa.Array:
    """Join every cell of each row, so that identical rows are told."""
    return pc.binary_join_element_wise(*(in_one_piece(cells.table.column(n)) for n in cells.table.column_names), _UNIT)


def days(context: Context, cells: Cells, problems: Problems) -> tuple[pa.Array, pa.Array]:
    """First and last day of each row: its own day, week, month or period, or the file's."""
    if cells.has("day"):
        day, bad = _own_day(context, cells)
        problems.rejecting.append(("day", bad, "not_a_day"))
        period = context.scan.period
        one_day = context.decisions.one_day and pc.all(pc.equal(day, pa.scalar(period[0]))).as_py() if period else False
        if period and period[0] != period[1] and one_day:
            # Aggregated exports of some platforms write the report's first day in every row.
            return _constant(cells, period[0]), _constant(cells, period[1])
        if not cells.has("period_start"):
            problems.rejecting.append(("day", pc.and_(pc.is_null(day), pc.invert(bad)), "no_day"))
            return day, day
        first, last = _own_period(context, cells, problems)
        return pc.coalesce(day, first), pc.coalesce(day, last)
    for name, read in (("week", week_days), ("month", month_days)):
        if cells.has(name):
            return _own_span(context, cells, problems, name, read)
    if cells.has("period_start"):
        return _own_period(context, cells, problems)
    first, last = context.scan.period or (None, None)
    return _constant(cells, first), _constant(cells, last)


def _own_day(context: Context, cells: Cells) -> tuple[pa.Array, pa.Array]:
    """Each row's day and the mask of cells that are none; days may be numbered from the report's first one."""
    parsed = context.moments(cells, "day")
    day, bad = pc.cast(parsed.array, pa.date32(), safe=False), parsed.bad
    if context.scan.period is None or not pc.any(bad).as_py():
        return day, bad
    numbered = by_value(pc.if_else(bad, cells.raw("day"), None), lambda text: _iso(nth_day(text, context.scan.period)))
    day = pc.coalesce(day, pc.cast(numbered, pa.date32()))
    return day, pc.and_(bad, pc.is_null(day))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _own_span(
    context: Context,
    cells: Cells,
    problems: Problems,
    name: str,
    read: Callable[[str, str, tuple[date, date] | None], tuple[date, date] | None],
) -> tuple[pa.Array, pa.Array]:
    order = context.decisions.orders.get(name, "dmy")
    first, last, bad = parse_spans(cells.raw(name), read, order, context.scan.period)
    problems.rejecting.append((name, bad, "not_a_day"))
    problems.rejecting.append((name, pc.and_(pc.is_null(first), pc.invert(bad)), "no_day"))
    return first, last


def _own_period(context: Context, cells: Cells, problems: Problems) -> tuple[pa.Array, pa.Array]:
    start = context.moments(cells, "period_start")
    problems.rejecting.append(("period_start", start.bad, "not_a_day"))
    first = pc.cast(start.array, pa.date32(), safe=False)
    if not cells.has("period_end"):
        return first, first
    end = context.moments(cells, "period_end")
    problems.rejecting.append(("period_end", end.bad, "not_a_day"))
    last = pc.cast(end.array, pa.date32(), safe=False)
    # A period that ends at midnight ends with the day before.
    timed = pc.match_substring_regex(cells.raw("period_end"), r"[ T]0?0:00(:00)?$")
    before = pc.cast(pc.subtract(end.array, pa.scalar(timedelta(days=1), pa.duration("s"))), pa.date32(), safe=False)
    last = pc.if_else(pc.and_(timed, pc.greater(last, first)), before, last)
    problems.rejecting.append(("period_end", pc.fill_null(pc.less(last, first), fill_value=False), "ends_before"))
    return first, last


def _constant(cells: Cells, value: object) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.date32()), cells.rows)


def _places(context: Context, cells: Cells) -> dict[str, pa.Array]:
    strip = context.scan.form.strip_ids
    values = {name: cells.ids(name, strip) for name in ("campaign_id", "ad_group_id", "ad_id")}
    values |= {name: cells.text(name) for name in ("account", "campaign", "ad_group", "ad")}
    values |= {f"{name}_key": cells.keys(name) for name in ("campaign", "ad_group", "ad")}
    if context.scan.form.campaign_from_name and not cells.has("campaign"):
        stem = _without_words(PurePath(context.scan.found.display).stem, context.scan.form.name_without)
        values["campaign"] = pa.repeat(pa.scalar(stem, pa.string()), cells.rows)
        values["campaign_key"] = pa.repeat(pa.scalar(name_key(stem), pa.string()), cells.rows)
    sources = context.catalog.sources
    platform = context.scan.platform
    if platform is None:
        values["platform"] = by_value(cells.text("platform"), lambda word: sources.platform(word) or word.casefold())
    else:
        values["platform"] = pa.repeat(pa.scalar(platform, pa.string()), cells.rows)
    values["device"] = by_value(cells.text("device"), lambda word: sources.device(word) or word.casefold())
    parts = [
        pc.binary_join_element_wise(pa.scalar(name), pc.coalesce(text, pa.scalar("")), "=")
        for name in ATTRIBUTES
        for text in cells.texts(name)
    ]
    values["breakdown"] = pc.binary_join_element_wise(*parts, "|") if parts else pa.nulls(cells.rows, pa.string())
    return values


def _without_words(name: str, words: Iterable[str]) -> str:
    """Leave out whole words of a file's name, unless nothing else is in it.

    Example:
        >>> _without_words("promo_views", ("views", "budget")), _without_words("Budget tour - budget", ("budget",))
        ('promo', 'tour')
        >>> _without_words("views", ("views",))
        'views'
    """
    pattern = "|".join(map(re.escape, words)) or "(?!)"
    left = re.sub(rf"[\W_]*(?<![^\W_])(?:{pattern})(?![^\W_])", "", name, flags=re.IGNORECASE)
    return left.strip(" _-.") or name


def _stages(context: Context, cells: Cells, figures: dict[str, pa.Array]) -> dict[str, pa.Array]:
    """Turn what the platform counted into stages: its leads, and interactions where there are no clicks."""
    values = {name: array for name, array in figures.items() if name in METRICS}
    if "clicks" not in figures and "interactions" in figures:
        values["clicks"] = figures["interactions"]
        context.summary.note(Note("interactions_are_clicks", source=context.scan.found.display, level="info"))
    leads = values.get("platform_leads")
    if "results" in figures:
        counted = _lead_results(context, cells, figures["results"])
        values["platform_leads"] = counted if leads is None else pc.coalesce(leads, counted)
    meaning = _conversions(context)
    if meaning and "conversions" in figures:
        values["platform_leads" if meaning == "leads" else "sales"] = figures["conversions"]
    return values


def _conversions(context: Context) -> str | None:
    terms, platform = context.scan.terms, context.scan.platform
    own = terms.conversions if terms else None
    return own or (context.settings.conversions.get(platform) if platform else None)


def _lead_results(context: Context, cells: Cells, results: pa.Array) -> pa.Array:
    """Keep the results that are leads, and note every kind of result with its number."""
    kinds = cells.text("result_type" if cells.has("result_type") else "objective")
    known = lead_types(context.scan.form)
    terms = context.scan.terms
    own = compile_patterns((*context.settings.lead_results, *(terms.lead_results if terms else ())))

    def is_lead(kind: str) -> bool:
        return known.match(kind) or own.match(kind)

    mine = pc.fill_null(flags(kinds, is_lead), fill_value=False)
    path = context.scan.found.display
    for kind in sorted(pc.unique(pc.drop_null(kinds)).to_pylist()):
        # Grouping a table instead would import half of Arrow, for what are a few words.
        number = pc.sum(pc.filter(results, pc.equal(kinds, kind))).as_py()
        if not number:
            continue
        code = "results_are_leads" if is_lead(kind) else "results_are_not_leads"
        if is_lead(kind) and known.guessed(kind):
            code = "results_taken_for_leads"
        context.summary.note(Note(code, number // MICRO, path, {"kind": kind}, "info"))
    return pc.if_else(mine, results, None)


def _objective(context: Context, cells: Cells) -> pa.Array:
    """The objective, or `awareness` for any that the format lists as attention."""
    attention = awareness_types(context.scan.form)
    texts = [cells.text(name) for name in ("objective", "result_type") if cells.has(name)]
    if not texts:
        return pa.nulls(cells.rows, pa.string())
    named = [by_value(text, lambda word: "awareness" if attention.match(word) else word) for text in texts]
    aware = pc.equal(named[0], "awareness")
    if len(named) > 1:
        aware = pc.or_(
            pc.fill_null(aware, fill_value=False),
            pc.fill_null(pc.equal(named[1], "awareness"), fill_value=False),
        )
    return pc.if_else(pc.fill_null(aware, fill_value=False), "awareness", named[0])


def _currency(context: Context, cells: Cells) -> pa.Array:
    """Currency of each row: its column, else the header's, else the one its figures are written with."""
    whole = context.currency("spend") or context.currency("revenue")
    fallback = pa.repeat(pa.scalar(whole, pa.string()), cells.rows)
    if cells.has("currency"):
        return pc.coalesce(by_value(cells.text("currency"), lambda word: currency_code(word) or word.upper()), fallback)
    if whole is None and cells.has("spend"):
        return written_currency(cells.raw("spend"))
    return fallback


def written_currency(amounts: pa.Array) -> pa.Array:
    """Currency each amount is written with, `1 000 USD`; null where there is none."""
    return by_value(pc.replace_substring_regex(amounts, _AROUND_NUMBER, ""), currency_code)
