"""The sales department: who called a lead, when, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.demo.account import MANAGERS
from smmfunnel.demo.dice import Dice
from smmfunnel.demo.scenarios import LAST_DAY, Levers, Scenario, levers_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.demo.people import Lead

EXPORTED = datetime.combine(LAST_DAY, time(23, 59, 59))
"""The moment of the CRM's export: what comes later has not happened yet."""

_OPENS, _CLOSES = 9, 21
"""The hours in which managers call."""

_PACES = ((15, 0.94, 0.262), (60, 0.89, 0.215), (1_440, 0.77, 0.125))
_LATE = (0.58, 0.075)
"""Up to so many minutes to the first call: the share that can be reached, and the share of those that buy."""

_PATIENCE = MappingProxyType({6: 0.6, 7: 0.2, 8: 0.08, 4: 0.09, 3: 0.03})
"""Tries before a manager gives up, by share."""

_ANSWERS = 0.58
"""Chance that a person who can be reached answers one try."""

_PERSONAL_PHONE = 0.02
"""Share of leads a manager calls from a phone that the log does not see."""

_DAYS_TO_SALE = ((0.0, 0.2), (0.25, 1.4), (0.5, 3.0), (0.8, 7.0), (0.95, 13.0), (1.0, 24.0))
_DAYS_TO_LOSS = ((0.0, 0.2), (0.4, 3.0), (0.8, 9.0), (1.0, 20.0))
_AMOUNTS = ((0.0, 21_000.0), (0.3, 42_000.0), (0.6, 61_000.0), (0.9, 118_000.0), (1.0, 240_000.0))

_JUNK_REASONS = MappingProxyType(
    {
        "invalid": {"Некорректный номер": 0.75, "Спам": 0.25},
        "stranger": {"Не оставляли заявку": 1.0},
        "region": {"Не подходит по гео": 1.0},
        "spam": {"Спам": 1.0},
        "work": {"Ищет работу": 1.0},
        "client": {"Текущий клиент": 1.0},
    }
)
_OTHER_REASONS = MappingProxyType(
    {"Выбрали конкурента": 0.36, "Передумали": 0.3, "Нет подходящей услуги": 0.12, "Отложенная покупка": 0.22}
)

NEW, FIRST, TALKS, MEASURED, CONTRACT = (
    "Неразобранное",
    "Первичный контакт",
    "Переговоры",
    "Замер назначен",
    "Согласование договора",
)
WON, LOST = "Успешно реализовано", "Закрыто и не реализовано"


@dataclass(frozen=True)
class Call:
    """One call of the telephony log."""

    at: datetime
    phone: str
    manager: str
    outgoing: bool
    seconds: int
    """Length of the conversation; 0 when nobody answered."""


@dataclass(frozen=True)
class Card:
    """A lead as the CRM shows it at the moment of the export, with its calls."""

    lead: Lead
    manager: str
    status: str
    reason: str = ""
    qualified_at: datetime | None = None
    closed_at: datetime | None = None
    amount: int = 0
    calls: tuple[Call, ...] = ()
    """What the log saw."""

    @property
    def won(self) -> bool:
        """Whether it is a sale."""
        return self.status == WON


def work(leads: Sequence[Lead], scenario: Scenario, seed: int) -> tuple[Card, ...]:
    """Let the managers work every lead."""
    return tuple(_work_one(lead, levers_on(lead.at.date(), scenario), seed) for lead in leads)


def _work_one(lead: Lead, levers: Levers, seed: int) -> Card:
    dice = {step: Dice(seed, step, lead.key) for step in ("manager", "called", "answer", "end", "log")}
    manager = dice["manager"].pick(MANAGERS)
    if dice["called"].chance(levers.never_called):
        return _untouched(lead, manager, dice["end"])
    first = office_hour(lead.at + timedelta(minutes=dice["called"].along(levers.pace)), dice["called"])
    calls, reached = _ring(lead, manager, first, dice["answer"])
    card = as_exported(_settle(lead, manager, (first, reached, calls), levers, dice["end"]))
    return replace(card, calls=()) if dice["log"].chance(_PERSONAL_PHONE) else card


def office_hour(at: datetime, dice: Dice) -> datetime:
    """Move a call to the next morning where it would fall outside the hours of work."""
    if _OPENS <= at.hour < _CLOSES:
        return at
    day = at.date() + timedelta(days=1) if at.hour >= _CLOSES else at.date()
    return datetime.combine(day, time(_OPENS)) + timedelta(seconds=dice.below(2_400))


