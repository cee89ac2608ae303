"""The shared words and the formats' own mean what the field means by them, once each."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
import yaml

from smmfunnel.catalog.headers import normalise_word
from smmfunnel.catalog.load import load_catalog
from smmfunnel.catalog.words import lookup_reason, lookup_status
from smmfunnel.vocabulary import Reason, Status

CATALOG = load_catalog()
LANGS = ("de", "en", "es", "fr", "pt", "ru", "uk")

STATUSES: dict[tuple[str, str], dict[str, str]] = {
    ("amocrm", "ru"): {
        "new": "Неразобранное",
        "in_progress": "Первичный контакт; Переговоры",
        "qualified": "Принимают решение; Согласование договора",
        "won": "Успешно реализовано; 142",
        "lost": "Закрыто и не реализовано; 143; 10. Закрыто и не реализовано",
        "junk": "7. Нецелевой лид",
    },
    ("kommo", "en"): {
        "new": "Incoming leads",
        "in_progress": "Initial contact",
        "qualified": "Offer made",
        "won": "Closed – won; Closed - won",
        "lost": "Closed – lost; Closed - lost",
    },
    ("bitrix24_leads", "ru"): {
        "new": "NEW; Не обработан",
        "in_progress": "IN_PROCESS; В работе; PROCESSED; Обработан",
        "qualified": "CONVERTED; Качественный лид; S",
        "junk": "JUNK; Некачественный лид",
    },
    ("bitrix24_deals", "ru"): {
        "new": "NEW; Новая; C14:NEW",
        "in_progress": "PREPARATION; Подготовка документов; PREPAYMENT_INVOICE; Cчет на предоплату; EXECUTING; В работе"
        "; FINAL_INVOICE; Финальный счет",
        "won": "WON; Сделка успешна; C14:WON; S",
        "lost": "LOSE; Сделка провалена; APOLOGY; Анализ причины провала; C14:LOSE; F",
    },
    ("hubspot_contacts", "en"): {
        "new": "NEW; OPEN",
        "in_progress": "ATTEMPTED_TO_CONTACT; IN_PROGRESS; BAD_TIMING",
        "contacted": "CONNECTED",
        "qualified": "OPEN_DEAL",
        "junk": "UNQUALIFIED",
    },
    ("hubspot_deals", "en"): {
        "in_progress": "Appointment Scheduled",
        "qualified": "Qualified To Buy; Presentation Scheduled; Decision Maker Bought-In; Contract Sent",
        "won": "Closed Won",
        "lost": "Closed Lost",
    },
    ("salesforce_leads", "en"): {
        "new": "Open - Not Contacted",
        "contacted": "Working - Contacted",
        "qualified": "Closed - Converted",
        "lost": "Closed - Not Converted",
    },
    ("salesforce_opportunities", "en"): {
        "in_progress": "Prospecting; Qualification",
        "qualified": "Needs Analysis; Value Proposition; Id. Decision Makers; Perception Analysis; Proposal/Price Quote"
        "; Negotiation/Review",
        "won": "Closed Won",
        "lost": "Closed Lost",
    },
    ("pipedrive_deals", "en"): {"in_progress": "open", "won": "won", "lost": "lost"},
    ("zoho_leads", "en"): {
        "new": "Not Contacted",
        "in_progress": "Attempted to Contact; Contact in Future",
        "contacted": "Contacted",
        "qualified": "Pre-Qualified",
        "junk": "Junk Lead; Not Qualified",
        "lost": "Lost Lead",
    },
    ("zoho_deals", "en"): {
        "in_progress": "Qualification",
        "qualified": "Needs Analysis; Value Proposition; Identify Decision Makers; Proposal/Price Quote"
        "; Negotiation/Review",
        "won": "Closed Won",
        "lost": "Closed Lost; Closed Lost to Competition",
    },
    ("retailcrm", "ru"): {
        "new": "new; Новый",
        "in_progress": "offer-analog; Предложить замену",
        "qualified": "client-confirmed; Согласовано; prepayed; Предоплата; assembling; Комплектуется; send-to-delivery"
        "; delivering; Доставляется",
        "won": "complete; Выполнен; partially-completed",
        "lost": "no-call; Недозвон; cancel-other; Отменён; return; Возврат; otmena-net-tovara; Нет товара",
        "junk": "trash",
        "duplicate": "duplicate; Дубликат",
    },
    # school CRMs, 1C and sheets of call centres
    ("generic_leads", "ru"): {
        "new": "Лид; Еще не звонили; Не обработано; Не обработан; Неразобранное; Новый",
        "in_progress": "Потенциал; Рабочий потенциал; Недозвон; Требует проверки; В работе",
        "qualified": "Предзапись; Пробник; Качественные",
        "won": "Продажа",
        "lost": "Выбыл",
        "junk": "Нецелевой лид; ЧС; Некачественные; Не подходит по гео; Спам",
        "existing": "Уже наши; Текущий клиент",
        "test": "Не учитывать; Тест",
        "duplicate": "Дубль; Дубликат",
    },
    ("generic_leads", "en"): {
        "new": "new; Not contacted; Open - Not Contacted",
        "in_progress": "in progress",
        "qualified": "qualified",
        "won": "won",
        "lost": "lost",
        "junk": "junk; spam; junk lead; unqualified",
        "duplicate": "duplicate",
        "test": "test",
        "existing": "existing customer",
    },
}

REASONS: dict[str, dict[str, str]] = {
    "ru": {
        "spam": "спам; бот; некачественный лид",
        "wrong_contact": "чужой номер; номер не существует; некорректные данные; неправильные данные"
        "; Некорректный номер",
        "unqualified": "нецелевой лид; нецелевой клиент; не целевой; не наш клиент; не наш профиль; не квалифицирован"
        "; слишком молод",
        "never_applied": "не оставляли заявку; ошибочное обращение",
        "wrong_region": "не подходит по гео",
        "job_seeker": "работа-сотрудничество; партнер/сотрудник; партнёр / сотрудник; оптовая закупка; Ищет работу",
        "not_called": "не обработан; еще не звонили; ещё не звонили; неразобранное; не перезвонили",
        "slow_response": "поздно перезвонили; долго отвечали",
        "poor_handling": "не дошли до ЛПР; не договорились",
        "no_reply": "нет реакции на КП",
        "no_answer": "недозвон; не дозвонились; не удалось связаться; нет ответа; не отвечает после 5+ касаний",
        "price": "дорого; слишком дорого; не устроили условия",
        "product": "нет товара; нет подходящей услуги; не хватает функциональности; не смогли выполнить",
        "competitor": "выбрали других; выбрали конкурента; Конкурент",
        "no_show": "не пришёл на пробную; не пришел на встречу",
        "no_need": "пропала потребность; передумали; делают сами",
        "postponed": "отложенная покупка; не сейчас; не срочный",
        "financing": "отказ банка",
        "site_error": "не открылся сайт; ошибка формы",
        "duplicate": "дубль; дубликат",
        "test": "тест",
        "existing": "текущий клиент; уже наши; уже купил",
    },
    "en": {
        "spam": "spam; junk lead; bot; trash",
        "wrong_contact": "wrong number; invalid number; incorrect data",
        "unqualified": "unqualified; not our TG; not ICP; not qualified; infant/child; underage",
        "never_applied": "did not submit an application",
        "wrong_region": "wrong region",
        "job_seeker": "job seekers; partnership; wholesale",
        "not_called": "Open - Not Contacted; Not Contacted",
        "slow_response": "slow response",
        "poor_handling": "no follow-up; poor follow-up; inefficient communication; stakeholder issue; never demo'ed"
        "; never demo’ed",
        "no_reply": "no response to proposal; NO_RESPONSE_PROPOSAL; ghosting",
        "no_answer": "no answer; not able to reach; RNR; switched off; NO_RESPONSE_FIRST_CONTACT",
        "price": "too expensive; high cost; pricing; budget; terms not acceptable; Can't afford; Cannot afford",
        "product": "out of stock; missing features; no suitable product",
        "competitor": "competitor; chose others",
        "no_show": "no-show; no show",
        "no_need": "no longer needed; Not Interested",
        "postponed": "bad timing; BAD_TIMING; not now; contact in future; timeline",
        "financing": "financing refused",
        "site_error": "site error; form error",
        "duplicate": "duplicate",
        "test": "test",
        "existing": "existing customer",
        "other": "other",
    },
}

STATUS_CASES = [
    (form, lang, word, Status(meaning))
    for (form, lang), meanings in STATUSES.items()
    for meaning, words in meanings.items()
    for word in words.split("; ")
]
REASON_CASES = [
    (lang, word, Reason(meaning))
    for lang, meanings in REASONS.items()
    for meaning, words in meanings.items()
    for word in words.split("; ")
]
CASED = (str.lower, str.upper, lambda text: f"  «{text}» ")


@pytest.mark.parametrize(("form", "lang", "word", "meaning"), STATUS_CASES)
def test_a_status_of_a_product_means_what_the_product_means(form: str, lang: str, word: str, meaning: Status) -> None:
    assert lookup_status(word, CATALOG.formats[form], (lang,), {}, CATALOG.words) is meaning
    for change in CASED:
        assert lookup_status(change(word), CATALOG.formats[form], (lang,), {}, CATALOG.words) is meaning


@pytest.mark.parametrize(("lang", "word", "meaning"), REASON_CASES)
def test_a_reason_means_what_people_mean_by_it(lang: str, word: str, meaning: Reason) -> None:
    form = CATALOG.formats["generic_leads"]

    assert lookup_reason(word, form, (lang,), {}, CATALOG.words) is meaning
    for change in CASED:
        assert lookup_reason(change(word), form, (lang,), {}, CATALOG.words) is meaning


@pytest.mark.parametrize("word", ["Чек", "Оплата", "Архив", "Муж против", "дороговато", "конкурентная цена", "Закрыт"])
def test_words_that_mean_different_things_in_different_companies_are_left_to_the_config(word: str) -> None:
    form = CATALOG.formats["amocrm"]

    assert lookup_status(word, form, ("ru",), {}, CATALOG.words) is None
    assert lookup_reason(word, form, ("ru",), {}, CATALOG.words) is None


@pytest.mark.parametrize("word", ["open", "converted", "customer", "closed", "archived", "no response"])
def test_words_that_mean_different_things_in_different_products_are_not_shared(word: str) -> None:
    form = CATALOG.formats["generic_leads"]

    assert lookup_status(word, form, ("en",), {}, CATALOG.words) is None


def test_an_open_contact_of_hubspot_is_new_and_an_open_deal_of_pipedrive_in_work() -> None:
    hubspot, pipedrive = CATALOG.formats["hubspot_contacts"], CATALOG.formats["pipedrive_deals"]

    assert lookup_status("Open", hubspot, ("en",), {}, CATALOG.words) is Status.NEW
    assert lookup_status("Open", pipedrive, ("en",), {}, CATALOG.words) is Status.IN_PROGRESS


def test_the_words_of_every_language_are_there() -> None:
    assert tuple(sorted(CATALOG.words.statuses)) == LANGS
    assert tuple(sorted(CATALOG.words.reasons)) == LANGS


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", ["statuses", "reasons"])
def test_a_word_stands_once_in_its_language(lang: str, part: str) -> None:
    text = (files("smmfunnel.catalog") / "words" / f"{lang}.yaml").read_text(encoding="utf-8")
    spelled = [normalise_word(str(word)) for words in yaml.safe_load(text)[part].values() for word in words]

    assert [word for word, count in Counter(spelled).items() if count > 1] == []


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_english_and_russian_have_words_for_every_meaning(lang: str) -> None:
    assert set(CATALOG.words.statuses[lang].values()) == set(Status) - {Status.UNMAPPED}
    assert set(CATALOG.words.reasons[lang].values()) == set(Reason) - {Reason.UNMAPPED}


def test_languages_do_not_contradict_each_other() -> None:
    """A word two languages share has one meaning: a file's language need not be guessed right."""
    for shared in (CATALOG.words.statuses, CATALOG.words.reasons):
        meanings: dict[str, set[Status | Reason]] = {}
        for words in shared.values():
            for word, meaning in words.items():
                meanings.setdefault(word, set()).add(meaning)
        assert {word: found for word, found in meanings.items() if len(found) > 1} == {}
