"""The tables of texts: every key once, every template sound, and no word that judges people."""

from __future__ import annotations

import re
from importlib import import_module
from string import Formatter

import pytest

from smmfunnel.texts import AREAS, has, say
from smmfunnel.vocabulary import Factor, Outcome, ResponseClass, Zone

TABLES = {area: import_module(f"smmfunnel.texts.en.{area}").TEXTS for area in AREAS}
JUDGING = re.compile(r"culprit|guilt|blame|\bowner|to be at fault|innocent", re.IGNORECASE)


def test_no_key_stands_in_two_areas() -> None:
    keys = [key for table in TABLES.values() for key in table]
    assert len(keys) == len(set(keys)), sorted({key for key in keys if keys.count(key) > 1})


@pytest.mark.parametrize("area", AREAS)
def test_templates_have_named_fields_and_at_most_two_forms(area: str) -> None:
    for key, template in TABLES[area].items():
        forms = template.split(" || ")
        assert len(forms) <= 2, key
        for form in forms:
            assert all(name is None or name for _, name, _, _ in Formatter().parse(form)), key
        assert len(forms) == 1 or "{n" in forms[1], key


@pytest.mark.parametrize("area", AREAS)
def test_no_text_judges_people(area: str) -> None:
    assert [key for key, text in TABLES[area].items() if JUDGING.search(text)] == []


def test_everything_a_result_can_hold_has_a_name() -> None:
    assert all(has(f"outcome.{outcome.value}") for outcome in Outcome)
    assert all(has(f"{area}.{zone.value}") for zone in Zone for area in ("zone", "zone_name", "zone_of"))
    assert all(has(f"factor.{factor.value}") for factor in Factor)
    assert all(has(f"band.{band.value}") for band in ResponseClass)


def test_a_count_chooses_the_form() -> None:
    assert say("rescue.line", n=1, untouched="0").startswith("1 lead is")
    assert say("rescue.line", n=1_200, untouched="3").startswith("1,200 leads are")