def as_exported(card: Card) -> Card:
    """Show a card at the moment of the export: what comes later has not happened, what ends later is open."""
    calls = tuple(call for call in card.calls if call.at <= EXPORTED)
    measured = card.qualified_at if card.qualified_at and card.qualified_at <= EXPORTED else None
    known = replace(card, calls=calls, qualified_at=measured)
    if card.closed_at is None or card.closed_at <= EXPORTED:
        return known
    soon = card.won and card.closed_at - EXPORTED < timedelta(days=2)
    talked = any(call.seconds for call in calls)
    status = CONTRACT if measured and soon else MEASURED if measured else TALKS if talked else FIRST
    return replace(known, status=status if calls else NEW, reason="", closed_at=None, amount=0)


def _untouched(lead: Lead, manager: str, dice: Dice) -> Card:
    """Nobody called: most cards stay as they came, some are closed all the same."""
    words = {"": 0.6, "Недозвон": 0.25, "Нецелевой лид": 0.15}
    reason = dice.pick(words)
    if not reason:
        return Card(lead, manager, NEW)
    closed = office_hour(lead.at + timedelta(days=dice.between(3, 14)), dice)
    return as_exported(Card(lead, manager, LOST, reason, None, closed))


def _ring(lead: Lead, manager: str, first: datetime, dice: Dice) -> tuple[tuple[Call, ...], datetime | None]:
    """Call until somebody answers or patience ends; return the calls and the moment of the answer."""
    if not lead.reachable:
        return (), None
    reach, _ = odds(lead.at, first)
    willing = dice.chance(reach)
    calls: list[Call] = []
    at = first
    for _ in range(dice.pick(_PATIENCE)):
        if willing and dice.chance(_ANSWERS):
            talk = Call(at, lead.phone, manager, outgoing=True, seconds=40 + dice.below(400))
            return (*calls, talk), at
        calls.append(Call(at, lead.phone, manager, outgoing=True, seconds=0))
        at = office_hour(at + timedelta(hours=dice.between(1.5, 20)), dice)
    return tuple(calls), None


def odds(created: datetime, first: datetime) -> tuple[float, float]:
    """Return the true share of people reached, and of those the share that buys, by the time they waited."""
    waited = (first - created) / timedelta(minutes=1)
    return next(((reach, buy) for most, reach, buy in _PACES if waited <= most), _LATE)


def _settle(
    lead: Lead,
    manager: str,
    rung: tuple[datetime, datetime | None, tuple[Call, ...]],
    levers: Levers,
    dice: Dice,
) -> Card:
    """Draw how a called lead ends."""
    first, reached, calls = rung
    if lead.junk:
        last = calls[-1].at if calls else first
        reason = dice.pick(_JUNK_REASONS[lead.junk]) if reached or not lead.reachable else "Недозвон"
        return Card(lead, manager, LOST, reason, None, last + timedelta(minutes=3 + dice.below(600)), 0, calls)
    if reached is None:
        closed = office_hour(calls[-1].at + timedelta(hours=dice.between(2, 60)), dice)
        return Card(lead, manager, LOST, "Недозвон", None, closed, 0, calls)
    _, buys = odds(lead.at, first)
    # Drawn before the lever so that a scenario turns buyers into refusals without touching anybody else.
    mark, measured = dice.random(), dice.chance(0.55)
    won = mark < buys * levers.closing
    days = dice.along(_DAYS_TO_SALE if mark < buys else _DAYS_TO_LOSS)
    closed = office_hour(reached + timedelta(days=days), dice)
    qualified = reached + (closed - reached) * dice.between(0.1, 0.7) if mark < buys or measured else None
    amount = round(dice.along(_AMOUNTS) / 500) * 500
    more = _follow_up(lead.phone, manager, (reached, closed), dice)
    card = Card(lead, manager, WON, "", qualified, closed, amount, (*calls, more))
    return card if won else replace(card, status=LOST, reason=_reason(levers, dice), amount=0)


def _reason(levers: Levers, dice: Dice) -> str:
    if dice.chance(0.08):
        return ""
    return "Дорого" if dice.chance(levers.price_reasons) else dice.pick(_OTHER_REASONS)


def _follow_up(phone: str, manager: str, span: tuple[datetime, datetime], dice: Dice) -> Call:
    """Draw a later conversation between the first answer and the end, some of them incoming."""
    start, end = span
    at = office_hour(start + (end - start) * dice.between(0.15, 0.95), dice)
    return Call(at, phone, manager, outgoing=dice.chance(0.75), seconds=30 + dice.below(500))
