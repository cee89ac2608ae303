"""Reading smmfunnel.yaml: found, parsed and checked, every fault with its line."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from smmfunnel.config.base import Model
from smmfunnel.config.faults import Located, column_faults, fault
from smmfunnel.config.models import Config
from smmfunnel.config.nodes import parse
from smmfunnel.config.rules import RulesFile
from smmfunnel.errors import UsageError, Where, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.config.nodes import Tree
    from smmfunnel.config.rules import Rule

NAME = "smmfunnel.yaml"


def find_config(explicit: str | None, inputs: Sequence[str]) -> Path | None:
    """Find the configuration: the one named, else ./smmfunnel.yaml, else that of an input folder.

    Raises:
        UsageError: the one named is not there, or two input folders each bring their own.
    """
    if explicit is not None:
        if not Path(explicit).is_file():
            raise UsageError("config_missing", Where(path=explicit))
        return Path(explicit)
    if Path(NAME).is_file():
        return Path(NAME)
    found = [Path(item) / NAME for item in dict.fromkeys(inputs) if (Path(item) / NAME).is_file()]
    if len({path.resolve() for path in found}) > 1:
        raise UsageError("config_twice", paths=", ".join(map(str, found)))
    return found[0] if found else None


def load_config(path: Path) -> tuple[Config, str]:
    """Read and check a configuration file.

    Returns:
        The configuration and the SHA-256 of the file.

    Raises:
        UsageError: the file cannot be read, is not YAML, or has faults: all of them, each with its line.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError("config_unreadable", Where(path=str(path)), problem=error.strerror) from error
    return parse_config(data, str(path)), hashlib.sha256(data).hexdigest()


def parse_config(data: bytes, path: str) -> Config:
    r"""Check the bytes of a configuration file; see `load_config`.

    Example:
        >>> parse_config("currency: RUB\nstatuses: {нет: lost}".encode(), "a.yaml").statuses
        {'нет': <Status.LOST: 'lost'>}
    """
    return _checked(Config, parse(data, path), path)


def load_rules(path: str) -> tuple[Rule, ...]:
    """Read and check a file of the ledger's rules.

    Raises:
        UsageError: the file cannot be read, is not YAML, or has faults: all of them, each with its line.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError("rules_unreadable", Where(path=path), problem=error.strerror) from error
    return parse_rules(data, path)


def parse_rules(data: bytes, path: str) -> tuple[Rule, ...]:
    r"""Check the bytes of a file of rules; see `load_rules`.

    Example:
        >>> [rule.id for rule in parse_rules(b"rules: [{id: rest, outcome: unknown}]", "a.yaml")]
        ['rest']
    """
    return _checked(RulesFile, parse(data, path), path).rules


Checked = TypeVar("Checked", bound=Model)


def _checked(model: type[Checked], tree: Tree, path: str) -> Checked:
    from pydantic import ValidationError

    where = Located(path, tree.root)
    faults = [*tree.faults, *(column_faults(tree.values, where) if model is Config else ())]
    try:
        made = model.model_validate(tree.values)
    except ValidationError as error:
        faults += [fault(detail, where) for detail in error.errors()]
    else:
        if not faults:
            return made
    raise join(sorted(faults, key=lambda one: (one.where.line or 0) if one.where else 0))
