"""The catalogue's JSON says what its YAML files say, and nothing of a file that has changed since."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from smmfunnel.catalog import load
from smmfunnel.catalog.compiled import Compiled, digest, read_compiled
from smmfunnel.catalog.load import compile_catalog, load_catalog
from tests.catalogue import TARGET

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

STALE = "the YAML files have changed: run `python -m tests.catalogue`"


def test_the_json_is_what_the_yaml_files_say() -> None:
    assert compile_catalog() == TARGET.read_text(encoding="utf-8"), STALE


def test_a_catalogue_read_from_json_equals_the_parsed_one(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = load_catalog()
    monkeypatch.setattr(load, "read_compiled", lambda _: Compiled({}))

    assert load_catalog() == quick
    assert load_catalog().index == quick.index


def test_a_file_changed_since_is_parsed() -> None:
    path, data = "formats/x_ads.yaml", TARGET.with_name("formats").joinpath("x_ads.yaml").read_bytes()
    compiled = read_compiled(TARGET.parent)

    says = compiled.of(path, data)
    assert says is not None
    assert says["name"] == "x_ads"
    assert compiled.of(path, data.replace(b"\n", b"\r\n")) == says
    assert compiled.of(path, data + b"\n") is None
    assert compiled.of("formats/new.yaml", data) is None


def test_one_changed_file_is_parsed_beside_those_of_the_json(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = json.loads(TARGET.read_bytes())
    for path in ("formats/x_ads.yaml", "words/de.yaml", "sources.yaml"):
        parts[path]["sha256"] = digest(b"another")
        parts[path]["says"] = None
    quick = load_catalog()
    monkeypatch.setattr(load, "read_compiled", lambda _: Compiled(parts))

    assert load_catalog() == quick


def test_without_the_json_everything_is_parsed(tmp_path: Path) -> None:
    assert read_compiled(tmp_path) == Compiled({})
