from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from smmfunnel.cli.conditions import figure, parse
from smmfunnel.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import RunCli

REPORT: dict[str, Any] = {
    "scope": "smm",
    "funnel": [
        {"stage": "leads", "count": 200, "rate": None},
        {"stage": "sales", "count": 10, "rate": {"value": 0.05, "low": 0.02, "high": 0.09}},
    ],
    "money": {"cpl": 1500.5, "cac": None},
    "warnings": [{"code": "a"}, {"code": "a"}],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("money.cpl > 1500", True),
        ("money.cpl<=1500", False),
        ("money.cac>0", None),
        ("funnel.leads >= 200", True),
        ("funnel.sales.rate < 6%", True),
        ("funnel.sales.rate.low<0.02", False),
        ("funnel.leads.rate.value>0", None),
        ("funnel.1.count==10", True),
        ("warnings != 2", False),
    ],
)
def test_a_condition_holds_or_not(text: str, *, expected: bool | None) -> None:
    assert parse(text).holds(REPORT) is expected


@pytest.mark.parametrize("text", ["cpl", "money.cpl > much", "> 5", "money.cpl => 5", ""])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse(text)


def test_a_path_that_leads_nowhere_is_told_with_what_there_is() -> None:
    with pytest.raises(UsageError, match=r"no money\.cpx; there are cpl, cac"):
        figure(REPORT, ("money", "cpx"))
    with pytest.raises(UsageError, match=r"no funnel\.clicks; there are leads, sales$"):
        figure(REPORT, ("funnel", "clicks"))
    with pytest.raises(UsageError, match="a text, not a number"):
        figure(REPORT, ("scope",))


@pytest.fixture
def ads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ads") / "ads.csv"
    path.write_text("day,campaign,impressions,clicks,platform_leads,spend\n2026-09-01,Autumn,1000,20,5,500\n")
    return path


def test_a_true_condition_gives_one_and_the_report_as_well(run_cli: RunCli, ads: Path) -> None:
    plain = run_cli("analyze", ads, "-f", "json")
    run = run_cli("analyze", ads, "-f", "json", "--fail-on", "money.cpl>1", "--fail-on", "money.cpl<1")
    assert json.loads(plain.out)["money"]["cpl"] == 100
    assert (run.code, run.out) == (1, plain.out)
    assert run.stderr == "smmfunnel: money.cpl>1 is true\n"


def test_a_false_condition_changes_nothing(run_cli: RunCli, agency: Path) -> None:
    run = run_cli("analyze", agency, "-q", "--fail-on", "money.cpl<1")
    assert (run.code, run.stderr) == (0, "")


def test_a_wrong_path_is_told_in_place_of_the_report(run_cli: RunCli, ads: Path, tmp_path: Path) -> None:
    run = run_cli("analyze", ads, "-f", "json", "--fail-on", "mony.cpl>1")
    assert run.code == 2
    assert json.loads(run.stdout)["error"]["code"] == "condition_path"
    assert run_cli("analyze", ads, "-o", "a.csv", "--fail-on", "mony.cpl>1").code == 2
    assert list(tmp_path.iterdir()) == []
