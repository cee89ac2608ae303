"""YAML as plain texts, lists and mappings beside its nodes, which know their lines.

Every scalar stays the text that stands there: a status word `no` is no truth value, an id `007` no number,
and a day keeps its spelling. The models turn texts into numbers where they want them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smmfunnel.dataclass import dataclass
from smmfunnel.errors import UsageError, Where

if TYPE_CHECKING:
    from collections.abc import Sequence

    import yaml

_NOTHING = frozenset({"", "~", "null"})


Plain = dict[str, Any] | list[Any] | str | None


@dataclass(frozen=True)
class Tree:
    """A parsed file."""

    root: yaml.Node | None
    values: dict[str, Any]
    faults: tuple[UsageError, ...]


def parse(data: bytes, path: str) -> Tree:
    """Parse a file whose top level is a mapping, or that is empty.

    Raises:
        UsageError: it is not UTF-8, not YAML, or something else than a mapping.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        root = yaml.compose(data.decode("utf-8-sig"), Loader=loader)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError("config_not_utf8", Where(path=path, line=line)) from error
    except yaml.YAMLError as error:
        raise _not_yaml(error, path) from error
    faults: list[UsageError] = []
    if root is None:
        return Tree(None, {}, ())
    values = _plain(root, path, faults, ())
    if values is not None and not isinstance(values, dict):
        raise UsageError("config_not_a_mapping", Where(path=path, line=root.start_mark.line + 1))
    return Tree(root, values or {}, tuple(faults))


def _not_yaml(error: yaml.YAMLError, path: str) -> UsageError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return UsageError("config_not_yaml", Where(path=path, line=mark.line + 1 if mark else None), problem=problem)


def _plain(node: yaml.Node, path: str, faults: list[UsageError], above: Sequence[yaml.Node]) -> Plain:
    """Turn a node into texts, lists and mappings; entries without a value are left out."""
    import yaml

    if any(node is one for one in above):
        raise UsageError("config_endless", Where(path=path, line=node.start_mark.line + 1))
    inside = (*above, node)
    if isinstance(node, yaml.ScalarNode):
        empty = not node.style and node.value.casefold() in _NOTHING
        return None if empty else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, path, faults, inside) for item in node.value]
    found: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for key, item in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            faults.append(UsageError("config_bad_key", Where(path=path, line=line)))
            continue
        if key.value in seen:
            code = "config_repeated_key"
            faults.append(UsageError(code, Where(path=path, line=line), key=key.value, first=seen[key.value]))
        seen[key.value] = line
        value = _plain(item, path, faults, inside)
        if value is not None:
            found[key.value] = value
    return found


def line_of(node: yaml.Node | None, location: Sequence[int | str]) -> int | None:
    """Find the line of the deepest part of a location that is there."""
    import yaml

    if node is None:
        return None
    line = int(node.start_mark.line) + 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            entry = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if entry is None:
                break
            line, node = entry[0].start_mark.line + 1, entry[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
