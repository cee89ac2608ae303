"""Warnings in words, grouped by code, the most important last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.texts import has, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.render.words import Words
    from smmfunnel.results import Note

_LEVELS = {"info": 0, "warning": 1}
"""What is only said comes before what may mislead."""


@dataclass(frozen=True)
class Group:
    """All notes of one code."""

    code: str
    level: str
    lines: tuple[str, ...]
    """One a message, the files or platforms it is about in brackets after it."""


def message(note: Note, lang: str) -> str:
    """Fill the text of a note: its own params, `n` its count, `source` what it is about.

    Params that hold codes (`stage` and `of`, `zone`, `factor`, `why`) are written in words where these are known.

    Raises:
        KeyError: the code has no text, or the text needs a param the note lacks.
    """
    given = {"n": note.count, "source": note.source}
    words = {name: _worded(name, value, lang) for name, value in note.params.items() if name in _CODES}
    params = {name: _Below(value) if _below(value) else value for name, value in note.params.items()}
    return say(f"note.{note.code}", lang, **(given | params | words))


class _Below(float):
    """A number below nought that is written with a minus, as numbers are elsewhere in a report."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return super().__format__(spec).replace("-", "−")


def _below(value: object) -> bool:
    return isinstance(value, float) and value < 0


_CODES = {"stage": "stage", "of": "stage", "zone": "zone_name", "factor": "factor", "why": "unjudged"}
"""Params of notes that hold codes, and where their words are."""


def _worded(name: str, code: object, lang: str) -> object:
    key = f"{_CODES[name]}.{code}"
    if not has(key, lang):
        return code
    return say(key, lang).lower() if _CODES[name] == "stage" else say(key, lang)


def told(note: Note, lang: str) -> str:
    """Say a note as a sentence of its own: a capital letter first, a full stop last."""
    text = message(note, lang)
    return f"{text[:1].upper()}{text[1:]}" if text.endswith((".", "?", "!")) else f"{text[:1].upper()}{text[1:]}."


def grouped(notes: Sequence[Note], words: Words) -> tuple[Group, ...]:
    """Gather notes by code; the last group is the one to read first."""
    codes = sorted({note.code for note in notes}, key=lambda code: _rank(code, notes))
    return tuple(_group(code, [note for note in notes if note.code == code], words) for code in codes)


def _rank(code: str, notes: Sequence[Note]) -> tuple[int, int, str]:
    same = [note for note in notes if note.code == code]
    level = max(_LEVELS.get(note.level, len(_LEVELS)) for note in same)
    return level, sum(note.count or 0 for note in same), code


def _group(code: str, notes: Sequence[Note], words: Words) -> Group:
    sources: dict[str, list[str]] = {}
    for note in notes:
        text = words.mark(message(note, words.lang))
        named = sources.setdefault(text, [])
        if note.source is not None and note.source not in text:
            named.append(note.source)
    level = max((note.level for note in notes), key=lambda level: _LEVELS.get(level, len(_LEVELS)))
    lines = (f"{text} ({', '.join(dict.fromkeys(named))})" if named else text for text, named in sources.items())
    return Group(code, level, tuple(lines))
