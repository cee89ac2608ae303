"""The synthetic agency's client: a maker of windows in Yekaterinburg, its ads, managers and other sources."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Campaign:
    """A campaign as its cabinet shows it."""

    platform: str
    id: str
    name: str
    goal: str = ""
    """Meta's result indicator."""
    published: str = ""
    """The name its links were written with by hand, where it was renamed since: links keep the old one."""

    @property
    def linked(self) -> str:
        """The name that arrives in utm_campaign."""
        return self.published or self.name


@dataclass(frozen=True)
class Group:
    """An ad group (ad set) of a campaign."""

    campaign: Campaign
    id: str
    name: str


@dataclass(frozen=True)
class Response:
    """How people answer to an ad in an ordinary month."""

    clicks: float
    """Clicks of impressions."""
    leads: float
    """Leads of landing views, or of clicks where the ad opens a form of the platform."""
    landing: float | None
    """Share of clicks that see the site; None for a form of the platform."""
    junk: float
    """Share of junk among the leads."""


@dataclass(frozen=True)
class Ad:
    """One ad: where it stands, what it costs and how people answer to it."""

    group: Group
    id: str
    name: str
    impressions: int
    """A day, on average."""
    price: float
    """Roubles a thousand impressions; in Yandex Direct roubles a click."""
    response: Response

    @property
    def platform(self) -> str:
        """The platform it runs on."""
        return self.group.campaign.platform

    @property
    def social(self) -> bool:
        """Whether its clicks depend on a creative, and are paid by the impression."""
        return self.platform != "yandex"


_VK_WINDOWS = Campaign("vk", "15021001", "Окна | Сайт | Екатеринбург")
_VK_BALCONIES = Campaign("vk", "15021002", "Балконы | Сайт | Новостройки")
_VK_REPAIR = Group(_VK_WINDOWS, "77310011", "Ремонт 30-55")
_VK_ALIKE = Group(_VK_WINDOWS, "77310012", "LAL клиенты")
_VK_NEW = Group(_VK_BALCONIES, "77310021", "Новостройки")
_VK_AGAIN = Group(_VK_BALCONIES, "77310022", "Ретаргетинг")

_PIXEL = "actions:offsite_conversion.fb_pixel_lead"
_FORM = "actions:onsite_conversion.lead_grouped"
_META_WINDOWS = Campaign("meta", "120214470031850101", "Окна_Сайт_ЕКБ", _PIXEL)
_META_FORM = Campaign("meta", "120214470031850102", "Балконы_Лидформа_ЕКБ", _FORM)
_META_DACHAS = Campaign(
    "meta", "120214470031850103", "Дачи_Трафик_Область", "actions:link_click", "Дача_Трафик_Область"
)
_META_BRAND = Campaign("meta", "120214470031850104", "Бренд_Охват_Осень", "reach")
_META_OWNERS = Group(_META_WINDOWS, "120214470031850201", "Собственники 30+")
_META_NEW = Group(_META_FORM, "120214470031850202", "Новостройки")
_META_GARDENS = Group(_META_DACHAS, "120214470031850203", "Дачники")
_META_CITY = Group(_META_BRAND, "120214470031850204", "Город 25-60")

_SEARCH = Campaign("yandex", "704100101", "Поиск_Пластиковые окна_ЕКБ")
_NETWORK = Campaign("yandex", "704100102", "РСЯ_Остекление_ЕКБ")
_SEARCH_PRICE = Group(_SEARCH, "5480000011", "Окна цена")
_SEARCH_CREDIT = Group(_SEARCH, "5480000012", "Окна рассрочка")
_NETWORK_AUTO = Group(_NETWORK, "5480000021", "Автотаргетинг")


def _site(clicks: float, leads: float, landing: float = 0.85, junk: float = 0.14) -> Response:
    return Response(clicks, leads, landing, junk)


ADS: tuple[Ad, ...] = (
    Ad(_VK_REPAIR, "120450111", "Видео: монтаж", 13_500, 175, _site(0.0091, 0.0117)),
    Ad(_VK_REPAIR, "120450112", "Карусель: цены", 9_800, 168, _site(0.0082, 0.0125)),
    Ad(_VK_ALIKE, "120450121", "Отзыв: семья", 8_600, 190, _site(0.0097, 0.0131)),
    Ad(_VK_NEW, "120450211", "До и после", 10_400, 172, _site(0.0088, 0.0118)),
    Ad(_VK_AGAIN, "120450221", "Вернитесь", 2_900, 240, _site(0.0135, 0.0196)),
    Ad(_META_OWNERS, "120214470031850301", "Видео_цех", 8_200, 214, _site(0.0112, 0.0124)),
    Ad(_META_OWNERS, "120214470031850302", "Карусель_цены", 6_100, 205, _site(0.0104, 0.0129)),
    Ad(_META_NEW, "120214470031850303", "Калькулятор", 7_400, 225, Response(0.0108, 0.0162, None, 0.22)),
    Ad(_META_GARDENS, "120214470031850304", "Скидка_сезон", 5_200, 160, _site(0.0121, 0.0085)),
    Ad(_META_CITY, "120214470031850305", "Бренд_15с", 12_000, 95, _site(0.0019, 0.0)),
    Ad(_SEARCH_PRICE, "15930000011", "Окна под ключ", 780, 58, _site(0.071, 0.0335, 0.92, 0.06)),
    Ad(_SEARCH_CREDIT, "15930000012", "Рассрочка 0 %", 420, 51, _site(0.064, 0.0315, 0.92, 0.07)),
    Ad(_NETWORK_AUTO, "15930000021", "Теплый балкон", 14_500, 14.5, _site(0.0058, 0.0091, 0.83, 0.13)),
)

KEYWORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "5480000011": ("пластиковые окна цена", "окна екатеринбург", "заказать окна"),
        "5480000012": ("окна в рассрочку", "окна рассрочка без банка"),
        "5480000021": ("---autotargeting",),
    }
)
"""What arrives in utm_term from Yandex Direct, by ad group."""

MANAGERS: Mapping[str, float] = MappingProxyType(
    {
        "Анна Ким": 1.15,
        "Игорь Лапин": 1.1,
        "Нина Усова": 1.0,
        "Павел Дудин": 1.0,
        "Яна Юдина": 0.95,
        "Тимур Гареев": 0.8,
    }
)
"""Managers by their share of the leads."""

OTHER_SOURCES: Mapping[str, float] = MappingProxyType(
    {"Органический поиск": 0.38, "Рекомендация": 0.27, "2ГИС": 0.2, "Входящий звонок": 0.15}
)
"""Sources that no ad paid for, by their share of such leads."""

OTHER_LEADS_A_DAY = 4.1
OTHER_JUNK = 0.05
