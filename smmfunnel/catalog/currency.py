"""Currencies by code, sign and word, as headers and cells of exports spell them."""

from __future__ import annotations

import re

_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD
LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK
PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL
TON USDT
"""
CODES = frozenset(_CODES.split())
"""ISO 4217 codes of circulating currencies, and the coins Telegram Ads is paid in."""

_SPELLED = {
    "AED": "dirham дирхам",
    "AMD": "֏ драм драмов",
    "AZN": "₼ манат",
    "BRL": "r$",
    "BYN": "br бел.руб. бел.руб белруб белорусскийрубль",
    "CAD": "ca$",
    "CNY": "cn¥ юань юаней",
    "CZK": "kč",
    "EUR": "€ eur. euro euros евро",
    "GBP": "£",
    "GEL": "₾ лари",
    "ILS": "₪",
    "INR": "₹",
    "JPY": "jp¥",
    "KGS": "сом",
    "KRW": "₩",
    "KZT": "₸ тг тг. тенге казахстанскийтенге",
    "MXN": "mx$",
    "PLN": "zł",
    "RUB": "₽ руб руб. р. рублей рубли rur рубль российскийрубль",
    "TRY": "₺ tl",
    "UAH": "₴ грн грн. гривна гривень гривен",
    "USD": "$ us$ долл долл. доллар долларов долларсша",
    "UZS": "сум сўм so'm soʻm",
    "VND": "₫",
}
_BY_WORD = {word: code for code, words in _SPELLED.items() for word in words.split()}

SIGNS = "₽$€£₴₸₺₹₩₪₫₾₼֏"
"""Signs that may stand right beside a figure or a header's last word."""


def currency_code(text: str) -> str | None:
    """Return the code of a currency's code (capitals only), sign or word, or None.

    Example:
        >>> currency_code("руб."), currency_code("US$"), currency_code("GBP"), currency_code("UTC")
        ('RUB', 'USD', 'GBP', None)
    """
    word = re.sub(r"\s+", "", text)
    if word in CODES:
        return word
    return _BY_WORD.get(word.casefold())
