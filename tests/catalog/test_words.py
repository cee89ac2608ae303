"""A status or reason word is found in the nearest place that knows it, whole and never guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from smmfunnel.catalog.formatfile import parse_format
from smmfunnel.catalog.words import (
    CYRILLIC,
    SharedWords,
    lookup_reason,
    lookup_status,
    reason_words,
    status_words,
)
from smmfunnel.vocabulary import Reason, Status

if TYPE_CHECKING:
    from smmfunnel.catalog.model import Format

SHARED = SharedWords(
    statuses={
        "en": {"won": Status.WON, "open": Status.NEW, "archive": Status.LOST},
        "de": {"gewonnen": Status.WON, "archive": Status.WON},
        "ru": {"продажа": Status.WON},
        "uk": {"продаж": Status.WON},
    },
    reasons={"en": {"price": Reason.PRICE}},
)
TEXT = """
title: Test CRM
kind: leads
columns: {status: {en: Status}, loss_reason: {en: Reason}}
require: [[status]]
statuses: {qualified: [Open], lost: ["7. Нецелевой лид"]}
reasons: {offer: []}
export: [Save]
source: a test
checked: 2026-09-15
"""


@pytest.fixture
def form() -> Format:
    return parse_format(TEXT.replace("reasons: {offer: []}\n", "reasons: {price: [дорого]}\n"), "t", "t.yaml")


def shared_keys() -> SharedWords:
    """Spell the Cyrillic words above as keys, as reading a words file does."""
    from smmfunnel.catalog.headers import normalise_word

    return replace(
        SHARED,
        statuses={
            lang: {normalise_word(word): meaning for word, meaning in words.items()}
            for lang, words in SHARED.statuses.items()
        },
    )


def test_the_config_comes_before_the_format_and_the_format_before_the_shared_words(form: Format) -> None:
    shared = shared_keys()

    assert lookup_status("OPEN", form, ["en"], {}, shared) is Status.QUALIFIED
    assert lookup_status("OPEN", form, ["en"], {"open": Status.JUNK}, shared) is Status.JUNK
    assert lookup_status("Won", form, ["en"], {}, shared) is Status.WON


def test_words_of_the_config_may_be_written_in_any_way(form: Format) -> None:
    assert lookup_status("10. Чек", form, ["ru"], {"чек": Status.WON}, SHARED) is Status.WON
    assert lookup_status("Чек", form, ["ru"], {"10. Чек": Status.WON}, SHARED) is Status.WON


def test_a_word_is_matched_whole(form: Format) -> None:
    assert lookup_status("won!", form, ["en"], {}, SHARED) is None
    assert lookup_status("not won", form, ["en"], {}, SHARED) is None
    assert lookup_status("", form, ["en"], {}, SHARED) is None


def test_numbering_does_not_matter(form: Format) -> None:
    assert lookup_status("3. нецелевой лид", form, ["ru"], {}, SHARED) is Status.LOST


def test_the_language_of_the_file_decides_before_the_script(form: Format) -> None:
    words = status_words(form, ["de"], {}, shared_keys())

    assert words.get("Archive") is Status.WON


def test_languages_that_disagree_give_no_meaning(form: Format) -> None:
    words = status_words(form, ["ru"], {}, shared_keys())

    assert words.get("Archive") is None
    assert words.get("won") is Status.WON


def test_a_word_is_looked_up_in_languages_of_its_script(form: Format) -> None:
    words = status_words(form, ["en"], {}, shared_keys())

    assert words.get("Продажа") is Status.WON
    assert words.get("Продаж") is Status.WON


def test_reasons_are_looked_up_in_the_same_way(form: Format) -> None:
    assert lookup_reason("Дорого", form, ["ru"], {}, SHARED) is Reason.PRICE
    assert lookup_reason("Price", form, ["ru"], {}, SHARED) is Reason.PRICE
    assert reason_words(form, ["en"], {"Price": Reason.OTHER}, SHARED).get("price") is Reason.OTHER
    assert lookup_reason("no idea", form, ["en"], {}, SHARED) is None


def test_cyrillic_languages_are_told_from_latin_ones() -> None:
    assert {"ru", "uk"} <= CYRILLIC
    assert "en" not in CYRILLIC
