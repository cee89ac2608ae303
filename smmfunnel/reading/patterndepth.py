"""How many leading digits a pattern of phone numbers looks at, so that its answers can be kept by them."""

from __future__ import annotations

import re
from collections import deque
from typing import NamedTuple

_TOKEN = re.compile(r"\\d|\[[0-9-]+\]|[0-9]|\(\?:|\(|\)|\||\{[0-9]+(?:,[0-9]+)?\}|\?|\^|\$")
_ANY = ("\\d", "[0-9]")


class _Part(NamedTuple):
    """Part of a pattern: the most digits it takes, and the last of them, counted from its own first, it looks at."""

    width: int
    depth: int


_EMPTY = _Part(0, 0)


def deciding_digits(pattern: str) -> int | None:
    r"""Return the number of leading digits that, with the number of digits, decide whether a pattern fits.

    Returns:
        The number; None where the pattern holds anything but digits, choices and counted repetitions.

    Example:
        >>> deciding_digits(r"^(?:9\d{9}|8(?:0[04]|12\d)\d{7})$"), deciding_digits("9.*")
        (3, None)
    """
    tokens = _TOKEN.findall(pattern)
    if "".join(tokens) != pattern:
        return None
    left = deque(tokens)
    part = _choices(left)
    return None if left else part.depth


def _choices(left: deque[str]) -> _Part:
    parts = [_sequence(left)]
    while left and left[0] == "|":
        left.popleft()
        parts.append(_sequence(left))
    return _Part(max(part.width for part in parts), max(part.depth for part in parts))


def _sequence(left: deque[str]) -> _Part:
    whole = _EMPTY
    while left and left[0] not in ("|", ")"):
        part = _repeated(_atom(left), left)
        whole = _Part(whole.width + part.width, whole.width + part.depth if part.depth else whole.depth)
    return whole


def _atom(left: deque[str]) -> _Part:
    token = left.popleft()
    if token in ("(", "(?:"):
        inside = _choices(left)
        if left:
            left.popleft()
        return inside
    if token in ("^", "$"):
        return _EMPTY
    return _Part(1, 0 if token in _ANY else 1)


def _repeated(part: _Part, left: deque[str]) -> _Part:
    if left and left[0].startswith("{"):
        most = int(left.popleft().strip("{}").rpartition(",")[2])
        return _Part(part.width * most, part.width * (most - 1) + part.depth if part.depth and most else 0)
    if left and left[0] == "?":
        left.popleft()
    return part
