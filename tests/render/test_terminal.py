"""The terminal's report: it fits, cuts no number, runs no markup, needs no colour."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import yaml

from smmfunnel.render import SECTIONS, RenderOptions, render_check, render_report, section_tables
from smmfunnel.render.screen import answer
from smmfunnel.render.screen.sources import common_folder
from smmfunnel.render.screen.steps import bar
from smmfunnel.render.views import views
from smmfunnel.render.words import Words, cells, one_line
from smmfunnel.results import Estimate, Note, Skipped
from tests.render.samples import (
    CHECKS,
    HOSTILE,
    MATCH,
    NASTY,
    REPORTS,
    WORDS,
    gaps,
    hostile,
    inputs,
    judged,
    money,
    no_ads,
    nobody_named,
    refused,
    rich,
    rich_check,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from smmfunnel.results import Check, Report

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
WIDTHS = [None, 30, 44, 60, 72, 80, 100, 120, 140, 200]


def table(report: Report, **options: object) -> str:
    return render_report(report, RenderOptions("table", **options))  # type: ignore[arg-type]


def shown_numbers(answer: Report | Check) -> set[str]:
    """Return the texts of every figure of the sections, as people's formats write them."""
    words = Words.of(RenderOptions())
    found: set[str] = set()
    for name in ("segments", "origins", "cabinets", "excluded"):
        section = section_tables(answer).get(name)
        for view in views(answer, section, words) if section else ():
            for row in view.rows:
                pairs = zip(view.heads, row, strict=True)
                found |= {cell.text for head, cell in pairs if head.number and cell.text}
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("unicode", [True, False])
def test_no_number_is_cut_at_any_width(width: int | None, unicode: bool) -> None:  # noqa: FBT001 - a case of the test
    text = table(rich(), width=width, unicode=unicode)
    tokens = set(text.replace("!", "▼").split())
    assert {each if unicode else each.replace("—", "-") for each in shown_numbers(rich())} <= tokens
    for count in ("2,290,268", "32,665", "25,120", "1,413", "1,102", "402", "61"):
        assert count in tokens
    for sum_ in ("1,234,567.89", "2,799,900.00", "539.05", "20,238.82", "829.40"):
        assert sum_ in text


@pytest.mark.parametrize("width", WIDTHS)
def test_no_number_of_an_audit_is_cut_at_any_width(width: int | None) -> None:
    text = render_check(rich_check(), RenderOptions("table", width=width))
    assert {each for each in shown_numbers(rich_check()) if each != "11"} <= set(text.split())


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120, 140])
@pytest.mark.parametrize("make", [*REPORTS.values()], ids=REPORTS)
def test_no_line_is_wider_than_the_terminal(make: Callable[[], Report], width: int) -> None:
    text = table(replace(make(), words=()), width=width)
    assert max(map(cells, text.splitlines())) <= width


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("make", CHECKS.values(), ids=CHECKS)
def test_no_line_of_an_audit_is_wider_than_the_terminal(make: Callable[[], Check], width: int) -> None:
    text = render_check(replace(make(), words=()), RenderOptions("table", width=width))
    assert max(map(cells, text.splitlines())) <= width


def test_a_pipe_gets_every_table_whole() -> None:
    text = table(rich())
    heads = [line for line in text.splitlines() if line.lstrip().startswith("Platform  Campaign")]
    assert len(heads) == 1
    assert heads[0].endswith("Remark")
    assert "  Retargeting, visitors of 30 days  " in text
    assert "…" not in text


