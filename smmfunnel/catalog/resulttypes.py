"""Which result types and objectives of an ad platform are leads, and which are attention."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smmfunnel.catalog.headers import fold
from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.catalog.model import Format

_LOWER, _UPPER = "a-zà-öø-ÿа-яёіїєґ", "A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ"
_CAPITAL = re.compile(rf"(?<=[{_LOWER}])(?=[{_UPPER}])|(?<=[{_UPPER}])(?=[{_UPPER}][{_LOWER}])")
"""Where a word begins inside a name: `quote|Received`, `CRM|Lead`."""
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True)
class Patterns:
    """Names spelled as `lead_results` and `awareness` of a format."""

    names: re.Pattern[str] | None
    words: frozenset[str]
    exceptions: frozenset[str]

    def match(self, name: str) -> bool:
        """Tell whether a name is one of these."""
        found = words_of(name)
        if self.exceptions & found:
            return False
        return self._whole(name) or bool(self.words & found)

    def guessed(self, name: str) -> bool:
        """Tell whether only a word of a custom name makes it one of these, which a person should confirm."""
        return self.match(name) and not self._whole(name)

    def _whole(self, name: str) -> bool:
        return self.names is not None and self.names.fullmatch(fold(name)) is not None


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name split at capitals and punctuation, as keys.

    Example:
        >>> sorted(words_of("offsite_conversion.custom.quoteReceived"))
        ['conversion', 'custom', 'offsite', 'quote', 'received']
    """
    return frozenset(fold(word) for word in _WORD.findall(_CAPITAL.sub(" ", name)))


def compile_patterns(items: Sequence[str]) -> Patterns:
    """Return the patterns of a list like `["lead*", "word:quote", "except:view"]`.

    Example:
        >>> leads = compile_patterns(["*lead", "word:quote", "except:view"])
        >>> [leads.match(name) for name in ("Meta lead", "quoteReceived", "quoteView", "Link clicks")]
        [True, True, False, False]
    """
    names = [item for item in items if not item.startswith(("word:", "except:"))]
    globs = [".*".join(map(re.escape, fold(name).split("*"))) for name in names]
    return Patterns(
        re.compile("|".join(globs), re.DOTALL) if globs else None,
        frozenset(fold(item.removeprefix("word:")) for item in items if item.startswith("word:")),
        frozenset(fold(item.removeprefix("except:")) for item in items if item.startswith("except:")),
    )


def lead_types(form: Format) -> Patterns:
    """Return what counts as a lead among the result types of a format."""
    return compile_patterns(form.lead_results)


def awareness_types(form: Format) -> Patterns:
    """Return what counts as attention among the objectives and result types of a format."""
    return compile_patterns(form.awareness)
