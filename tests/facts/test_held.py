from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from smmfunnel.analysis.maturity import choose_horizon
from smmfunnel.config import Overrides, make_settings
from smmfunnel.facts import contacts
from smmfunnel.facts.pipeline import gather
from smmfunnel.facts.rows import LeadFilter, lead_count, lead_rows
from smmfunnel.facts.story import lead_stories
from smmfunnel.reading.discover import discover
from smmfunnel.vocabulary import Outcome, Zone

if TYPE_CHECKING:
    from smmfunnel.facts.held import Held
    from smmfunnel.facts.values import Facts

LOOKED_FOR = 28
"""Leads of the example's period that nobody touched."""
EXAMPLE = str(Path(__file__).parents[2] / "examples" / "agency")


def test_the_example_can_be_asked_for_single_leads() -> None:
    looked: list[int] = []

    def look(held: Held, facts: Facts) -> None:
        assert facts.evidence
        asked = LeadFilter(zones=(Zone.SALES,), outcomes=(Outcome.UNTOUCHED,))
        rows = lead_rows(held.engine, held.marked, asked)
        counted = sum(cell.leads for cell in facts.evidence.ledger if cell.outcome is Outcome.UNTOUCHED)
        every = sum(cell.leads for cell in facts.evidence.ledger)
        assert len(rows) == counted
        assert lead_count(held.engine, held.marked, LeadFilter()) == every
        (story,) = lead_stories(held.engine, held.marked, rows[0].id or "")
        assert story.tried[-1].rule == story.rule == rows[0].rule
        numbers = [row.lead for row in rows]
        shown = contacts.find(held.engine, held.loaded, held.settings, held.catalog, numbers)
        assert all(shown[number].phone for number in numbers)
        looked.append(len(rows))

    gather(discover([EXAMPLE]), make_settings([EXAMPLE], Overrides()), choose_horizon=choose_horizon, look=look)
    assert looked == [LOOKED_FOR]
