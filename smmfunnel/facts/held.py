"""What a run still holds when everything is counted: for questions about single leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from smmfunnel.catalog.load import Catalog
    from smmfunnel.engines import Engine
    from smmfunnel.facts.load import LoadedFile
    from smmfunnel.facts.marks import Marked
    from smmfunnel.facts.values import Facts

    Ask = Callable[["Held"], None]
    """Called once, while the engine is open."""


@dataclass(frozen=True)
class Held:
    """The open engine with the evidence of each lead, and the files it came from."""

    facts: Facts
    engine: Engine
    marked: Marked
    loaded: Sequence[LoadedFile]
    catalog: Catalog
