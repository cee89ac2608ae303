from __future__ import annotations

from datetime import date
from itertools import chain, combinations
from typing import TYPE_CHECKING

import pytest

from smmfunnel.analysis.maturity import choose_horizon
from smmfunnel.check import build_check
from smmfunnel.config import Overrides, make_settings
from smmfunnel.facts import script
from smmfunnel.facts.pipeline import gather
from smmfunnel.facts.spans import coverage
from smmfunnel.reading.discover import discover
from smmfunnel.report import build_report

if TYPE_CHECKING:
    from pathlib import Path

    from smmfunnel.facts.resolved import Resolved

FILES = {
    "ads": "platform,day,campaign,impressions,clicks,spend,currency\nmeta,2026-09-01,Alpha,1000,50,10,USD\n",
    "visits": "day,utm_source,utm_campaign,visits\n2026-09-01,facebook,Alpha,40\n",
    "leads": "lead_id,phone,created_at,status,utm_source,utm_campaign\n"
    "1,+79161234567,2026-09-01 10:00,new,facebook,Alpha\n",
    "deals": "deal_id,lead_id,created_at,status,amount,closed_at\nd,1,2026-09-02,won,100,2026-09-03\n",
    "touches": "lead_id,at,channel,direction,answered\n1,2026-09-01 10:05,call,out,yes\n",
    "forms": (
        "id,created_time,ad_id,ad_name,campaign_id,campaign_name,form_id,form_name,is_organic,platform,phone_number\n"
        "l:1,2026-09-01T10:00:00+03:00,ag:1,A,c:1,Alpha,f:1,F,false,ig,p:+79161234567\n"
    ),
}
SETS = list(chain.from_iterable(combinations(FILES, size) for size in (1, 2, 3, len(FILES))))


@pytest.mark.parametrize("kinds", SETS, ids="+".join)
def test_any_set_of_kinds_gives_a_report(tmp_path: Path, kinds: tuple[str, ...]) -> None:
    for kind in kinds:
        (tmp_path / f"{kind}.csv").write_text(FILES[kind], encoding="utf-8")
    paths = [str(tmp_path)]
    settings = make_settings(paths, Overrides(by=("campaign", "manager", "week")))
    facts = gather(discover(paths), settings)
    counts = {stage.stage.value: stage.count for stage in build_report(facts, settings).funnel}
    assert len(build_check(facts, settings).inputs) == len(kinds)
    if {"leads", "deals", "forms"} & set(kinds):
        assert counts["leads"] == 1
    if {"leads", "deals"} <= set(kinds) or kinds == ("deals",):
        assert counts["sales"] == 1
    if {"leads", "touches"} <= set(kinds):
        assert counts["contacted"] == 1
    if "ads" in kinds:
        assert (counts["impressions"], counts["clicks"]) == (1000, 50)


@pytest.mark.parametrize(
    ("leads", "deals", "touches", "days"),
    [
        ("", "", "", ("2026-09-01", "2026-09-01")),
        # What ended was followed until then; of what is open a closing date is a plan.
        ("", "d,1,2026-09-02,won,100,2026-09-20\n", "", ("2026-09-01", "2026-09-20")),
        ("", "d,1,2026-09-02,lost,,2026-09-20\n", "", ("2026-09-01", "2026-09-20")),
        ("", "d,1,2026-09-02,new,,2026-09-20\n", "", ("2026-09-01", "2026-09-02")),
        ("", "d,1,2026-09-02,,,2026-09-20\n", "", ("2026-09-01", "2026-09-20")),
        # Nobody knows what the word means.
        ("", "d,1,2026-09-02,aboard,,2026-09-20\n", "", ("2026-09-01", "2026-09-02")),
        ("", "d,1,2026-08-02,won,100,\n", "", ("2026-08-02", "2026-09-01")),
        ("", "", "1,2026-09-25 10:05,call,out,yes\n", ("2026-09-01", "2026-09-25")),
        ("", "", "1,2026-08-25 10:05,call,out,yes\n", ("2026-09-01", "2026-09-01")),
        ("2,+79161234568,2026-07-09 10:00,new,facebook,Alpha\n", "", "", ("2026-07-09", "2026-09-01")),
    ],
)
def test_the_days_of_the_data_are_those_of_all_files(
    tmp_path: Path, leads: str, deals: str, touches: str, days: tuple[str, str]
) -> None:
    for kind, more in (("leads", leads), ("deals", deals), ("touches", touches)):
        text = FILES[kind] if kind == "leads" else FILES[kind].splitlines(keepends=True)[0]
        (tmp_path / f"{kind}.csv").write_text(text + more, encoding="utf-8")
    paths = [str(tmp_path)]
    facts = gather(discover(paths), make_settings(paths, Overrides()))
    assert facts.days is not None
    assert (str(facts.days[0]), str(facts.days[1])) == days


