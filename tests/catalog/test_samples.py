"""Every sample export is recognised as its own format, by exactly one format, with every column mapped."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from smmfunnel.catalog.identify import Match, header_score, identify
from smmfunnel.catalog.load import load_catalog

FORMATS = Path(__file__).parents[1] / "formats"
ENDINGS = (".csv", ".tsv")
HEADER_WITHIN = 25
CATALOG = load_catalog()


class Sample(NamedTuple):
    """The header row of a sample and the lines around its table."""

    headers: list[str]
    surroundings: list[str]


def sample_paths() -> list[Path]:
    texts = sorted(path for path in FORMATS.glob("*/*") if path.suffix in ENDINGS)
    return [path for path in texts if not path.name.endswith(".expected.csv")]


def decode(data: bytes) -> str:
    if data.startswith(b"\xff\xfe"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251")


def read_sample(path: Path) -> Sample:
    """Read the head of a sample with the delimiter under which a row has most headers."""
    lines = decode(path.read_bytes()).splitlines()
    readings = [
        (header_score(row, CATALOG), -number, row)
        for delimiter in ",;\t"
        for number, row in enumerate(csv.reader(lines[:HEADER_WITHIN], delimiter=delimiter))
    ]
    _, minus_number, headers = max(readings)
    return Sample(headers, lines[:-minus_number])


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", sample_paths(), ids=name_of)
def test_a_sample_is_recognised_as_its_own_format_and_no_other(path: Path) -> None:
    sample = read_sample(path)

    match = identify(sample.headers, sample.surroundings, CATALOG)

    assert isinstance(match, Match), match
    assert match.format.name == path.parent.name


@pytest.mark.parametrize("path", sample_paths(), ids=name_of)
def test_no_header_of_a_sample_is_unknown_or_doubtful(path: Path) -> None:
    sample = read_sample(path)

    match = identify(sample.headers, sample.surroundings, CATALOG)

    assert isinstance(match, Match)
    assert match.unknown == ()
    assert match.duplicates == ()


@pytest.mark.parametrize("path", sample_paths(), ids=name_of)
def test_the_mapped_columns_of_a_sample_are_those_expected(path: Path) -> None:
    sample = read_sample(path)
    expected = path.with_name(f"{path.stem}.expected.csv").read_text(encoding="utf-8").splitlines()

    match = identify(sample.headers, sample.surroundings, CATALOG)

    assert isinstance(match, Match)
    assert set(match.columns) == set(next(csv.reader(expected)))


@pytest.mark.parametrize("name", sorted(CATALOG.formats))
def test_every_format_has_a_sample(name: str) -> None:
    assert [path for path in sample_paths() if path.parent.name == name]


def test_samples_exist_only_for_known_formats() -> None:
    assert {path.parent.name for path in sample_paths()} <= set(CATALOG.formats)
