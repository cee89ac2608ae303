"""Faults a review found by using the program, each with the smallest files that showed it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import RunCli

PLAIN = "Date,Impressions,Clicks,Cost\n2026-07-01,1000,10,5\n2026-07-02,2000,20,6\n"
META = (
    "Day,Campaign name,Impressions,Link clicks,Amount spent (USD),Results,Result indicator,Reporting starts,"
    "Reporting ends\n2026-07-01,Alpha,1000,10,5,2,actions:leadgen.other,2026-07-01,2026-07-01\n"
)
FORM = (
    "id,created_time,ad_id,ad_name,campaign_id,campaign_name,form_id,form_name,is_organic,platform,phone_number\n"
    "l:1,2026-07-01T10:00:00+03:00,ag:1,A,c:1,Alpha,f:1,F,false,ig,p:+79164000001\n"
)
CRM = "lead_id,phone,created_at,status,source\n1,9164000001,2026-07-01 10:05,new,Facebook\n"


def report(run_cli: RunCli, *arguments: str | Path) -> dict[str, Any]:
    run = run_cli("analyze", *arguments, "-f", "json", "-q")
    assert run.code == 0, run.stderr
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def codes(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {warning["code"]: warning for warning in answer["warnings"]}


@pytest.mark.parametrize("name", ["utf-16", "punycode"])
def test_an_encoding_that_does_not_fit_is_bad_input_whatever_its_codec_raises(
    run_cli: RunCli, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "ads.csv"
    path.write_text(PLAIN, encoding="utf-8")
    run = run_cli("analyze", path, "--encoding", name)
    assert run.code == 3, run.stderr
    assert f"is not {name} text" in run.stderr


def test_utf_16_may_be_named(run_cli: RunCli, tmp_path: Path) -> None:
    path = tmp_path / "ads.csv"
    path.write_text(PLAIN, encoding="utf-16")
    answer = report(run_cli, path, "--encoding", "utf-16")
    assert answer["funnel"][0]["count"] == 3000


def test_files_without_platform_or_campaign_of_the_same_days_are_never_silently_one(
    run_cli: RunCli, tmp_path: Path
) -> None:
    (tmp_path / "one.csv").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "two.csv").write_text(PLAIN.replace("000,", "111,"), encoding="utf-8")
    warning = codes(report(run_cli, tmp_path))["same_days_nameless"]
    assert warning["count"] == 2
    assert "`platform`" in warning["message"]


def test_a_platform_that_only_the_file_name_tells_is_taken_and_said(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "googleads.csv").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "metaads.csv").write_text(PLAIN.replace("000,", "111,"), encoding="utf-8")
    answer = report(run_cli, tmp_path, "--by", "platform")
    assert answer["funnel"][0]["count"] == 3000 + 3222
    assert {segment["key"] for segment in answer["segments"]} == {"google", "meta"}
    told = [warning["message"] for warning in answer["warnings"] if warning["code"] == "platform_by_name"]
    assert ["platform, google" in told[0], "platform, meta" in told[1]] == [True, True]
    assert "same_days_nameless" not in codes(answer)


def test_the_configuration_wins_over_a_file_name(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "googleads.csv").write_text(PLAIN, encoding="utf-8")
    config = tmp_path / "c.yaml"
    config.write_text('files:\n  - {pattern: "*.csv", platform: yandex}\n', encoding="utf-8")
    answer = report(run_cli, tmp_path, "-c", config, "--by", "platform")
    assert [segment["key"] for segment in answer["segments"]] == ["yandex"]
    assert "platform_by_name" not in codes(answer)


def test_files_without_platform_of_days_apart_need_no_warning(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "july.csv").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "august.csv").write_text(PLAIN.replace("-07-", "-08-"), encoding="utf-8")
    answer = report(run_cli, tmp_path)
    assert "same_days_nameless" not in codes(answer)
    assert answer["money"]["spend"] == 22


def test_phones_without_a_country_code_are_told_and_region_mends_them(run_cli: RunCli, tmp_path: Path) -> None:
    for name, text in (("ads.csv", META), ("form.csv", FORM), ("crm.csv", CRM)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    bare = report(run_cli, tmp_path)
    assert codes(bare)["contacts_invalid"]["count"] == 1
    config = tmp_path / "c.yaml"
    config.write_text("region: RU\n", encoding="utf-8")
    mended = report(run_cli, tmp_path, "-c", config)
    assert not {"contacts_invalid", "form_leads_missing"} & set(codes(mended))
    assert mended["match"]["matched"] == 1


def test_leads_that_advertising_did_not_bring_are_in_no_row_of_advertising_leads(
    run_cli: RunCli, tmp_path: Path
) -> None:
    (tmp_path / "ads.csv").write_text(META, encoding="utf-8")
    (tmp_path / "crm.csv").write_text(CRM, encoding="utf-8")
    match = report(run_cli, tmp_path)["match"]
    assert sum(match["by"].values()) <= match["leads"]


def test_absent_sales_are_unknown_by_origin_too(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "ads.csv").write_text(META, encoding="utf-8")
    (tmp_path / "crm.csv").write_text(CRM, encoding="utf-8")
    answer = report(run_cli, tmp_path)
    assert "sales" not in {stage["stage"] for stage in answer["funnel"]}
    assert [each["sales"] for each in answer["origins"]] == [None]


def test_the_month_before_is_not_called_a_span_of_equal_length(run_cli: RunCli, agency: Path) -> None:
    answer = report(run_cli, agency, "--period", "2026-09", "--reference", "previous")
    assert answer["reference"]["why"] == "previous_months"
    week = report(run_cli, agency, "--period", "2026-09-08..2026-09-14", "--reference", "previous")
    assert week["reference"]["why"] == "previous"


def test_a_dimension_nothing_has_a_value_of_still_names_its_row(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "ads.csv").write_text(META, encoding="utf-8")
    run = run_cli("analyze", tmp_path, "--by", "device")
    assert run.code == 0
    assert "unknown" in run.stdout.split("By device")[1].split("\n\n")[0]


def test_one_unknown_file_is_one(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    run = run_cli("analyze", tmp_path)
    assert run.code == 3
    assert "1 file is of no known format" in run.stderr


CALLS = (
    "Номер;День;Час;Тип;Итог;Сотрудник\n89161234567;01.09.2026;10:06:30;Вх;ОК;Анна\n"
    "89161234568;02.09.2026;12:00;Исх;нет связи;Анна\n"
)
MAPPED = """\
files:
  - pattern: calls.csv
    kind: touches
    columns: {phone: Номер, at: День, time: Час, direction: Тип, answered: Итог, manager: Сотрудник}
    set: {channel: call}
    words:
      direction: {Вх: in, Исх: out}
      answered: {ОК: yes, нет связи: no}
