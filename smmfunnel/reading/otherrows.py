"""Visits of a counter and touches of telephony or a CRM's log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.catalog.headers import normalise_word
from smmfunnel.reading.adrows import days, row_print
from smmfunnel.reading.answers import NO, YES
from smmfunnel.reading.cells import by_value, flags
from smmfunnel.reading.crmrows import contacts
from smmfunnel.reading.durations import parse_duration
from smmfunnel.reading.masking import masked_cells
from smmfunnel.reading.octets import as_arrow
from smmfunnel.reading.tagcells import tag_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smmfunnel.reading.cells import Cells
    from smmfunnel.reading.context import Context, Problems

_COMMON = {
    "direction": {
        "in": ("in", "incoming", "inbound", "входящий", "входящая", "входящее", "вх", "received"),
        "out": ("out", "outgoing", "outbound", "исходящий", "исходящая", "исходящее", "исх", "sent", "made"),
    },
    "answered": {
        "yes": (*YES, "answered", "connected", "completed", "successful", "success", "отвечен", "отвеченный"),
        "no": (
            *NO,
            "missed",
            "no answer",
            "unanswered",
            "busy",
            "failed",
            "unsuccessful",
            "пропущенный",
            "не отвечен",
        ),
    },
    "automatic": {"yes": tuple(YES), "no": tuple(NO)},
    "channel": {
        "call": ("call", "phone", "звонок", "телефон"),
        "message": ("message", "chat", "sms", "whatsapp", "telegram", "сообщение", "чат"),
        "email": ("email", "e-mail", "письмо", "почта"),
        "meeting": ("meeting", "встреча"),
    },
}
_MEANINGS = {
    column: {normalise_word(word): meaning for meaning, words in meanings.items() for word in words}
    for column, meanings in _COMMON.items()
}


def visit_rows(context: Context, cells: Cells, problems: Problems) -> dict[str, pa.Array]:
    """Read a batch of visits; columns of `tables.VISITS`."""
    first, last = days(context, cells, problems)
    visits = context.micros(cells, "visits")
    problems.rejecting.append(("visits", visits.bad, "not_a_number"))
    negative = pc.fill_null(pc.less(visits.array, 0), fill_value=False)
    problems.rejecting.append(("visits", negative, "negative_count"))
    sources = context.catalog.sources
    return {
        "first_day": first,
        "last_day": last,
        "tag": as_arrow(context.book.codes(tag_columns(context, cells), cells.rows)),
        "device": by_value(cells.text("device"), lambda word: sources.device(word) or word.casefold()),
        "print": row_print(cells),
        "visits": visits.array,
    }


def touch_rows(context: Context, cells: Cells, problems: Problems) -> dict[str, pa.Array]:
    """Read a batch of touches; columns of `tables.TOUCHES`."""
    strip = context.scan.form.strip_ids
    values = {name: cells.ids(name, strip) for name in ("lead_id", "deal_id") if cells.has(name)}
    values |= contacts(context, cells)
    at = context.moments(cells, "at", clock="time")
    problems.rejecting.append(("at", at.bad, "not_a_day"))
    problems.rejecting.append(("at", pc.and_(pc.is_null(at.array), pc.invert(at.bad)), "no_day"))
    values["at"] = at.array
    values["manager"] = masked_cells(cells.text("manager"))
    values["channel"] = _word(context, cells, "channel", problems)
    direction = _word(context, cells, "direction", problems)
    answer = _word(context, cells, "answered", problems)
    # What is only planned has not been tried yet.
    planned = pc.fill_null(pc.equal(answer, "planned"), fill_value=False)
    values["outgoing"] = pc.and_(pc.equal(direction, "out"), pc.invert(planned))
    answered = pc.equal(answer, "yes")
    if cells.has("duration"):
        spoken = flags(cells.text("duration"), lambda text: (parse_duration(text) or 0) > 0)
        answered = pc.coalesce(answered, spoken)
    values["answered"] = answered
    by_name = pc.equal(_meanings(context, cells.text("manager"), "manager"), "robot")
    said = pc.equal(_word(context, cells, "automatic", problems), "yes")
    values["automatic"] = pc.or_(pc.fill_null(by_name, fill_value=False), pc.fill_null(said, fill_value=False))
    return values


def _word(context: Context, cells: Cells, column: str, problems: Problems) -> pa.Array:
    """Meaning of a column's words; a new word is noted.

    Where the export has no such column but the format has words for it, one cell says both: the kind of an
    event names its direction and its channel.
    """
    if cells.has(column):
        text = cells.text(column)
        found = _meanings(context, text, column)
        problems.noted.append((column, pc.and_(pc.is_valid(text), pc.is_null(found)), "unknown_word"))
        return found
    if column in context.scan.form.words or _own_words(context, column):
        return _meanings(context, cells.text("direction"), column)
    return pa.nulls(cells.rows, pa.string())


def _meanings(context: Context, text: pa.Array, column: str) -> pa.Array:
    """Look words up: the configuration's before the format's own, and these before the common ones."""
    own = {**context.scan.form.words.get(column, {}), **_own_words(context, column)}
    common = _MEANINGS.get(column, {})

    def meaning(word: str) -> str | None:
        key = normalise_word(word)
        return own.get(key) or common.get(key)

    return by_value(text, meaning)


def _own_words(context: Context, column: str) -> dict[str, str]:
    """Words of a column that the configuration gives a meaning in this file."""
    terms = context.scan.terms
    words: Mapping[str, str] = getattr(terms.words, column, {}) if terms else {}
    return {normalise_word(word): meaning for word, meaning in words.items()}
