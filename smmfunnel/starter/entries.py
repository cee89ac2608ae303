"""The entries of `files` that a survey proposes, as keys and values beside their remarks."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.starter.yamltext import remark
from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smmfunnel.starter.propose import Proposal
    from smmfunnel.starter.survey import Survey

Value = str | list[str] | dict[str, "str | list[str]"]


@dataclass(frozen=True)
class Entry:
    """One entry of `files`."""

    remarks: tuple[str, ...]
    keys: dict[str, Value]
    left: tuple[str, ...]
    """Headers to be mapped or ignored by somebody who knows."""
    active: bool
    """Whether the entry may stand as it is; else it is written as a remark."""


def entries(found: Survey) -> Iterator[Entry]:
    """Yield an entry for every file that needs one, in the order of their names."""
    for unknown in found.unknown:
        kind = unknown.proposal.kind
        remarks = [say("starter.unknown", path=unknown.display)]
        remarks += [] if kind else [say("starter.no_kind")]
        keys: dict[str, Value] = {"kind": kind.value} if kind else {"kind": "?"}
        yield _entry(unknown.display, remarks, keys, unknown.proposal, active=kind is not None)
    for known in found.known:
        proposal = known.proposal
        if proposal.columns or proposal.platform:
            remarks = [say("starter.generic", path=known.display, title=known.title)]
            yield _entry(known.display, remarks, {}, proposal, active=True)


def _entry(path: str, remarks: list[str], keys: dict[str, Value], proposal: Proposal, *, active: bool) -> Entry:
    values: dict[str, Value] = {"pattern": PurePath(path).name, **keys}
    if proposal.platform:
        values["platform"] = proposal.platform
    if proposal.columns:
        values["columns"] = {
            name: headers[0] if len(headers) == 1 else list(headers) for name, headers in proposal.columns.items()
        }
    if proposal.constants:
        values["set"] = dict(proposal.constants)
    return Entry(tuple(map(remark, remarks)), values, tuple(map(remark, proposal.left)), active)
