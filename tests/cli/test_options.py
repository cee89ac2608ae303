from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, get_args

import pytest
import typer

from smmfunnel.cli import values
from smmfunnel.cli.demo import DEFAULT_SEED
from smmfunnel.cli.options import AgreedOptions, Dimension, FormatName, ReadingOptions, TermOptions
from smmfunnel.cli.run import settings_of
from smmfunnel.config import Settings, dated, models
from smmfunnel.demo import DEFAULT_SEED as DEMO_SEED
from smmfunnel.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_the_formats_offered_are_those_there_are() -> None:
    assert list(FormatName) == list(FORMATS)


def test_the_dimensions_offered_are_those_of_the_configuration() -> None:
    assert list(Dimension) == list(get_args(models.Dimension))


def test_the_seed_offered_is_that_of_the_demo() -> None:
    assert DEFAULT_SEED == DEMO_SEED


@pytest.mark.parametrize(
    ("check", "value", "told"),
    [
        (values.span, "yesterday", "is not a span"),
        (values.day_or_today, "1.9.2026", "neither a day"),
        (values.time_zone, "Mars", "not a time zone"),
        (values.currency, "roubles", "not a currency code"),
        (values.encoding, "cp99999", "not an encoding"),
        (values.encoding, "base64", "not an encoding"),
        (values.delimiter, "ab", "not a delimiter"),
        (values.share, "5", "not a share"),
        (values.share, "some", "not a share"),
        (values.minutes, "soon", "not whole minutes"),
        (values.minutes, "90s", "not whole minutes"),
        (values.days, "12h", "not 1 to 3,650 whole days"),
    ],
)
def test_a_wrong_value_is_refused(check: Callable[[str | None], str | None], value: str, told: str) -> None:
    assert check(None) is None
    with pytest.raises(typer.BadParameter, match=told):
        check(value)


def test_right_values_pass() -> None:
    assert values.span("last-month") == "last-month"
    assert values.day_or_today("today") == "today"
    assert values.time_zone("Europe/Moscow") == "Europe/Moscow"
    assert values.currency("rub") == "RUB"
    assert values.encoding("cp1251") == "cp1251"
    assert values.formats_of_files(["meta_ads:a:b.csv"]) == ["meta_ads:a:b.csv"]


@pytest.mark.parametrize("value", ["meta_ads", ":a.csv", "meta_ads:"])
def test_a_format_of_a_file_has_both_parts(value: str) -> None:
    with pytest.raises(typer.BadParameter, match="FORMAT:PATH"):
        values.formats_of_files([value])


def test_an_unknown_section_is_refused_with_the_nearest() -> None:
    check = values.sections(values.report_sections)
    assert check(["funnel"]) == ["funnel"]
    with pytest.raises(typer.BadParameter, match="Did you mean funnel"):
        check(["funel"])


def test_completions() -> None:
    assert "meta_ads:" in values.completing(values.export_formats, ":")("meta")
    assert values.completing(values.spans)("last-m") == ["last-month"]
    assert values.completing(values.check_sections)("fit") == ["fitness"]


def test_options_become_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rates").write_text("USD: 80")
    reading = ReadingOptions(as_=["meta_ads:a.csv"], format_file=["b.yaml"], tz="Europe/Moscow")
    terms = TermOptions(period="2026-09", currency="RUB", rates="rates", max_rejects="10%")
    settings = settings_of([], reading, terms)
    assert settings.as_formats == {"a.csv": "meta_ads"}
    assert settings.format_files == ("b.yaml",)
    assert (settings.timezone, settings.period, settings.currency) == ("Europe/Moscow", "2026-09", "RUB")
    assert (settings.rates, settings.max_rejects) == ({"USD": 80.0}, 0.1)


def test_agreed_options_become_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    agreed = AgreedOptions(sla="1h", attempts=4, horizon="8w", seed=0)
    settings = settings_of([], ReadingOptions(), agreed=agreed)
    assert (settings.sla_minutes, settings.attempts, settings.horizon_days, settings.seed) == (60, 4, 56, 0)


def test_only_today_asks_the_clock() -> None:
    settings = Settings(as_of="today", timezone="Asia/Tokyo")
    assert dated(settings, lambda _: date(2026, 9, 1)).as_of == "2026-09-01"
    assert dated(Settings(as_of="2026-08-31"), lambda _: date(2026, 9, 1)).as_of == "2026-08-31"
    assert date.fromisoformat(str(dated(settings).as_of)) >= date(2026, 1, 1)
