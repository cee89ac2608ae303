"""Texts of the notes in the samples, and the golden files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smmfunnel import texts

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parents[1] / "golden" / "render"

NOTES = {
    "error.sample": "is broken",
    "hint.sample": "mend it",
    "note.sample_broken": "{n:,} lead from {source} is torn || {n:,} leads from {source} have broken tags",
    "note.sample_rejected": "{n:,} row could not be read || {n:,} rows could not be read",
    "note.sample_stage": "{stage} of {of}",
    "note.sample_total": "the totals row disagrees with its rows in {column}",
    "note.sample_unmapped": "{n:,} lead has a word without a meaning || {n:,} leads have {words} such words",
    "note.sample_zone": "times are read as {zone}",
}


@pytest.fixture(autouse=True)
def notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the notes of the samples a text, so that no test hangs on the wording of a real one."""
    table = texts._table("en")  # noqa: SLF001 - notes are looked up there and nowhere else
    for key, text in NOTES.items():
        monkeypatch.setitem(table, key, text)


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with its golden file byte for byte; `UPDATE_GOLDEN=1` writes it anew instead."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.read_bytes() == text.encode(), f"{path.name} differs; UPDATE_GOLDEN=1 writes it anew"

    return compare