@pytest.mark.parametrize(
    ("column", "value", "contacted"),
    [
        ("attempts", "2", 1),
        ("attempts", "", None),
        ("first_response_at", "2026-09-01 10:30", 1),
        ("status", "called", 1),
    ],
)
def test_a_stage_is_there_where_anything_of_a_lead_tells_of_it(
    tmp_path: Path, column: str, value: str, contacted: int | None
) -> None:
    (tmp_path / "leads.csv").write_text(f"lead_id,created_at,{column}\n1,2026-09-01 10:00,{value}\n", encoding="utf-8")
    config = tmp_path / "smmfunnel.yaml"
    config.write_text("statuses: {called: contacted}\n", encoding="utf-8")
    paths = [str(tmp_path / "leads.csv")]
    settings = make_settings(paths, Overrides(config=str(config)))
    facts = gather(discover(paths), settings)
    counts = {stage.stage.value: stage.count for stage in build_report(facts, settings).funnel}
    assert counts.get("contacted") == contacted


def test_days_of_leads_are_those_of_deals_where_lead_files_are_empty(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(FILES["leads"].splitlines(keepends=True)[0], encoding="utf-8")
    (tmp_path / "deals.csv").write_text(FILES["deals"], encoding="utf-8")
    kept: list[Resolved] = []
    paths = [str(tmp_path)]
    gather(discover(paths), make_settings(paths, Overrides()), keep=kept.append)
    found = coverage(kept[0].loaded, [], None)
    assert found.days == {"leads": (date(2026, 9, 2), date(2026, 9, 2))}


def test_a_part_of_a_script_may_have_several_lines() -> None:
    filled = script._filled("40_lead_facts", {"joins": "LEFT JOIN one\nLEFT JOIN two"})  # noqa: SLF001 - no engine needed
    assert filled.count("LEFT JOIN two") == 1
    assert "--" not in filled


def test_landing_views_of_a_campaign_are_its_visits_and_of_an_ad_those_that_name_it(tmp_path: Path) -> None:
    files = {
        "ads": "day,platform,campaign,ad,impressions,clicks,spend,currency,objective\n"
        "2026-09-01,vk,Site,One,1000,60,10,RUB,leads\n2026-09-01,vk,Site,Two,1000,40,10,RUB,leads\n"
        "2026-09-01,vk,Form,Three,1000,50,10,RUB,leads\n2026-09-01,vk,Fame,Four,1000,50,10,RUB,awareness\n",
        "visits": "day,utm_source,utm_campaign,utm_content,visits\n"
        "2026-09-01,vk,Site,,50\n2026-09-01,vk,Site,Two,30\n2026-09-01,vk,Fame,,20\n",
        "leads": "lead_id,phone,created_at,status,closed_at,utm_source,utm_campaign\n"
        "1,+79161234567,2026-09-01 10:00,won,2026-09-02 10:00,vk,Site\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    settings = make_settings([str(tmp_path)], Overrides(period="2026-09-01..2026-09-01"))
    found = build_report(gather(discover([str(tmp_path)]), settings, choose_horizon=choose_horizon), settings).clickbait
    assert {(row.by, row.key): row.landing_rate.value for row in found} == {
        ("campaign", "Site"): 0.8,
        ("campaign", "Form"): None,
        ("ad", "One"): None,
        ("ad", "Two"): 0.75,
        ("ad", "Three"): None,
    }
