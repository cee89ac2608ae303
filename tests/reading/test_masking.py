from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.reading.masking import masked, masked_cells, masked_tag
from tests.conftest import run_inside

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Анна (anna.kim@mail.ru)", "Анна (a•••.ru#"),
        ("перенос на +79123456789", "перенос на +•••••••••••#"),
        ("8 (912) 345-67-89 спам", "• (•••) •••-••-••#"),
        ("звонил 89123456789", "звонил •••••••••••#"),
        ("+1 (212) 555 0100", "+• (•••) ••• ••••#"),
        ("почта@пример.рф", "п•••.рф#"),
    ],
)
def test_contacts_in_a_text_are_hidden(text: str, shown: str) -> None:
    hidden = masked(text)
    assert hidden.startswith(shown)
    assert masked(hidden) == hidden


@pytest.mark.parametrize(
    "text",
    [
        *("Анна Ким", "Акция 01.09.2026-30.09.2026", "2026-09-01 10:00", "vk 1234567890123 15", "120210987654321"),
        *("@agency", "123-456-789", "1234567890", "ab@c"),
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        *(("anna.kim@mail.ru", "a•••.ru#"), ("+7 912 345-67-89", "+• ••• •••-••-••#"), ("79123456789", "•••••••••••#")),
        ("leto anna@mail.ru", "leto a•••.ru#"),
    ],
)
def test_contacts_in_a_tag_are_hidden(tag: str, shown: str) -> None:
    assert masked_tag(tag).startswith(shown)
    assert masked_tag(masked_tag(tag)) == masked_tag(tag)


@pytest.mark.parametrize(
    "tag", ["123456789-987654321", "cid|79123456789|gid|1", "120210987654321", "2026 09 01 12 30 00", "лето 2026"]
)
def test_ids_in_a_tag_stay(tag: str) -> None:
    assert masked_tag(tag) == tag


def test_different_contacts_stay_different() -> None:
    names = [f"a{number}@agency.ru" for number in range(40)] + [f"+7 912 {number:03} 00 89" for number in range(40)]
    assert len(set(map(masked, names))) == len(names)
    assert masked("Anna@Mail.ru").casefold() == masked("anna@mail.ru").casefold()


@given(st.lists(st.one_of(st.none(), st.text("a@.ru+ 0123456789()-•#", max_size=30)), min_size=1))
def test_a_column_is_hidden_value_by_value(texts: list[str | None]) -> None:
    found = masked_cells(pa.array(texts, pa.string())).to_pylist()
    assert found == [None if text is None else masked(text) for text in texts]
    assert masked_cells(pa.array(texts, pa.string()).dictionary_encode()).to_pylist() == found


LEADS = (
    "lead_id,phone,created_at,status,closed_at,loss_reason,source,form,manager,utm_source,utm_term\n"
    "1,+79160000001,2026-09-01 10:00,won,2026-09-02 10:00,,mail box@shop.ru,form +7 912 345-67-89,Анна anna@mail.ru,"
    "site +7 912 345-67-89,kim@mail.ru\n"
    '2,+79160000002,2026-09-01 11:00,lost,2026-09-02 11:00,"нет, 8 (912) 345-67-89",mail box@shop.ru,,Ян 89123456789,'
    ",\n"
    "3,+79160000003,2026-09-01 12:00,ждёт jan@mail.ru,,,mail box@shop.ru,,Ян 89123456789,89123456789,\n"
)
SECRET = ("anna@", "box@", "jan@", "kim@", "345-67", "89123456789", "shop")


@pytest.mark.parametrize("arguments", [("-f", "json"), ("-f", "csv", "--by", "manager", "--by", "source"), ()])
@pytest.mark.parametrize("command", ["analyze", "leads", "check"])
def test_nothing_printed_holds_a_contact(tmp_path: Path, command: str, arguments: tuple[str, ...]) -> None:
    if command != "analyze" and "--by" in arguments:
        arguments = arguments[:2]
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    run = run_inside(command, tmp_path / "leads.csv", *arguments, cwd=tmp_path)
    assert run.code == 0, run.stderr
    assert [secret for secret in SECRET if secret in run.stdout + run.stderr] == []
    assert "•••.ru#" in run.stdout


def test_a_configuration_made_of_the_files_holds_no_contact(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    run = run_inside("init", tmp_path / "leads.csv", cwd=tmp_path)
    written = (tmp_path / "smmfunnel.yaml").read_text(encoding="utf-8")
    assert run.code == 0, run.stderr
    assert [secret for secret in SECRET if secret in written + run.stdout + run.stderr] == []
    assert "ждёт j•••.ru#" in written


@pytest.mark.parametrize("shown", [False, True], ids=["as it stands", "as it is shown"])
def test_a_word_with_a_contact_is_mapped_by_either_spelling(tmp_path: Path, *, shown: bool) -> None:
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    word, reason = "ждёт jan@mail.ru", "нет, 8 (912) 345-67-89"
    lines = [
        *("statuses:", f"  {json.dumps(masked(word) if shown else word)}: in_progress"),
        *("reasons:", f"  {json.dumps(masked(reason) if shown else reason)}: spam"),
    ]
    (tmp_path / "smmfunnel.yaml").write_text("\n".join(lines), encoding="utf-8")
    run = run_inside("leads", tmp_path, "-f", "json", cwd=tmp_path)
    assert run.code == 0, run.stderr
    told = {row["lead_id"]: (row["status"], row["loss_reason"]) for row in json.loads(run.stdout)["rows"]}
    assert (told["2"][1], told["3"][0]) == ("spam", "in_progress")


def test_a_manager_is_found_by_the_name_in_the_crm(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    run = run_inside("leads", tmp_path, "-f", "json", "--manager", "Анна anna@mail.ru", cwd=tmp_path)
    assert [row["lead_id"] for row in json.loads(run.stdout)["rows"]] == ["1"]
