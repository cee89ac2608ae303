"""What status and reason words mean: matched whole, after normalising, in the file's own language first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, TypeVar

from smmfunnel.catalog.headers import normalise_word
from smmfunnel.dataclass import dataclass
from smmfunnel.vocabulary import Reason, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from smmfunnel.catalog.model import Format

Meaning = TypeVar("Meaning", Status, Reason)

CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"})
"""Languages of the shared words written in Cyrillic; the others are written in Latin letters."""
_CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True)
class LanguageWords:
    """Words any export of one language may use: normalised word to meaning."""

    statuses: Mapping[str, Status]
    reasons: Mapping[str, Reason]


@dataclass(frozen=True)
class SharedWords:
    """Words any export of a language may use: language to normalised word to meaning."""

    statuses: Mapping[str, Mapping[str, Status]]
    reasons: Mapping[str, Mapping[str, Reason]]


@dataclass(frozen=True)
class Words(Generic[Meaning]):
    """Where a word of one column of one file is looked up, nearest first."""

    own: Mapping[str, Meaning]
    """The config's words, normalised."""
    format: Mapping[str, Meaning]
    shared: Mapping[str, Mapping[str, Meaning]]
    langs: tuple[str, ...]

    def get(self, word: str) -> Meaning | None:
        """Return what `word` means, or None where nobody said.

        Languages of equal standing that give a word different meanings give it none.
        """
        key = normalise_word(word)
        near = self.own.get(key) or self.format.get(key)
        if near is not None:
            return near
        script = _languages_of(word, self.shared)
        return self._agreed(key, self.langs) or self._agreed(key, script)

    def _agreed(self, key: str, langs: Iterable[str]) -> Meaning | None:
        found = {self.shared[lang][key] for lang in langs if key in self.shared.get(lang, {})}
        return found.pop() if len(found) == 1 else None


def _languages_of(word: str, shared: Mapping[str, object]) -> list[str]:
    """Return the languages written in the letters of `word`."""
    cyrillic, latin = _CYRILLIC_LETTER.search(word), _LATIN_LETTER.search(word)
    return [lang for lang in shared if (cyrillic if lang in CYRILLIC else latin)]


def status_words(form: Format, langs: Sequence[str], own: Mapping[str, Status], shared: SharedWords) -> Words[Status]:
    """Return the look-up of status words for a file of `form` with headers in `langs`.

    `own` are the config's words as the user wrote them.
    """
    return Words(_normalised(own), form.statuses, shared.statuses, tuple(langs))


def reason_words(form: Format, langs: Sequence[str], own: Mapping[str, Reason], shared: SharedWords) -> Words[Reason]:
    """Return the look-up of reason words for a file of `form` with headers in `langs`."""
    return Words(_normalised(own), form.reasons, shared.reasons, tuple(langs))


def _normalised(own: Mapping[str, Meaning]) -> dict[str, Meaning]:
    return {normalise_word(word): meaning for word, meaning in own.items()}


def lookup_status(
    word: str, form: Format, langs: Sequence[str], own: Mapping[str, Status], shared: SharedWords
) -> Status | None:
    """Look one status word up; for many, keep the result of `status_words`."""
    return status_words(form, langs, own, shared).get(word)


def lookup_reason(
    word: str, form: Format, langs: Sequence[str], own: Mapping[str, Reason], shared: SharedWords
) -> Reason | None:
    """Look one reason word up; for many, keep the result of `reason_words`."""
    return reason_words(form, langs, own, shared).get(word)
