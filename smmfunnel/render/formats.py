"""The formats a Report or a Check can be written in: one frozen record each."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.render import document, flat, markdown, plain, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from smmfunnel.render.options import RenderOptions
    from smmfunnel.results import Check, Report


@dataclass(frozen=True)
class Format:
    """One way to write the answer."""

    name: str
    ending: str | None
    """Ending of a file that asks for it, with the dot; None where only the name does."""
    write: Callable[[Report | Check, RenderOptions], str]
    machine: bool
    """Whether programs read it: a public contract, raw numbers, no words of a language."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format("table", ".txt", terminal.write, machine=False),
            Format("plain", None, plain.write, machine=False),
            Format("json", ".json", document.write, machine=True),
            Format("jsonl", ".jsonl", flat.write_jsonl, machine=True),
            Format("csv", ".csv", flat.write_csv, machine=True),
            Format("tsv", ".tsv", flat.write_tsv, machine=True),
            Format("md", ".md", markdown.write, machine=False),
        )
    }
)
"""By name, in the order of the help; nothing is ever added at run time."""
