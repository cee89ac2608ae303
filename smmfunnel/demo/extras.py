"""What clutters every CRM: test cards, people who applied twice, and clients who order again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from smmfunnel.demo.account import MANAGERS
from smmfunnel.demo.desk import EXPORTED, FIRST, LOST, WON, Call, Card, as_exported, office_hour
from smmfunnel.demo.dice import Dice
from smmfunnel.demo.people import Lead, Tags, rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TWICE = 0.045
"""Share of valid leads whose person applies once more."""
_AGAIN = 0.12
"""Share of sales followed by a small second order."""
_WITHIN = timedelta(days=29)
"""A second application or order comes at most so long after the first."""

_TESTS = (
    (datetime.fromisoformat("2026-08-03T11:04:10"), "Тест", "Тест"),
    (datetime.fromisoformat("2026-08-03T11:09:52"), "Тест Тестов", ""),
    (datetime.fromisoformat("2026-08-21T16:40:03"), "тест", "Тест"),
    (datetime.fromisoformat("2026-09-01T10:15:31"), "test", ""),
    (datetime.fromisoformat("2026-09-14T12:30:44"), "Тест", "Тест"),
)
"""When somebody tried the site's form, under which name, and with which reason the card was closed."""


def tests(seed: int) -> Iterator[Card]:
    """Yield the cards of people who tried whether the form works."""
    for number, (at, name, reason) in enumerate(_TESTS):
        dice = Dice(seed, "test", number)
        phone = "7907" + dice.digits(7)
        tags = Tags("vk_ads", "cpc", "77310011", "120450111")
        lead = Lead(f"test/{number}", at, name, phone, phone, "Заявка с сайта", "", tags, None, None)
        manager = dice.pick(MANAGERS)
        closed = at + timedelta(minutes=30)
        yield Card(lead, manager, LOST, reason, None, closed) if reason else Card(lead, manager, FIRST)


def twice(cards: Sequence[Card], seed: int) -> Iterator[Card]:
    """Yield a second card for some people: most are closed as duplicates, some stay unnoticed."""
    for card in cards:
        dice = Dice(seed, "twice", card.lead.key)
        at = card.lead.at + timedelta(days=dice.between(0.05, 12))
        if card.lead.junk or not dice.chance(_TWICE) or at > EXPORTED:
            continue
        written = rewrite(card.lead.phone, dice)
        lead = replace(card.lead, key=f"{card.lead.key}/twice", at=at, written=written)
        if dice.chance(0.6):
            closed = office_hour(at + timedelta(hours=dice.between(0.2, 20)), dice)
            yield as_exported(Card(lead, card.manager, LOST, "Дубль", None, closed))
        else:
            yield Card(lead, card.manager, FIRST)


def again(cards: Sequence[Card], seed: int) -> Iterator[Card]:
    """Yield a second, smaller sale for some clients."""
    for card in cards:
        dice = Dice(seed, "again", card.lead.key)
        if not card.won or card.closed_at is None or not dice.chance(_AGAIN):
            continue
        at = office_hour(card.closed_at + timedelta(days=dice.between(1, 6)), dice)
        closed = office_hour(at + timedelta(days=dice.between(0.1, 2)), dice)
        if closed > EXPORTED or at - card.lead.at > _WITHIN:
            continue
        call = Call(at, card.lead.phone, card.manager, outgoing=False, seconds=60 + dice.below(200))
        lead = replace(
            card.lead,
            key=f"{card.lead.key}/again",
            at=at + timedelta(minutes=4),
            written=rewrite(card.lead.phone, dice),
            title="Доп. заказ: москитные сетки",
            source="Повторное обращение",
            tags=Tags(),
            platform=None,
        )
        amount = 4_000 + 500 * dice.below(60)
        yield Card(lead, card.manager, WON, "", None, closed, amount, (call,))
