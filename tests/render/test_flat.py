"""CSV, TSV and JSON Lines: nothing runs in a spreadsheet, nothing is lost, nothing is rounded."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from smmfunnel.render import (
    SECTIONS,
    RenderOptions,
    render_check,
    render_report,
    section_files,
    section_tables,
)
from smmfunnel.render.flat import LONG, safe
from smmfunnel.results import Estimate
from tests.render.samples import NASTY, REPORTS, hostile, money, rich, rich_check


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_long_table_has_one_header_and_seven_cells_everywhere() -> None:
    found = list(csv.reader(io.StringIO(render_report(rich(), RenderOptions("csv")))))
    assert tuple(found[0]) == LONG
    assert {len(record) for record in found} == {7}


def test_the_long_table_holds_figures_as_they_are() -> None:
    found = {
        (row["section"], row["key"], row["metric"]): row for row in rows(render_report(rich(), RenderOptions("csv")))
    }
    clicks = found["funnel", "clicks", "rate"]
    assert float(clicks["value"]) == 32_665 / 2_290_268
    assert float(clicks["low"]) < float(clicks["value"]) < float(clicks["high"])
    assert clicks["unit"] == "share"
    assert found["money", "RUB", "spend"] == {
        "section": "money",
        "key": "RUB",
        "metric": "spend",
        "value": "1234567.89",
        "low": "",
        "high": "",
        "unit": "RUB",
    }
    assert found["money", "RUB", "cpv"]["value"] == ""
    assert found["money", "RUB", "cpv_reason"]["value"] == "absent"
    assert found["segments", "campaign/vk/Лето 2026 / лид-форма", "leads"]["value"] == "402"


@pytest.mark.parametrize("make", REPORTS.values(), ids=REPORTS)
def test_no_two_lines_of_the_long_table_are_about_the_same_thing(make: object) -> None:
    assert callable(make)
    found = rows(render_report(make(), RenderOptions("csv", sections=("funnel", "money", "segments", "origins"))))
    names = [(row["section"], row["key"], row["metric"]) for row in found]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("section", SECTIONS)
def test_one_section_is_its_own_table_and_the_file_of_a_folder(section: str) -> None:
    text = render_report(rich(), RenderOptions("csv", sections=(section,)))
    header = text.splitlines()[0].split(",")
    assert set(section_tables(rich())[section].names) <= set(header)
    assert section_files(rich(), RenderOptions())[f"{section}.csv"] == text


def test_an_empty_section_still_has_its_header() -> None:
    files = section_files(REPORTS["empty"](), RenderOptions())
    assert files["funnel.csv"].splitlines()[0].startswith("stage,count,of,rate,rate_low,rate_high,zone")
    assert files["funnel.csv"].count("\n") == 1


def test_two_sections_are_long() -> None:
    text = render_report(rich(), RenderOptions("csv", sections=("money", "funnel")))
    assert text.startswith(",".join(LONG) + "\n")
    assert {row["section"] for row in rows(text)} == {"funnel", "money"}


@pytest.mark.parametrize("sections", [(), ("segments",), ("origins",), ("unmapped",), ("inputs",)])
def test_no_cell_is_run_by_a_spreadsheet(sections: tuple[str, ...]) -> None:
    for record in csv.reader(io.StringIO(render_report(hostile(), RenderOptions("csv", sections=sections)))):
        for cell in record:
            if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
                float(cell)


def test_names_come_back_as_they_were() -> None:
    found = rows(render_report(hostile(), RenderOptions("csv", sections=("origins",))))
    disarmed = {name: safe(name) for name in NASTY}
    assert [row["source"] for row in found] == list(disarmed.values())
    assert [row["source"].removeprefix("'") for row in found] == list(NASTY)


@pytest.mark.parametrize("name", ["=1", "+a", "-a", "@a", "\ta", "\ra", "\na", "＝1+1", "+7 911 000-00-00"])
def test_a_formula_is_disarmed(name: str) -> None:
    assert safe(name) == "'" + name


@pytest.mark.parametrize("name", ["-5", "+5", "-1.5", "-1,5%", "a=b", "", "[RU] =1+1", "'quoted"])
def test_a_number_and_a_plain_text_are_left_alone(name: str) -> None:
    assert safe(name) == name


def test_negative_numbers_are_numbers() -> None:
    report = replace(rich(), money=(replace(money(), romi=Estimate(-0.5, -0.75, -0.25), revenue=-1.5),))
    [row] = rows(render_report(report, RenderOptions("csv", sections=("money",))))
    assert (row["romi"], row["romi_low"], row["romi_high"], row["revenue"]) == (
        "-0.5",
        "-0.75",
        "-0.25",
        "-1.5",
    )


@pytest.mark.parametrize("section", ["segments", "origins", "inputs", "unmapped", "suggestions"])
def test_tsv_needs_no_quotes(section: str) -> None:
    text = render_report(hostile(), RenderOptions("tsv", sections=(section,)))
    lines = text.split("\n")
    assert lines.pop() == ""
    assert len(lines) == 1 + len(NASTY)
    assert len({line.count("\t") for line in lines}) == 1
    assert 'quote " and ; and ,' in text
    assert "\r" not in text


def test_jsonl_holds_what_csv_holds() -> None:
    records = [json.loads(line) for line in render_report(rich(), RenderOptions("jsonl")).splitlines()]
    table = rows(render_report(rich(), RenderOptions("csv")))
    assert len(records) == len(table)
    for record, row in zip(records, table, strict=True):
        assert tuple(record) == LONG
        for name, value in record.items():
            if isinstance(value, bool):
                assert row[name] == str(value).lower()
            elif isinstance(value, int | float):
                assert float(row[name]) == value
            else:
                assert row[name].removeprefix("'") == (value or "")


def test_jsonl_of_a_section_has_its_columns() -> None:
    text = render_report(rich(), RenderOptions("jsonl", sections=("funnel",)))
    first, second, *_ = (json.loads(line) for line in text.splitlines())
    assert first["stage"] == "impressions"
    assert first["rate"] is None
    assert second["rate"] == 32_665 / 2_290_268
    assert second["worst"] is False


@pytest.mark.parametrize("name", ["csv", "tsv", "jsonl", "json", "table", "plain", "md"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_never_written(name: str, value: float) -> None:
    report = replace(rich(), money=(replace(money(), cpl=Estimate(value)),))
    with pytest.raises(ValueError, match="not a number"):
        render_report(report, RenderOptions(name))


def test_minus_nought_is_nought() -> None:
    report = replace(rich(), money=(replace(money(), spend=-0.0),))
    [row] = rows(render_report(report, RenderOptions("csv", sections=("money",))))
    assert row["spend"] == "0.0"


def test_an_audit_has_its_own_sections() -> None:
    found = rows(render_check(rich_check(), RenderOptions("csv", sections=("bridge",))))
    assert (found[0]["step"], found[0]["sales"]) == ("by_closing_day", "70")
    assert found[-1] == {"step": "by_lead_day", "sales": "61"}
