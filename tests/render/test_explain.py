"""Pages as text: whole, folded to the room there is, with the figures of the topic and no others."""

from __future__ import annotations

import pytest

from smmfunnel.facts.rules import built_in
from smmfunnel.render import RenderOptions
from smmfunnel.render.explain import nearest, render_pages, render_rule, render_topics
from smmfunnel.render.words import cells
from smmfunnel.texts.pages import Page, found, pages
from tests.render.samples import judged, rich

PLAIN = RenderOptions("plain")


def page(topic: str) -> tuple[Page, ...]:
    [only] = found(topic)
    return (only,)


@pytest.mark.parametrize("topic", list(pages()))
def test_every_page_is_written_with_and_without_figures(topic: str) -> None:
    alone = render_pages(page(topic), None, RenderOptions("plain", width=80))
    assert alone.startswith(page(topic)[0].title)
    assert f"({topic})" in alone
    assert all(cells(line) <= 80 for line in alone.splitlines())
    assert [line for line in alone.splitlines() if line != line.rstrip()] == []
    told = render_pages(page(topic), judged(), PLAIN)
    assert told.startswith("Compared  2026-09-01..2026-09-30 with 2026-08-01..2026-08-31")
    assert told.endswith("\n")


@pytest.mark.parametrize("topic", list(pages()))
def test_without_unicode_our_own_words_are_ascii_or_letters(topic: str) -> None:
    text = render_pages(page(topic), None, RenderOptions("plain", unicode=False))
    assert not set(text) & set("−–—→÷·≥≤“”’▼█░")


def test_a_factor_brings_its_row_and_no_other() -> None:
    text = render_pages(page("factor.handling"), judged(), PLAIN)
    [row] = [line for line in text.splitlines() if line.startswith("Sales department")]
    assert row.split() == ["Sales", "department", "Handling", "of", "leads", "−14.2", "−20.6", "to", "−7.8"]
    assert "Spend" not in text


def test_a_zone_brings_its_change_its_factors_its_ledger_and_its_steps() -> None:
    text = render_pages(page("zone.smm"), judged(), PLAIN)
    for title in ("Change of sales by zone", "Factors within the zones", "Ledger by zone", "Next steps"):
        assert title in text
    assert "Handling" not in text
    assert sum(line.startswith("SMM ") for line in text.splitlines()) == 1 + 1 + 5 + 1 + 1


def test_an_outcome_brings_its_row_of_the_ledger() -> None:
    text = render_pages(page("outcome.untouched"), judged(), PLAIN)
    [row] = [line for line in text.splitlines() if line.startswith("Never contacted  ") and "121" in line]
    assert row.split()[-5:] == ["121", "8.25%", "6.1", "3.3–9.4", "279,990"]
    assert "203" not in text


def test_a_quotient_brings_its_own_figure() -> None:
    text = render_pages(page("number.cpl"), rich(), PLAIN)
    assert "₽873.72 (829.40–920.60)" in text
    assert "CPM" not in text


def test_a_run_without_the_figures_says_so() -> None:
    assert "These files have no figures on it." in render_pages(page("factor.handling"), rich(), PLAIN)


def test_a_formula_keeps_its_lines() -> None:
    text = render_pages(page("method.references"), None, PLAIN)
    lines = [line.strip() for line in text.splitlines()]
    assert any(line.startswith("before:DAY  ") for line in lines)
    assert any(line.startswith("control  ") for line in lines)


def test_the_list_names_every_topic() -> None:
    text = render_topics(RenderOptions("plain", width=80))
    assert all(cells(line) <= 80 for line in text.splitlines())
    names = set(text.replace(",", " ").split())
    assert {each.name for each in pages().values()} <= names
    assert "smmfunnel explain --lead ID PATH..." in text


@pytest.mark.parametrize("rule", built_in(), ids=lambda rule: rule.id)
def test_every_rule_is_a_page(rule: object) -> None:
    [given] = [each for each in built_in() if each is rule]
    text = render_rule(given, None, PLAIN)
    assert text.startswith(f"{given.id}  (rule.{given.id})\n")
    assert f"outcome.{given.outcome.value}" in text
    assert all(need in text for need in given.needs)


def test_a_rule_brings_how_many_leads_it_decided() -> None:
    [rule] = [each for each in built_in() if each.id == "invalid_contact"]
    assert "182" in render_rule(rule, judged(), PLAIN)


def test_a_slip_of_the_pen_is_answered_with_what_is_near() -> None:
    assert nearest("untuched", (), "en").split(", ")[0] == "untouched"
    assert nearest("komo", ("kommo",), "en") == "kommo"
    assert nearest("zzzzzz", (), "en") == ""
