"""YAML read as text values that know their lines, so that every fault of a file is said at once."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

import yaml

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import InputError, SmmFunnelError, Where, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LOADER: type[yaml.CBaseLoader | yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass
class Faults:
    """Collects what is wrong with one file; the error carries all of it."""

    path: str
    found: list[SmmFunnelError] = field(default_factory=list)

    def add(self, code: str, node: yaml.Node, **params: object) -> None:
        """Note a fault at the line of `node`."""
        line = node.start_mark.line + 1
        self.found.append(InputError(code, Where(path=self.path, line=line), **params))

    def raise_all(self) -> None:
        """Raise one error of all faults, in the order of the file.

        Raises:
            InputError: there is at least one fault.
        """
        if self.found:
            raise join(sorted(self.found, key=lambda e: (e.where and e.where.line) or 0))


def compose(text: str, path: str) -> yaml.MappingNode:
    """Parse a file whose top level is a mapping.

    Raises:
        InputError: the text is not YAML, or not a mapping.
    """
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = None if mark is None else mark.line + 1
        problem = getattr(error, "problem", None) or str(error)
        raise InputError("yaml_syntax", Where(path=path, line=line), problem=problem) from error
    if not isinstance(root, yaml.MappingNode):
        raise InputError("yaml_not_mapping", Where(path=path, line=1))
    return root


def items(node: yaml.Node, faults: Faults) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Yield key, key's node and value's node of a mapping; a repeated key is a fault."""
    if not isinstance(node, yaml.MappingNode):
        faults.add("yaml_want_mapping", node)
        return
    seen: set[str] = set()
    for key, value in node.value:
        name = text_of(key, faults)
        if name is None:
            continue
        if name in seen:
            faults.add("yaml_repeated_key", key, key=name)
            continue
        seen.add(name)
        yield name, key, value


def text_of(node: yaml.Node, faults: Faults) -> str | None:
    """Return the text of a scalar; anything else is a fault."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    faults.add("yaml_want_text", node)
    return None


def flag_of(node: yaml.Node, faults: Faults) -> bool:
    """Return the truth of `true` or `false`; anything else is a fault."""
    text = text_of(node, faults)
    if text not in {"true", "false", None}:
        faults.add("yaml_want_flag", node, value=text)
    return text == "true"


def texts_of(node: yaml.Node, faults: Faults) -> tuple[tuple[str, yaml.Node], ...]:
    """Return the texts of a list, or of one scalar in its place, each with its node."""
    if isinstance(node, yaml.SequenceNode):
        pairs = [(text_of(item, faults), item) for item in node.value]
        return tuple((text, item) for text, item in pairs if text is not None)
    text = text_of(node, faults)
    return () if text is None else ((text, node),)


def plain_texts(node: yaml.Node, faults: Faults) -> tuple[str, ...]:
    """Return the texts of a list, or of one scalar in its place."""
    return tuple(text for text, _ in texts_of(node, faults))


def lists_of(node: yaml.Node, faults: Faults) -> Mapping[str, tuple[str, ...]]:
    """Return a mapping of keys to lists of texts."""
    return {key: plain_texts(value, faults) for key, _, value in items(node, faults)}
