"""Run the simulated agencies: `python -m tests.simulation [SCENARIO …] [--runs 200] [--first-seed 1]`.

What it prints is the README's table: of how many histories the planted causes were all named, nobody was, or somebody
innocent; in how many the truth lay within the bounds, of the zone where it did so least; how wide these were in sales;
and how often what people do now blames somebody innocent.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from smmfunnel.vocabulary import Zone
from tests.simulation.rivals import RIVALS
from tests.simulation.scenarios import SCENARIOS
from tests.simulation.score import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.simulation.score import Score

WIDTHS = (Zone.SMM, Zone.SALES, Zone.SITE, Zone.OFFER, Zone.BUDGET)
HEADS = (
    "what happened",
    "cause named",
    "nobody named",
    "innocent named",
    "truth inside",
    f"width: {', '.join(zone.value for zone in WIDTHS)}",
    *(f"{rival}, innocent blamed" for rival in RIVALS),
)


def row(name: str, found: Score) -> tuple[str, ...]:
    """Write one scenario's shares as cells."""
    return (
        name,
        share(found.found, found.runs) if SCENARIOS[name].named else "–",
        share(found.silent, found.runs),
        share(found.innocent, found.runs),
        share(min(found.inside.values()), found.runs),
        ", ".join(f"{found.width[zone]:.1f}" for zone in WIDTHS),
        *(share(found.rivals[rival][1], found.runs) for rival in RIVALS),
    )


def share(part: int, runs: int) -> str:
    """Write a share of the histories.

    Example:
        >>> share(199, 200), share(20, 20)
        ('99.5%', '100%')
    """
    return f"{100 * part / runs:.1f}%".replace(".0%", "%")


def line(cells: Sequence[str]) -> str:
    """Write one line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print one row a scenario as it is done."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS))
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--first-seed", type=int, default=1)
    asked = parser.parse_args()
    print(line(HEADS))
    print(line(["---"] * len(HEADS)))
    for name in asked.scenarios:
        found = score(SCENARIOS[name], range(asked.first_seed, asked.first_seed + asked.runs))
        print(line(row(name, found)), flush=True)


if __name__ == "__main__":
    main()
