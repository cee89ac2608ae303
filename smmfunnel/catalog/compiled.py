"""The built-in catalogue as one JSON file, so that a run need not parse some fifty files of YAML.

The YAML files are what counts. Each part of `compiled.json` carries the hash of the file it was made from and
stands for it only while the file has that hash: a file that was changed or added is parsed, as if there were no
JSON. `python -m tests.catalogue` writes the JSON anew; a test holds it to the files.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from smmfunnel.catalog.model import Alias, Format
from smmfunnel.catalog.sources import Sources
from smmfunnel.catalog.words import LanguageWords
from smmfunnel.dataclass import dataclass
from smmfunnel.vocabulary import Kind, Reason, Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

NAME = "compiled.json"
_STATUS = {meaning.value: meaning for meaning in Status}
_REASON = {meaning.value: meaning for meaning in Reason}


@dataclass(frozen=True)
class Compiled:
    """The parts of the JSON file by the path of the file each was made from."""

    parts: Mapping[str, Any]

    def of(self, path: str, data: bytes) -> dict[str, Any] | None:
        """Return what a file with these bytes says, or None where the JSON does not know them."""
        part = self.parts.get(path)
        return part["says"] if part is not None and part["sha256"] == digest(data) else None


def digest(data: bytes) -> str:
    """Hash the bytes of a file, whatever its line ends."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def read_compiled(folder: Traversable) -> Compiled:
    """Read the JSON of a catalogue's folder; without it every file is parsed."""
    file = folder / NAME
    return Compiled(json.loads(file.read_bytes()) if file.is_file() else {})


def plain(value: Format | LanguageWords | Sources) -> dict[str, Any]:
    """Return what a part says as JSON has it: lists for tuples and sets, texts for meanings."""
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Alias):
        return [value.header, value.lang, value.key]
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def format_of(says: Mapping[str, Any]) -> Format:
    """Turn what `plain` made of a Format into the Format."""
    values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in says.items()}
    values["kind"] = Kind(says["kind"])
    values["columns"] = {
        column: tuple(Alias(*alias) for alias in aliases) for column, aliases in says["columns"].items()
    }
    values["require"] = tuple(map(tuple, says["require"]))
    values["statuses"] = {word: _STATUS[meaning] for word, meaning in says["statuses"].items()}
    values["reasons"] = {word: _REASON[meaning] for word, meaning in says["reasons"].items()}
    return Format(**values)


def words_of(says: Mapping[str, Any]) -> LanguageWords:
    """Turn what `plain` made of a language's words into the words."""
    return LanguageWords(
        statuses={word: _STATUS[meaning] for word, meaning in says["statuses"].items()},
        reasons={word: _REASON[meaning] for word, meaning in says["reasons"].items()},
    )


def sources_of(says: Mapping[str, Any]) -> Sources:
    """Turn what `plain` made of the Sources into the Sources."""
    values: dict[str, Any] = {key: frozenset(v) if isinstance(v, list) else v for key, v in says.items()}
    return Sources(**values)
