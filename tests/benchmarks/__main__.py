"""Run the benchmarks side by side.

`python -m tests.benchmarks [startup] [example] [attribution] [leads] [--rows N] [--runs N]`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from smmfunnel.results.names import UNJUDGED
from tests.benchmarks.attribution import attribution
from tests.benchmarks.data import write

ROOT = Path(__file__).parents[2]
# An installed program finds its modules compiled; one that may not write them would compile them at every start.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
FUNNEL = ("funnel", "money", "match", "excluded")
"""Sections that hold what the rivals count, and nothing for which leads are judged."""
EXAMPLE = ROOT / "examples" / "agency"


@dataclass(frozen=True)
class Measured:
    """One finished run of a program."""

    seconds: float
    megabytes: float
    """The most memory its process held."""
    out: bytes


def run(command: list[str]) -> Measured:
    """Run a program to its end and ask the system what it took."""
    started = time.perf_counter()
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**ENVIRONMENT, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)} ended with {child.returncode}")
    return Measured(seconds, usage.ru_maxrss / 1024, out)


def compare(rows: dict[str, list[str]], runs: int, *, warm: bool = False) -> dict[str, Measured]:
    """Run programs in turn, print medians and ratios to the first, and return the last run of each.

    Quick ones are run once before they are measured.
    """
    found: dict[str, list[Measured]] = {name: [] for name in rows}
    for command in rows.values() if warm else ():
        run(command)
    for _ in range(runs):
        for name, command in rows.items():
            found[name].append(run(command))
    title = next(iter(rows))
    first = statistics.median(m.seconds for m in found[title])
    for name, measured in found.items():
        seconds = statistics.median(m.seconds for m in measured)
        peak = max(m.megabytes for m in measured)
        print(f"  {name:<28} {seconds:8.2f} s   {peak:7.0f} MB   {title} takes {first / seconds:.2f} of it")
    return {name: measured[-1] for name, measured in found.items()}


def startup(runs: int) -> None:
    """`--help` against importing the library it is made of."""
    print("startup")
    compare(
        {
            "smmfunnel --help": [sys.executable, "-m", "smmfunnel", "--help"],
            "import typer": [sys.executable, "-c", "import typer"],
        },
        runs,
        warm=True,
    )


def example(runs: int) -> None:
    """The whole report of the example, and its funnel by itself, against importing pandas."""
    print("example")
    analyze = [sys.executable, "-m", "smmfunnel", "analyze", str(EXAMPLE)]
    compare(
        {
            "analyze examples/agency": analyze,
            "its funnel": [*analyze, *(part for name in UNJUDGED for part in ("--section", name))],
            "import pandas": [sys.executable, "-c", "import pandas"],
        },
        runs,
        warm=True,
    )


def leads(rows: int, runs: int) -> None:
    """The funnel against the same joins and counts by hand; the totals must be the same."""
    print(f"{rows:,} leads, 200,000 ad rows")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, rows)
        (folder / "smmfunnel.yaml").write_text("region: RU\n", encoding="utf-8")
        rivals = {
            f"by hand in {n}": [sys.executable, "-m", "tests.benchmarks.rivals", n, name]
            for n in ("duckdb", "polars", "pandas")
        }
        analyze = [sys.executable, "-m", "smmfunnel", "analyze", name, "-f", "json"]
        sections = [part for name in FUNNEL for part in ("--section", name)]
        done = compare({"funnel": [*analyze, *sections], **rivals, "funnel and attribution": analyze}, runs)
        mine = _totals(done.pop("funnel").out)
        if _totals(done.pop("funnel and attribution").out) != mine:
            sys.exit("with attribution other totals are counted than without")
        for rival, measured in done.items():
            theirs = json.loads(measured.out)
            if theirs != mine:
                sys.exit(f"{rival} counts {theirs}, smmfunnel {mine}")
        print(f"  all agree: {mine}")


def _totals(out: bytes) -> dict[str, float]:
    """Take from a report what the rivals count."""
    report = json.loads(out)
    counts = {stage["stage"]: stage["count"] for stage in report["funnel"]}
    return {
        "spend": round(report["money"]["spend"], 2),
        "impressions": counts["impressions"],
        "clicks": counts["clicks"],
        "leads": counts["leads"],
        "duplicates": report["excluded"]["duplicate"],
        "qualified": counts["qualified"],
        "open": report["open_leads"],
        "sales": counts["sales"],
        "revenue": round(report["money"]["revenue"]),
        "matched": report["match"]["matched"],
    }


def main() -> None:
    """Run what the command line asks for, by default the two quick ones."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("what", nargs="*", default=["startup", "example"])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    if "startup" in asked.what:
        startup(asked.runs)
    if "example" in asked.what:
        example(asked.runs)
    if "attribution" in asked.what:
        attribution(asked.runs)
    if "leads" in asked.what:
        leads(asked.rows, asked.runs)


if __name__ == "__main__":
    main()
