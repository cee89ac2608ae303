"""`leads` and `explain --lead` on the command line: the rows behind a number, and no contacts unasked."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from smmfunnel.cli.app import application
from smmfunnel.cli.listoptions import ListFormat
from smmfunnel.render.leads import FORMATS
from smmfunnel.vocabulary import Outcome, Zone

RUNNER = CliRunner()
AGENCY = Path(__file__).parents[2] / "examples" / "agency"


@cache
def run(command: str, *words: str, code: int = 0) -> str:
    result = RUNNER.invoke(application(), [command, *words, "--quiet"])
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.stderr


def listed(*words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run("leads", str(AGENCY), "-f", "csv", *words))))


def test_outcomes_and_zones_choose_and_add_up() -> None:
    everyone = listed()
    assert len(everyone) > 500
    sales = listed("--zone", "sales")
    assert sales == [row for row in everyone if row["zone"] == "sales"]
    late = listed("--outcome", "late", "--outcome", "untouched")
    assert {row["outcome"] for row in late} == {"late", "untouched"}
    assert [row["lead_id"] for row in listed("--rule", "late")] == [
        row["lead_id"] for row in everyone if row["rule"] == "late"
    ]


def test_a_pipe_gets_every_row_and_a_limit_is_kept() -> None:
    assert len(listed("--limit", "3")) == 3
    document = json.loads(run("leads", str(AGENCY), "-f", "json", "--limit", "2"))
    assert document["listed"] == 2
    assert document["leads"] == len(listed())


def test_contacts_are_masked_unless_they_are_asked_for() -> None:
    masked = [row["phone"] for row in listed("--limit", "20") if row["phone"]]
    assert masked
    assert all("•" in phone for phone in masked)
    shown = [row["phone"] for row in listed("--limit", "20", "--pii") if row["phone"]]
    assert all("•" not in phone and phone.lstrip("'+").isdigit() for phone in shown)
    assert [phone[-2:] for phone in shown] == [phone[-2:] for phone in masked]


def test_leads_to_rescue_come_by_their_worth() -> None:
    worth = [float(row["worth"]) for row in listed("--rescue") if row["worth"]]
    assert worth
    assert worth == sorted(worth, reverse=True)
    assert all(0 <= each < 1 for each in worth)
    assert worth[0] > 0
    assert {row["outcome"] for row in listed("--rescue")} <= {"open", "untouched", "no_record"}


@pytest.mark.parametrize("which", [("--outcome", "late"), ("--zone", "smm"), ("--zone", "sales")], ids=" ".join)
def test_the_worth_of_lost_leads_adds_up_to_the_ledger(which: tuple[str, str]) -> None:
    option, name = which
    document = json.loads(run("analyze", str(AGENCY), "-f", "json", "--section", "ledger", "--section", "ledger_zones"))
    rows = document["ledger"]["outcomes" if option == "--outcome" else "zones"]
    [told] = [row["sales_lost"]["value"] for row in rows if row[option.removeprefix("--")] == name]
    assert sum(float(row["worth"]) for row in listed(*which)) == pytest.approx(told, abs=0.01)
    assert told > 1


def test_what_their_worth_is_stands_above_it() -> None:
    assert "Expected sales lost" in run("leads", str(AGENCY), "-f", "plain", "--outcome", "late", "--limit", "1")
    assert "Expected sales if handled now" in run("leads", str(AGENCY), "-f", "plain", "--rescue", "--limit", "1")
    assert {row["worth"] for row in listed("--zone", "offer")} == {""}


def test_managers_campaigns_and_age_choose() -> None:
    assert {row["manager"] for row in listed("--manager", "анна*")} == {"Анна Ким"}
    assert {row["campaign"] for row in listed("--campaign", "окна |*")} != {""}
    assert min(int(row["age_days"]) for row in listed("--older-than", "40d")) == 41


def test_a_file_is_written_in_the_form_of_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "leads.jsonl"
    run("leads", str(AGENCY), "--limit", "2", "-o", str(path))
    assert len(path.read_text().splitlines()) == 2
    assert "a list of leads is one table" in run("leads", str(AGENCY), "-o", str(tmp_path / "a.md"), code=2)


def test_files_without_leads_list_none() -> None:
    text = run("leads", str(AGENCY / "vk_ads.csv"))
    assert text.endswith("Leads  none fits\n")


def test_a_story_is_told_with_masked_contacts() -> None:
    [lead] = listed("--outcome", "late", "--limit", "1")
    text = run("explain", "--lead", lead["lead_id"], str(AGENCY))
    assert text.startswith(f"Lead {lead['lead_id']}, created {lead['created_at']}\n")
    assert "outcome.late" in text
    assert text.rstrip().endswith("fired")
    assert "•" in text
    assert "•" not in run("explain", "--lead", lead["lead_id"], "--pii", str(AGENCY))


@pytest.mark.parametrize(("option", "names"), [("--outcome", Outcome), ("--zone", Zone)])
def test_a_name_that_is_none_is_refused_with_all_there_are(option: str, names: type[Outcome | Zone]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "smmfunnel", "leads", option, "nobody", str(AGENCY)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    told = " ".join(done.stderr.split())
    assert (done.returncode, [name for name in names if f"'{name}'" not in told]) == (2, [])


def test_lists_have_the_forms_of_their_writers() -> None:
    assert tuple(name.value for name in ListFormat) == FORMATS


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--lead", "nobody", str(AGENCY)), 'no lead has the id "nobody"'), (("--lead", "5"), "none is named")],
)
def test_a_lead_there_is_not_is_a_usage_error(words: tuple[str, ...], told: str) -> None:
    assert told in run("explain", *words, code=2)