@pytest.mark.parametrize("make", REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize("width", [None, 80, 140])
def test_colour_adds_nothing_but_colour(make: Callable[[], Report], width: int | None) -> None:
    bare = table(make(), width=width)
    colour = table(make(), width=width, color=True)
    assert "\x1b[" in colour
    assert "\x1b" not in bare
    lines = [line.rstrip() for line in COLOUR.sub("", colour).splitlines()]
    assert lines == bare.splitlines()


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("name", ["table", "plain"])
def test_hostile_names_are_shown_and_nothing_of_them_happens(name: str, color: bool) -> None:  # noqa: FBT001 - a case
    text = COLOUR.sub("", render_report(hostile(), RenderOptions(name, color=color)))
    for each in NASTY:
        assert one_line(each) in text
    assert HOSTILE in text
    assert "[bold red]not bold[/bold red] :smile:" in text
    assert not set(text) & set("\x1b\x07\r\t\u202e")


def test_without_unicode_only_names_are_not_ascii() -> None:
    text = table(rich(), unicode=False, width=100)
    names = (
        "VK Реклама",
        "Meta Ads Отчёт.xlsx",
        "Лето 2026 /",
        "лид-форма",
        "Рекомендация",
        "Думает",
        "Не сезон",
    )
    for name in (*names, "Ждёт", "звонка", "да"):
        text = text.replace(name, "")
    assert text.isascii()


def test_the_worst_step_is_said_in_words() -> None:
    for width in WIDTHS:
        text = table(rich(), width=width, sections=("funnel",))
        assert text.count("◀ worst") == 1


def test_the_first_lines_say_the_period_why_and_how_to_change_it() -> None:
    first, second, *_ = table(rich()).splitlines()
    assert first.split() == [
        "Period",
        "2026-09-01..2026-09-30,",
        "30",
        "days:",
        "the",
        "last",
        "full",
        "month",
        "that",
        "ads",
        "and",
        "leads",
        "cover",
        "--period",
    ]
    assert second.startswith("Reference  2026-08-01..2026-08-31, 31 days")
    assert second.endswith("--reference")


def test_a_section_comes_with_the_heading() -> None:
    text = table(rich(), sections=("origins",))
    assert text.startswith("Period")
    assert "Рекомендация" in text
    assert "Money" not in text
    assert "Totals rows" in table(rich(), sections=("totals",))


@pytest.mark.parametrize(("count", "columns"), [(2_290_268, 40), (0, 0), (1, 2)])
def test_bars_are_as_long_as_the_logarithm(count: int, columns: int) -> None:
    assert len(bar(count, 2_290_268, 40, unicode=False)) == columns


def test_a_bar_of_one_is_seen_and_a_bar_of_nothing_is_not() -> None:
    assert bar(1, 10**12, 10, unicode=True)
    assert bar(0, 10, 10, unicode=True) == ""
    assert bar(0, 0, 10, unicode=True) == ""
    lengths = [len(bar(10**n, 10**6, 30, unicode=True)) for n in range(7)]
    assert lengths == sorted(lengths)


def test_the_lines_to_paste_are_yaml_however_narrow_the_terminal() -> None:
    text = render_check(rich_check(), RenderOptions("table", width=30, sections=("unmapped",)))
    lines = text[text.index("  statuses:") :]
    assert yaml.safe_load(lines) == {
        "statuses": {"Думает": "unmapped", 'Ждёт "звонка": да': "unmapped"},
        "reasons": {"Не сезон": "unmapped"},
    }


def test_a_report_keeps_to_a_few_words_and_an_audit_says_them_all() -> None:
    many = tuple(replace(WORDS[0], value=f"Статус {n:02}", rows=100 - n) for n in range(30))
    brief = table(replace(rich(), words=many))
    assert "Статус 07" in brief
    assert "Статус 08" not in brief
    assert "# and 22 more, smmfunnel check lists them" in brief
    assert "Статус 29" in render_check(replace(rich_check(), words=many), RenderOptions("table"))


def test_a_report_keeps_to_a_few_warnings_of_a_kind_and_an_audit_says_them_all() -> None:
    many = tuple(Note("sample_total", 1, f"file{n}.csv", {"column": f"c{n}"}) for n in range(9))
    brief = table(replace(rich(), warnings=many))
    assert "in c2" in brief
    assert "in c3" not in brief
    assert "… and 6 more of the kind, smmfunnel check lists them" in brief
    assert "in c8" in render_check(replace(rich_check(), warnings=many), RenderOptions("table"))


def test_the_warning_to_read_first_is_the_last_line() -> None:
    lines = table(rich()).splitlines()
    assert lines[lines.index("Warnings") + 1].strip() == "· times are read as Europe/Moscow"
    assert lines[-1].strip() == "! 17 leads from meta have broken tags"


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        (["a/b/x.csv", "a/b/y.csv"], "a/b/"),
        (["a/b/x.csv", "a/c/y.csv"], "a/"),
        (["a/x/1.csv", "b/x/2.csv"], ""),
        (["ab/1.csv", "ac/2.csv"], ""),
        (["a/x.csv", "-"], ""),
        (["a/x.csv"], ""),
        (["C:\\data\\x.csv", "C:\\data\\y.csv"], "C:\\data\\"),
        (["/x.csv", "/y.csv"], "/"),
        ([], ""),
    ],
)
def test_the_folder_that_files_share_is_said_once(paths: list[str], folder: str) -> None:
    assert common_folder(paths) == folder


def test_files_and_their_warnings_are_named_alike() -> None:
    text = table(rich())
    assert "Sources  3 files in exports/" in text
    assert "could not be read (amocrm_deals.csv)" in text


def test_many_files_are_counted_by_format() -> None:
    first, *_ = inputs()
    many = tuple(replace(first, path=f"vk_{n:02}.csv") for n in range(12))
    text = table(replace(rich(), inputs=many))
    assert "vk_07.csv" not in text
    assert "12 files" in text
    assert "14,808 of 14,880 rows" in text
    audit = render_check(replace(rich_check(), inputs=many), RenderOptions("table"))
    assert "vk_07.csv" in audit


def test_many_files_left_out_are_counted_in_a_report_and_listed_in_an_audit() -> None:
    many = tuple(Skipped(f"exports/{n:02}.txt", "no_data") for n in range(12))
    text = table(replace(rich(), skipped=many))
    assert "09.txt: no file of data" in text
    assert "10.txt" not in text
    assert "… and 2 more, smmfunnel check lists them" in text
    assert "11.txt" in render_check(replace(rich_check(), skipped=many), RenderOptions("table"))


