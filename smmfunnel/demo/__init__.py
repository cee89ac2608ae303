"""A synthetic agency's exports with a known cause, to try the program on and to test it with."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from smmfunnel.demo.scenarios import DEFAULT_SEED, Scenario

if TYPE_CHECKING:
    from smmfunnel.demo.world import Month, World, months, simulate
    from smmfunnel.demo.write import write_demo

__all__ = ["DEFAULT_SEED", "Month", "Scenario", "World", "months", "simulate", "write_demo"]

_HOMES = {"Month": "world", "World": "world", "months": "world", "simulate": "world", "write_demo": "write"}
"""Names and their modules, imported when they are asked for: the command line needs only the scenarios."""


def __getattr__(name: str) -> object:
    """Import what is not needed to offer the scenarios."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
