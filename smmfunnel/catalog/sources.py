"""Words of traffic sources: which platform, click id, medium, device or macro a tag names."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from smmfunnel.catalog.headers import normalise_word
from smmfunnel.catalog.yamlfile import Faults, compose, items, lists_of, plain_texts, text_of
from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    import yaml

MACRO = re.compile(
    r"\{\{\s*[A-Za-z_][A-Za-z_0-9.]*\s*\}\}|\{[A-Za-z_][A-Za-z_0-9.:]*\}|(?<![A-Za-z0-9_])__[A-Z][A-Z_]*[A-Z]__"
)
"""A macro that arrived unresolved: `{{campaign.name}}`, `{campaign_id}`, `__CAMPAIGN_ID__`."""

_WORD = re.compile(r"[^\W\d_]+")
LONG = 4
"""Letters from which on a word is no chance abbreviation."""


@dataclass(frozen=True)
class Sources:
    """Normalised words of sources and what they name."""

    platforms: Mapping[str, str]
    """utm_source to ad platform."""
    click_ids: Mapping[str, str]
    """Parameter of an address to the ad platform that adds it."""
    organic_mediums: frozenset[str]
    paid_mediums: frozenset[str]
    paid_sources: frozenset[str]
    """CRM source words that mean advertising."""
    devices: Mapping[str, str]
    """Device word to mobile, desktop or tablet."""
    short_names: frozenset[str]
    """Words of `platforms` under four letters that name one in a file's name as well."""
    not_of_ads: frozenset[str]
    """Words after a platform's in a file's name that speak of another product of its company."""

    def platform(self, utm_source: str) -> str | None:
        """Return the ad platform a utm_source names, or None."""
        return self.platforms.get(normalise_word(utm_source))

    def platform_in(self, file_name: str) -> str | None:
        """Return the one ad platform a file's name names by whole words, or None.

        Example:
            >>> from smmfunnel.catalog.load import load_catalog
            >>> sources = load_catalog().sources
            >>> [sources.platform_in(name) for name in ("googleads-2026.csv", "VK Реклама сентябрь.xlsx")]
            ['google', 'vk']
            >>> [sources.platform_in(name) for name in ("google sheets.csv", "meta and google.csv", "x.csv")]
            [None, None, None]
        """
        words = [normalise_word(word) for word in _WORD.findall(file_name)]
        found = set()
        for word, after in pairwise([*words, ""]):
            if (len(word) >= LONG or word in self.short_names) and after not in self.not_of_ads:
                found.add(self.platform(word))
        found.discard(None)
        return found.pop() if len(found) == 1 else None

    def click_platform(self, parameter: str) -> str | None:
        """Return the ad platform that adds a click id's parameter, or None."""
        return self.click_ids.get(parameter.strip().casefold())

    def paid_medium(self, medium: str) -> bool | None:
        """Tell whether a utm_medium is advertising; None where it is not known."""
        word = normalise_word(medium)
        if word in self.paid_mediums:
            return True
        return False if word in self.organic_mediums else None

    def paid_source(self, source: str) -> bool:
        """Tell whether a CRM's source word means advertising."""
        return normalise_word(source) in self.paid_sources

    def device(self, word: str) -> str | None:
        """Return mobile, desktop or tablet, or None."""
        return self.devices.get(normalise_word(word))


def is_broken(tag: str) -> bool:
    """Tell whether a tag holds a macro nobody resolved.

    Example:
        >>> is_broken("{{campaign.name}}"), is_broken("spring {sale}"), is_broken("spring sale")
        (True, True, False)
    """
    return MACRO.search(tag) is not None


def parse_sources(text: str, path: str) -> Sources:
    """Turn the text of sources.yaml into Sources.

    Raises:
        InputError: the file is not YAML, lacks a part or names one word twice; all faults at once.
    """
    root = compose(text, path)
    faults = Faults(path)
    nodes = {key: value for key, _, value in items(root, faults)}
    parts = ("platforms", "click_ids", "organic_mediums", "paid_mediums", "paid_sources", "devices", "file_names")
    for part in parts:
        if part not in nodes:
            faults.add("format_missing_key", root, key=part)
    faults.raise_all()
    file_names = lists_of(nodes["file_names"], faults)
    sources = Sources(
        platforms=_by_word(nodes["platforms"], faults),
        click_ids={key.casefold(): text_of(value, faults) or "" for key, _, value in items(nodes["click_ids"], faults)},
        organic_mediums=_word_set(nodes["organic_mediums"], faults),
        paid_mediums=_word_set(nodes["paid_mediums"], faults),
        paid_sources=_word_set(nodes["paid_sources"], faults),
        devices=_by_word(nodes["devices"], faults),
        short_names=frozenset(map(normalise_word, file_names.get("short", ()))),
        not_of_ads=frozenset(map(normalise_word, file_names.get("not_of_ads", ()))),
    )
    faults.raise_all()
    return sources


def _by_word(node: yaml.Node, faults: Faults) -> dict[str, str]:
    by_word: dict[str, str] = {}
    for meaning, words in lists_of(node, faults).items():
        for word in words:
            before = by_word.setdefault(normalise_word(word), meaning)
            if before != meaning:
                faults.add("format_word_twice", node, word=word, one=before, two=meaning)
    return by_word


def _word_set(node: yaml.Node, faults: Faults) -> frozenset[str]:
    return frozenset(map(normalise_word, plain_texts(node, faults)))
