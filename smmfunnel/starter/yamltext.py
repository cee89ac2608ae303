"""Single values as YAML that reads back as the same text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = re.compile(r"[^\W\d][\w /.()-]*")
_SPECIAL = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_LAST_SHORT = 0xFFFF


def scalar(text: str) -> str:
    r"""Write a text as it stands where YAML would read it so, else in double quotes.

    Example:
        >>> print(scalar("Дата заявки"), scalar("no"), scalar("a: b"), scalar("x\x85y"))
        Дата заявки "no" "a: b" "x\u0085y"
    """
    if _PLAIN.fullmatch(text) and text == text.strip() and text.casefold() not in _SPECIAL:
        return text
    return "".join(map(_printed, json.dumps(text, ensure_ascii=False)))


def one_or_list(texts: Sequence[str]) -> str:
    """Write one text as itself, several as a list.

    Example:
        >>> one_or_list(["a"]), one_or_list(["a", "b, c"])
        ('a', '[a, "b, c"]')
    """
    if len(texts) == 1:
        return scalar(texts[0])
    return "[" + ", ".join(map(scalar, texts)) + "]"


def remark(text: str) -> str:
    """Make a text safe in a comment: one line, nothing that steers a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _printed(char: str) -> str:
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) <= _LAST_SHORT else f"\\U{ord(char):08x}"
