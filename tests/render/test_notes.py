from __future__ import annotations

from smmfunnel.render.notes import message
from smmfunnel.results import Note


def test_numbers_below_nought_have_a_minus_and_names_are_left_alone() -> None:
    note = Note("placebo_not_null", params={"effect": -52.4, "low": -103.2, "high": 11.5})
    assert "by −52.4 sales (−103.2 to +11.5)" in message(note, "en")
    named = Note("junk_by_manager", 1, params={"managers": "Anna -50%"})
    assert "Anna -50%" in message(named, "en")
