"""Words of traffic sources name platforms, click ids, mediums and devices."""

from __future__ import annotations

import pytest

from smmfunnel.catalog.formatfile import PLATFORMS
from smmfunnel.catalog.load import load_catalog
from smmfunnel.catalog.sources import is_broken, parse_sources
from smmfunnel.errors import InputError

SOURCES = load_catalog().sources


@pytest.mark.parametrize(
    ("source", "platform"),
    [
        ("vk", "vk"),
        ("VK_Ads", "vk"),
        ("facebook", "meta"),
        ("ig", "meta"),
        ("ya", "yandex"),
        ("yandex_direct", "yandex"),
        ("gads", "google"),
        ("tg", "telegram"),
        ("newsletter", None),
        ("", None),
    ],
)
def test_a_utm_source_names_its_platform(source: str, platform: str | None) -> None:
    assert SOURCES.platform(source) == platform


@pytest.mark.parametrize(
    ("parameter", "platform"),
    [
        ("gclid", "google"),
        ("yclid", "yandex"),
        ("fbclid", "meta"),
        ("ttclid", "tiktok"),
        ("msclkid", "microsoft"),
        ("rb_clickid", "vk"),
        ("li_fat_id", "linkedin"),
        ("twclid", "x"),
        ("epik", "pinterest"),
        ("rdt_cid", "reddit"),
        ("sccid", "snapchat"),
        ("GCLID", "google"),
        ("utm_source", None),
    ],
)
def test_a_click_id_names_its_platform(parameter: str, platform: str | None) -> None:
    assert SOURCES.click_platform(parameter) == platform


def test_every_named_platform_is_one_of_the_catalogue() -> None:
    assert set(SOURCES.click_ids.values()) <= set(PLATFORMS)


@pytest.mark.parametrize(("medium", "paid"), [("cpc", True), ("CPC", True), ("organic", False), ("banana", None)])
def test_a_medium_is_paid_organic_or_not_known(medium: str, *, paid: bool | None) -> None:
    assert SOURCES.paid_medium(medium) is paid


@pytest.mark.parametrize(
    "source",
    [
        "vk_ads",
        "VK Ads",
        "yandex_direct",
        "Яндекс.Директ",
        "Таргет",
        "fb_ads",
        "google_ads",
        "gads",
        "Лид-форма",
        "Advertisement",
        "paid_social",
        "Paid Social",
        "mytarget",
        "Контекст",
        "«Реклама»",
    ],
)
def test_a_crm_source_that_names_advertising_is_paid_without_tags(source: str) -> None:
    assert SOURCES.paid_source(source)


@pytest.mark.parametrize("source", ["vk", "facebook", "ВКонтакте", "Яндекс", "Google", "direct", "Сарафан", "Веб-сайт"])
def test_a_crm_source_that_names_only_a_place_is_no_proof_of_advertising(source: str) -> None:
    assert not SOURCES.paid_source(source)


def test_a_crm_source_may_mean_advertising() -> None:
    assert SOURCES.paid_source("PAID_SOCIAL")
    assert not SOURCES.paid_source("ORGANIC_SEARCH")
    assert not SOURCES.paid_source("")


@pytest.mark.parametrize(("word", "device"), [("Mobile", "mobile"), ("Смартфоны", "mobile"), ("toaster", None)])
def test_devices_are_known_in_several_languages(word: str, device: str | None) -> None:
    assert SOURCES.device(word) == device


@pytest.mark.parametrize(
    ("tag", "broken"),
    [
        ("{{campaign.name}}", True),
        ("{campaign_id}", True),
        ("{keyword:nothing}", True),
        ("__CAMPAIGN_ID__", True),
        ("id-{{ad.id}}-x", True),
        ("spring sale", False),
        ("[RU] [/50%] =1+1", False),
        ("{}", False),
        ("{{}}", False),
        ("a__B__c", False),
        ("", False),
    ],
)
def test_macros_that_nobody_resolved_are_noticed(tag: str, *, broken: bool) -> None:
    assert is_broken(tag) is broken


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("googleads-performance", "google"),
        ("metaads-performance", "meta"),
        ("microsoftads-performance", "microsoft"),
        ("VK Реклама, сентябрь", "vk"),
        ("отчёт_вк_2026-09", "vk"),
        ("Facebook vs Instagram", "meta"),
        ("google vs meta", None),
        ("Google Sheets - spend", None),
        ("Расходы - Google Таблицы", None),
        ("google_analytics", None),
        ("x", None),
        ("an export", None),
        ("metadata", None),
        ("spend", None),
        ("-", None),
        ("2026-09", None),
    ],
)
def test_a_file_name_tells_its_one_platform_by_whole_words(name: str, platform: str | None) -> None:
    assert SOURCES.platform_in(name) == platform


def test_all_faults_of_a_sources_file_are_said() -> None:
    text = "platforms: {vk: [vk], meta: [vk]}\nclick_ids: {}\norganic_mediums: []\n"

    with pytest.raises(InputError) as caught:
        parse_sources(text, "sources.yaml")

    assert [error.params["key"] for error in (caught.value, *caught.value.others)] == [
        "paid_mediums",
        "paid_sources",
        "devices",
        "file_names",
    ]


def test_one_word_cannot_name_two_platforms() -> None:
    text = (
        "platforms: {vk: [vk], meta: [VK]}\nclick_ids: {}\norganic_mediums: []\npaid_mediums: []\n"
        "paid_sources: []\ndevices: {}\nfile_names: {}\n"
    )

    with pytest.raises(InputError, match='"VK" means both vk and meta'):
        parse_sources(text, "sources.yaml")
