"""The catalogue as JSON, made from its YAML files; `python -m tests.catalogue` rewrites it."""

from __future__ import annotations

from pathlib import Path

import smmfunnel.catalog
from smmfunnel.catalog.compiled import NAME
from smmfunnel.catalog.load import compile_catalog

TARGET = Path(smmfunnel.catalog.__file__).with_name(NAME)


def main() -> None:
    """Write what the YAML files say now."""
    TARGET.write_text(compile_catalog(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