def test_a_file_nobody_could_read_says_what_its_error_says() -> None:
    lost = (Skipped("a.csv", "sample"), Skipped("b.csv", "never_heard_of"))
    text = table(replace(rich(), skipped=lost))
    assert "a.csv: is broken" in text
    assert "b.csv: never heard of" in text


def test_money_without_a_figure_is_not_drawn() -> None:
    nothing = replace(no_ads().money[0], revenue=None, average_deal=Estimate(None, reason="absent"))
    assert "Money" not in table(replace(rich(), money=(nothing,)))


def test_several_currencies_of_awareness_stand_apart() -> None:
    [one] = rich().awareness
    text = table(replace(rich(), awareness=(one, replace(one, currency="USD"))))
    assert text.count("\n\nAwareness  2 campaigns") == 2
    assert "$96,000.00" in text


def test_costs_without_their_sum_are_named() -> None:
    text = table(replace(rich(), money=(replace(money(), costs_total=None),)))
    assert "its costs are advertising, the agency's fee." in text


def test_a_match_without_leads_has_no_rate() -> None:
    nobody = replace(MATCH, leads=0, matched=0, unmatched=0, by={}, cpl_bounds=None)
    text = table(replace(rich(), match=nobody))
    assert "Leads and ads\n" in text


def test_an_audit_of_no_files_says_nothing_of_files() -> None:
    assert "Sources" not in render_check(replace(rich_check(), inputs=()), RenderOptions("table"))
    assert "Sources" not in table(replace(rich(), inputs=()))


def test_what_a_file_and_the_whole_are_warned_of_is_said_once() -> None:
    [*_, last] = inputs()
    both = replace(rich_check(), warnings=last.notes)
    text = render_check(both, RenderOptions("table"))
    assert text.count("12 rows could not be read") == 1


def test_stages_in_a_note_are_written_in_words() -> None:
    note = Note("sample_stage", params={"stage": "landing_views", "of": "clicks"})
    assert "landing views of clicks" in table(replace(rich(), warnings=(note,)))


def test_rich_is_loaded_only_to_draw_a_table() -> None:
    code = (
        "import sys; from smmfunnel.render import RenderOptions, render_report\n"
        "from tests.render.samples import empty\n"
        "heavy = {'rich', 'pandas', 'duckdb', 'pyarrow', 'pydantic', 'yaml'}\n"
        "for name in ('json', 'csv', 'plain', 'md'): render_report(empty(), RenderOptions(name))\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "render_report(empty(), RenderOptions('table'))\n"
        "assert 'rich' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_screen_keeps_the_order_of_the_sections() -> None:
    assert tuple(answer._REPORT) == SECTIONS  # noqa: SLF001 - the order is the point
    assert set(answer._OWN) < set(SECTIONS)  # noqa: SLF001 - a name that is none would be drawn in no way of its own
    titles = [line for line in table(judged(), width=100).splitlines() if line[:1].isalpha()]
    order = [next(at for at, line in enumerate(titles) if line.startswith(name)) for name in TITLES]
    assert order == sorted(order)


TITLES = (
    "Compared",
    "Verdict",
    "Change of sales by zone",
    "Factors within the zones",
    "Leads to rescue",
    "Ledger of leads",
    "Ledger by zone",
    "Touch log",
    "Response",
    "Managers",
    "Clickbait",
    "Cohorts",
    "Whose leads",
    "Next steps",
    "Checks",
    "Funnel",
    "Money",
)


@pytest.mark.parametrize("width", [40, 44, 60, 80, 100, 140, 200])
@pytest.mark.parametrize("make", [judged, nobody_named, gaps, refused])
def test_no_line_of_a_verdict_is_wider_than_the_terminal(make: Callable[[], Report], width: int) -> None:
    text = table(make(), width=width, sections=SECTIONS[: SECTIONS.index("funnel")])
    assert [line for line in text.splitlines() if cells(line) > width and "--" not in line] == []


@pytest.mark.parametrize("width", [None, 40, 60, 80, 100, 140, 200])
def test_no_figure_of_a_verdict_is_cut_at_any_width(width: int | None) -> None:
    report = judged()
    text = table(report, width=width)
    for figure in ("−14.2", "−20.6 to −7.8", "−38.1 to −15.9", "279,990", "−1.2 to +0.6", "88.0 → 61.0"):
        assert figure in " ".join(text.split())
    for row in section_tables(report)["ledger"].rows:
        assert f"{row.cells[2]:,}" in text.split()


@pytest.mark.parametrize("name", ["table", "plain", "md"])
def test_negative_figures_have_a_true_minus(name: str) -> None:
    text = render_report(judged(), RenderOptions(name, sections=("verdict", "zones", "factors", "crosschecks")))
    assert not re.search(r"(?<![\d-])-\d", text.split("Verdict")[1])


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    before = table(rich(), width=100, color=True)
    for name, value in {"NO_COLOR": "1", "COLUMNS": "20", "TERM": "dumb", "FORCE_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    assert table(rich(), width=100, color=True) == before
