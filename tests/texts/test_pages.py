"""Pages of `explain`: one for everything a report shows, whole, and their examples are true."""

from __future__ import annotations

from dataclasses import replace
from math import log, sqrt

import pytest

from smmfunnel.analysis.intervals import newcombe, wilson
from smmfunnel.render import SECTIONS, section_tables
from smmfunnel.render.funnels import QUOTIENTS
from smmfunnel.texts.pages import KINDS, Page, found, pages
from smmfunnel.vocabulary import Factor, Outcome, Stage, Zone
from tests.render.samples import judged
from tests.texts.test_texts import JUDGING

PAGES = pages()


def names(kind: str) -> list[str]:
    return [page.name for page in PAGES.values() if page.kind == kind]


def test_everything_a_report_shows_has_a_page() -> None:
    assert set(names("outcome")) == {outcome.value for outcome in Outcome}
    assert set(names("zone")) == {zone.value for zone in Zone}
    assert set(names("factor")) == {factor.value for factor in Factor}
    assert set(names("stage")) == {stage.value for stage in Stage}
    assert names("section") == list(SECTIONS)
    assert set(QUOTIENTS) <= set(names("number"))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_whole(page: Page) -> None:
    assert page.title
    assert page.says.endswith(".")
    assert page.kind == "section" or (page.formula and page.example)
    assert set(page.see) <= set(PAGES)
    assert page.topic not in page.see
    assert not page.zone or page.zone in {zone.value for zone in Zone}
    assert not JUDGING.search(" ".join(str(part) for part in vars(page).values()))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_figures_of_a_page_stand_where_it_says(page: Page) -> None:
    tables = section_tables(replace(judged(), warnings=()))
    for each in page.figures:
        table = tables[each.section]
        if table.upright:
            assert set(each.where.values()) <= set(table.names)
        else:
            assert set(each.where) <= set(table.names)


def test_a_name_of_several_things_finds_them_all() -> None:
    assert {page.topic for page in found("sales")} == {"zone.sales", "stage.sales"}
    assert [page.topic for page in found("zone.sales")] == ["zone.sales"]
    assert [page.topic for page in found("Never contacted")] == ["outcome.untouched"]
    assert [page.topic for page in found("  Lead-Quality ")] == ["factor.lead_quality"]
    assert found("nothing of the kind") == ()


def test_the_kinds_are_those_of_the_files() -> None:
    assert list(dict.fromkeys(page.kind for page in PAGES.values())) == list(KINDS)


def text(topic: str) -> str:
    return PAGES[topic].example


def test_the_examples_of_intervals_are_true() -> None:
    low, high = wilson(12, 100)
    assert f"12.00%, {100 * low:.2f}–{100 * high:.2f}" in text("number.rate")
    low, high = newcombe(56, 70, 48, 80)
    assert f"+20.00 pp, {100 * low:.2f}–{100 * high:.2f}" in text("number.difference")


def test_the_examples_of_formulas_are_true() -> None:
    assert f"RR 3.9 gives {3.9 + sqrt(3.9 * 2.9):.2f}; RR 1.8 gives {1.8 + sqrt(1.8 * 0.8):.2f}" in text(
        "number.e_value"
    )
    worth = (0.09 - 0.03) / (1 - 0.03)
    assert f"worth {worth:.3f} sales, and 100 of them {100 * worth:.1f}" in text("number.sales_lost")
    assert f"6 ÷ 50 is {6 / 50:.0%}" in text("number.exposure")
    assert f"is ₽{64_000 / 80:,.2f}" in text("number.cpl")
    assert f"is ₽{1_000 * 64_000 / 120_000:,.2f}" in text("number.cpm")
    assert f"is ₽{64_000 / 4:,.2f}" in text("number.cac")
    assert f"{160_000 / 64_000:.2f}" in text("number.roas")
    assert f"{58 / 61:.0%}" in text("number.completeness")
    assert f"is {0.0126 / 0.0096 - 1:+.0%}" in text("number.click_change")


def test_doubling_three_figures_shares_what_lmdi_says() -> None:
    mean = (600 - 75) / log(600 / 75)
    assert [round(mean * log(2), 9) for _ in range(3)] == [175.0] * 3
    assert "525 in thirds" in text("method.lmdi")
