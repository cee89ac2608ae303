"""The attribution fields of a batch: utm, sources, ad places and click ids, addresses taken apart."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from smmfunnel.reading.answers import is_yes
from smmfunnel.reading.cells import by_value, each_value, flags
from smmfunnel.reading.keys import decode_percent, is_mangled
from smmfunnel.reading.masking import masked, masked_cells, masked_tag
from smmfunnel.reading.urls import UTM, query_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from smmfunnel.reading.cells import Cells
    from smmfunnel.reading.context import Context


_NO_IDS = ("utm_source", "utm_medium")
"""Tags in which platforms write no id: a phone shows in them even without a plus."""


def tag_columns(context: Context, cells: Cells) -> dict[str, pa.Array]:
    """Return the fields of `tags.FIELDS` that a batch of leads or visits has, as texts or dictionaries of texts."""
    strip = context.scan.form.strip_ids
    fields = {name: each_value(cells.encoded(name), _reader(name)) for name in UTM if cells.has(name)}
    fields |= {name: _named(cells, name) for name in ("source", "campaign", "ad_group", "ad") if cells.has(name)}
    for name in ("campaign_id", "ad_group_id", "ad_id"):
        if cells.has(name):
            fields[name] = cells.ids(name, strip)
    clicked = [*_own_clicks(context, cells)]
    if cells.has("url") or cells.has("is_organic"):
        # What follows looks at several fields of a row together.
        for name in (*UTM, "source"):
            if name in fields:
                fields[name] = fields[name].dictionary_decode()
    if cells.has("url"):
        clicked.append(_from_address(context, cells.text("url"), fields))
    if clicked:
        fields["click_platform"] = pc.coalesce(*clicked)
    if context.scan.role == "form" and context.scan.platform:
        fields["form_platform"] = pa.repeat(pa.scalar(context.scan.platform, pa.string()), cells.rows)
    if cells.has("is_organic"):
        _organic(cells, fields)
    return fields


def _named(cells: Cells, name: str) -> pa.Array:
    """Return a name as it stands; into a source people also write whom they spoke to."""
    return masked_cells(cells.encoded(name)) if name == "source" else cells.encoded(name)


def _organic(cells: Cells, fields: dict[str, pa.Array]) -> None:
    """Let a form's lead that no ad brought be one of the place it came from, by its organic medium."""
    organic = pc.fill_null(flags(cells.text("is_organic"), is_yes), fill_value=False)
    nothing = pa.nulls(cells.rows, pa.string())
    fields["form_platform"] = pc.if_else(organic, None, fields.get("form_platform", nothing))
    fields["utm_medium"] = pc.if_else(organic, "organic", fields.get("utm_medium", nothing))
    source = pc.coalesce(fields.get("utm_source", nothing), fields.get("source", nothing))
    fields["utm_source"] = pc.if_else(organic, source, fields.get("utm_source", nothing))


def _reader(name: str) -> Callable[[str], str | None]:
    return _source_text if name in _NO_IDS else _tag_text


@lru_cache(maxsize=1 << 12)
def _tag_text(text: str) -> str | None:
    """A tag as people read it, contacts hidden; an id a spreadsheet has cut is worth nothing."""
    decoded = decode_percent(text).strip()
    return None if not decoded or is_mangled(decoded) else masked_tag(decoded)


@lru_cache(maxsize=1 << 12)
def _source_text(text: str) -> str | None:
    decoded = _tag_text(text)
    return decoded and masked(decoded)


def _own_clicks(context: Context, cells: Cells) -> list[pa.Array]:
    """Platform of each click id that has a column of its own, told by the header."""
    found = []
    for position in cells.columns.get("click_id", ()):
        platform = context.catalog.sources.click_platform(context.scan.header[position])
        if platform:
            given = pc.is_valid(cells.at(position))
            found.append(pc.if_else(given, platform, pa.scalar(None, pa.string())))
    return found


def _from_address(context: Context, addresses: pa.Array, fields: dict[str, pa.Array]) -> pa.Array:
    """Fill utm fields that are empty from the address; return the platform of its click id."""
    sources = context.catalog.sources
    queries: dict[str, dict[str, str]] = {}

    def parameter(name: str) -> Callable[[str], str | None]:
        read = _reader(name)
        return lambda text: read(_query(text, queries).get(name, ""))

    for name in UTM:
        told = by_value(addresses, parameter(name))
        if told.null_count < len(told):
            fields[name] = pc.coalesce(fields[name], told) if name in fields else told

    def platform(text: str) -> str | None:
        known = (sources.click_platform(name) for name in _query(text, queries))
        return next((found for found in known if found), None)

    return by_value(addresses, platform)


def _query(text: str, queries: dict[str, dict[str, str]]) -> dict[str, str]:
    if text not in queries:
        queries[text] = query_of(text)
    return queries[text]
