"""Rows of CRMs and lead forms: contacts, moments, tags, statuses and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.catalog.currency import currency_code
from smmfunnel.catalog.words import reason_words, status_words
from smmfunnel.reading.adrows import written_currency
from smmfunnel.reading.answers import is_no, is_yes
from smmfunnel.reading.cells import by_value, each_value, flags, plain_ids
from smmfunnel.reading.contacts import normalise_emails, normalise_phones
from smmfunnel.reading.context import note_mangled
from smmfunnel.reading.keys import linked_id
from smmfunnel.reading.masking import find_masked, masked, masked_cells
from smmfunnel.reading.octets import as_arrow, ascii_only, octets, with_words
from smmfunnel.reading.tagcells import tag_columns
from smmfunnel.results import Note
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import PLACES, Kind, Reason, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.catalog.words import Words
    from smmfunnel.reading.cells import Cells
    from smmfunnel.reading.context import Context, Problems

Meaning = TypeVar("Meaning", Status, Reason)
_MOMENTS = ("assigned_at", "first_response_at", "last_activity_at", "qualified_at", "closed_at")
TEST = r"(^|[^a-zа-я0-9])(test|teste|тест|тестовый|тестовая|тестовое|тестовые|тестовая заявка|prueba)([^a-zа-я]|$)"
TEST_MAIL = r"^(test|тест)[0-9]*@|@test\.|@example\.test$"
TEST_WORDS = ("test", "prueba")
"""One of them is in all that TEST finds among the letters of ASCII; the first in all that TEST_MAIL does."""
_TRUNK = r"^\s*8[\s\x{a0}(-]*9[0-9]{2}[\s\x{a0})-]*[0-9]{3}[\s\x{a0}-]*[0-9]{2}[\s\x{a0}-]*[0-9]{2}\s*$"
_OPEN = (Status.NEW, Status.IN_PROGRESS, Status.CONTACTED, Status.QUALIFIED)


def crm_rows(context: Context, cells: Cells, problems: Problems) -> dict[str, pa.Array]:
    """Read a batch of leads or deals; columns of `tables.CRM`."""
    strip = context.scan.form.strip_ids
    values = {name: cells.ids(name, strip) for name in ("lead_id", "deal_id") if cells.has(name)}
    other = "lead_id" if context.scan.kind is Kind.DEALS else "deal_id"
    if other in values:
        values[other] = values[other] if plain_ids(values[other]) else by_value(values[other], linked_id)
    note_mangled(cells, ("lead_id", "deal_id", *(column.name for column in PLACES), "utm_campaign"), problems)
    values |= contacts(context, cells)
    values |= {name: masked_cells(cells.text(name)) for name in ("form", "manager", "created_by", "pipeline")}
    if cells.has("created_at"):
        created = context.moments(cells, "created_at", clock="time")
        problems.rejecting.append(("created_at", created.bad, "not_a_day"))
        values["created_at"] = created.array
    for name in _MOMENTS:
        if cells.has(name):
            parsed = context.moments(cells, name)
            problems.noted.append((name, parsed.bad, "not_a_day"))
            values[name] = parsed.array
    if cells.has("attempts"):
        parsed = context.micros(cells, "attempts")
        problems.noted.append(("attempts", parsed.bad, "not_a_number"))
        values["attempts"] = pc.divide(parsed.array, MICRO)
    _money(context, cells, values, problems)
    values["tag"] = as_arrow(context.book.codes(tag_columns(context, cells), cells.rows))
    values["status"] = _status(context, cells)
    values["reason"] = _reason(context, cells)
    values["test"] = _test(cells, values)
    if "closed_at" in values:
        # Of an open deal a closing date is a plan.
        open_yet = pc.is_in(values["status"], value_set=pa.array([status.value for status in _OPEN]))
        values["closed_at"] = pc.if_else(open_yet, None, values["closed_at"])
    return values


def contacts(context: Context, cells: Cells) -> dict[str, pa.Array]:
    """Normalised phone and e-mail, and whether the row has a valid contact at all."""
    nothing = pa.nulls(cells.rows, pa.string())
    phone, given = nothing, pa.repeat(pa.scalar(value=False), cells.rows)
    for position in cells.columns.get("phone", ()):
        text = cells.at(position)
        given = pc.or_(given, pc.is_valid(text))
        text = text if context.region else _without_trunk(context, text)
        phone = _first(phone, normalise_phones(text, context.region))
    email = nothing
    for position in cells.columns.get("email", ()):
        text = cells.at(position)
        given = pc.or_(given, pc.is_valid(text))
        email = _first(email, normalise_emails(text))
    valid = pc.or_(pc.is_valid(phone), pc.is_valid(email))
    if pc.all(valid).as_py():
        state = pa.repeat(pa.scalar("valid"), cells.rows)
    else:
        state = pc.if_else(valid, "valid", pc.if_else(given, "invalid", "absent"))
    return {"phone": phone, "email": email, "contact": state}


def _first(one: pa.Array, other: pa.Array) -> pa.Array:
    """Fill the gaps of one column from another; most files have one column of a kind."""
    if one.null_count == len(one):
        return other
    return pc.coalesce(one, other) if one.null_count else one


def _without_trunk(context: Context, phones: pa.Array) -> pa.Array:
    """Give Russian mobile numbers, eleven digits from 8 9, their code where nothing names a country.

    Some of Brazil's begin so too: a report in another currency than roubles forbids the reading.
    """
    if context.settings.currency not in (None, "RUB") or not pc.any(pc.starts_with(phones, "8")).as_py():
        return phones
    russian = pc.fill_null(pc.match_substring_regex(phones, _TRUNK), fill_value=False)
    if not pc.any(russian).as_py():
        return phones
    note = Note("phones_taken_for_russian", pc.sum(russian).as_py(), context.scan.found.display, level="info")
    context.summary.note(note)
    return pc.if_else(russian, pc.replace_substring_regex(phones, "8", "+7", max_replacements=1), phones)


def _money(context: Context, cells: Cells, values: dict[str, pa.Array], problems: Problems) -> None:
    if not cells.has("amount"):
        return
    parsed = context.micros(cells, "amount")
    problems.noted.append(("amount", parsed.bad, "not_a_number"))
    values["amount"] = parsed.array
    whole = pa.repeat(pa.scalar(context.currency("amount"), pa.string()), cells.rows)
    if cells.has("currency"):
        named = by_value(cells.text("currency"), lambda word: currency_code(word) or word.upper())
        whole = pc.coalesce(named, whole)
    elif whole.null_count:
        whole = written_currency(cells.raw("amount"))
    values["currency"] = whole


def _status(context: Context, cells: Cells) -> pa.Array:
    """Status of each row: its word, the export's own flags over it, the CRM's grouping where the word is new."""
    terms = context.scan.terms
    own = {**context.settings.statuses, **(terms.statuses if terms else {})}
    words = status_words(context.scan.form, context.scan.match.langs, own, context.catalog.words)
    status = pa.nulls(cells.rows, pa.string())
    if cells.has("status"):
        status = _meaning(context, "status", cells, words)
    if cells.has("status_group"):
        group = by_value(cells.text("status_group"), lambda word: words.get(word) or None)
        unknown = pc.fill_null(pc.equal(status, Status.UNMAPPED.value), fill_value=True)
        status = pc.if_else(pc.and_(unknown, pc.is_valid(group)), group, status)
    if cells.has("is_won") and cells.has("is_lost"):
        # The CRM itself says that the deal is neither: it is open, whatever its stage is called.
        neither = pc.and_(*(flags(cells.text(name), is_no) for name in ("is_won", "is_lost")))
        unknown = pc.fill_null(pc.equal(status, Status.UNMAPPED.value), fill_value=True)
        neither = pc.fill_null(neither, fill_value=False)
        status = pc.if_else(pc.and_(unknown, neither), Status.IN_PROGRESS.value, status)
    for name, meaning in (
        ("is_duplicate", "duplicate"),
        ("is_lost", "lost"),
        ("is_won", "won"),
        ("is_test", "test"),
    ):
        if cells.has(name):
            said = pc.fill_null(flags(cells.text(name), is_yes), fill_value=False)
            status = pc.if_else(said, meaning, status)
    return status


def _reason(context: Context, cells: Cells) -> pa.Array:
    if not cells.has("loss_reason"):
        return pa.nulls(cells.rows, pa.string())
    terms = context.scan.terms
    own = {**context.settings.reasons, **(terms.reasons if terms else {})}
    words = reason_words(context.scan.form, context.scan.match.langs, own, context.catalog.words)
    return _meaning(context, "loss_reason", cells, words)


def _meaning(context: Context, column: str, cells: Cells, words: Words[Meaning]) -> pa.Array:
    """Look each distinct word up once; count those nobody mapped, as they are shown."""
    encoded = cells.encoded(column)
    listed = enumerate(encoded.dictionary.to_pylist())
    if new := [(place, word) for place, word in listed if word is not None and find_masked(words.get, word) is None]:
        numbers = np.bincount(encoded.indices.drop_null().to_numpy(), minlength=len(encoded.dictionary))
        for place, word in new:
            context.summary.words[column, masked(word)] += int(numbers[place])
    return each_value(encoded, lambda word: (find_masked(words.get, word) or Status.UNMAPPED).value).dictionary_decode()


def matching(cells: pa.Array, pattern: str, words: Sequence[str]) -> pa.Array | None:
    """Mark the cells a pattern is found in, whatever their case; None where it is in none.

    Args:
        cells: texts or nulls.
        pattern: for small letters; what it finds among the letters of ASCII holds one of the words.
        words: in small letters.
    """
    texts = octets(cells)
    if texts is None:
        return None
    if not ascii_only(texts):
        return careful_matching(cells, pattern)
    maybe = with_words(texts, words)
    if maybe is None:
        return None
    some, none = as_arrow(maybe), pa.repeat(pa.scalar(value=False), len(cells))
    return pc.replace_with_mask(none, some, careful_matching(cells.filter(some), pattern))


def careful_matching(cells: pa.Array, pattern: str) -> pa.Array:
    """Do `matching` for any cells, with an eye on each."""
    return pc.fill_null(pc.match_substring_regex(pc.utf8_lower(cells), pattern), fill_value=False)


def _test(cells: Cells, values: dict[str, pa.Array]) -> pa.Array:
    """Mark rows somebody made to try the form."""
    test = pc.fill_null(pc.equal(values["status"], "test"), fill_value=False)
    # An address nobody can have, test@test, is a test as well: hence the cells as they stand.
    for name, pattern, words in (("person", TEST, TEST_WORDS), ("email", TEST_MAIL, TEST_WORDS[:1])):
        for text in cells.texts(name):
            found = matching(text, pattern, words)
            test = test if found is None else pc.or_(test, found)
    return test
