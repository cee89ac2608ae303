"""Words of headers that hint at a canonical column, in English and Russian.

Each hint is a regular expression over the words of a header (see `words_of`) and its weight: 9 says so outright,
6 usually means it, 3 only where nothing better is there. Aliases of the catalogue weigh more than any hint.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from smmfunnel.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

ALIAS = 10
"""Weight of a header that some format of the kind is known by."""
LEAST = 3
"""A weight below this proposes nothing."""

Hints = tuple[tuple[str, int], ...]

_CAMEL = re.compile(r"(?<=[a-zа-я0-9])(?=[A-ZА-Я])")
_NO_WORD = re.compile(r"[^\w]+|_+")

_ID = r"(id|no|nr|num|number|code|key|номер|код)"
_LEAD = (
    r"(lead|mql|sql|enquiry|inquiry|request|prospect|applicant|contact|client|customer"
    r"|лид\w*|заявк\w*|обращени\w*|клиент\w*)"
)
_DEAL = r"(deal|opportunity|order|sale|contract|сделк\w*|заказ\w*|договор\w*)"
_WHEN = r"(date|day|time|at|on|timestamp|дата|время|день)"

_PEOPLE: Mapping[str, Hints] = {
    "lead_id": ((rf"\b{_LEAD} {_ID}\b", 8), (rf"\b(id|номер|код) {_LEAD}", 8), (r"^(id|№|номер)$", 4)),
    "deal_id": ((rf"\b{_DEAL} {_ID}\b", 8), (rf"\b(id|номер|код) {_DEAL}", 8)),
    "phone": ((r"\b(phone|tel|telefon\w*|telephone|mobile|celular|caller|телефон\w*|тел)\b", 7), (r"номер", 3)),
    "email": ((r"\b(e ?mail|mail|почта|пошта)\b", 7),),
    "manager": (
        (r"\b(sales )?(agent|rep|manager|representative|owner|assignee|responsible|salesperson)\b", 6),
        (r"\b(responsavel|responsable|менеджер\w*|ответственн\w*|продавец|оператор\w*|сотрудник\w*)\b", 6),
        (r"\b(sr|jnr|junior)\b", 6),
        (r"\b(sm|sdr)\b", 5),
    ),
}

_CRM: Mapping[str, Hints] = {
    **_PEOPLE,
    "created_at": (
        (rf"\b(created|creation|received|registered|registration|submitted|submission|added)\b.*\b{_WHEN}", 7),
        (rf"\b(first contact|contact|lead|enquiry|inquiry|request|engage|engaged|start)\b.*\b{_WHEN}", 6),
        (r"\b(created|received|submitted|criad[oa]|cread[oa]|создан\w*|поступ\w*|получен\w*|створен\w*)\b", 6),
        (r"дата (заявки|обращения|создания|лида)", 7),
        (r"^(date|time|timestamp|дата|время)$", 4),
    ),
    "assigned_at": ((rf"\b(assign\w*)\b.*\b{_WHEN}", 7), (r"\b(assigned|назначен\w*|распредел\w*)\b", 6)),
    "first_response_at": (
        (r"\bfirst (response|call|touch|reply|answer)\b", 8),
        (r"\bперв\w+ (звон\w*|ответ\w*|касани\w*)", 8),
    ),
    "qualified_at": (
        (rf"\b(qualif\w*|demo|meeting|watched|viewing)\b.*\b{_WHEN}", 6),
        (r"дата (квалиф\w*|встреч\w*|демо\w*|показ\w*)", 6),
    ),
    "closed_at": (
        (rf"\b(close|closed|closing|won|sold|sale|paid|payment|deal)\b.*\b{_WHEN}", 7),
        (r"дата (закрыт\w*|продаж\w*|оплат\w*|сделк\w*)", 7),
    ),
    "last_activity_at": ((r"\b(last|последн\w*)\b.*\b(activity|contact|update\w*|активн\w*|контакт\w*)", 6),),
    "status": ((r"\b(status|stage|state|outcome|estado|etapa|статус\w*|этап\w*|стади\w*|состояни\w*)\b", 6),),
    "loss_reason": ((r"\b(reason|reasons|motivo|причин\w*|отказ\w*)\b", 7),),
    "source": ((r"\b(source|origin|origem|origen|channel|источник\w*|канал\w*|джерело)\b", 6),),
    "url": ((r"\b(url|referrer|landing page|page address|адрес страницы)\b", 7),),
    "click_id": ((r"\b(gclid|yclid|fbclid|click id)\b", 8),),
    "amount": (
        (r"^(?!.*\b(declared|monthly|stock|catalog|size)\b).*\b(amount|revenue|price|sum)\b", 6),
        (r"\b(close|deal|order|sale|won) value\b", 7),
        (r"\b(сумма|стоимость|выручка|бюджет|цена)\b", 6),
    ),
    "currency": ((r"^(currency|валюта)( code)?$", 8),),
    "pipeline": ((r"\b(pipeline|воронк\w*)\b", 6),),
    "attempts": ((r"\b(attempts|tries|попыт\w*)\b", 6),),
    "person": ((r"^(full )?name$|^(фио|имя)\b", 5),),
}

_HINTS: dict[Kind, Mapping[str, Hints]] = {
    Kind.ADS: {
        "day": ((r"^(date|day|дата|день)$", 9), (r"\b(date|day|дата|день)\b", 5)),
        "campaign_id": ((rf"\bcampaign {_ID}\b", 7), (r"\bid кампании\b", 7)),
        "campaign": ((r"\bcampaign( name| type)?$", 5), (r"\bкампани\w*", 5)),
        "ad_group_id": ((rf"\b(ad ?group|ad ?set) {_ID}\b", 7),),
        "ad_group": ((r"\b(ad ?group|ad ?set|групп\w* объявлени\w*)\b", 5),),
        "ad_id": ((rf"\b(ad|creative|banner) {_ID}\b", 7),),
        "ad": ((r"\b(ad name|creative|banner|объявлени\w*|креатив\w*)\b", 5),),
        "platform": ((r"\b(platform|площадк\w*|рекламн\w* систем\w*)\b", 5),),
        "device": ((r"\b(device|устройств\w*)\b", 6),),
        "age": ((r"^(age|возраст)", 7),),
        "gender": ((r"^(gender|sex|пол)$", 7),),
        "placement": ((r"\b(placement|network|region|место размещения)\b", 4),),
        "impressions": ((r"\b(impr|impressions|shows|показ\w*)\b", 7),),
        "reach": ((r"\b(reach|охват\w*)\b", 7),),
        "clicks": ((r"\b(link )?clicks\b", 7), (r"\b(клик\w*|переход\w*)\b", 7)),
        "landing_views": ((r"\blanding (page )?views\b", 7),),
        "platform_leads": (
            (r"\b(leads|enquiries|total conversions?|лид\w*|заяв\w*)\b", 6),
        ),
        "conversions": ((r"\b(conversions?|конверси\w*)\b", 4),),
        "sales": ((r"\b(approved|purchases?|sales|orders|продаж\w*|заказ\w*|покуп\w*)\b", 5),),
        "spend": ((r"\b(spent|spend|cost|расход\w*|затрат\w*|потрачен\w*)\b", 7),),
        "revenue": ((r"\b(revenue|выручк\w*|доход\w*)\b", 6),),
        "currency": ((r"^(currency|валюта)( code)?$", 8),),
    },
    Kind.VISITS: {
        "day": ((r"^(date|day|дата|день)$", 9),),
        "visits": ((r"\b(visits|sessions|визит\w*|сеанс\w*)\b", 8),),
        "source": ((r"\b(source|источник\w*)\b", 5),),
        "device": ((r"\b(device|устройств\w*)\b", 6),),
    },
    Kind.LEADS: _CRM,
    Kind.DEALS: _CRM,
    Kind.TOUCHES: {
        **_PEOPLE,
        "at": (
            (rf"\b(call|touch|activity|event|contact)\b.*\b{_WHEN}", 8),
            (r"\b(date|time|дата|время)\b", 5),
        ),
        "channel": ((r"\b(channel|type|тип|канал)\b", 4),),
        "direction": ((r"\b(direction|направлени\w*)\b", 7),),
        "answered": ((r"\b(status|result|outcome|answered|disposition|результат\w*|статус\w*)\b", 6),),
        "duration": ((r"\b(duration|seconds|talk time|длительност\w*)\b", 6),),
    },
}  # fmt: skip

HINTS: Mapping[Kind, Mapping[str, Hints]] = MappingProxyType(_HINTS)

TOUCH_WORDS = re.compile(r"\b(call|calls|touch|touches|activity|activities|звон\w*|касани\w*)\b")
WON_WORDS = re.compile(r"\b(won|sold|sale|paid|продаж\w*|оплат\w*)\b")
PLATFORM_WORDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "google": re.compile(r"google|adwords"),
        "meta": re.compile(r"meta(?!l)|facebook|\bfb\b|instagram"),
        "microsoft": re.compile(r"microsoft|bing"),
        "yandex": re.compile(r"yandex|яндекс|direct"),
        "vk": re.compile(r"\bvk\b|вконтакте"),
        "tiktok": re.compile(r"tiktok"),
        "linkedin": re.compile(r"linkedin"),
        "telegram": re.compile(r"telegram"),
    }
)
"""Names of files that tell the platform of their rows."""


def words_of(header: str) -> str:
    """Return the words of a header, small, with one space between.

    Example:
        >>> words_of("first_contactDate"), words_of(" Дата  заявки ")
        ('first contact date', 'дата заявки')
    """
    parts = _NO_WORD.sub(" ", _CAMEL.sub(" ", header)).casefold().replace("ё", "е")
    return " ".join(parts.split())


def weight(kind: Kind, canonical: str, header: str) -> int:
    """Return how much the words of a header hint at a canonical column.

    Example:
        >>> weight(Kind.LEADS, "lead_id", "mql_id"), weight(Kind.LEADS, "amount", "mql_id")
        (8, 0)
    """
    words = words_of(header)
    hints = HINTS[kind].get(canonical, ())
    return max((points for pattern, points in hints if re.search(pattern, words)), default=0)
