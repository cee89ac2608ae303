"""The words and marks of one rendering: texts of a language, in Unicode or in ASCII."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.render.numbers import NumberStyle, style
from smmfunnel.texts import has, say

if TYPE_CHECKING:
    from smmfunnel.render.options import RenderOptions

_ASCII = str.maketrans(
    {
        "—": "-",
        "–": "-",
        "−": "-",
        "…": "...",
        "·": "|",
        "×": "x",
        "÷": "/",
        "→": "->",
        "←": "<-",
        "█": "#",
        "░": ".",
        "▒": ":",
        "├": "[",
        "┤": "]",
        "┼": "+",
        "─": "-",
        "◀": "<-",
        "▼": "!",
        "▲": "+",
        "✓": "x",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "’": "'",
        "≥": ">=",
        "≤": "<=",
        "\u00a0": " ",
        "Д": "D",
        "Р": "R",
    }
)
"""Marks of our own texts; Д and Р are the letters of ДРР, the one Cyrillic word among the English ones."""


_HOUR = 60


@dataclass(frozen=True)
class Words:
    """Fills texts in one language and alphabet; names that come from the data stay as they are."""

    lang: str
    unicode: bool
    numbers: NumberStyle

    @classmethod
    def of(cls, options: RenderOptions) -> Words:
        """Take language and alphabet from the options."""
        return cls(options.lang, options.unicode, style(options.lang, unicode=options.unicode))

    def mark(self, text: str) -> str:
        """Turn the marks of one of our own texts into ASCII if the stream needs it."""
        return text if self.unicode else text.translate(_ASCII)

    def say(self, key: str, /, **params: object) -> str:
        """Fill the text of `key`.

        Raises:
            KeyError: there is no such text, which is a fault of the program.
        """
        return self.mark(say(key, self.lang, **params))

    def label(self, area: str, code: str) -> str:
        """Name a code: the text `area.code`, or the code itself in words where nobody named it better.

        Example:
            >>> from smmfunnel.render.options import RenderOptions
            >>> Words.of(RenderOptions()).label("row", "blank_line_of_the_cabinet")
            'blank line of the cabinet'
        """
        key = f"{area}.{code}"
        return self.say(key) if has(key, self.lang) else code.replace("_", " ")

    def duration(self, minutes: float) -> str:
        """Write a time in the largest unit it fills, with the next one where that is small.

        Example:
            >>> from smmfunnel.render.options import RenderOptions
            >>> english = Words.of(RenderOptions())
            >>> english.duration(38.4), english.duration(95), english.duration(1440), english.duration(11_000)
            ('38 min', '1 h 35 min', '24 h', '7 d 15 h')
        """
        whole = round(minutes)
        days, hours = divmod(round(minutes / 60), 24)
        if whole < _HOUR:
            parts = [("minutes", whole)]
        elif whole < 2 * 24 * _HOUR:
            parts = [("hours", whole // _HOUR), ("minutes", whole % _HOUR)]
        else:
            parts = [("days", days), ("hours", hours)]
        shown = parts[:1] + [part for part in parts[1:] if part[1]]
        return " ".join(self.say(f"duration.{unit}", n=n) for unit, n in shown)

    def why_not(self, metric: str, reason: str) -> str:
        """Say why a number is missing: the text for this metric if there is one, else for the reason."""
        own = f"reason.{metric}.{reason}"
        return self.say(own) if has(own, self.lang) else self.label("reason", reason)


def one_line(text: str) -> str:
    r"""Make a value of the data safe on one line of a terminal: no break, no control, no reordering mark.

    Example:
        >>> one_line("[RU]\x1b[31m\tsale\r\n")
        '[RU]�[31m sale'
    """
    if text.isprintable():
        return text
    return "".join(map(_shown, text.replace("\r\n", "\n"))).strip()


def _shown(char: str) -> str:
    if char.isprintable() or char in _JOINERS:
        return char
    kind = unicodedata.category(char)
    return " " if char in "\t\n\r\v\f" or kind in {"Zs", "Zl", "Zp"} else "�"


_JOINERS = "\u200c\u200d"
"""Invisible, but parts of words in Persian and of emoji."""


def cells(text: str) -> int:
    r"""Count the columns a terminal gives to a text: two for wide letters, none for marks over letters.

    Example:
        >>> cells("лето"), cells("夏"), cells("e\u0301")
        (4, 2, 1)
    """
    if text.isascii():
        return len(text)
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
