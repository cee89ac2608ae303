"""Every format file agrees with itself and with the vocabulary."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from smmfunnel.catalog.formatfile import PLATFORMS
from smmfunnel.catalog.headers import fold, normalise, split_currency
from smmfunnel.catalog.index import read_header
from smmfunnel.catalog.load import load_catalog
from smmfunnel.catalog.resulttypes import compile_patterns
from smmfunnel.texts import has
from smmfunnel.vocabulary import COLUMNS, Kind

if TYPE_CHECKING:
    from smmfunnel.catalog.model import Format

CATALOG = load_catalog()
FORMATS = tuple(CATALOG.formats.values())
PROMISED = """
meta_ads google_ads yandex_direct yandex_direct_old vk_ads mytarget vk_cabinet tiktok_ads linkedin_ads
telegram_ads microsoft_ads x_ads pinterest_ads snapchat_ads reddit_ads yandex_metrika ga4 generic_ads
generic_visits
"""
every_format = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)


def signature_headers(form: Format) -> list[str]:
    items = [item for group in form.require for item in group]
    return [item.lstrip("=") for item in items if item.startswith("=")]


def test_every_file_of_the_folder_is_a_format() -> None:
    folder = files("smmfunnel.catalog") / "formats"

    assert set(CATALOG.formats) == {item.name.removesuffix(".yaml") for item in folder.iterdir()}


@pytest.mark.parametrize("name", PROMISED.split())
def test_the_promised_ad_platforms_and_counters_are_there(name: str) -> None:
    assert CATALOG.formats[name].kind in {Kind.ADS, Kind.VISITS}


@every_format
def test_every_column_is_canonical_and_has_a_header(form: Format) -> None:
    known = {column.name for column in COLUMNS[form.kind]}

    assert set(form.columns) <= known
    assert all(form.columns.values())
    assert set(form.constants) <= known


@every_format
def test_no_header_feeds_two_canonical_columns(form: Format) -> None:
    owners: dict[str, set[str]] = {}
    for column, aliases in form.columns.items():
        for alias in aliases:
            owners.setdefault(normalise(alias.header), set()).add(column)

    assert {key: columns for key, columns in owners.items() if len(columns) > 1} == {}


@every_format
def test_no_header_is_listed_twice_in_one_language(form: Format) -> None:
    listed = [
        (column, alias.lang, normalise(alias.header)) for column, aliases in form.columns.items() for alias in aliases
    ]

    assert sorted(listed) == sorted(set(listed))


@every_format
def test_headers_are_written_without_currency(form: Format) -> None:
    headers = [alias.header for aliases in form.columns.values() for alias in aliases]

    assert [header for header in headers if split_currency(header)[1]] == []


@every_format
def test_no_ignored_header_is_also_mapped(form: Format) -> None:
    table = CATALOG.index.tables[form.name]

    assert sorted(table.ignored & set(table.headers)) == []


@every_format
def test_headers_of_the_signature_are_known_to_the_format(form: Format) -> None:
    table = CATALOG.index.tables[form.name]
    headers = [read_header(header) for header in signature_headers(form)]

    assert [h.raw for h in headers if table.find(h) is None and not table.ignores(h)] == []


@every_format
def test_a_signature_has_at_least_two_conditions(form: Format) -> None:
    assert len(form.require) >= 2
    assert all(form.require)


@every_format
def test_no_signature_forbids_what_it_requires(form: Format) -> None:
    required = {item for group in form.require for item in group}

    assert required & set(form.forbid) == set()


@every_format
def test_export_source_and_day_of_the_evidence_are_given(form: Format) -> None:
    assert all(step.strip() for step in form.export)
    assert form.export
    assert len(form.source) > 10
    assert date.fromisoformat(form.checked) >= date(2026, 1, 1)
    assert form.title


@every_format
def test_the_platform_is_known_and_only_ads_and_their_forms_have_one(form: Format) -> None:
    assert form.platform is None or form.platform in PLATFORMS
    assert form.platform is None or form.kind is Kind.ADS or form.role == "form"


@every_format
def test_warnings_have_texts(form: Format) -> None:
    assert [code for code in form.warnings if not has(f"note.{code}")] == []


@every_format
def test_patterns_of_totals_are_usable_and_do_not_eat_names(form: Format) -> None:
    for name in ("Total Recall", "Gesamtpaket Brand", "Итоговая распродажа", "Totals of summer"):
        assert not any(re.fullmatch(pattern, name, re.IGNORECASE) for pattern in form.totals)


@every_format
def test_ad_formats_say_what_was_spent_or_shown(form: Format) -> None:
    if form.kind is Kind.ADS:
        assert {"impressions", "spend"} <= set(form.columns)
        assert "campaign" in form.columns or form.campaign_from_name


META_LEADS = (
    "lead",
    "Leads",
    "Leads (form)",
    "Meta leads",
    "Website leads",
    "actions:leadgen.other",
    "actions:offsite_conversion.fb_pixel_lead",
    "offsite_conversion.fb_pixel_lead",
    "onsite_conversion.lead_grouped",
    "actions:onsite_conversion.lead",
    "quoteReceived",
    "Contact",
    "Website contacts",
    "application_submitted",
    "Лиды",
    "Лиды (форма)",
    "Ліди",
    "Clientes potenciales en el sitio web",
)
META_OTHERS = (
    "Link clicks",
    "actions:visit_instagram_profile",
    "actions:link_click",
    "actions:omni_landing_page_view",
    "profile_visit_view",
    "actions:click_to_call_native_call_placed",
    "leadership page",
    "quoteViewed",
    "lead_form_opened",
    "New messaging contacts",
    "reach",
    "Начатые переписки",
    "",
)


@pytest.mark.parametrize("result", META_LEADS)
def test_leads_of_meta_are_leads(result: str) -> None:
    assert compile_patterns(CATALOG.formats["meta_ads"].lead_results).match(result)


@pytest.mark.parametrize("result", META_OTHERS)
def test_other_results_of_meta_are_not_leads(result: str) -> None:
    assert not compile_patterns(CATALOG.formats["meta_ads"].lead_results).match(result)


@pytest.mark.parametrize("objective", ["OUTCOME_AWARENESS", "REACH", "VIDEO_VIEWS", "Охват"])
def test_objectives_of_attention_are_known_in_meta(objective: str) -> None:
    assert compile_patterns(CATALOG.formats["meta_ads"].awareness).match(objective)


@pytest.mark.parametrize("objective", ["OUTCOME_LEADS", "OUTCOME_TRAFFIC", "OUTCOME_SALES", "Link clicks"])
def test_objectives_of_leads_and_traffic_are_not_attention(objective: str) -> None:
    assert not compile_patterns(CATALOG.formats["meta_ads"].awareness).match(objective)


def test_a_form_and_its_currency_headers_keep_apart() -> None:
    assert fold("Расход, ₽") != fold("Расход (руб.)")
    assert normalise("Расход, ₽") == normalise("Расход (руб.)")
