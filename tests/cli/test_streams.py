from __future__ import annotations

import io

import pytest

from smmfunnel.cli import streams


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "refused", "terminal", "expected"),
    [
        ({}, False, True, True),
        ({}, False, False, False),
        ({}, True, True, False),
        ({"NO_COLOR": "1"}, False, True, False),
        ({"NO_COLOR": ""}, False, True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, True, False),
        ({"FORCE_COLOR": "1"}, False, False, True),
        ({"FORCE_COLOR": "1"}, True, False, False),
        ({"FORCE_COLOR": "0"}, False, True, False),
        ({"TERM": "dumb"}, False, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, False, True, True),
    ],
)
def test_colour(environment: dict[str, str], *, refused: bool, terminal: bool, expected: bool) -> None:
    stream = Terminal() if terminal else io.StringIO()
    assert streams.wants_color(stream, environment, refused=refused) is expected


def test_a_pipe_has_as_much_room_as_the_report_needs() -> None:
    assert streams.room(io.StringIO(), None) is None
    assert streams.room(io.StringIO(), 72) == 72


def test_a_terminal_has_its_own_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "93")
    assert streams.room(Terminal(), None) == 93
    monkeypatch.setenv("COLUMNS", "10")
    assert streams.room(Terminal(), None) == streams.SMALLEST_WIDTH


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("1\u202f234,5\u00a0₽", "cp1251", "1 234,5\u00a0руб."),
        ("1\u202f234,5\u00a0₽", "ascii", "1 234,5 RUB"),
        ("█▌── Лето ▼", "cp1251", "##-- Лето v"),
        ("café Ж 夏", "ascii", "cafe ? ?"),
        ("всё как есть ₽ 夏", "utf-8", "всё как есть ₽ 夏"),
    ],
)
def test_what_an_encoding_lacks_is_written_out(text: str, encoding: str, expected: str) -> None:
    assert streams.encoded(text, encoding).decode(encoding) == expected


@pytest.mark.parametrize(("encoding", "expected"), [("utf-8", True), ("cp1251", False), ("ascii", False)])
def test_bars_need_an_encoding_that_has_them(encoding: str, *, expected: bool) -> None:
    assert streams.shows_unicode(io.TextIOWrapper(io.BytesIO(), encoding=encoding)) is expected
