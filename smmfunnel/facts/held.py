"""What a run holds while its engine is open: for questions about single leads, which facts do not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.catalog.load import Catalog
    from smmfunnel.config import Settings
    from smmfunnel.engines import Engine
    from smmfunnel.facts.load import LoadedFile
    from smmfunnel.facts.marks import Marked


@dataclass(frozen=True)
class Held:
    """The open engine and what belongs to it: see `rows.lead_rows`, `story.lead_stories` and `contacts.find`."""

    engine: Engine
    marked: Marked
    loaded: Sequence[LoadedFile]
    settings: Settings
    catalog: Catalog
