from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from smmfunnel.analysis.maturity import choose_horizon
from smmfunnel.config import Overrides, make_settings
from smmfunnel.facts import contacts
from smmfunnel.facts.pipeline import gather
from smmfunnel.facts.rows import LeadFilter, lead_count, lead_rows
from smmfunnel.facts.story import lead_stories
from smmfunnel.vocabulary import Outcome, Zone

if TYPE_CHECKING:
    from smmfunnel.facts.held import Held
    from smmfunnel.facts.values import Facts

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "agency")


def test_the_example_can_be_asked_for_single_leads() -> None:
    found: dict[str, object] = {}

    def look(held: Held, facts: Facts) -> None:
        assert facts.evidence
        rows = lead_rows(held.engine, held.marked, LeadFilter(zones=(Zone.SALES,), outcomes=(Outcome.UNTOUCHED,)))
        found["rows"] = len(rows)
        found["counted"] = sum(cell.leads for cell in facts.evidence.ledger if cell.outcome is Outcome.UNTOUCHED)
        found["all"] = lead_count(held.engine, held.marked, LeadFilter()), sum(c.leads for c in facts.evidence.ledger)
        (story,) = lead_stories(held.engine, held.marked, rows[0].id or "")
        found["fired"] = story.tried[-1].rule, story.rule, rows[0].rule
        numbers = [row.lead for row in rows]
        shown = contacts.find(held.engine, held.loaded, held.settings, held.catalog, numbers)
        found["phones"] = {shown[number].phone is not None for number in numbers}

    settings = make_settings([EXAMPLE], Overrides())
    gather([EXAMPLE], settings, choose_horizon=choose_horizon, look=look)
    assert found["rows"] == found["counted"]
    assert found["rows"]
    every, counted = found["all"] if isinstance(found["all"], tuple) else (0, 1)
    assert every == counted
    assert len(set(found["fired"] if isinstance(found["fired"], tuple) else ())) == 1
    assert found["phones"] == {True}
