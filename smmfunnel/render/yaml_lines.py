"""The lines of YAML that map the words nobody mapped, to paste into the configuration and correct."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from smmfunnel.vocabulary import Reason, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smmfunnel.render.words import Words
    from smmfunnel.results import Word

_KEYS = {"status": "statuses", "loss_reason": "reasons"}
_MEANINGS = {"status": tuple(Status), "loss_reason": tuple(Reason)}
_LAST_SHORT = 0xFFFF


def yaml_lines(found: Sequence[Word], words: Words, most: int | None = None) -> Iterator[str]:
    """Write the lines: each word once, in quotes, with the number of rows that hold it, the commonest first.

    They are valid as they stand and change nothing until `unmapped` is replaced by a meaning. Of each
    kind no more than `most` words are written, and how many are left is said in a comment.
    """
    for column, key in _KEYS.items():
        rows: dict[str, int] = {}
        for word in found:
            if word.column == column:
                rows[word.value] = rows.get(word.value, 0) + word.rows
        lines = [
            f"  {quoted(value)}: unmapped  # {words.say('unmapped.rows', n=n)}"
            for value, n in sorted(rows.items(), key=lambda each: (-each[1], each[0]))
        ]
        if lines:
            yield f"{key}:"
        yield from lines[:most]
        if most is not None and len(lines) > most:
            yield f"  # {words.say('unmapped.more', n=len(lines) - most)}"


def meanings(found: Sequence[Word], words: Words) -> Iterator[str]:
    """Say what may stand in place of `unmapped`, a line for each key of the lines."""
    for column, key in _KEYS.items():
        if any(word.column == column for word in found):
            known = ", ".join(each for each in _MEANINGS[column] if each != "unmapped")
            yield words.say("unmapped.meanings", key=key, meanings=known)


def quoted(value: str) -> str:
    r"""Write a text as a YAML scalar in double quotes, whatever is in it.

    Example:
        >>> print(quoted('Дорого "очень"'), quoted("a\u2028b"))
        "Дорого \"очень\"" "a\u2028b"
    """
    return "".join(map(_printed, json.dumps(value, ensure_ascii=False)))


def _printed(char: str) -> str:
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) <= _LAST_SHORT else f"\\U{ord(char):08x}"
