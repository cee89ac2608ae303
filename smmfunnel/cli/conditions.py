"""`--fail-on`: conditions on the report's figures that give the run the exit code 1."""

from __future__ import annotations

import operator
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_OPERATORS: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {
        ">=": operator.ge,
        "<=": operator.le,
        "==": operator.eq,
        "!=": operator.ne,
        ">": operator.gt,
        "<": operator.lt,
    }
)
_CONDITION = re.compile(r"\s*([\w.-]+)\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?)\s*(%?)\s*")
_NAMES = ("stage", "key", "code", "id", "outcome", "factor", "zone", "band", "manager", "week", "origin", "path")
"""Members by whose value an item of a list is named."""
_FIGURES = ("count", "value", "effect", "leads")
"""Members that are the figure of an object where none of them is named."""


@dataclass(frozen=True)
class Condition:
    """A figure of the report's JSON, by its path, compared with a number."""

    text: str
    path: tuple[str, ...]
    operator: str
    limit: float

    def holds(self, document: Mapping[str, Any]) -> bool | None:
        """Tell whether the condition is true of a report; None where the report has no such figure to give.

        Raises:
            UsageError: the path leads nowhere.
        """
        value = figure(document, self.path)
        return None if value is None else _OPERATORS[self.operator](value, self.limit)


def parse(text: str) -> Condition:
    """Read a condition like `money.cpl > 500`, `funnel.sales.rate < 10%` or `warnings > 0`.

    Raises:
        ValueError: it is none.

    Example:
        >>> parse("funnel.sales.rate<10%")
        Condition(text='funnel.sales.rate<10%', path=('funnel', 'sales', 'rate'), operator='<', limit=0.1)
    """
    found = _CONDITION.fullmatch(text)
    if not found:
        raise ValueError(text)
    path, sign, number, percent = found.groups()
    return Condition(text, tuple(path.split(".")), sign, float(number) / (100 if percent else 1))


def figure(document: Mapping[str, Any], path: tuple[str, ...]) -> float | None:
    """Follow a path through a report's JSON to a number.

    It ends in a stage's count, a rate's value, a zone's effect, an outcome's leads or a list's length.
    An item of a list is named by what it is of (a stage, zone, outcome, factor, key, code, …), or by its
    number from 0.

    Example:
        >>> document = {"funnel": [{"stage": "leads", "count": 5, "rate": {"value": 0.5}}], "money": None}
        >>> figure(document, ("funnel", "leads")), figure(document, ("funnel", "leads", "rate"))
        (5.0, 0.5)
        >>> figure(document, ("funnel",)), figure(document, ("money", "cpl"))
        (1.0, None)
    """
    value: Any = document
    for number, part in enumerate(path):
        if value is None:
            return None
        inside = _members(value)
        if part not in inside:
            known = ", ".join(name for name in inside if not name.isdigit())
            raise UsageError("condition_path", path=".".join(path[: number + 1]), known=known or "nothing")
        value = inside[part]
    if isinstance(value, list):
        return float(len(value))
    if isinstance(value, dict):
        value = next((value[name] for name in _FIGURES if name in value), None)
    if isinstance(value, str):
        raise UsageError("condition_text", path=".".join(path))
    return None if value is None else float(value)


def _members(value: object) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    if not isinstance(value, list):
        return {}
    named: dict[str, Any] = {}
    for number, item in enumerate(value):
        names = [item.get(name) for name in _NAMES] if isinstance(item, dict) else []
        name = next((name for name in names if isinstance(name, str)), str(number))
        named.setdefault(name, item)
        named.setdefault(str(number), item)
    return named
