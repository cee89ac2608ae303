"""One format's YAML file, checked whole and turned into a Format."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from smmfunnel.catalog.headers import normalise, normalise_word
from smmfunnel.catalog.model import Alias, Format
from smmfunnel.catalog.yamlfile import Faults, compose, flag_of, items, plain_texts, text_of, texts_of
from smmfunnel.vocabulary import COLUMNS, Kind, Reason, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

    import yaml

Meaning = TypeVar("Meaning", bound="StrEnum")

PLATFORMS = (
    "meta", "google", "yandex", "vk", "mytarget", "tiktok", "linkedin",
    "telegram", "microsoft", "x", "pinterest", "snapchat", "reddit",
)  # fmt: skip
"""Ad platforms a format may belong to."""

_TEXTS = (
    "ignore",
    "prefixes",
    "lead_results",
    "awareness",
    "footers",
    "strip_ids",
    "name_without",
    "warnings",
    "export",
)
_COLUMN_LISTS = ("blank_total",)
_FLAGS = ("generic", "campaign_from_name")
_CHOICES = {
    "platform": PLATFORMS,
    "role": ("crm", "form"),
    "date_order": ("dmy", "mdy", "ymd"),
    "decimal": (".", ","),
}
_PLAIN = ("title", "space", "currency", "source")
_NEEDED = ("title", "kind", "columns", "require", "export", "source", "checked")


def parse_format(text: str, name: str, path: str) -> Format:
    r"""Turn the text of a format file into a Format named `name`.

    Raises:
        InputError: the file is not YAML or states what cannot be; all its faults at once, with lines.

    Example:
        >>> form = parse_format(
        ...     "title: Mine\nkind: ads\ncolumns: {day: {en: Day}, spend: {en: Cost}}\n"
        ...     "require: [[day], [spend]]\nexport: [Save it]\nsource: mine\nchecked: 2026-01-01",
        ...     "mine",
        ...     "mine.yaml",
        ... )
        >>> form.aliases()["spend"], form.require
        (('Cost',), (('day',), ('spend',)))
    """
    root = compose(text, path)
    faults = Faults(path)
    nodes = {key: (key_node, value) for key, key_node, value in items(root, faults)}
    known = {field.name for field in fields(Format)} - {"name"}
    for key in [key for key in nodes if key not in known]:
        faults.add("format_unknown_key", nodes.pop(key)[0], key=key)
    for key in _NEEDED:
        if key not in nodes:
            faults.add("format_missing_key", root, key=key)
    values = _values({key: value for key, (_, value) in nodes.items()}, faults)
    faults.raise_all()
    return Format(name=name, **values)


def _values(nodes: Mapping[str, yaml.Node], faults: Faults) -> dict[str, Any]:
    """Read every key that is there; those that point at columns come after the columns."""
    kind = _kind(nodes.get("kind"), faults)
    columns = _columns(nodes["columns"], kind, faults) if "columns" in nodes else {}
    readers: dict[str, Callable[[yaml.Node], Any]] = {
        **dict.fromkeys(_TEXTS, lambda node: plain_texts(node, faults)),
        **dict.fromkeys(_FLAGS, lambda node: flag_of(node, faults)),
        **dict.fromkeys(_PLAIN, lambda node: text_of(node, faults)),
        **dict.fromkeys(_COLUMN_LISTS, lambda node: _mapped(node, columns, faults)),
        "columns": lambda _: columns,
        "kind": lambda _: kind,
        "require": lambda node: _groups(node, columns, faults),
        "forbid": lambda node: _signature_items(node, columns, faults),
        "constants": lambda node: _constants(node, kind, faults),
        "statuses": lambda node: meanings(node, Status, faults),
        "reasons": lambda node: meanings(node, Reason, faults),
        "words": lambda node: _words(node, kind, faults),
        "totals": lambda node: _patterns(node, faults),
        "fraction": lambda node: _factors(node, columns, faults),
        "checked": lambda node: _day(node, faults),
    }
    values = {key: readers[key](node) for key, node in nodes.items() if key in readers}
    for key, choices in _CHOICES.items():
        if key in nodes:
            values[key] = _choice(nodes[key], choices, faults)
    return values


def _kind(node: yaml.Node | None, faults: Faults) -> Kind | None:
    text = None if node is None else _choice(node, tuple(Kind), faults)
    return None if text is None else Kind(text)


def _choice(node: yaml.Node, choices: tuple[str, ...], faults: Faults) -> str | None:
    text = text_of(node, faults)
    if text is None or text in choices:
        return text
    faults.add("format_unknown_choice", node, value=text, known=", ".join(choices))
    return None


def _columns(node: yaml.Node, kind: Kind | None, faults: Faults) -> dict[str, tuple[Alias, ...]]:
    """Read `columns`; a header may stand under one canonical column only."""
    canonical = {column.name for column in COLUMNS[kind]} if kind else None
    owners: dict[str, str] = {}
    columns: dict[str, tuple[Alias, ...]] = {}
    for name, key, value in items(node, faults):
        if canonical is not None and name not in canonical:
            faults.add("format_unknown_column", key, column=name, kind=kind)
            continue
        known: list[Alias] = []
        for lang, lang_node, headers in items(value, faults):
            if not re.fullmatch(r"[a-z]{2}", lang):
                faults.add("format_bad_language", lang_node, value=lang)
            for header, header_node in texts_of(headers, faults):
                header_key = normalise(header)
                owner = owners.setdefault(header_key, name)
                if owner != name:
                    faults.add("format_header_twice", header_node, header=header, one=owner, two=name)
                known.append(Alias(header, lang, header_key))
        columns[name] = tuple(known)
    return columns


def _groups(node: yaml.Node, columns: Mapping[str, tuple[Alias, ...]], faults: Faults) -> tuple[tuple[str, ...], ...]:
    value = node.value
    if not isinstance(value, list):
        faults.add("yaml_want_list", node)
        return ()
    return tuple(_signature_items(group, columns, faults) for group in value)


def _signature_items(node: yaml.Node, columns: Mapping[str, tuple[Alias, ...]], faults: Faults) -> tuple[str, ...]:
    found = texts_of(node, faults)
    for item, item_node in found:
        if item[:1] not in {"=", "~"} and item not in columns:
            faults.add("format_column_not_listed", item_node, column=item)
    return tuple(item for item, _ in found)


def _mapped(node: yaml.Node, columns: Mapping[str, tuple[Alias, ...]], faults: Faults) -> tuple[str, ...]:
    found = texts_of(node, faults)
    for item, item_node in found:
        if item not in columns:
            faults.add("format_column_not_listed", item_node, column=item)
    return tuple(item for item, _ in found)


def _constants(node: yaml.Node, kind: Kind | None, faults: Faults) -> dict[str, str]:
    canonical = {column.name for column in COLUMNS[kind]} if kind else None
    constants: dict[str, str] = {}
    for name, key, value in items(node, faults):
        if canonical is not None and name not in canonical:
            faults.add("format_unknown_column", key, column=name, kind=kind)
        text = text_of(value, faults)
        if text is not None:
            constants[name] = text
    return constants


def meanings(node: yaml.Node, kinds: type[Meaning], faults: Faults) -> dict[str, Meaning]:
    """Read `meaning: [words]` into normalised word to meaning; a word has one meaning."""
    known = {kind.value: kind for kind in kinds if kind.value != "unmapped"}
    by_word: dict[str, Meaning] = {}
    for name, key, value in items(node, faults):
        if name not in known:
            faults.add("format_unknown_choice", key, value=name, known=", ".join(known))
            continue
        for word, word_node in texts_of(value, faults):
            before = by_word.setdefault(normalise_word(word), known[name])
            if before != known[name]:
                faults.add("format_word_twice", word_node, word=word, one=before, two=name)
    return by_word


def _words(node: yaml.Node, kind: Kind | None, faults: Faults) -> dict[str, dict[str, str]]:
    canonical = {column.name for column in COLUMNS[kind]} if kind else None
    words: dict[str, dict[str, str]] = {}
    for column, key, value in items(node, faults):
        if canonical is not None and column not in canonical:
            faults.add("format_unknown_column", key, column=column, kind=kind)
        by_word: dict[str, str] = {}
        for meaning, _, spelled in items(value, faults):
            for word, word_node in texts_of(spelled, faults):
                before = by_word.setdefault(normalise_word(word), meaning)
                if before != meaning:
                    faults.add("format_word_twice", word_node, word=word, one=before, two=meaning)
        words[column] = by_word
    return words


def _patterns(node: yaml.Node, faults: Faults) -> tuple[str, ...]:
    found = texts_of(node, faults)
    for pattern, pattern_node in found:
        try:
            re.compile(pattern)
        except re.error as error:
            faults.add("format_bad_pattern", pattern_node, value=pattern, problem=error)
    return tuple(pattern for pattern, _ in found)


def _factors(node: yaml.Node, columns: Mapping[str, tuple[Alias, ...]], faults: Faults) -> tuple[str, ...]:
    found = texts_of(node, faults)
    for item, item_node in found:
        column, _, factor = item.partition(":")
        if column not in columns:
            faults.add("format_column_not_listed", item_node, column=column)
        if not re.fullmatch(r"\d+(\.\d+)?", factor):
            faults.add("format_bad_factor", item_node, value=item)
    return tuple(item for item, _ in found)


def _day(node: yaml.Node, faults: Faults) -> str | None:
    text = text_of(node, faults)
    try:
        return None if text is None else date.fromisoformat(text).isoformat()
    except ValueError:
        faults.add("format_bad_day", node, value=text)
        return None
