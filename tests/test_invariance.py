"""What must not change the answer: the order of rows and files, the size of batches, threads, the way of reading."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smmfunnel.analysis.maturity import choose_horizon
from smmfunnel.check import build_check
from smmfunnel.config import Overrides, Settings, make_settings
from smmfunnel.facts.pipeline import gather
from smmfunnel.reading import read, rows
from smmfunnel.reading.discover import discover
from smmfunnel.render import RenderOptions, render_check, render_report
from smmfunnel.report import build_report

AGENCY = Path(__file__).parents[1] / "examples" / "agency"
BY = ("campaign", "ad_group", "ad", "platform", "device", "source", "manager", "week", "month")
HEADS = {"yandex_direct.csv": 4, "metrika.csv": 2}
"""Lines to leave where they are: titles, the header, totals right below it."""


def settings(paths: list[str], **changes: Any) -> Settings:
    asked = Overrides(
        config=str(AGENCY / "smmfunnel.yaml"), by=BY, period="2026-09-01..2026-09-30", reference="previous"
    )
    return replace(make_settings(paths, asked), **changes)


def answer(paths: list[str], **changes: Any) -> tuple[str, str]:
    """Return report and check as JSON."""
    given = settings(paths, **changes)
    facts = gather(discover(paths), given, choose_horizon=choose_horizon)
    assert facts.evidence is not None
    options = RenderOptions(format="json")
    return (
        render_report(build_report(facts, given), options),
        render_check(build_check(facts, given), options),
    )


@pytest.fixture(scope="module")
def usual() -> tuple[str, str]:
    return answer([str(AGENCY)])


def test_the_same_inputs_give_the_same_bytes(usual: tuple[str, str]) -> None:
    assert answer([str(AGENCY)]) == usual


def test_files_in_any_order_give_the_same_bytes(usual: tuple[str, str]) -> None:
    paths = sorted((str(path) for path in AGENCY.glob("*.csv")), reverse=True)
    assert answer(paths) == usual


def test_batches_of_any_size_give_the_same_bytes(usual: tuple[str, str]) -> None:
    assert answer([str(AGENCY)], batch_bytes=20_000) == usual


def test_batches_of_a_few_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for path in AGENCY.glob("*.csv"):
        lines = path.read_bytes().splitlines(keepends=True)
        # Every tenth row, of both months.
        (tmp_path / path.name).write_bytes(b"".join([*lines[: HEADS.get(path.name, 1)], *lines[10::10]]))
    assert answer([str(tmp_path)], batch_bytes=1000) == answer([str(tmp_path)])


@pytest.mark.parametrize("threads", [1, 3])
def test_any_number_of_threads_gives_the_same_bytes(usual: tuple[str, str], threads: int) -> None:
    assert answer([str(AGENCY)], threads=threads) == usual


def test_the_fast_way_of_reading_gives_the_same_bytes(usual: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "SMALL", 0)
    assert answer([str(AGENCY)], batch_bytes=50_000) == usual


@pytest.mark.parametrize("fast", [False, True])
def test_batches_read_in_several_threads_give_the_same_bytes(
    usual: tuple[str, str], monkeypatch: pytest.MonkeyPatch, *, fast: bool
) -> None:
    monkeypatch.setattr(read, "SMALL", 0)
    if fast:
        monkeypatch.setattr(rows, "SMALL", 0)
    assert answer([str(AGENCY)], batch_bytes=20_000, threads=3) == usual


@pytest.mark.parametrize("seed", [1, 2])
def test_rows_in_any_order_give_the_same_figures(usual: tuple[str, str], tmp_path: Path, seed: int) -> None:
    for path in AGENCY.glob("*.csv"):
        lines = path.read_bytes().splitlines(keepends=True)
        fixed = HEADS.get(path.name, 1)
        head, body = lines[:fixed], lines[fixed:]
        if not body[-1].endswith(b"\n"):
            body[-1] += b"\n"
        random.Random(seed).shuffle(body)
        (tmp_path / path.name).write_bytes(b"".join([*head, *body]))
    for one, two in zip(usual, answer([str(tmp_path)]), strict=True):
        before, after = json.loads(one), json.loads(two.replace(str(tmp_path), str(AGENCY)))
        for part in set(before) - {"inputs", "totals", "config_path"}:
            assert after[part] == before[part], part


def test_segments_of_every_dimension_add_up(usual: tuple[str, str]) -> None:
    report = json.loads(usual[0])
    funnel = {stage["stage"]: stage["count"] for stage in report["funnel"]}
    for dim in BY:
        mine = [segment for segment in report["segments"] if segment["by"] == dim]
        for stage, count in funnel.items():
            parts = [segment.get(stage) for segment in mine]
            if stage != "landing_views" and any(part is not None for part in parts):
                assert sum(part or 0 for part in parts) == pytest.approx(count), (dim, stage)


def test_outcomes_add_up_to_the_leads_and_effects_to_the_change(usual: tuple[str, str]) -> None:
    report = json.loads(usual[0])
    ledger, found = report["ledger"], report["attribution"]
    assert sum(row["leads"] for row in ledger["outcomes"]) == ledger["leads"]
    assert sum(row["leads"] for row in ledger["rules"]) == ledger["leads"]
    assert sum(zone["effect"] for zone in found["zones"]) == pytest.approx(found["change"], abs=1e-9)
    assert found["residual"] == pytest.approx(0, abs=1e-9)
    for zone in found["zones"]:
        assert sum(factor["effect"] for factor in zone["factors"]) == pytest.approx(zone["effect"], abs=1e-9)
        assert zone["bounds"]["low"] <= zone["low"] <= zone["effect"] <= zone["high"] <= zone["bounds"]["high"]


def test_origins_and_exclusions_add_up_to_the_leads_created(usual: tuple[str, str]) -> None:
    report, check = (json.loads(text) for text in usual)
    leads = sum(origin["leads"] for origin in report["origins"])
    assert leads + sum(report["excluded"].values()) == check["reconciliation"]["leads_by_creation"]
