"""Format files are read whole: all their faults are said at once, with their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smmfunnel.catalog.formatfile import parse_format
from smmfunnel.catalog.headers import normalise
from smmfunnel.catalog.load import load_catalog, parse_words
from smmfunnel.catalog.model import Alias
from smmfunnel.errors import ExitCode, InputError, SmmFunnelError
from smmfunnel.vocabulary import Kind, Reason, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOOD = """\
title: My CRM
kind: leads
columns:
  lead_id: {en: ID}
  status: {en: [Status, Stage], ru: Статус}
  amount: {en: Sum}
require: [[lead_id], [status, "=Stage"], ["~My CRM"]]
forbid: ["=Deal"]
generic: true
role: form
constants: {form: site}
statuses: {won: [Won, "2. Sold"]}
reasons: {price: Dear}
words: {pipeline: {main: [Main]}}
totals: ["sum of .*"]
fraction: ["amount:0.01"]
blank_total: [lead_id]
export: [Save it, Close it]
source: a test
checked: 2026-09-15
"""


def faults_of(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(InputError) as caught:
        parse_format(text, "mine", "mine.yaml")
    errors: list[SmmFunnelError] = [caught.value, *caught.value.others]
    assert all(error.exit_code == ExitCode.INPUT for error in errors)
    assert all(error.where and error.where.path == "mine.yaml" for error in errors)
    return [(error.code, error.where.line if error.where else None) for error in errors]


def test_a_format_file_becomes_a_format() -> None:
    form = parse_format(GOOD, "mine", "mine.yaml")

    assert form.name == "mine"
    assert form.kind is Kind.LEADS
    assert form.columns["status"] == tuple(
        Alias(header, lang, normalise(header)) for header, lang in (("Status", "en"), ("Stage", "en"), ("Статус", "ru"))
    )
    assert form.aliases()["lead_id"] == ("ID",)
    assert form.require == (("lead_id",), ("status", "=Stage"), ("~My CRM",))
    assert form.forbid == ("=Deal",)
    assert form.generic
    assert form.role == "form"
    assert form.constants == {"form": "site"}
    assert form.statuses == {"won": Status.WON, "sold": Status.WON}
    assert form.reasons == {"dear": Reason.PRICE}
    assert form.words == {"pipeline": {"main": "main"}}
    assert form.totals == ("sum of .*",)
    assert form.fraction == ("amount:0.01",)
    assert form.blank_total == ("lead_id",)
    assert form.export == ("Save it", "Close it")
    assert form.checked == "2026-09-15"
    assert not form.campaign_from_name


def test_all_faults_of_a_file_are_said_with_their_lines() -> None:
    text = (
        GOOD.replace("lead_id: {en: ID}", "lead_id: {english: ID}")
        .replace("amount: {en: Sum}", "spend: {en: Sum}")
        .replace("forbid: [", "forbids: [")
        .replace("generic: true", "generic: maybe")
        .replace("role: form", "role: boss")
        .replace("{won: [Won", "{win: [Won")
        .replace('["sum of .*"]', '["sum of ("]')
        .replace("amount:0.01", "lead_id:much")
        .replace("2026-09-15", "yesterday")
    )

    assert faults_of(text) == [
        ("format_bad_language", 4),
        ("format_unknown_column", 6),
        ("format_unknown_key", 8),
        ("yaml_want_flag", 9),
        ("format_unknown_choice", 10),
        ("format_unknown_choice", 12),
        ("format_bad_pattern", 15),
        ("format_bad_factor", 16),
        ("format_bad_day", 20),
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("kind: leads", "kind: stars"), ("format_unknown_choice", 2)),
        (("amount: {en: Sum}", "amount: {en: stage}"), ("format_header_twice", 6)),
        (("[[lead_id]", "[[deal_id]"), ("format_column_not_listed", 7)),
        (('require: [[lead_id], [status, "=Stage"], ["~My CRM"]]', "require: all"), ("yaml_want_list", 7)),
        (('forbid: ["=Deal"]', "forbid: [deal]"), ("format_column_not_listed", 8)),
        (("constants: {form: site}", "constants: {shape: site}"), ("format_unknown_column", 11)),
        (("constants: {form: site}", "constants: {form: [site]}"), ("yaml_want_text", 11)),
        (("{won: [Won,", "{lost: [won], won: [Won,"), ("format_word_twice", 12)),
        (("statuses: {won: [Won", "statuses: {unmapped: [Won"), ("format_unknown_choice", 12)),
        (
            ("words: {pipeline: {main: [Main]}}", "words: {line: {main: [Main]}}"),
            ("format_unknown_column", 14),
        ),
        (("{main: [Main]}", "{main: [Main], other: [main]}"), ("format_word_twice", 14)),
        (("amount:0.01", "spend:0.01"), ("format_column_not_listed", 16)),
        (("blank_total: [lead_id]", "blank_total: [day]"), ("format_column_not_listed", 17)),
        (("title: My CRM", "title: [My, CRM]"), ("yaml_want_text", 1)),
        (("columns:\n", "columns: 5\nx:\n"), ("yaml_want_mapping", 3)),
        (("source: a test\n", ""), ("format_missing_key", 1)),
        (("role: form", "role: form\nrole: crm"), ("yaml_repeated_key", 11)),
        (("role: form", "[1]: form"), ("yaml_want_text", 10)),
    ],
)
def test_a_fault_is_named(change: tuple[str, str], fault: tuple[str, int]) -> None:
    assert change[0] in GOOD
    assert fault in faults_of(GOOD.replace(*change))


def test_a_fault_is_written_with_file_line_and_value() -> None:
    with pytest.raises(InputError) as caught:
        parse_format(GOOD.replace("kind: leads", "kind: stars"), "mine", "mine.yaml")

    assert caught.value.message == 'mine.yaml:2: "stars" is not one of: ads, visits, leads, deals, touches'


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("title: [\n", "yaml_syntax", 2),
        ("a: 1\n\tb: 2\n", "yaml_syntax", 2),
        ("- a list\n", "yaml_not_mapping", 1),
        ("", "yaml_not_mapping", 1),
        ("just a text", "yaml_not_mapping", 1),
        ("title: *nowhere\n", "yaml_syntax", 1),
    ],
)
def test_what_is_not_a_format_file_at_all_is_refused(text: str, code: str, line: int) -> None:
    assert faults_of(text) == [(code, line)]


def test_own_formats_are_added_and_replace_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "meta_ads.yaml").write_text("\ufeff" + GOOD, encoding="utf-8")

    catalog = load_catalog([tmp_path / "mine.yaml", tmp_path / "meta_ads.yaml"])

    assert catalog.formats["mine"].title == catalog.formats["meta_ads"].title == "My CRM"
    assert list(catalog.formats) == sorted(catalog.formats)
    assert catalog.index.tables["mine"].form is catalog.formats["mine"]


def unreadable_missing(folder: Path) -> Path:
    return folder / "absent.yaml"


def unreadable_binary(folder: Path) -> Path:
    path = folder / "binary.yaml"
    path.write_bytes(b"\xff\xfe\x00title")
    return path


@pytest.mark.parametrize("make", [unreadable_missing, unreadable_binary])
def test_faults_of_all_own_formats_are_said_together(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(GOOD.replace("kind: leads", "kind: stars"), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        load_catalog([make(tmp_path), bad])

    assert [error.code for error in (caught.value, *caught.value.others)] == [
        "format_unreadable",
        "format_unknown_choice",
    ]


def test_shared_words_are_read_by_language() -> None:
    words = parse_words({"en": "statuses: {won: [Won]}\nreasons: {price: [Too expensive]}\n", "de": "{}"})

    assert words.statuses == {"en": {"won": Status.WON}}
    assert words.reasons == {"en": {"too expensive": Reason.PRICE}}


def test_faults_of_shared_words_are_said() -> None:
    with pytest.raises(InputError) as caught:
        parse_words({"en": "statuses: {won: [A], lost: [a]}\nplaces: {x: [y]}\n"})

    assert [error.code for error in (caught.value, *caught.value.others)] == [
        "format_word_twice",
        "format_unknown_key",
    ]


def test_the_built_in_catalogue_is_read_the_same_twice() -> None:
    assert load_catalog() == load_catalog()
