"""The demo's files read once more with the standard library alone, to hold them against what is stated."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Row = dict[str, str]

WON = "Успешно реализовано"
DEDUPE = timedelta(days=30)


@dataclass
class Figures:
    """What the files say of one month."""

    impressions: int = 0
    clicks: int = 0
    kopecks: int = 0
    visits: int = 0
    leads: list[Row] = field(default_factory=list)
    tests: int = 0
    repeats: int = 0
    orders: int = 0
    sales: int = 0
    revenue: int = 0


def rows(path: Path, delimiter: str = ",", skip: int = 0, encoding: str = "utf-8-sig") -> list[Row]:
    """Read a file below `skip` lines of preamble."""
    with path.open(encoding=encoding, newline="") as file:
        for _ in range(skip):
            next(file)
        return list(csv.DictReader(file, delimiter=delimiter))


def vk(folder: Path) -> list[Row]:
    """Rows of VK Реклама, its total among them."""
    return rows(folder / "vk_ads.csv", ";")


def direct(folder: Path) -> list[Row]:
    """Rows of Yandex Direct, its total among them."""
    return rows(folder / "yandex_direct.csv", skip=2)


def meta(folder: Path) -> list[Row]:
    """Rows of both Meta files under the English headers, their totals among them."""
    russian = rows(folder / "meta_2026-08.csv")
    english = rows(folder / "meta_2026-09.csv")
    names = dict(zip(russian[0], english[0], strict=True))
    return [{names[key]: value for key, value in row.items()} for row in russian] + english


def deals(folder: Path) -> list[Row]:
    """Rows of amoCRM."""
    return rows(folder / "amocrm_deals.csv")


def calls(folder: Path) -> list[Row]:
    """Rows of the telephony log."""
    return rows(folder / "calls.csv", ";", encoding="cp1251")


def visits(folder: Path) -> list[Row]:
    """Rows of Metrika, its total first."""
    return rows(folder / "metrika.csv")


def kopecks(text: str) -> int:
    """Read roubles with either decimal mark."""
    whole, _, part = text.replace(",", ".").partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0")[:2] or 0)


def moment(text: str) -> datetime:
    """Read a moment of the CRM or the log."""
    return datetime.strptime(text, "%d.%m.%Y %H:%M:%S")  # noqa: DTZ007 - exports carry no zone


def phone(text: str) -> str:
    """Reduce a phone to its digits, Russian ones in full."""
    digits = "".join(c for c in text if c.isdigit())
    return "7" + digits[1:] if len(digits) == 11 else digits


def well_formed(digits: str) -> bool:
    """Tell whether these are the digits of a Russian mobile phone."""
    return len(digits) == 11 and digits.startswith("79")


def figures(folder: Path) -> Mapping[str, Figures]:
    """Count every month, named like `2026-08`, from the files alone."""
    found: dict[str, Figures] = defaultdict(Figures)
    for row in vk(folder)[:-1]:
        _add(
            found,
            row["Дата"][6:] + "-" + row["Дата"][3:5],
            row["Показы"],
            row["Клики"],
            row["Потрачено всего, ₽"],
        )
    for row in direct(folder)[:-1]:
        _add(found, row["День"][6:] + "-" + row["День"][3:5], row["Показы"], row["Клики"], row["Расход, ₽"])
    for row in meta(folder):
        if row["Campaign name"]:
            _add(found, row["Day"][:7], row["Impressions"], row["Link clicks"], row["Amount spent (RUB)"])
    for row in visits(folder)[1:]:
        if row["UTM Source"]:
            found[row["Дата визита"][:7]].visits += int(row["Визиты"])
    _add_deals(found, deals(folder))
    return dict(found)


def _add(found: dict[str, Figures], month: str, impressions: str, clicks: str, spend: str) -> None:
    found[month].impressions += int(impressions)
    found[month].clicks += int(clicks)
    found[month].kopecks += kopecks(spend)


def _add_deals(found: dict[str, Figures], cards: list[Row]) -> None:
    """Tell tests, second applications and second sales from people who applied first."""
    first: dict[str, datetime] = {}
    bought: set[str] = set()
    for row in sorted(cards, key=lambda row: moment(row["Дата создания сделки"])):
        at, number = moment(row["Дата создания сделки"]), phone(row["Рабочий телефон"])
        month = found[f"{at:%Y-%m}"]
        known = well_formed(number) and number in first and at - first[number] <= DEDUPE
        if row["Основной контакт"].casefold().startswith(("тест", "test")):
            month.tests += 1
        elif known and row["Этап сделки"] == WON and number in bought:
            month.orders += 1
        elif known:
            month.repeats += 1
        else:
            first[number] = at
            month.leads.append(row)
        if row["Этап сделки"] == WON and number not in bought:
            bought.add(number)
            month.sales += 1
            month.revenue += int(row["Бюджет"])


def waits(folder: Path, month: str) -> list[float | None]:
    """Minutes from each lead of `month` with a real phone to its first outgoing call; None without one."""
    first: dict[str, datetime] = {}
    for row in calls(folder):
        at = moment(f"{row['Дата']} {row['Время']}")
        if row["Тип звонка"] == "Исходящий":
            first[row["Номер клиента"]] = min(at, first.get(row["Номер клиента"], at))
    found: list[float | None] = []
    for row in figures(folder)[month].leads:
        number = phone(row["Рабочий телефон"])
        if well_formed(number):
            called = first.get(number)
            made = moment(row["Дата создания сделки"])
            found.append((called - made) / timedelta(minutes=1) if called else None)
    return found


def median_wait(folder: Path, month: str) -> float:
    """Median minutes to the first call among those called."""
    return median(wait for wait in waits(folder, month) if wait is not None)
