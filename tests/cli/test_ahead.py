from __future__ import annotations

import sys

import pytest

from smmfunnel.cli.ahead import importing


def test_modules_are_there_when_the_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with importing(["colorsys"]) as start:
        start()
    assert "colorsys" in sys.modules


def test_nothing_is_imported_for_work_that_never_comes_to_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    early = KeyError("unreadable")
    with pytest.raises(KeyError), importing(["colorsys"]):
        raise early
    assert "colorsys" not in sys.modules


def test_a_module_that_is_not_there_is_left_to_who_uses_it() -> None:
    with importing(["smmfunnel.nowhere", "colorsys"]) as start:
        start()
    assert "smmfunnel.nowhere" not in sys.modules
