"""Reading smmfunnel.yaml: found, parsed and checked, every fault with its line."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from smmfunnel.config.faults import Located, column_faults, fault
from smmfunnel.config.models import Config
from smmfunnel.config.nodes import parse
from smmfunnel.errors import UsageError, Where, join

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    from pydantic import ValidationError

    tree = parse(data, path)
    where = Located(path, tree.root)
    faults = [*tree.faults, *column_faults(tree.values, where)]
    try:
        config = Config.model_validate(tree.values)
    except ValidationError as error:
        faults += [fault(detail, where) for detail in error.errors()]
    if faults:
        raise join(sorted(faults, key=lambda one: (one.where.line or 0) if one.where else 0))
    return config
