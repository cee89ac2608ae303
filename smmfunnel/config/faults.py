"""What is wrong with a configuration, as errors with lines and the nearest right word."""

from __future__ import annotations

from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from smmfunnel.config.models import LIST, PATH, Config, Costs, FileMap, Sources, TouchWords
from smmfunnel.config.nodes import line_of
from smmfunnel.config.rules import Conditions, Rule
from smmfunnel.config.targets import Targets
from smmfunnel.config.worktime import WorkTime
from smmfunnel.dataclass import dataclass
from smmfunnel.errors import UsageError, Where
from smmfunnel.vocabulary import COLUMNS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import yaml
    from pydantic_core import ErrorDetails

_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "": tuple(Config.model_fields),
        "files": tuple(FileMap.model_fields),
        "sources": tuple(Sources.model_fields),
        "costs": tuple(Costs.model_fields),
        "worktime": tuple(WorkTime.model_fields),
        "targets": tuple(Targets.model_fields),
        "rules": tuple(Rule.model_fields),
        "when": tuple(Conditions.model_fields),
        "unless": tuple(Conditions.model_fields),
        "words": tuple(TouchWords.model_fields),
    }
)
"""Keys there are at the top, and under the keys that hold mappings of their own."""
_UNSEEN = frozenset({"[key]", PATH, LIST})
"""Parts of a place that only pydantic knows."""


@dataclass(frozen=True)
class Located:
    """The file a fault is in, and where its keys stand."""

    path: str
    root: yaml.Node | None

    def at(self, location: Sequence[int | str]) -> Where:
        """Return the place of a key."""
        return Where(path=self.path, line=line_of(self.root, location))


def fault(detail: ErrorDetails, where: Located) -> UsageError:
    """Turn one finding of pydantic into an error."""
    location = [part for part in detail["loc"] if part not in _UNSEEN]
    place, key = where.at(location), spelled(location)
    if detail["type"] == "extra_forbidden":
        return _unknown(key, str(location[-1]), _keys_beside(location), place)
    if detail["type"] == "missing":
        return UsageError("config_missing_key", place, key=key)
    value = detail["input"]
    if detail["type"] in {"enum", "literal_error"} and (near := _near(str(value), _choices(detail))):
        return UsageError("config_value_near", place, key=key, value=value, near=near)
    problem = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "value_error":
        return UsageError("config_value_shape", place, key=key, problem=problem)
    if isinstance(value, (str, int, float)):
        return UsageError("config_value", place, key=key, problem=_lower(problem), value=value)
    return UsageError("config_value_shape", place, key=key, problem=_lower(problem))


def _keys_beside(location: Sequence[int | str]) -> tuple[str, ...]:
    """Return the keys that could stand where an unknown one does."""
    above = [part for part in location[:-1] if part in _KEYS]
    return _KEYS.get(str(above[-1]) if above else "" if len(location) == 1 else str(location[0]), ())


def column_faults(values: Mapping[str, Any], where: Located) -> Iterator[UsageError]:
    """Find names under `columns` and `set` that are no canonical columns, whatever else is wrong."""
    entries = values.get("files")
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, dict):
            continue
        kinds = [Kind(entry["kind"])] if entry.get("kind") in {*Kind} else list(Kind)
        known = list(dict.fromkeys(column.name for kind in kinds for column in COLUMNS[kind]))
        for part in ("columns", "set"):
            mapping = entry.get(part)
            for name in mapping if isinstance(mapping, dict) else ():
                if name not in known:
                    location = ("files", number, part, name)
                    near = _near(name, known)
                    code = "config_unknown_column_near" if near else "config_unknown_column"
                    yield UsageError(code, where.at(location), key=spelled(location), near=near, name=name)


def spelled(location: Sequence[int | str]) -> str:
    """Write a location as people name it, counting from one.

    Example:
        >>> spelled(("files", 0, "columns"))
        'files[1].columns'
    """
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "file"


def _unknown(key: str, name: str, known: Iterable[str], place: Where) -> UsageError:
    near = _near(name, known)
    if near:
        return UsageError("config_unknown_key_near", place, key=key, near=near)
    return UsageError("config_unknown_key", place, key=key)


def _near(name: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(name, list(known), n=1)), None)


def _choices(detail: ErrorDetails) -> list[str]:
    expected = str(detail.get("ctx", {}).get("expected", ""))
    return [part.strip(" '") for part in expected.replace(" or ", ",").split(",")]


def _lower(problem: str) -> str:
    return problem[:1].lower() + problem[1:]
