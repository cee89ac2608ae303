"""The files of a run as pandas frames, for notebooks: what was read and resolved, row by row."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.config import Overrides, dated, make_settings
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.pipeline import gather
from smmfunnel.facts.resolved import RowTables, row_tables
from smmfunnel.reading.discover import discover
from smmfunnel.results import Note
from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import pyarrow as pa

    from smmfunnel.config import Settings
    from smmfunnel.facts.resolved import Resolved
    from smmfunnel.facts.values import Facts
    from smmfunnel.results import Input, Skipped


@dataclass(frozen=True, eq=False)
class Frames:
    """Every row that counts, in an order that the content of the files alone decides.

    Days and moments are datetime64 without a zone (the report's own), figures and money float64 in whole units,
    ids and words str, answers of yes and no `boolean`, whole numbers `Int64`; what nobody recorded is missing.
    Money is in the settings' currency where they give a rate for its own, as `currency` tells. `file` is the file
    a row came from, as it was named; of leads told by several files all of them.

    No frame holds a phone, an e-mail or anything made of them: `contact` is valid, invalid or absent.
    """

    ads: pd.DataFrame
    """Ad rows that count over all days: of files that overlap each figure once, as in the funnel without a period.

    `campaign`, `ad_group` and `ad` are the latest names, ids where there are none. `awareness` marks campaigns that
    the funnel leaves apart. Reach is of its own row and never to be summed."""
    visits: pd.DataFrame
    """Visits of site counters, by their tags."""
    leads: pd.DataFrame
    """One row a lead, also those the funnel leaves out: `excluded` tells why (duplicate, test, existing),
    `duplicate_of` the `lead` that stands for it, where there is one.

    What deals and touches add to a lead is in its row: `contacted`, `qualified`, `sold` and `open` as the funnel
    counts them, `revenue` of the first sale, `repeat_revenue` of later ones. `origin` is smm, other or unknown;
    `matched_by` tells how the lead was found to belong to the campaign of the loaded ads that `platform` and
    `campaign_ref` name in both frames; `campaign`, `ad` and `utm_…` are its own tags. Leads created after the
    settings' `as_of` are left out."""
    deals: pd.DataFrame
    """Deals that stand beside leads, each with the `lead` it belongs to and how that was found (`linked_by`).

    Where no leads are loaded the deals are the leads, as in the funnel, and stand there."""
    touches: pd.DataFrame
    """Calls, messages, e-mails and meetings, each once, with the `lead` it belongs to."""
    inputs: tuple[Input, ...]
    """The files: format, rows read, kept and left out, days."""
    skipped: tuple[Skipped, ...]
    """Files of a folder that no format matched."""
    notes: tuple[str, ...]
    """What was found on the way, in words."""


def load_frames(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], settings: Settings | None = None
) -> Frames:
    """Read the files of the paths and resolve them as every command does, and return the rows.

    Args:
        paths: files and folders, ads and CRM together, in any order.
        settings: the terms of the run; by default those of `smmfunnel.yaml`, where there is one. All days are
            loaded, whatever period they name.

    Raises:
        SmmFunnelError: an input cannot be read, identified or understood, more rows were rejected than allowed, or
            the configuration has faults.
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    names = [os.fspath(path) for path in given]
    terms = dated(settings or make_settings(names, Overrides()))
    kept: list[RowTables] = []

    def keep(resolved: Resolved) -> None:
        kept.append(row_tables(resolved))

    facts = gather(discover(names), replace(terms, period=None, reference=None, by=()), keep=keep)
    (tables,) = kept
    return Frames(
        ads=_frame(tables.ads),
        visits=_frame(tables.visits),
        leads=_frame(tables.leads),
        deals=_frame(tables.deals),
        touches=_frame(tables.touches),
        inputs=facts.inputs,
        skipped=facts.skipped,
        notes=tuple(_worded(note, terms.lang) for note in (*facts.notes, *_standing(facts))),
    )


def _frame(table: pa.Table) -> pd.DataFrame:
    """Turn a table into a frame whose types do not depend on its values."""
    import pandas as pd
    import pyarrow as pa

    moment = pa.timestamp("us")
    fields = [pa.field(field.name, moment) if pa.types.is_temporal(field.type) else field for field in table.schema]
    types = {
        pa.string(): pd.StringDtype(na_value=float("nan")),
        pa.bool_(): pd.BooleanDtype(),
        pa.int64(): pd.Int64Dtype(),
    }
    frame: pd.DataFrame = table.cast(pa.schema(fields)).to_pandas(types_mapper=types.get)
    return frame


def _standing(facts: Facts) -> list[Note]:
    """Say which rows stand elsewhere than their files would let expect."""
    notes = []
    if facts.known.leads_are_deals:
        notes.append(Note("deals_are_leads"))
    if facts.known.forms_only:
        notes.append(Note("forms_are_leads"))
    if facts.form_leads and facts.form_leads[0]:
        notes.append(Note("form_leads_apart", facts.form_leads[0]))
    return notes


def _worded(note: Note, lang: str) -> str:
    text = say(f"note.{note.code}", lang, **{"n": note.count, "source": note.source, **note.params})
    about = f" ({note.source})" if note.source is not None and note.source not in text else ""
    return f"{text[:1].upper()}{text[1:]}{about}"
