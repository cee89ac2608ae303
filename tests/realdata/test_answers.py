"""What the README tells of real exports, figure by figure, against what the program prints of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import run_inside
from tests.realdata.test_real_exports import DATA, HERE, analyze

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real exports are not beside this checkout")

README = Path(__file__).parents[2] / "README.md"
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
_DAY = re.compile(r"\b(?:January|December) \d{4}\b")


def bullets() -> dict[str, str]:
    """The README's paragraphs on real exports, by what stands in bold."""
    section = README.read_text(encoding="utf-8").split("### What real exports show")[1].split("\n## ")[0]
    parts = ["- **" + part for part in section.split("- **")[1:]]
    return {part.split("**")[1].split(",")[0].split(" with ")[0]: part for part in parts}


def printed(folder: str, *options: str) -> str:
    """What a terminal shows of a folder of the real exports."""
    run = run_inside("analyze", DATA / folder, *options, "--width", "200", cwd=DATA)
    assert run.code == 0, run.stderr
    return run.stdout


def config(name: str) -> tuple[str, str]:
    return "-c", str(HERE / f"{name}.yaml")


CASES: dict[str, list[tuple[str, ...]]] = {
    "A shop on three platforms": [("netelixir", *config("netelixir"), "--period", "2024-04-01..2024-06-30")],
    "A car dealer": [("google_omoda_pt",)],
    "A marketplace's leads": [("olist", *config("olist"), "--period", "2018-01", "--reference", "2017-12")],
    "An online school's leads of a month": [("edtech_leads", *config("edtech"))],
    "A pipeline of 8": [
        ("maven_crm", *config("maven"), "--period", "2017-07-01..2017-09-30"),
        ("maven_crm", *config("maven")),
    ],
}


def test_every_paragraph_is_checked() -> None:
    assert set(bullets()) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_every_figure_of_a_paragraph_is_the_programs(name: str) -> None:
    shown = {figure for case in CASES[name] for figure in _FIGURE.findall(printed(*case))}
    told = _FIGURE.findall(_DAY.sub("", bullets()[name]))
    assert told
    assert [figure for figure in told if figure not in shown] == []


def test_who_is_named_and_who_is_not() -> None:
    shop = analyze("netelixir", config="netelixir", options=("--period", "2024-04-01..2024-06-30"))["attribution"]
    assert shop["verdict"]["zones"] == ["smm", "budget"]
    assert next(zone for zone in shop["zones"] if zone["zone"] == "smm")["bounds"]["high"] > 0
    dealer = analyze("google_omoda_pt")["attribution"]["verdict"]
    assert (dealer["kind"], [one["code"] for one in dealer["missing"]]) == ("no_sales", ["closed_deals"])
    school = analyze("edtech_leads", config="edtech")
    assert school["attribution"]["verdict"]["zones"] == []
    assert "response_times" in {one["code"] for one in school["attribution"]["verdict"]["missing"]}
    assert school["ledger"]["touch_log"]["trusted"] is True
    young = analyze("maven_crm", config="maven")
    assert young["attribution"]["verdict"]["kind"] == "slower_cycle"
    assert young["maturity"]["cycle_shift"] == "slower"


def test_the_change_of_2018_is_told_and_nobody_is_praised_or_blamed_for_it() -> None:
    report = analyze("olist", config="olist", options=("--period", "2018-01", "--reference", "2017-12"))
    found = report["attribution"]
    assert found["change"] > 0
    assert (found["verdict"]["zones"], found["verdict"]["kind"]) == ([], "gains")
    assert {zone["zone"] for zone in found["zones"] if zone["factors"]} == {"unattributed"}
    assert report["managers"] == []
    assert "managers_of_won_only" in {note["code"] for note in report["warnings"]}
    assert report["maturity"]["horizon_days"] == found["horizon_days"] == 371
