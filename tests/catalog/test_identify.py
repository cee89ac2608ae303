"""A header row belongs to exactly one format, or the answer says what is wrong."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smmfunnel.catalog.formatfile import parse_format
from smmfunnel.catalog.identify import Ambiguous, Match, NoMatch, header_score, identify
from smmfunnel.catalog.index import build_index
from smmfunnel.catalog.load import Catalog, load_catalog
from smmfunnel.catalog.signature import spell

if TYPE_CHECKING:
    from smmfunnel.catalog.model import Format

CATALOG = load_catalog()
REAL = Path(__file__).parents[3] / "shared" / "data"
META = ["Campaign name", "Day", "Impressions", "Link clicks", "Results", "Amount spent (USD)"]


def form(name: str, columns: str, require: str, **more: str) -> Format:
    extra = "".join(f"{key}: {value}\n" for key, value in more.items())
    text = (
        f"title: {name}\nkind: ads\ncolumns: {columns}\nrequire: {require}\nexport: [Save]\n"
        f"source: a test\nchecked: 2026-09-15\n{extra}"
    )
    return parse_format(text, name, f"{name}.yaml")


def catalog_of(*formats: Format) -> Catalog:
    named = {f.name: f for f in formats}
    return Catalog(named, CATALOG.words, CATALOG.sources, build_index(named))


def matched(headers: list[str], *formats: Format, lines: tuple[str, ...] = ()) -> Match:
    answer = identify(headers, lines, catalog_of(*formats) if formats else CATALOG)
    assert isinstance(answer, Match), answer
    return answer


ONE = form(
    "one",
    "{day: {en: Day}, campaign: {en: [Campaign name, Campaign]}, clicks: {en: Clicks}, spend: {en: Spend}}",
    "[[day], [spend]]",
    ignore="[CTR*, Status]",
)


def test_columns_languages_and_currencies_of_a_match() -> None:
    match = matched(META)

    assert match.format.name == "meta_ads"
    assert match.columns == {
        "campaign": (0,),
        "day": (1,),
        "impressions": (2,),
        "clicks": (3,),
        "results": (4,),
        "spend": (5,),
    }
    assert match.langs == ("en",)
    assert match.currencies == {"spend": "USD"}
    assert match.unknown == match.duplicates == match.others == ()


def test_headers_are_compared_whole() -> None:
    match = matched(["Day", "Spend", "Cost per Clicks", "Clicks per day", "Campaign name (old)"], ONE)

    assert match.columns == {"day": (0,), "spend": (1,)}
    assert match.unknown == ("Cost per Clicks", "Clicks per day", "Campaign name (old)")


def test_the_delivery_of_a_campaign_is_not_its_impressions() -> None:
    match = matched(["День", "Название кампании", "Показ кампании", "Показы", "Сумма затрат (UZS)"])

    assert match.columns["impressions"] == (3,)
    assert match.currencies == {"spend": "UZS"}


def test_known_but_useless_headers_are_not_unknown() -> None:
    match = matched(["Day", "Spend", "Status", "CTR", "CTR (link)", "Mood", "", "Mood"], ONE)

    assert match.unknown == ("Mood",)


def test_the_header_listed_first_wins_and_the_other_is_told() -> None:
    match = matched(["Campaign", "Day", "Spend", "Campaign name"], ONE)

    assert match.columns["campaign"] == (3,)
    assert match.others == ("Campaign",)


def test_a_header_that_is_there_twice_is_left_unmapped() -> None:
    match = matched(["Day", "Spend", "Clicks", "Клиcks", "CLICKS", "Campaign"], ONE)

    assert "clicks" not in match.columns
    assert match.duplicates == ("Clicks",)
    assert match.columns["campaign"] == (5,)


def test_a_duplicate_does_not_fall_back_on_a_lesser_header() -> None:
    match = matched(["Day", "Spend", "Campaign name", "Campaign name", "Campaign"], ONE)

    assert "campaign" not in match.columns
    assert match.duplicates == ("Campaign name",)
    assert match.others == ("Campaign",)


def test_several_phones_of_a_person_are_coalesced_in_their_order() -> None:
    crm = parse_format(
        "title: CRM\nkind: leads\n"
        "columns: {lead_id: {en: ID}, phone: {en: [Mobile, Work phone, Home phone]}}\n"
        "require: [[lead_id], [phone]]\nexport: [Save]\nsource: a test\nchecked: 2026-09-15\n",
        "crm",
        "crm.yaml",
    )

    match = matched(["ID", "Work phone", "Mobile", "Home phone", "Home phone"], crm)

    assert match.columns["phone"] == (2, 1)
    assert match.duplicates == ("Home phone",)


def test_all_columns_of_a_breakdown_are_kept() -> None:
    match = matched(["Platform", *META, "Placement", "Region"])

    assert match.columns["placement"] == (7, 0, 8)
    assert match.others == ()


def test_only_money_may_carry_a_currency() -> None:
    match = matched(["Day", "Spend, €", "Clicks (USD)"], ONE)

    assert match.currencies == {"spend": "EUR"}
    assert match.unknown == ("Clicks (USD)",)


def test_a_prefix_of_the_format_is_stripped() -> None:
    prefixed = form(
        "p", "{day: {en: Day}, spend: {en: Spend}}", "[[day], [spend]]", prefixes='["Ad - "]', ignore="[Mood]"
    )

    match = matched(["Ad - Day", "Ad - Spend", "Ad - Mood", "Person - Day"], prefixed)

    assert match.columns == {"day": (0,), "spend": (1,)}
    assert match.unknown == ("Person - Day",)


def test_the_fewest_languages_that_explain_the_headers_are_told() -> None:
    french = matched(["Campagne", "Impressions", "Clics", "Coût", "Coût/conv.", "Conversions"])

    assert french.format.name == "google_ads"
    assert french.langs == ("fr",)


def test_of_languages_alike_english_is_told() -> None:
    both = form("b", "{day: {ru: Day, en: Day}, spend: {de: Cost, en: Cost}}", "[[day], [spend]]")

    assert matched(["Day", "Cost"], both).langs == ("en",)


def test_no_match_names_the_nearest_and_what_it_lacks() -> None:
    answer = identify(["Название кампании", "День", "Сумма затрат (USD)"], [], CATALOG)

    assert isinstance(answer, NoMatch)
    nearest = answer.nearest[0]
    assert nearest.format.name == "meta_ads"
    assert [group[0] for group in nearest.lacking] == ["impressions"]
    assert spell(nearest.lacking[0], nearest.format, ["ru"])[:2] == ("Показы", "Охват")
    assert len(answer.nearest) <= 3


def test_headers_and_lines_of_a_signature_are_spelled_for_people() -> None:
    meta = CATALOG.formats["meta_ads"]

    assert spell(("=Amount spent", "==Kлики", "~My report", "day"), meta, ["uk"]) == (
        "Amount spent",
        "Kлики",
        "My report",
        "День",
    )


def test_what_is_forbidden_is_told_too() -> None:
    answer = identify(["day", "spend", "impressions", "phone"], [], CATALOG)

    assert isinstance(answer, NoMatch)
    near = {one.format.name: one for one in answer.nearest}
    assert near["generic_ads"].lacking == ()
    assert near["generic_ads"].forbidden == ("=phone",)


def test_headers_nobody_knows_have_no_nearest_format() -> None:
    assert identify(["foo", "bar", ""], [], CATALOG) == NoMatch(())
    assert identify([], [], CATALOG) == NoMatch(())


def test_two_formats_that_match_are_both_named() -> None:
    other = form("other", "{day: {en: Day}, spend: {en: Spend}}", "[[day], [spend]]")

    answer = identify(["Day", "Spend"], [], catalog_of(ONE, other))

    assert isinstance(answer, Ambiguous)
    assert [f.name for f in answer.formats] == ["one", "other"]


def test_a_generic_format_is_the_last_resort() -> None:
    generic = form("generic", "{day: {en: Day}, spend: {en: Spend}}", "[[day], [spend]]", generic="true")
    stricter = form("stricter", "{day: {en: Day}, spend: {en: Spend}, ad: {en: Ad}}", "[[day], [spend], [ad]]")

    assert matched(["Day", "Spend", "Ad"], generic, stricter).format.name == "stricter"
    assert matched(["Day", "Spend"], generic, stricter).format.name == "generic"


def test_a_format_named_by_the_user_needs_no_signature() -> None:
    headers = ["Название кампании", "Сумма затрат (EUR)"]
    meta = CATALOG.formats["meta_ads"]

    named = identify(headers, [], CATALOG, only=meta)

    assert isinstance(identify(headers, [], CATALOG), NoMatch)
    assert isinstance(named, Match)
    assert named.format is meta
    assert named.columns == {"campaign": (0,), "spend": (1,)}


def test_a_format_named_by_the_user_must_know_a_header() -> None:
    answer = identify(["foo"], [], CATALOG, only=CATALOG.formats["meta_ads"])

    assert isinstance(answer, NoMatch)
    assert [near.format.name for near in answer.nearest] == ["meta_ads"]


def test_a_format_outside_the_catalogue_may_be_named() -> None:
    answer = identify(["Day", "Spend"], [], CATALOG, only=ONE)

    assert isinstance(answer, Match)
    assert answer.format is ONE


def test_a_signature_may_ask_for_a_currency_a_spelling_or_a_line() -> None:
    rubles = form("rubles", "{day: {en: Day}, spend: {en: Spend}}", '[[day], ["=Spend, ₽"]]')
    latin = form("latin", "{clicks: {ru: Клики}, spend: {en: Spend}}", '[[spend], ["==Kлики"]]')
    titled = form("titled", "{day: {en: Day}, spend: {en: Spend}}", '[[day], ["~My Report"]]')

    assert isinstance(identify(["Day", "Spend, ₽"], [], catalog_of(rubles)), Match)
    assert isinstance(identify(["Day", "Spend"], [], catalog_of(rubles)), NoMatch)
    assert isinstance(identify(["Kлики", "Spend"], [], catalog_of(latin)), Match)
    assert isinstance(identify(["Клики", "Spend"], [], catalog_of(latin)), NoMatch)
    assert isinstance(identify(["Day", "Spend"], ["my report: september"], catalog_of(titled)), Match)
    assert isinstance(identify(["Day", "Spend"], ["not my report"], catalog_of(titled)), NoMatch)


def test_a_table_of_ones_own_is_not_taken_for_a_platform() -> None:
    hand_made = ["Дата", "Площадка", "Кампания", "Показы", "Клики", "Расход, ₽"]

    assert matched(hand_made).format.name == "generic_ads"
    assert matched(["Date", "Impressions", "Clicks", "Cost", "Conversions"]).format.name == "generic_ads"


def test_the_score_of_a_row_is_its_headers_in_one_format() -> None:
    assert header_score(META, CATALOG) == len(META)
    assert header_score(["2026-09-01", "1,204", "Autumn leads"], CATALOG) == 0
    assert header_score([], CATALOG) == 0
    assert header_score(["Day", "Day", ""], CATALOG) == 1


@pytest.mark.parametrize(
    "name", ["april-w1", "monthly-jan-final", "monthly-feb-final", "monthly-march-final", "upto-date-data"]
)
def test_real_meta_exports_are_recognised(name: str) -> None:
    path = REAL / "meta_taskher" / f"{name}.csv"
    if not path.exists():
        pytest.skip("the folder of real exports is not here")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        headers = next(csv.reader(stream))

    match = matched(headers)

    assert match.format.name == "meta_ads"
    assert {name: headers[positions[0]] for name, positions in match.columns.items()} == {
        "campaign": "Campaign name",
        "ad_group": "Ad set name",
        "ad": "Ad name",
        "age": "Age",
        "gender": "Gender",
        "reach": "Reach",
        "impressions": "Impressions",
        "result_type": "Result Type",
        "results": "Results",
        "spend": "Amount spent (GBP)",
        "clicks": "Link clicks",
        "period_start": "Reporting starts",
        "period_end": "Reporting ends",
    }
    assert match.currencies == {"spend": "GBP"}
    assert match.unknown == match.duplicates == match.others == ()


def test_a_real_google_report_is_recognised() -> None:
    path = REAL / "google_omoda_pt" / "Relatorio_da_campanha.csv"
    if not path.exists():
        pytest.skip("the folder of real exports is not here")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        title, period, headers = [row for row, _ in zip(csv.reader(stream), range(3), strict=False)]

    match = matched(headers, lines=(title[0], period[0]))

    assert match.format.name == "google_ads"
    assert {name: headers[positions[0]] for name, positions in match.columns.items()} == {
        "campaign": "Campanha",
        "currency": "Código da moeda",
        "impressions": "Impressões",
        "interactions": "Interações",
        "spend": "Custo",
        "conversions": "Conversões",
    }
    assert match.langs == ("pt",)
    assert match.unknown == match.duplicates == match.others == ()