"""
LEADS = "ID;Дата;Время;Телефон;Статус\n1;01.09.2026;10:05;89161234567;Новая\n2;02.09.2026;;89161234568;Новая\n"


def test_a_call_log_of_ones_own_is_mapped_with_its_words_and_its_clock(run_cli: RunCli, tmp_path: Path) -> None:
    for name, text in (("leads.csv", LEADS), ("calls.csv", CALLS), ("smmfunnel.yaml", MAPPED)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    answer = report(run_cli, tmp_path)
    assert {stage["stage"]: stage["count"] for stage in answer["funnel"]} == {"leads": 2, "contacted": 2}
    assert "value_unknown_word" not in codes(answer)
    assert "2 of the 2 touches" in codes(answer)["touches_linked"]["message"]
    assert codes(answer)["phones_taken_for_russian"]["count"] == 2


def test_a_call_log_of_other_people_leaves_the_contacts_unknown(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    (tmp_path / "calls.csv").write_text("phone,at,direction\n+491711234567,2026-09-01 10:00,out\n", encoding="utf-8")
    answer = report(run_cli, tmp_path)
    assert [stage["stage"] for stage in answer["funnel"]] == ["leads"]
    assert codes(answer)["touches_unlinked"]["count"] == 1


def test_brazilian_phones_are_not_taken_for_russian_ones(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "crm.csv").write_text(CRM.replace("9164000001", "89987654321"), encoding="utf-8")
    answer = report(run_cli, tmp_path, "--currency", "BRL")
    assert "phones_taken_for_russian" not in codes(answer)
    assert codes(answer)["contacts_invalid"]["count"] == 1


def segments(answer: dict[str, Any], by: str) -> dict[str | None, dict[str, Any]]:
    return {segment["key"]: segment for segment in answer["segments"] if segment["by"] == by}


def test_a_dimension_of_leads_alone_has_no_row_of_the_spend(run_cli: RunCli, agency: Path) -> None:
    answer = report(run_cli, agency, "--by", "manager", "--by", "device")
    assert None not in segments(answer, "manager")
    assert {segment["spend"] for segment in segments(answer, "manager").values()} == {None}
    assert [segment["revenue"] for segment in segments(answer, "device").values()] == [None]


def test_spend_whose_ads_have_no_name_stands_under_its_platform(run_cli: RunCli, agency: Path) -> None:
    answer = report(run_cli, agency, "--by", "ad")
    unnamed = {segment["platform"]: segment for segment in answer["segments"] if segment["key"] is None}
    assert set(unnamed) == {"meta", "vk", "yandex"}
    assert unnamed["yandex"]["spend"] == 353966.25
    assert unnamed["vk"]["spend"] is None
    assert "none named" in run_cli("analyze", agency, "--by", "ad", "--section", "segments").stdout


def test_rows_of_two_currencies_name_theirs(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "usd.csv").write_text(META, encoding="utf-8")
    (tmp_path / "rub.csv").write_text(META.replace("USD", "RUB").replace("Alpha", "Beta"), encoding="utf-8")
    answer = report(run_cli, tmp_path, "--by", "campaign", "--by", "platform")
    assert {key: row["currency"] for key, row in segments(answer, "campaign").items()} == {
        "Alpha": "USD",
        "Beta": "RUB",
    }
    whole = segments(answer, "platform")["meta"]
    assert (whole["currency"], whole["spend"]) == (None, None)
    shown = run_cli("analyze", tmp_path, "--by", "campaign", "--section", "segments").stdout
    assert "$5.00" in shown
    assert "₽5.00" in shown


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("bitrix24_leads/ru.csv", "sales_in_deals"),
        ("salesforce_leads/en_report.csv", "sales_in_deals"),
        ("zoho_leads/en.csv", "sales_in_deals"),
        ("pipedrive_leads/en.csv", "sales_in_deals"),
        ("amocrm/ru.csv", None),
        ("hubspot_contacts/en.csv", None),
    ],
)
def test_leads_of_a_crm_whose_deals_are_not_loaded_have_no_sales_rather_than_none(
    run_cli: RunCli, form: str, why: str | None
) -> None:
    answer = report(run_cli, ROOT / "tests" / "formats" / form)
    stages = {stage["stage"] for stage in answer["funnel"]}
    assert ("sales" in stages) is (why is None)
    assert ({why} if why else set()) == {"sales_in_deals", "no_closed_deals", "no_statuses"} & set(codes(answer))


def test_leads_without_any_status_are_not_suspected_of_hiding_closed_deals(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "crm.csv").write_text("lead_id,created_at,source\n1,2026-07-01,vk\n", encoding="utf-8")
    assert codes(report(run_cli, tmp_path))["no_statuses"]["level"] == "info"


def test_ads_without_days_cannot_answer_for_a_period(run_cli: RunCli, tmp_path: Path) -> None:
    bare = "Campaign name,Impressions,Link clicks,Amount spent (USD)\nBeta,100,10,5\n"
    (tmp_path / "bare.csv").write_text(bare, encoding="utf-8")
    (tmp_path / "ads.csv").write_text(META, encoding="utf-8")
    run = run_cli("analyze", tmp_path, "--period", "2026-07")
    assert run.code == 3
    assert "bare.csv: names no days, so nothing of it can be told for 2026-07-01..2026-07-31" in run.stderr
    (tmp_path / "bare.csv").write_text(bare.replace("Beta", "Alpha"), encoding="utf-8")
    beside = report(run_cli, tmp_path, "--period", "2026-07")
    assert "undated_file_set_aside" in codes(beside)
    assert beside["money"]["spend"] == 5
    assert "undated_file_set_aside" not in codes(report(run_cli, tmp_path / "bare.csv"))


def test_rows_that_count_the_same_twice_are_said(run_cli: RunCli, tmp_path: Path) -> None:
    header, row = META.splitlines()
    (tmp_path / "one.csv").write_text(f"{header}\n{row}\n{row}\n", encoding="utf-8")
    assert codes(report(run_cli, tmp_path))["rows_identical"]["count"] == 1
    (tmp_path / "two.csv").write_text(f"{header}\n{row.replace('1000', '1100')}\n", encoding="utf-8")
    assert codes(report(run_cli, tmp_path))["rows_set_aside"]["count"] == 1


def test_an_id_that_a_spreadsheet_has_rounded_is_said(run_cli: RunCli, tmp_path: Path) -> None:
    text = META.replace("Campaign name", "Campaign name,Campaign ID").replace("Alpha", "Alpha,1.2021E+17")
    (tmp_path / "ads.csv").write_text(text, encoding="utf-8")
    (tmp_path / "crm.csv").write_text("lead_id,created_at\n1.2021E+17,2026-07-01\n2,2026-07-01\n", encoding="utf-8")
    warnings = [each for each in report(run_cli, tmp_path)["warnings"] if each["code"] == "value_mangled_id"]
    assert [(each["count"], each["source"][-7:]) for each in warnings] == [(1, "ads.csv"), (1, "crm.csv")]


def test_an_error_names_a_column_as_the_file_does(run_cli: RunCli, tmp_path: Path) -> None:
    text = "День,Кампания,Показы,Клики,Расход\n01/02/2026,А,100,5,1\n03/04/2026,А,100,5,1\n"
    (tmp_path / "ads.csv").write_text(text, encoding="utf-8")
    run = run_cli("analyze", tmp_path)
    assert run.code == 3
    assert 'column "День"' in run.stderr


def test_too_many_rejected_rows_are_explained_in_words(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "ads.csv").write_text(META + "2026-07-02,Alp", encoding="utf-8")
    run = run_cli("analyze", tmp_path)
    assert run.code == 4
    assert "1 of 2 rows were rejected, more than 5% (first: not as many cells as the header)" in run.stderr


def test_bounds_that_are_one_value_are_not_told_as_two(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "ads.csv").write_text(META, encoding="utf-8")
    for source, told in (("facebook", False), ("", True)):
        crm = f"lead_id,created_at,utm_source\n1,2026-07-01,{source}\n2,2026-07-01,facebook\n"
        (tmp_path / "crm.csv").write_text(crm, encoding="utf-8")
        assert ("CPL lies between" in run_cli("analyze", tmp_path).stdout) is told


def test_the_narrowest_terminal_has_room_for_every_line(run_cli: RunCli, agency: Path) -> None:
    asked = ("--period", "2026-09", "--reference", "2026-08", "--by", "campaign", "--by", "manager")
    for arguments in (("analyze", agency, *asked), ("check", agency)):
        lines = run_cli(*arguments, "--width", "40").stdout.splitlines()
        assert max(map(len, lines)) <= 40


def test_the_two_files_of_a_telegram_ad_are_one_campaign(run_cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "promo_views.tsv").write_text("Day\tViews\tClicks\tStarted bot\n2026-09-01\t1000\t10\t2\n", "utf-8")
    (tmp_path / "promo_budget.tsv").write_text("Day\tSpent budget, TON\n2026-09-01\t1,5\n", "utf-8")
    answer = report(run_cli, tmp_path, "--by", "campaign")
    rows = segments(answer, "campaign")
    assert {key: (row["impressions"], row["spend"]) for key, row in rows.items()} == {"promo": (1000, 1.5)}
    assert "rows_set_aside" not in codes(answer)


def test_a_lead_of_a_form_that_no_ad_brought_is_not_the_ads(run_cli: RunCli, tmp_path: Path) -> None:
    organic = "l:2,2026-07-01T11:00:00+03:00,,,,,f:1,F,true,fb,p:+79164000002\n"
    for name, text in (("ads.csv", META), ("form.csv", FORM + organic)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    answer = report(run_cli, tmp_path)
    assert [(each["origin"], each["source"], each["leads"]) for each in answer["origins"]] == [
        ("smm", "ig", 1),
        ("other", "fb", 1),
    ]
    assert {stage["stage"]: stage["count"] for stage in answer["funnel"]}["leads"] == 1
