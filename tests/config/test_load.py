from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from smmfunnel.config import config_schema, find_config, load_config
from smmfunnel.config.load import parse_config
from smmfunnel.config.schema import EXAMPLE
from smmfunnel.errors import UsageError
from smmfunnel.vocabulary import Kind, Reason, Status

if TYPE_CHECKING:
    from pathlib import Path

FIVE_FAULTS = """\
currancy: RUB
period: 2026-02-31..2026-03-02
statuses:
  В работе: in_progres
files:
  - pattern: leads.csv
    kind: leads
    columns:
      led_id: Number
dedupe_days: -1
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(UsageError) as caught:
        parse_config(text.encode(), "a.yaml")
    return caught.value.message.splitlines()


def test_five_faults_are_told_at_once_each_with_its_line() -> None:
    assert faults_of(FIVE_FAULTS) == [
        "a.yaml:1: unknown key currancy, did you mean currency?",
        "a.yaml:2: period: day is out of range for month",
        'a.yaml:4: statuses.В работе: "in_progres" is not known here, did you mean in_progress?',
        'a.yaml:9: files[1].columns.led_id: there is no canonical column "led_id", did you mean lead_id?',
        'a.yaml:10: dedupe_days: input should be greater than or equal to 0, not "-1"',
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("costs: {agency_fee: 5}", "a.yaml:1: unknown key costs.agency_fee, did you mean agency_fee_per_month?"),
        ("xyzzy: 1", "a.yaml:1: unknown key xyzzy"),
        ("by: [campain]", 'a.yaml:1: by[1]: "campain" is not known here, did you mean campaign?'),
        ("files:\n- kind: leads", "a.yaml:2: files[1].pattern is missing"),
        ("files: 3", 'a.yaml:1: files: input should be a valid tuple, not "3"'),
        ("statuses: [a]", "a.yaml:1: statuses: input should be a valid dictionary"),
        ("period: previous", "a.yaml:1: period: previous is a reference: a period cannot come before itself"),
        ("as_of: 31.12.2026", "a.yaml:1: as_of: '31.12.2026' is neither a day like 2026-09-30 nor today"),
        ("timezone: Mars/Base", "a.yaml:1: timezone: no time zone is called 'Mars/Base': write one like Europe/Moscow"),
        ("a: 1\na: 2", 'a.yaml:2: the key "a" is there twice, first in line 1'),
        ("- a", "a.yaml:1: expected keys and values (YAML) at the top of the file"),
        ("a: [", "a.yaml:2: not valid YAML: did not find expected node content"),
        ("? [a]\n: 1", "a.yaml:1: a key must be a plain text"),
        ("files: &x [*x]", "a.yaml:1: this part holds itself"),
        ("files: [{pattern: a, encoding: cp12}]", "no encoding is called 'cp12'"),
        ("files: [{pattern: a, delimiter: ab}]", "a delimiter is one character, or tab"),
        ("sla: soon", "a.yaml:1: sla: 'soon' is not a duration like 15m, 1h or 1d"),
        ("sla: 90s", "a.yaml:1: sla: '90s' is not a whole number of minutes, and many exports keep no seconds"),
        ("attempts: 0", 'a.yaml:1: attempts: input should be greater than or equal to 1, not "0"'),
        ("horizon: 12h", "a.yaml:1: horizon: '12h' is not 1 to 3,650 whole days, like 60d"),
        ("worktime: {hour: 9}", "a.yaml:1: unknown key worktime.hour, did you mean hours?"),
        ("worktime:\n  hours: 18:00-09:00", "a.yaml:2: worktime.hours: '18:00-09:00' end before they begin"),
        ("worktime:\n  hours: nine", "a.yaml:2: worktime.hours: 'nine' are not hours like 09:00-18:00"),
        ("worktime: {hours: 09:00-24:30}", "'09:00-24:30' are not hours like 09:00-18:00"),
        ("worktime: {days: mon-fry}", 'a.yaml:1: worktime.days: "fry" is not known here, did you mean fri?'),
        ("worktime: {days: []}", "a.yaml:1: worktime.days: no day is named: write mon-fri"),
        ("worktime: {other_hours: {someday: 9:00-10:00}}", 'worktime: "som" is not known here'),
        ("worktime:\n  holidays: [2026-13-01]", "a.yaml:2: worktime.holidays[1]: '2026-13-01' is neither a day"),
        ("worktime: {holidays: 2026-01-08..2026-01-01}", "'2026-01-08..2026-01-01' ends before it begins"),
        ("worktime: {timezone: Mars}", "worktime.timezone: no time zone is called 'Mars'"),
        ("zones: {landing_rat: smm}", 'zones.landing_rat: "landing_rat" is not known here, did you mean landing_rate?'),
        ("zones: {ctr: sms}", 'a.yaml:1: zones.ctr: "sms" is not known here, did you mean smm?'),
        ("targets: {ctrr: 1}", "a.yaml:1: unknown key targets.ctrr, did you mean ctr?"),
        ("targets: {ctr: 2}", "targets.ctr: '2' is more than the whole"),
        ("targets: {lead_sale: 30/0}", "targets.lead_sale: '0': a target is more than nothing"),
        ("targets: {cpm: dear}", "targets.cpm: 'dear' is not a number"),
        (
            "targets: {ctr: 1%, clicks_per_impression: 1%}",
            "targets: ctr and clicks_per_impression are the same target, given twice",
        ),
        ("files: [{pattern: a, set: {mood: x}}]", 'files[1].set.mood: there is no canonical column "mood"'),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, told: str) -> None:
    assert any(told in line for line in faults_of(text)), faults_of(text)


def test_not_utf8_is_told_with_its_line() -> None:
    with pytest.raises(UsageError) as caught:
        parse_config("currency: RUB\n# Отчёт".encode("cp1251"), "a.yaml")
    assert caught.value.message == "a.yaml:2: not UTF-8"


def test_words_stay_texts_whatever_yaml_would_make_of_them() -> None:
    text = """
    statuses: {no: lost, 7: won, 2026-01-01: new}
    files: [{pattern: "*", set: {campaign_id: 007}, columns: {lead_id: yes}, delimiter: tab}]
    as_of: 2026-09-30
    """
    config = parse_config(text.encode(), "a.yaml")
    assert config.statuses == {"no": Status.LOST, "7": Status.WON, "2026-01-01": Status.NEW}
    assert config.files[0].set == {"campaign_id": "007"}
    assert config.files[0].columns == {"lead_id": ("yes",)}
    assert config.files[0].delimiter == "\t"
    assert config.as_of == "2026-09-30"


def test_a_key_without_a_value_is_as_if_it_were_not_there() -> None:
    config = parse_config(b"period:\nstatuses: ~\nfiles:\n", "a.yaml")
    assert (config.period, config.statuses, config.files) == (None, {}, ())


@pytest.mark.parametrize("text", ["", "# only a remark\n", "\ufeff"])
def test_an_empty_file_is_valid(text: str) -> None:
    assert parse_config(text.encode(), "a.yaml").dedupe_days == 30


def test_a_whole_configuration_is_read() -> None:
    config = parse_config(json.dumps(EXAMPLE, ensure_ascii=False).encode(), "a.yaml")
    assert config.rates == {"USD": 81.5}
    assert config.worktime is not None
    assert config.worktime.hours == "09:00-19:00"
    assert config.reasons == {"Дорого для области": Reason.PRICE}
    assert config.files[0].kind is Kind.LEADS
    assert config.files[0].columns["created_at"] == ("Date", "Received")


def test_the_schema_is_one_and_takes_its_own_example() -> None:
    schema = config_schema()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(schema["examples"][0])
    assert not Draft202012Validator(schema).is_valid({"currancy": "RUB"})


class TestFinding:
    """Which configuration is read."""

    def test_the_one_named_wins(self, tmp_path: Path) -> None:
        own = tmp_path / "own.yaml"
        own.write_text("")
        assert find_config(str(own), [str(tmp_path)]) == own

    def test_the_one_named_must_be_there(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no such configuration"):
            find_config(str(tmp_path / "own.yaml"), [])

    def test_that_of_the_working_folder_comes_before_that_of_the_input(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        exports = tmp_path / "exports"
        exports.mkdir()
        (exports / "smmfunnel.yaml").write_text("")
        assert find_config(None, ["exports"]) == exports.relative_to(tmp_path) / "smmfunnel.yaml"
        (tmp_path / "smmfunnel.yaml").write_text("")
        assert str(find_config(None, ["exports"])) == "smmfunnel.yaml"

    def test_two_input_folders_with_one_each_are_a_question(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "smmfunnel.yaml").write_text("")
        with pytest.raises(UsageError, match="several input folders"):
            find_config(None, ["a", "b"])
        assert find_config(None, ["a", "./a"]) is not None


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("currency: RUB\n")
    config, sha256 = load_config(path)
    assert config.currency == "RUB"
    assert sha256 == "db436d9869371f7ba86aa8bc9ca2aea9a784fabb5585b74c9ff71e2b25dbe851"
