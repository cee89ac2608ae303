"""Result types are leads by whole name, or by a word of a custom name."""

from __future__ import annotations

import pytest

from smmfunnel.catalog.headers import fold
from smmfunnel.catalog.load import load_catalog
from smmfunnel.catalog.resulttypes import awareness_types, compile_patterns, lead_types, words_of


def test_a_star_stands_for_any_text_and_nothing_else_does() -> None:
    patterns = compile_patterns(["lead*", "*.lead", "form (a+b)"])

    assert patterns.match("Leads")
    assert patterns.match("onsite.LEAD")
    assert patterns.match("Form (A+B)")
    assert not patterns.match("mislead")
    assert not patterns.match("form aab")
    assert not patterns.match("onsiteXlead and more")


def test_a_word_counts_only_whole_and_is_a_guess() -> None:
    patterns = compile_patterns(["lead", "word:quote"])

    assert patterns.match("quoteReceived")
    assert patterns.guessed("quoteReceived")
    assert patterns.match("lead")
    assert not patterns.guessed("lead")
    assert not patterns.match("unquoted")
    assert not patterns.guessed("unquoted")


def test_an_exception_outweighs_names_and_words() -> None:
    patterns = compile_patterns(["lead*", "word:quote", "except:view"])

    assert not patterns.match("lead_form_view")
    assert not patterns.match("quoteView")


def test_no_patterns_match_nothing() -> None:
    assert not compile_patterns([]).match("leads")
    assert not compile_patterns([]).match("")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("quoteReceived", {"quote", "received"}),
        ("CRMLead", {"crm", "lead"}),
        (
            "actions:offsite_conversion.fb_pixel_lead",
            {"actions", "offsite", "conversion", "fb", "pixel", "lead"},
        ),
        ("заявкаОтправлена", {fold("заявка"), fold("отправлена")}),
        ("Step2Quote", {"step", "2", "quote"}),
        ("", set()),
    ],
)
def test_names_split_at_capitals_and_punctuation(name: str, words: set[str]) -> None:
    assert words_of(name) == words


def test_a_format_has_its_leads_and_its_attention() -> None:
    form = load_catalog().formats["vk_ads"]

    assert lead_types(form).match("Лид-форма")
    assert not lead_types(form).match("Сайт")
    assert awareness_types(form).match("Охват")
    assert not awareness_types(form).match("Лид-форма")
