"""Contacts of listed leads: found again in the files, for an engine holds only their hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.dataclass import dataclass
from smmfunnel.reading.read import Reading, Redecided
from smmfunnel.reading.tags import TagBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from smmfunnel.catalog.load import Catalog
    from smmfunnel.config import Settings
    from smmfunnel.engines import Engine
    from smmfunnel.facts.load import LoadedFile

FILE_BITS = 40
"""A lead's number is its file's, shifted by so many bits, and its row's."""
DOT = "\N{BULLET}"


@dataclass(frozen=True)
class Contact:
    """A lead's contacts as brought to one spelling; None where there is none that is valid."""

    phone: str | None
    email: str | None

    def masked(self) -> Contact:
        """Hide all but what tells two contacts apart to somebody who knows them.

        Example:
            >>> Contact("+79121234512", "anna@mail.ru").masked()
            Contact(phone='+7 9•• ••• •• 12', email='a•••@m•••.ru')
        """
        return Contact(mask_phone(self.phone), mask_email(self.email))


def mask_phone(phone: str | None) -> str | None:
    """Keep the country, the first digit after it and the last two.

    Example:
        >>> mask_phone("+5511912345678")
        '+55 1• ••••• ••78'
    """
    if phone is None:
        return None
    import phonenumbers

    number = phonenumbers.parse(phone, None)
    spaced = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL).replace("-", " ")
    start = len(str(number.country_code)) + 1
    digits = sum(char.isdigit() for char in spaced)
    seen, shown = 0, []
    for char in spaced:
        seen += char.isdigit()
        shown.append(DOT if char.isdigit() and start < seen <= digits - 2 else char)
    return "".join(shown)


def mask_email(email: str | None) -> str | None:
    """Keep the first letters of name and domain, and the ending.

    Example:
        >>> mask_email("anna@mail.example.com")
        'a•••@m•••.com'
    """
    if email is None:
        return None
    name, _, domain = email.partition("@")
    return f"{name[:1]}{DOT * 3}@{domain[:1]}{DOT * 3}.{domain.rpartition('.')[2]}"


def find(
    engine: Engine, loaded: Sequence[LoadedFile], settings: Settings, catalog: Catalog, wanted: Iterable[int]
) -> dict[int, Contact]:
    """Read the files of the wanted leads once more, and keep the contacts of these leads alone.

    Args:
        engine: holds `same_id`, which tells the other rows of a lead.
        loaded: the files of the run.
        settings: the terms of the run.
        catalog: the formats of the run.
        wanted: numbers of leads, as in `LeadRow.lead`.

    Returns:
        By number of the lead; no entry for leads without a valid contact.
    """
    rows = _rows(engine, list(wanted))
    by_file: dict[int, set[int]] = {}
    for row in rows:
        by_file.setdefault(row >> FILE_BITS, set()).add(row & ((1 << FILE_BITS) - 1))
    found: dict[int, Contact] = {}
    for item in loaded:
        if item.number in by_file:
            for row, contact in _read(item, settings, catalog, by_file[item.number]).items():
                lead = rows[(item.number << FILE_BITS) | row]
                known = found.get(lead, Contact(None, None))
                found[lead] = Contact(known.phone or contact.phone, known.email or contact.email)
    return found


def _rows(engine: Engine, wanted: Sequence[int]) -> Mapping[int, int]:
    """Return every row of the wanted leads, each with the lead's number."""
    if not wanted:
        return {}
    numbers = ", ".join(str(int(lead)) for lead in wanted)
    same = engine.fetch(
        f"SELECT other.lead AS row, own.lead AS lead FROM same_id AS own"
        " JOIN same_id AS other ON other.space = own.space AND other.id = own.id"
        f" WHERE own.lead IN ({numbers}) ORDER BY ALL"
    )
    return {lead: lead for lead in wanted} | {row["row"]: row["lead"] for row in same}


def _read(item: LoadedFile, settings: Settings, catalog: Catalog, rows: set[int]) -> dict[int, Contact]:
    book = TagBook(catalog.sources, settings.smm_sources, settings.other_sources)
    reading = Reading(item.scan, item.number, catalog, settings, book, None)
    while True:
        found: dict[int, Contact] = {}
        try:
            for batch in reading.batches():
                found |= _kept(batch, rows)
        except Redecided as turn:
            reading = turn.reading
        else:
            return found


def _kept(batch: pa.Table, rows: set[int]) -> dict[int, Contact]:
    kept = batch.filter(pc.is_in(batch.column("row"), value_set=pa.array(sorted(rows), pa.int64())))
    held: list[dict[str, Any]] = kept.select(["row", "phone", "email"]).to_pylist()
    return {row["row"]: Contact(row["phone"], row["email"]) for row in held if row["phone"] or row["email"]}
