"""Cells of leads as arrays in a fixed order, with what of the model they can carry."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from smmfunnel.analysis.leadsale.model import Terms
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.evidence import CONTROL, SMM
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.tables import MICRO
from smmfunnel.vocabulary import Factor, ResponseClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from smmfunnel.analysis.leadsale.model import Place
    from smmfunnel.facts.evidence import ModelCell

    FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

RESPONSES = tuple(ResponseClass)
"""The last one is `unknown`."""
KNOWN = len(RESPONSES) - 1

Key = tuple[bool, tuple[str, str], int, str, int]
"""Of control?, the unit's sort key, time (0 reference, 1 period), quality, number of the response class."""


@dataclass(frozen=True)
class Layout:
    """One row a kind of lead: a unit (place of advertising or control source), time, quality and response."""

    players: tuple[Factor, ...]
    places: tuple[Place, ...]
    sources: tuple[str | None, ...]
    qualities: tuple[str, ...]
    responses: tuple[ResponseClass, ...]
    unit: IntArray
    """Number of the place, or of the source after all places."""
    time: IntArray
    """0 in the reference, 1 in the period."""
    quality: IntArray
    response: IntArray
    leads: FloatArray
    exposure: FloatArray
    """In leads."""
    sales: FloatArray

    @property
    def control(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Which rows are of control sources."""
        return self.unit >= len(self.places)


def lay_out(cells: Sequence[ModelCell], terms: Terms) -> Layout:
    """Merge the cells of both spans into rows; terms that the cells cannot carry are dropped.

    Leads that have had no exposure yet say nothing of the horizon and are left out, and so are other sources' leads.
    Quality needs two levels among the leads of advertising; handling two known classes, and known ones in every
    span that has leads of advertising; the common shock control sources with leads in both spans.
    """
    import numpy as np

    spans = (PERIOD, REFERENCE)
    cells = [cell for cell in cells if cell.span in spans and cell.leads > 0 and cell.exposure > 0]
    held = _held(cells, terms)
    sums: defaultdict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    names: dict[tuple[bool, tuple[str, str]], Place] = {}
    for cell in cells:
        control = cell.group == CONTROL
        if cell.group != SMM and not (control and held.control):
            continue
        place: Place = (cell.source, None) if control else (cell.platform, cell.campaign_ref)
        unit = (_first_without(place[0]), _first_without(place[1]))
        names[control, unit] = place
        key = (
            control,
            unit,
            int(cell.span == PERIOD),
            cell.quality if held.quality else "",
            RESPONSES.index(cell.response) if held.handling else 0,
        )
        row = sums[key]
        row[0] += cell.leads
        row[1] += cell.exposure
        row[2] += cell.sales
    units = {key: number for number, key in enumerate(sorted(names))}
    qualities = tuple(sorted({key[3] for key in sums})) or ("",)
    rows = sorted(sums)
    values = np.array([sums[key] for key in rows], dtype=np.float64).reshape(len(rows), 3)
    return Layout(
        players=_players(held),
        places=tuple(names[key] for key in units if not key[0]),
        sources=tuple(names[key][0] for key in units if key[0]),
        qualities=qualities if held.quality else (),
        responses=RESPONSES if held.handling else (),
        unit=np.array([units[key[0], key[1]] for key in rows], dtype=np.int64),
        time=np.array([key[2] for key in rows], dtype=np.int64),
        quality=np.array([qualities.index(key[3]) for key in rows], dtype=np.int64),
        response=np.array([key[4] for key in rows], dtype=np.int64),
        leads=values[:, 0],
        exposure=values[:, 1] / MICRO,
        sales=values[:, 2],
    )


def _first_without(name: str | None) -> str:
    """Sort key of a name; nothing sorts before every name, an empty one included."""
    return "" if name is None else f"={name}"


def _held(cells: Sequence[ModelCell], terms: Terms) -> Terms:
    smm = [cell for cell in cells if cell.group == SMM]
    known = [cell for cell in smm if cell.response is not ResponseClass.UNKNOWN]
    control = {cell.span for cell in cells if cell.group == CONTROL}
    both = 2
    return Terms(
        quality=terms.quality and len({cell.quality for cell in smm}) >= both,
        handling=terms.handling
        and {cell.span for cell in known} == {cell.span for cell in smm}
        and len({cell.response for cell in known}) >= both,
        control=terms.control and len(control) == both,
    )


def _players(held: Terms) -> tuple[Factor, ...]:
    players = [Factor.QUALITY] if held.quality else []
    if held.handling:
        players.append(Factor.HANDLING)
    return (*players, *((Factor.COMMON, Factor.SPECIFIC) if held.control else (Factor.CONVERSION,)))
