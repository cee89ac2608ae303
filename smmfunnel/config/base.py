"""What the models of the configuration share: strictness, and kindness to how people write values."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

if TYPE_CHECKING:
    from collections.abc import Iterable

YES, NO = ("yes", "true", "on", "y"), ("no", "false", "off", "n")


class Model(BaseModel):
    """A mapping of the configuration: unknown keys are faults, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def listed(value: object) -> object:
    """Take one value for a list of one."""
    return [value] if isinstance(value, (str, int, float)) else value


def text(value: object) -> object:
    """Take a day or number for its text."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, (int, float)) else value


def known(value: str, words: Iterable[str]) -> str:
    """Return the value where it is one of the words.

    Raises:
        ValueError: it is none; the nearest is named.

    Example:
        >>> known("won", ["won", "lost"])
        'won'
    """
    words = list(words)
    if value in words:
        return value
    near = get_close_matches(value, words, n=1)
    problem = f"did you mean {near[0]}?" if near else f"there are {', '.join(words)}"
    msg = f'"{value}" is not known here, {problem}'
    raise ValueError(msg)


def truth(value: object) -> object:
    """Read yes and no as people write them; anything else is left to fail."""
    word = str(value).casefold()
    return True if word in YES else False if word in NO else value


Texts = Annotated[
    tuple[str, ...],
    BeforeValidator(listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Flag = Annotated[
    bool, BeforeValidator(truth), WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]})
]
