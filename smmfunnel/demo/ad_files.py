"""The advertising cabinets' exports: VK Реклама, Meta in two languages, Yandex Direct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.demo.scenarios import FIRST_DAY, LAST_DAY
from smmfunnel.demo.sheet import dotted, money, ratio, sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.demo.traffic import AdDay

_VK_HEADER = (
    *("Дата", "Название кампании", "ID кампании", "Название группы", "ID группы"),
    *("Название объявления", "ID объявления", "Цель", "Показы", "Клики", "CTR"),
    *("Потрачено всего, ₽", "eCPC, ₽", "Результат", "Цена за результат, ₽"),
)

_META_HEADERS = {
    "ru": (
        *("Дата начала отчетности", "Дата окончания отчетности", "День", "Название кампании"),
        *("Название группы объявлений", "Название объявления", "Охват", "Показы", "Частота"),
        *("Потраченная сумма (RUB)", "Индикатор результата", "Результаты", "Цена за результат"),
        *("Клики по ссылке", "Клики (все)", "Лиды"),
    ),
    "en": (
        *("Reporting starts", "Reporting ends", "Day", "Campaign name", "Ad set name", "Ad name"),
        *("Reach", "Impressions", "Frequency", "Amount spent (RUB)", "Result indicator", "Results"),
        *("Cost per result", "Link clicks", "Clicks (all)", "Leads"),
    ),
}

_DIRECT_HEADER = (
    *("День", "№ Кампании", "Название кампании", "№ Группы", "Название группы", "№ Объявления"),
    *("Показы", "Клики", "CTR, %", "Расход, ₽", "CPC, ₽", "Конверсии"),
)


_FREQUENCY = 3.4
"""Times a person of the account's audience saw its ads in a month: reach is never the sum of rows."""


def vk_ads(shown: Sequence[AdDay]) -> str:
    """Write VK Реклама: semicolons, decimal commas, a byte order mark, the total last."""
    own = [row for row in shown if row.ad.platform == "vk"]
    rows = [
        (
            *(dotted(row.day), row.ad.group.campaign.name, row.ad.group.campaign.id, row.ad.group.name),
            *(row.ad.group.id, row.ad.name, row.ad.id, "Заявка", *_vk_figures([row])),
        )
        for row in own
    ]
    return sheet([_VK_HEADER, *rows, ("Итого", *[""] * 7, *_vk_figures(own))], ";", bom=True)


def _vk_figures(rows: Sequence[AdDay]) -> tuple[object, ...]:
    impressions, clicks, leads, kopecks = _sums(rows)
    return (
        *(impressions, clicks, ratio(100 * clicks, impressions, ",")),
        *(money(kopecks, ","), ratio(kopecks / 100, clicks, ",")),
        *(leads, ratio(kopecks / 100, leads, ",")),
    )


def meta_ads(shown: Sequence[AdDay], lang: str) -> str:
    """Write Meta Ads by day: the account's total first with blank names, results of several kinds."""
    own = [row for row in shown if row.ad.platform == "meta"]
    span = (own[0].day.isoformat(), own[-1].day.isoformat())
    impressions, clicks, leads, kopecks = _sums(own)
    every = sum(_all_clicks(row) for row in own)
    reach = round(impressions / _FREQUENCY)
    rate = ratio(impressions, reach)
    total = (*span, *[""] * 4, reach, impressions, rate, money(kopecks), *[""] * 3, clicks, every, leads)
    return sheet([_META_HEADERS[lang], total, *((*span, *_meta_row(row)) for row in own)])


def _meta_row(row: AdDay) -> tuple[object, ...]:
    goal = row.ad.group.campaign.goal
    results = {"reach": row.reach, "actions:link_click": row.clicks}.get(goal, row.leads)
    return (
        *(row.day.isoformat(), row.ad.group.campaign.name, row.ad.group.name, row.ad.name),
        *(row.reach, row.impressions, ratio(row.impressions, row.reach), money(row.kopecks)),
        *(goal, results or "", ratio(row.kopecks / 100, results, empty="")),
        *(row.clicks, _all_clicks(row), row.leads or ""),
    )


def _all_clicks(row: AdDay) -> int:
    """Clicks of any kind: on the link, and those that only unfold a text."""
    return round(row.clicks * 1.24)


def yandex_direct(shown: Sequence[AdDay]) -> str:
    """Write Yandex Direct's wizard: a title above the header, quoted decimal commas, the total last."""
    own = [row for row in shown if row.ad.platform == "yandex"]
    title = f"Статистика okna-ekb за период {dotted(FIRST_DAY)} - {dotted(LAST_DAY)} (с НДС)\n\n"
    rows = [
        (
            *(dotted(row.day), row.ad.group.campaign.id, row.ad.group.campaign.name, row.ad.group.id),
            *(row.ad.group.name, row.ad.id, *_direct_figures([row])),
        )
        for row in own
    ]
    total = ("Итого", *[""] * 5, *_direct_figures(own))
    return sheet([_DIRECT_HEADER, *rows, total], preamble=title, bom=True)


def _direct_figures(rows: Sequence[AdDay]) -> tuple[object, ...]:
    impressions, clicks, leads, kopecks = _sums(rows)
    return (
        *(impressions, clicks, ratio(100 * clicks, impressions, ",")),
        *(money(kopecks, ","), ratio(kopecks / 100, clicks, ","), leads or "-"),
    )


def _sums(rows: Sequence[AdDay]) -> tuple[int, int, int, int]:
    """Sum impressions, clicks, leads and kopecks."""
    return (
        sum(row.impressions for row in rows),
        sum(row.clicks for row in rows),
        sum(row.leads for row in rows),
        sum(row.kopecks for row in rows),
    )
