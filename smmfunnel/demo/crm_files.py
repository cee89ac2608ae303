"""The sales side's exports: deals of amoCRM and the log of the telephony."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from smmfunnel.demo.account import MANAGERS
from smmfunnel.demo.desk import EXPORTED, Call, Card
from smmfunnel.demo.dice import Dice
from smmfunnel.demo.scenarios import FIRST_DAY
from smmfunnel.demo.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_AMO_HEADER = (
    *("ID", "Название сделки", "Бюджет", "Ответственный", "Дата создания сделки", "Кем создана сделка"),
    *("Дата закрытия", "Этап сделки", "Причина отказа", "Основной контакт", "Рабочий телефон"),
    *("Источник", "Дата квалификации", "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"),
    *("yclid", "fbclid"),
)
_CALLS_HEADER = (
    "Дата",
    "Время",
    "Тип звонка",
    "Номер клиента",
    "Сотрудник",
    "Длительность разговора",
    "Статус",
)
_STRANGERS = 70
"""Calls in the log from people who are no leads."""


def amocrm(cards: Sequence[Card], seed: int) -> str:
    """Write all deals, closed ones included, by creation."""
    dice = Dice(seed, "ids")
    number = 31_480_115
    rows: list[tuple[object, ...]] = [_AMO_HEADER]
    for card in sorted(cards, key=lambda card: (card.lead.at, card.lead.key)):
        number += 1 + dice.below(40)
        rows.append((number, *_amo_row(card)))
    return sheet(rows)


def _amo_row(card: Card) -> tuple[object, ...]:
    lead, tags = card.lead, card.lead.tags
    return (
        *(lead.title, card.amount, card.manager, _moment(lead.at), card.manager if lead.source else "Робот"),
        *(_moment(card.closed_at) or "не закрыта", card.status, card.reason, lead.name),
        *(lead.written, lead.source, _moment(card.qualified_at)),
        *(tags.source, tags.medium, tags.campaign, tags.content, tags.term, tags.yclid, tags.fbclid),
    )


def _moment(at: datetime | None) -> str:
    return f"{at:%d.%m.%Y %H:%M:%S}" if at else ""


def telephony(cards: Sequence[Card], seed: int) -> str:
    """Write every call of the log, strangers' included, by time."""
    calls = [call for card in cards for call in card.calls]
    calls.extend(_strangers(seed))
    ordered = sorted(calls, key=lambda call: (call.at, call.phone))
    return sheet([_CALLS_HEADER, *(_call_row(call) for call in ordered)], ";")


def _call_row(call: Call) -> tuple[object, ...]:
    return (
        *(f"{call.at:%d.%m.%Y}", f"{call.at:%H:%M:%S}", "Исходящий" if call.outgoing else "Входящий"),
        *(call.phone, call.manager, call.seconds, "Отвечен" if call.seconds else "Не отвечен"),
    )


def _strangers(seed: int) -> Iterator[Call]:
    start = datetime.combine(FIRST_DAY, time())
    span = EXPORTED - start
    for number in range(_STRANGERS):
        dice = Dice(seed, "stranger", number)
        at = start + timedelta(days=dice.below(span.days), seconds=9 * 3600 + dice.below(11 * 3600))
        seconds = 20 + dice.below(300) if dice.chance(0.8) else 0
        yield Call(at, "7998" + dice.digits(7), dice.pick(MANAGERS), outgoing=False, seconds=seconds)
