"""A mapping whose values are made when they are asked for: a run meets few of all known formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

Value = TypeVar("Value")


class Lazy(Mapping[str, Value]):
    """Values by name, each made once, by `make`.

    Example:
        >>> lengths = Lazy(len, ["a", "bc"])
        >>> lengths["bc"], list(lengths), "d" in lengths
        (2, ['a', 'bc'], False)
    """

    def __init__(self, make: Callable[[str], Value], names: Iterable[str]) -> None:
        """Take the names, in order, and what makes the value of one."""
        self._make = make
        self._names = dict.fromkeys(names)
        self._made: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        """Return the value of a name, made by now."""
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count the names."""
        return len(self._names)
