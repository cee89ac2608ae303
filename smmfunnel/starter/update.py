"""Adding what is new to a smmfunnel.yaml that people have written in: their comments and order stay."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from io import StringIO
from typing import TYPE_CHECKING, Any

from smmfunnel.catalog.headers import normalise_word
from smmfunnel.config.load import parse_config
from smmfunnel.starter.entries import entries
from smmfunnel.starter.yamltext import one_or_list
from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruamel.yaml.comments import CommentedMap

    from smmfunnel.config.models import Config
    from smmfunnel.starter.entries import Entry
    from smmfunnel.starter.survey import Survey


_DEEPER = re.compile(r"^\w+:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*( +)[^\s#-]", re.MULTILINE)
_DASH = re.compile(r"^\w+:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*( *)- ", re.MULTILINE)
"""The first key inside another, and the first item of a list."""


def updated_config(text: str, found: Survey, path: str) -> str:
    """Add to a configuration the files and words of a survey that it does not have.

    Args:
        text: the configuration as it is.
        found: the survey made under it.
        path: its path, for errors.

    Returns:
        The text with the additions; the very same text where nothing is new.

    Raises:
        UsageError: the configuration has faults.
    """
    config = parse_config(text.encode(), path)
    added = [entry for entry in entries(found) if entry.active and not _has(config, str(entry.keys["pattern"]))]
    words = {
        "statuses": _new(found.statuses, config.statuses),
        "reasons": _new(found.reasons, config.reasons),
    }
    if not added and not any(words.values()):
        return text
    return _added(text, added, words)


def _has(config: Config, name: str) -> bool:
    return any(fnmatch(name, entry.pattern.rpartition("/")[2]) for entry in config.files)


def _new(words: Mapping[str, int], own: Mapping[str, object]) -> dict[str, int]:
    known = {normalise_word(word) for word in own}
    return {word: rows for word, rows in words.items() if normalise_word(word) not in known}


def _added(text: str, added: list[Entry], words: Mapping[str, Mapping[str, int]]) -> str:
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    deep, dash = _indent(_DEEPER, text), _indent(_DASH, text)
    yaml.indent(mapping=deep, sequence=dash + 2, offset=dash)
    data = yaml.load(text)
    if data is None:
        # A file of comments only has no mapping to add to: its text goes before the additions.
        data = CommentedMap()
        data.yaml_set_start_comment(text.replace("# ", "").replace("#", "").rstrip("\n"))
    for entry in added:
        _add_entry(data, entry)
    for key, fresh in words.items():
        _add_words(data, key, fresh)
    stream = StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def _indent(pattern: re.Pattern[str], text: str) -> int:
    """Return the indentation its author uses, two spaces where nothing shows it."""
    found = pattern.search(text)
    return len(found[1]) if found else 2


def _add_entry(data: CommentedMap, entry: Entry) -> None:
    from ruamel.yaml.comments import CommentedSeq

    files = data.setdefault("files", CommentedSeq())
    files.append(_mapping(entry.keys))
    remarks = [*entry.remarks]
    if entry.left:
        remarks += [say("starter.left"), f"ignore: {one_or_list(entry.left)}"]
    files.yaml_set_comment_before_after_key(len(files) - 1, before="\n".join(remarks), indent=2)


def _mapping(keys: Mapping[str, Any]) -> CommentedMap:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    made = CommentedMap()
    for key, value in keys.items():
        if isinstance(value, dict):
            made[key] = _mapping(value)
        elif isinstance(value, list):
            made[key] = CommentedSeq(value)
            made[key].fa.set_flow_style()
        else:
            made[key] = value
    return made


def _add_words(data: CommentedMap, key: str, words: Mapping[str, int]) -> None:
    from ruamel.yaml.comments import CommentedMap

    if not words:
        return
    mapping = data.setdefault(key, CommentedMap())
    for word, rows in words.items():
        mapping[word] = "unmapped"
        mapping.yaml_add_eol_comment(say("test.rows", n=rows), word)
