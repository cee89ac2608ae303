"""`explain` on the command line: lists, tells, and answers for what there is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from smmfunnel.cli.app import application

RUNNER = CliRunner()
AGENCY = Path(__file__).parents[2] / "examples" / "agency"


def run(*words: str) -> str:
    result = RUNNER.invoke(application(), ["explain", *words])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_without_a_topic_the_topics_are_listed() -> None:
    assert run().startswith("Topics of smmfunnel explain:\n")


def test_a_name_of_two_things_tells_both() -> None:
    text = run("sales")
    assert "(zone.sales)" in text
    assert "(stage.sales)" in text
    assert "(stage.sales)" not in run("zone.sales")


def test_a_rule_and_a_format_are_topics_too() -> None:
    assert "(rule.invalid_contact)" in run("invalid_contact")
    assert run("rule.invalid_contact") == run("invalid_contact")
    assert "How to export it:" in run("kommo")


def test_paths_bring_the_figures_of_a_run() -> None:
    text = run("cpl", str(AGENCY), "--quiet")
    assert "₽" in text
    assert "These files have no figures on it." not in text


@pytest.mark.parametrize(("topic", "hint"), [("untuched", "perhaps: untouched"), ("zzzzzz", "lists the topics")])
def test_what_is_no_topic_is_a_usage_error(topic: str, hint: str) -> None:
    result = RUNNER.invoke(application(), ["explain", topic])
    assert result.exit_code == 2
    assert f'there is no topic "{topic}"' in result.stderr
    assert hint in result.stderr


def test_the_width_is_kept() -> None:
    assert max(map(len, run("owen", "--width", "60").splitlines())) <= 60
