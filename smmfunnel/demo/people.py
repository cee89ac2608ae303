"""People who apply: when, from where, with which tags and contact, and whether the lead is junk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.demo.account import KEYWORDS, OTHER_JUNK, OTHER_LEADS_A_DAY, OTHER_SOURCES
from smmfunnel.demo.dice import Dice
from smmfunnel.demo.scenarios import Scenario, levers_on
from smmfunnel.demo.traffic import AdDay, days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_HOURS = MappingProxyType({**dict.fromkeys(range(9, 21), 7.6), **dict.fromkeys((7, 8, 21, 22, 23, 0), 1.5)})
"""Leads by hour of the day."""

_JUNK = MappingProxyType({"invalid": 0.45, "stranger": 0.2, "region": 0.19, "spam": 0.07, "work": 0.05, "client": 0.04})
"""Kinds of junk: no such phone, did not apply, wrong region, spam, looks for work, a client already."""

_LOST_FORMS = 0.03
"""Share of a platform's own leads that never reach the CRM."""

_CODES = ("907", "935", "972", "973", "974", "975", "976", "998")
"""Mobile codes that no operator was given: well-formed numbers that should belong to nobody."""

_NAMES = (
    *("Александр", "Алексей", "Андрей", "Анна", "Валентина", "Вера", "Виктор", "Галина", "Дарья", "Денис"),
    *("Дмитрий", "Евгения", "Елена", "Иван", "Ирина", "Константин", "Ксения", "Лариса", "Людмила", "Максим"),
    *("Марина", "Михаил", "Надежда", "Наталья", "Никита", "Ольга", "Олег", "Полина", "Роман", "Светлана"),
    *("Сергей", "Софья", "Станислав", "Тамара", "Татьяна", "Юлия"),
)


@dataclass(frozen=True)
class Tags:
    """What the link handed to the CRM; all empty for people whom no ad brought."""

    source: str = ""
    medium: str = ""
    campaign: str = ""
    content: str = ""
    term: str = ""
    yclid: str = ""
    fbclid: str = ""


@dataclass(frozen=True)
class Lead:
    """One application."""

    key: str
    """Names the lead's own draws."""
    at: datetime
    name: str
    phone: str
    """Digits with the country code; too few or senseless where invalid."""
    written: str
    """The phone as the form or the manager wrote it."""
    title: str
    source: str
    """As the manager entered it; empty for what came from the site by itself."""
    tags: Tags
    platform: str | None
    """The ad platform that really brought it; None for other sources."""
    junk: str | None
    """The kind of junk, or None."""

    @property
    def reachable(self) -> bool:
        """Whether the phone exists."""
        return self.junk != "invalid"


def people(traffic: Sequence[AdDay], scenario: Scenario, seed: int) -> tuple[Lead, ...]:
    """Draw everybody who applied, ordered by time."""
    leads = [*_from_ads(traffic, scenario, seed), *_from_elsewhere(seed)]
    return tuple(sorted(leads, key=lambda lead: (lead.at, lead.key)))


def rewrite(phone: str, dice: Dice) -> str:
    """Write a phone the way people do.

    Example:
        >>> sorted({rewrite("79071234567", Dice(n)) for n in range(20)})[0]
        '+7 (907) 123-45-67'
    """
    code, first, second, third = phone[1:4], phone[4:7], phone[7:9], phone[9:]
    forms = {
        f"+7 ({code}) {first}-{second}-{third}": 0.35,
        f"+7{phone[1:]}": 0.35,
        f"8{phone[1:]}": 0.2,
        f"8 {code} {first} {second} {third}": 0.1,
    }
    return dice.pick(forms)


def _from_ads(traffic: Sequence[AdDay], scenario: Scenario, seed: int) -> Iterator[Lead]:
    for shown in traffic:
        worse = levers_on(shown.day, scenario).junk if shown.ad.social else 0.0
        for number in range(shown.leads):
            dice = Dice(seed, "lead", shown.ad.id, shown.day, number)
            lead = _lead(dice, shown.day, f"{shown.ad.id}/{shown.day}/{number}", shown.ad.response.junk + worse)
            form = shown.ad.response.landing is None
            if form and dice.chance(_LOST_FORMS):
                continue
            yield replace(
                lead,
                title="Заявка из лид-формы" if form else "Заявка с сайта",
                tags=_arrived(_TAGGING[shown.ad.platform](shown, dice), dice, form=form),
                platform=shown.ad.platform,
            )


def _from_elsewhere(seed: int) -> Iterator[Lead]:
    for day in days():
        spread = Dice(seed, "others", day)
        for number in range(spread.hits(40, OTHER_LEADS_A_DAY / 40)):
            dice = Dice(seed, "other", day, number)
            lead = _lead(dice, day, f"other/{day}/{number}", OTHER_JUNK)
            source = dice.pick(OTHER_SOURCES)
            title = "Входящий звонок" if source == "Входящий звонок" else "Обращение"
            yield replace(lead, title=title, source=source)


def _lead(dice: Dice, day: date, key: str, junk: float) -> Lead:
    seconds = dice.pick(_HOURS) * 3600 + dice.below(3600)
    at = datetime.combine(day, time()) + timedelta(seconds=seconds)
    kind = dice.pick(_JUNK) if dice.chance(junk) else None
    phone = "7" + _CODES[dice.below(len(_CODES))] + dice.digits(7)
    written = rewrite(phone, dice)
    if kind == "invalid":
        phone = dice.pick({phone[:9]: 0.5, "7" + "0" * 10: 0.2, "1" * 7: 0.15, phone[:6]: 0.15})
        written = phone
    name = _NAMES[dice.below(len(_NAMES))]
    return Lead(key, at, name, phone, written, "", "", Tags(), None, kind)


def _arrived(tags: Tags, dice: Dice, *, form: bool) -> Tags:
    """Lose the tags of a few on the way to the site: in-app browsers keep the click id at best."""
    if form or dice.chance(0.96):
        return tags
    return Tags(yclid=tags.yclid, fbclid=tags.fbclid)


def _vk(shown: AdDay, _dice: Dice) -> Tags:
    """VK's own tagging: `{{campaign_id}}` is the ad GROUP."""
    if shown.broken:
        return Tags("vk_ads", "cpc", "{{campaign_id}}", "{{banner_id}}")
    return Tags("vk_ads", "cpc", shown.ad.group.id, shown.ad.id)


def _meta(shown: AdDay, dice: Dice) -> Tags:
    source = dice.pick({"instagram": 0.7, "facebook": 0.3})
    click = "" if shown.ad.response.landing is None else "IwAR" + dice.digits(12)
    group = shown.ad.group
    if group.campaign.published:
        return Tags(source, "paid_social", group.campaign.published, "v1", fbclid=click)
    return Tags(source, "paid_social", group.campaign.name, shown.ad.name, group.name, fbclid=click)


def _yandex(shown: AdDay, dice: Dice) -> Tags:
    words = KEYWORDS[shown.ad.group.id]
    word = words[dice.below(len(words))]
    return Tags("yandex", "cpc", shown.ad.group.campaign.id, shown.ad.id, word, yclid="17" + dice.digits(16))


_TAGGING: Mapping[str, Callable[[AdDay, Dice], Tags]] = MappingProxyType({"vk": _vk, "meta": _meta, "yandex": _yandex})
