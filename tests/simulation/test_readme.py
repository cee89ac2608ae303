"""The README's table of simulated agencies: of every scenario there is, and as good as it says."""

from __future__ import annotations

import re
from pathlib import Path

from tests.simulation.__main__ import HEADS, line
from tests.simulation.scenarios import SCENARIOS
from tests.simulation.test_simulation import INNOCENT, INSIDE, SILENT

README = Path(__file__).parents[2] / "README.md"


def table() -> list[list[str]]:
    text = README.read_text(encoding="utf-8")
    found = re.search("<!-- measured: simulation -->\n(.*?)<!-- measured: end -->", text, re.DOTALL)
    assert found
    head, _, *rows = found[1].splitlines()
    assert head == line(HEADS)
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def of(cell: str) -> float:
    return float(cell.rstrip("%")) / 100


def test_every_scenario_is_in_the_table() -> None:
    assert [row[0] for row in table()] == list(SCENARIOS)


def test_the_measured_shares_keep_the_promises() -> None:
    for name, named, silent, innocent, inside, *_ in table():
        scenario = SCENARIOS[name]
        assert (named == "–") is (not scenario.named)
        assert of(silent) >= SILENT or scenario.causes
        assert of(innocent) <= INNOCENT
        assert of(inside) >= INSIDE
