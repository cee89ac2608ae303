"""Run the simulated agencies: `python -m tests.simulation [SCENARIO …] [--runs 200] [--first-seed 1]`."""

from __future__ import annotations

import argparse
import time

from tests.simulation.rivals import RIVALS
from tests.simulation.scenarios import SCENARIOS
from tests.simulation.score import JUDGED, score


def main() -> None:
    """Print one row a scenario: named, silent, innocent, truth inside the bounds and their width; then rivals."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS))
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--first-seed", type=int, default=1)
    asked = parser.parse_args()
    print(f"{'scenario':28} {'named':>6} {'silent':>7} {'innocent':>9}  inside/width by zone; right/wrong by rival")
    for name in asked.scenarios:
        started = time.perf_counter()
        found = score(SCENARIOS[name], range(asked.first_seed, asked.first_seed + asked.runs))
        share = {key: getattr(found, key) / found.runs for key in ("found", "silent", "innocent")}
        told = f"{share['found']:6.1%}" if SCENARIOS[name].named else "     –"
        zones = "  ".join(
            f"{zone.value} {found.inside[zone] / found.runs:.0%}/{found.width[zone]:.1f}" for zone in JUDGED
        )
        seconds = (time.perf_counter() - started) / found.runs
        print(f"{name:28} {told:>6} {share['silent']:7.1%} {share['innocent']:9.1%}  {zones}  {seconds:.2f} s a run")
        print(
            " " * 28,
            "; ".join(
                f"{rival} {found.rivals[rival][0] / found.runs:.0%}/{found.rivals[rival][1] / found.runs:.0%}"
                for rival in RIVALS
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
