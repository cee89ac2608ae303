from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from smmfunnel.config import Overrides, load_rates, make_settings
from smmfunnel.config.rates import parse_rates
from smmfunnel.errors import UsageError
from smmfunnel.vocabulary import Factor, Zone

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_line_wins(folder: Path) -> None:
    (folder / "smmfunnel.yaml").write_text("period: 2026-08\ncurrency: RUB\nby: campaign\nrates: {USD: 80}")
    settings = make_settings([], Overrides(period="2026-09", rates={"USD": 81.0, "EUR": 95.0}, max_rejects=0.2))
    assert settings.period == "2026-09"
    assert settings.currency == "RUB"
    assert settings.by == ("campaign",)
    assert settings.rates == {"USD": 81.0, "EUR": 95.0}
    assert settings.max_rejects == 0.2
    assert settings.config_path == "smmfunnel.yaml"


def test_without_a_configuration_there_are_defaults(folder: Path) -> None:
    settings = make_settings([str(folder)], Overrides())
    assert (settings.max_rejects, settings.dedupe_days, settings.config_sha256) == (0.05, 30, None)


def test_own_files_are_found_beside_the_configuration(folder: Path) -> None:
    (folder / "terms").mkdir()
    config = folder / "terms" / "a.yaml"
    config.write_text("currency: RUB\nformats: mine.yaml\nrates_file: rates.csv")
    (folder / "terms" / "rates.csv").write_text("USD,81.5\n")
    settings = make_settings([], Overrides(config=str(config), format_files=("b.yaml",)))
    assert settings.format_files == (str(folder / "terms" / "mine.yaml"), "b.yaml")
    assert settings.rates == {"USD": 81.5}


def test_what_was_agreed_on(folder: Path) -> None:
    (folder / "smmfunnel.yaml").write_text(
        "sla: 1h\nattempts: 4\nhorizon: 8w\ncontrol: 2GIS\nzones: {ctr: site, lead_quality: sales}\n"
        "targets: {lead_sale: 12%}\nworktime: {days: mon-sat}\nrules: mine.yaml\n"
    )
    (folder / "mine.yaml").write_text("rules: [{id: rest, outcome: unknown}]")
    settings = make_settings([], Overrides())
    assert (settings.sla_minutes, settings.attempts, settings.horizon_days) == (60, 4, 56)
    assert settings.control == ("2GIS",)
    assert settings.zones == {Factor.CLICKS: Zone.SITE, Factor.QUALITY: Zone.SALES}
    assert settings.targets["lead_to_sale"].value == 0.12
    assert settings.worktime is not None
    assert [rule.id for rule in settings.rules or ()] == ["rest"]
    line = make_settings([], Overrides(sla="15m", attempts=2, horizon="30d", seed=7))
    assert (line.sla_minutes, line.attempts, line.horizon_days, line.seed) == (15, 2, 30, 7)


def test_nothing_is_assumed_to_be_agreed_on(folder: Path) -> None:
    settings = make_settings([str(folder)], Overrides())
    assert (settings.sla_minutes, settings.horizon_days, settings.rules) == (None, None, None)
    assert (settings.attempts, settings.seed, settings.targets) == (6, 1, {})


def test_rates_need_a_currency(folder: Path) -> None:
    with pytest.raises(UsageError, match="no currency to convert into"):
        make_settings([str(folder)], Overrides(rates={"USD": 80.0}))


def test_every_faulty_line_of_a_file_of_rates_is_told(folder: Path) -> None:
    path = folder / "rates.txt"
    path.write_text("USD: 81.5\nsterling 100\nEUR: 0\nusd: 80\n# remark\n")
    with pytest.raises(UsageError) as caught:
        load_rates(str(path))
    assert caught.value.message.splitlines() == [
        f'{path}:2: not a currency and its rate: "sterling 100"',
        f'{path}:3: not a currency and its rate: "EUR: 0"',
        f"{path}:4: USD is there twice",
    ]


@pytest.mark.parametrize("text", ["USD: 81.5", "USD;81,5", "currency,rate\nUSD,81.5", "USD\t81.5", '"USD": "81.5"'])
def test_rates_are_read_as_people_write_them(text: str) -> None:
    assert parse_rates(text, "rates") == {"USD": 81.5}


def test_a_file_of_no_rates_is_a_fault(folder: Path) -> None:
    with pytest.raises(UsageError, match="holds no rates"):
        parse_rates("# nothing\n", "rates")
    with pytest.raises(UsageError, match="cannot be read"):
        load_rates(str(folder / "missing"))


def test_the_sum_of_a_configuration_is_of_the_files_it_names_too(tmp_path: Path) -> None:
    config, rules = tmp_path / "smmfunnel.yaml", tmp_path / "rules.yaml"
    config.write_text("rules: rules.yaml\n", encoding="utf-8")
    sums = []
    for outcome in ("late", "underworked"):
        rules.write_text(f"rules:\n  - id: all\n    outcome: {outcome}\n    says: All.\n", encoding="utf-8")
        sums.append(make_settings([], Overrides(config=str(config))).config_sha256)
    assert None not in sums
    assert sums[0] != sums[1]
    config.write_text("dedupe_days: 30\n", encoding="utf-8")
    plain = make_settings([], Overrides(config=str(config))).config_sha256
    assert plain == hashlib.sha256(config.read_bytes()).hexdigest()
