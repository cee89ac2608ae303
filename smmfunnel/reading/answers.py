"""Words that say yes or no, in the languages of exports."""

from __future__ import annotations

from smmfunnel.catalog.headers import normalise_word

YES = frozenset(map(normalise_word, ("yes", "y", "true", "1", "да", "истина", "так", "si", "sí", "sim", "ja", "oui")))
NO = frozenset(map(normalise_word, ("no", "n", "false", "0", "нет", "ложь", "ні", "não", "nein", "non")))


def is_yes(word: str) -> bool:
    """Tell whether a cell says yes.

    Example:
        >>> is_yes("Да"), is_yes("false"), is_yes("2026-09-01")
        (True, False, False)
    """
    return normalise_word(word) in YES


def is_no(word: str) -> bool:
    """Tell whether a cell says no.

    Example:
        >>> is_no("Нет"), is_no("true"), is_no("")
        (True, False, False)
    """
    return normalise_word(word) in NO
