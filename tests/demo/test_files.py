"""The demo's files add up to what the generator states, and carry the habits of the products they imitate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from smmfunnel.demo import DEFAULT_SEED, Scenario, months, simulate, write_demo
from tests.demo import exported

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agency")
    write_demo(folder, Scenario.SLOW_SALES)
    return folder


@pytest.mark.parametrize("scenario", Scenario)
@pytest.mark.parametrize("seed", [DEFAULT_SEED, 12])
def test_files_add_up_to_what_is_stated(tmp_path: Path, scenario: Scenario, seed: int) -> None:
    write_demo(tmp_path, scenario, seed)
    counted = exported.figures(tmp_path)
    stated = months(simulate(scenario, seed))
    assert list(counted) == list(stated) == ["2026-08", "2026-09"]
    for name, month in stated.items():
        found = counted[name]
        assert (found.impressions, found.clicks, found.visits) == (
            month.impressions,
            month.clicks,
            month.visits,
        )
        assert found.kopecks == month.kopecks
        assert (len(found.leads), found.sales) == (month.leads, month.won)
        assert found.revenue == month.revenue
        assert (found.tests, found.repeats, found.orders) == (month.tests, month.repeats, month.orders)


def test_the_default_agency_is_of_the_stated_size(folder: Path) -> None:
    counted = exported.figures(folder)
    assert 850 <= sum(len(month.leads) for month in counted.values()) <= 950
    assert 80 <= sum(month.sales for month in counted.values()) <= 100
    assert len({row["Ответственный"] for row in exported.deals(folder)}) == 6
    others = [row for month in counted.values() for row in month.leads if not row["utm_source"]]
    assert len(others) >= 200


def test_vk_ends_with_its_total(folder: Path) -> None:
    *days, total = exported.vk(folder)
    assert total["Дата"] == "Итого"
    assert sum(int(row["Показы"]) for row in days) == int(total["Показы"])
    assert sum(exported.kopecks(row["Потрачено всего, ₽"]) for row in days) == exported.kopecks(
        total["Потрачено всего, ₽"]
    )
    assert (folder / "vk_ads.csv").read_bytes().startswith("\ufeffДата;".encode())


def test_direct_has_a_title_and_ends_with_its_total(folder: Path) -> None:
    *days, total = exported.direct(folder)
    assert total["День"] == "Итого"
    assert sum(exported.kopecks(row["Расход, ₽"]) for row in days) == exported.kopecks(total["Расход, ₽"])
    assert (folder / "yandex_direct.csv").read_text("utf-8-sig").startswith("Статистика ")


@pytest.mark.parametrize("name", ["meta_2026-08.csv", "meta_2026-09.csv"])
def test_meta_begins_with_a_nameless_total(folder: Path, name: str) -> None:
    rows = [list(row.values()) for row in exported.rows(folder / name)]
    total, *days = rows
    assert total[2:6] == ["", "", "", ""]
    assert sum(int(row[7]) for row in days) == int(total[7])
    assert sum(exported.kopecks(row[9]) for row in days) == exported.kopecks(total[9])
    for column in (13, 14):
        assert sum(int(row[column]) for row in days) == int(total[column])
    assert sum(int(row[15] or 0) for row in days) == int(total[15])
    assert len({row[10] for row in days}) == 4


def test_metrika_states_its_total_below_the_header(folder: Path) -> None:
    total, *days = exported.visits(folder)
    assert total["Дата визита"] == "Итого и средние"
    assert sum(int(row["Визиты"]) for row in days) == int(total["Визиты"])


def test_tags_are_those_of_each_platform(folder: Path) -> None:
    cards = exported.deals(folder)
    groups = {row["ID группы"] for row in exported.vk(folder)} - {""}
    from_vk = {row["utm_campaign"] for row in cards if row["utm_source"] == "vk_ads"}
    assert from_vk == groups | {"{{campaign_id}}"}
    campaigns = {row["Campaign name"] for row in exported.meta(folder)}
    from_meta = {row["utm_campaign"] for row in cards if row["utm_medium"] == "paid_social"}
    assert from_meta - campaigns == {"Дача_Трафик_Область"}
    assert "Дачи_Трафик_Область" in campaigns
    numbers = {row["№ Кампании"] for row in exported.direct(folder)} - {""}
    assert {row["utm_campaign"] for row in cards if row["utm_source"] == "yandex"} == numbers


def test_the_crm_has_open_deals_duplicates_tests_and_bad_phones(folder: Path) -> None:
    cards = exported.deals(folder)
    assert any(row["Дата закрытия"] == "не закрыта" for row in cards)
    assert {"Дубль", "Тест", "Дорого", "Недозвон", "Некорректный номер"} <= {row["Причина отказа"] for row in cards}
    phones = [exported.phone(row["Рабочий телефон"]) for row in cards]
    assert len(set(phones)) < len(phones)
    bad = [digits for digits in phones if not exported.well_formed(digits)]
    assert 20 <= len(bad) <= 90


def test_no_phone_belongs_to_an_operator(folder: Path) -> None:
    from phonenumbers import carrier, is_valid_number, parse

    phones = {exported.phone(row["Рабочий телефон"]) for row in exported.deals(folder)}
    phones |= {row["Номер клиента"] for row in exported.calls(folder)}
    numbers = [parse(f"+{digits}") for digits in phones if exported.well_formed(digits)]
    assert all(is_valid_number(number) for number in numbers)
    assert {carrier.name_for_number(number, lang) for number in numbers for lang in ("en", "ru")} == {""}


def test_no_call_comes_before_its_lead_or_out_of_hours(folder: Path) -> None:
    made: dict[str, str] = {}
    for row in exported.deals(folder):
        made.setdefault(exported.phone(row["Рабочий телефон"]), row["Дата создания сделки"])
    for row in exported.calls(folder):
        assert re.fullmatch(r"(09|1\d|20):\d\d:\d\d", row["Время"])
        if row["Номер клиента"] in made:
            at = exported.moment(f"{row['Дата']} {row['Время']}")
            assert at >= exported.moment(made[row["Номер клиента"]])


def test_every_sale_was_talked_to_before_it_closed(folder: Path) -> None:
    talks: dict[str, list[str]] = {}
    for row in exported.calls(folder):
        if row["Статус"] == "Отвечен":
            talks.setdefault(row["Номер клиента"], []).append(f"{row['Дата']} {row['Время']}")
    won = [row for row in exported.deals(folder) if row["Этап сделки"] == exported.WON]
    seen = [
        any(exported.moment(at) <= exported.moment(row["Дата закрытия"]) for at in talks.get(phone, []))
        for row in won
        for phone in [exported.phone(row["Рабочий телефон"])]
    ]
    assert sum(seen) / len(seen) >= 0.95
