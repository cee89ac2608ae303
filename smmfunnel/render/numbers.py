"""How numbers, money and days are written for people, one style a language.

Machine formats never come here: they write the number itself.
"""

from __future__ import annotations

from dataclasses import replace
from math import floor, isfinite, log10
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from datetime import date

    from smmfunnel.results import Number

SYMBOLS = {
    "AZN": "₼",
    "BRL": "R$",
    "EUR": "€",
    "GBP": "£",
    "GEL": "₾",
    "ILS": "₪",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "KZT": "₸",
    "NGN": "₦",
    "PHP": "₱",
    "PLN": "zł",
    "RUB": "₽",
    "TRY": "₺",
    "UAH": "₴",
    "USD": "$",
    "VND": "₫",
}
"""Currencies with a sign of their own; every other one is written by its code."""

_LARGE = 1000

_NOUGHT = 1e-9
"""Below this a number is what floating point left of nought."""

_TINY = 0.1
"""Below this two decimals would hide the number: three significant digits are shown instead."""


@dataclass(frozen=True)
class NumberStyle:
    """The marks of one language."""

    group: str
    """Between thousands."""
    decimal: str
    minus: str
    percent: str
    """The percent sign with the space before it, if the language has one."""
    points: str
    """Percentage points, with the space before."""
    dash: str
    """Between the ends of an interval."""
    to: str
    """Between the ends of an interval that have signs."""
    sign_first: bool
    """Whether the currency's sign stands before the amount."""
    unicode: bool = True

    def _write(self, value: float, places: int) -> str:
        if not isfinite(value):
            message = f"not a number to write: {value}"
            raise ValueError(message)
        text = f"{abs(value):,.{places}f}"
        negative = value < 0 and any(digit in text for digit in "123456789")
        text = text.translate({ord(","): self.group, ord("."): self.decimal})
        return self.minus + text if negative else text

    def count(self, value: Number) -> str:
        r"""Write a count: `1,234`, and `1,234.5` where the platform counts in parts.

        Example:
            >>> style("en").count(2290268), style("en").count(12.5), style("ru").count(-1200)
            ('2,290,268', '12.5', '−1\xa0200')
        """
        whole = float(value).is_integer()
        return self._write(value, 0) if whole else _bare(self._write(value, 2), self.decimal)

    def sales(self, value: float, *, signed: bool = False) -> str:
        """Write expected sales: tenths, from a thousand on whole ones, with a plus before a gain if `signed`.

        Example:
            >>> style("en").sales(-14.23, signed=True), style("en").sales(1.98, signed=True), style("en").sales(-0.04)
            ('−14.2', '+2.0', '0.0')
        """
        text = self._write(value, 0 if abs(value) >= _LARGE else 1)
        return f"+{text}" if signed and value > 0 and any(digit in text for digit in "123456789") else text

    def sales_between(self, low: float, high: float, *, signed: bool = False) -> str:
        """Write an interval of expected sales; a signed one, and one with a minus, has a word between its ends.

        Example:
            >>> style("en").sales_between(-6.02, 1.9, signed=True), style("en").sales_between(8.1, 20.9)
            ('−6.0 to +1.9', '8.1–20.9')
        """
        ends = (self.sales(low, signed=signed), self.sales(high, signed=signed))
        return (self.to if signed or low < 0 else self.dash).join(ends)

    def tick(self, value: float) -> str:
        """Write a round value under a scale: `+10`, `−2.5`, `0`.

        Example:
            >>> style("en").tick(-2.5), style("en").tick(20.0), style("en").tick(0.0)
            ('−2.5', '+20', '0')
        """
        text = _bare(self._write(value, 3), self.decimal) if value else "0"
        return f"+{text}" if value > 0 else text

    def plain(self, value: float) -> str:
        """Write a quotient: `3.21`."""
        return self._write(value, _places(value))

    def share(self, value: float) -> str:
        r"""Write a fraction as a percentage.

        Example:
            >>> style("en").share(0.0143), style("ru").share(0.0143), style("en").share(0.0000312)
            ('1.43%', '1,43\xa0%', '0.00312%')
        """
        return self._write(value * 100, _places(value * 100)) + self.percent

    def change(self, value: float, near: float | None = None) -> str:
        """Write a difference of two shares in percentage points, always with its sign.

        It has the decimals of `near`, the size of what is told about it, where that is given.

        Example:
            >>> style("en").change(0.0017), style("en").change(0.0000361, near=0.0002)
            ('+0.17 pp', '+0.0036 pp')
        """
        text = self._write(value * 100, _places((value if near is None else near) * 100))
        positive = value > 0 and any(digit in text for digit in "123456789")
        return f"+{text}{self.points}" if positive else text + self.points

    def money(self, value: float, currency: str | None) -> str:
        r"""Write an amount with its currency's sign or code; without one the number alone.

        Example:
            >>> style("en").money(1234.5, "RUB"), style("en").money(-5, "AED"), style("ru").money(7, "RUB")
            ('₽1,234.50', '−AED 5.00', '7,00\xa0₽')
        """
        amount = self._write(abs(value), _places(value))
        sign = self.currency(currency)
        minus = self.minus if value < 0 and any(digit in amount for digit in "123456789") else ""
        if not sign:
            return minus + amount
        if not self.sign_first:
            return f"{minus}{amount}\u00a0{sign}" if self.unicode else f"{minus}{amount} {sign}"
        return f"{minus}{sign}{' ' if sign[-1].isalpha() else ''}{amount}"

    def amount(self, value: float, currency: str | None, *, signed: bool = False) -> str:
        """Write an estimate of money in whole units of the currency, a gain with a plus if `signed`.

        Example:
            >>> style("en").amount(-653157.4, "RUB"), style("en").amount(12.5, "USD", signed=True)
            ('−₽653,157', '+$12')
        """
        text = self.money(round(value), currency).replace(f"{self.decimal}00", "")
        return f"+{text}" if signed and round(value) > 0 else text

    def amounts_between(self, low: float, high: float) -> str:
        """Write an interval of a change of money, without its unit.

        Example:
            >>> style("en").amounts_between(-55080.2, 27540.0)
            '−55,080 to +27,540'
        """
        return self.to.join(self.amount(end, None, signed=True) for end in (low, high))

    def relative(self, value: float) -> str:
        """Write a relative change: `+31.4%`.

        Example:
            >>> style("en").relative(0.314), style("en").relative(-0.2213)
            ('+31.4%', '−22.1%')
        """
        text = self._write(value * 100, 1) + self.percent
        return f"+{text}" if value > 0 else text

    def currency(self, code: str | None) -> str:
        """Name a currency: its sign where the stream can show it, else its code, else nothing."""
        if code is None:
            return ""
        sign = SYMBOLS.get(code, code)
        return sign if self.unicode or sign.isascii() else code

    def between(self, low: float, high: float, near: float, scale: int = 1) -> str:
        """Write an interval with the decimals of the value it belongs to, without its unit.

        From a thousand on the decimals are left out: no interval is that sharp.

        Example:
            >>> style("en").between(0.0137, 0.0148, near=0.0143, scale=100)
            '1.37–1.48'
        """
        places = 0 if abs(near * scale) >= _LARGE else _places(near * scale)
        ends = [self._write(end * scale, places) for end in (low, high)]
        return (self.to if low < 0 else self.dash).join(ends)

    def span(self, start: date, end: date) -> str:
        """Write a range of days as `--period` takes it."""
        return f"{start.isoformat()}..{end.isoformat()}"


def _places(value: float) -> int:
    size = abs(value)
    if size < _NOUGHT or size >= _TINY or not isfinite(size):
        return 2
    return 2 - floor(log10(size))


def _bare(text: str, decimal: str) -> str:
    return text.rstrip("0").rstrip(decimal)


_STYLES = {
    "en": NumberStyle(
        group=",", decimal=".", minus="−", percent="%", points=" pp", dash="–", to=" to ", sign_first=True
    ),
    "ru": NumberStyle(
        group="\u00a0",
        decimal=",",
        minus="−",
        percent="\u00a0%",
        points="\u00a0п.п.",
        dash="–",
        to=" … ",
        sign_first=False,
    ),
}


def style(lang: str, *, unicode: bool = True) -> NumberStyle:
    """Return the style of a language; without Unicode its marks become ASCII.

    Raises:
        KeyError: there is no such language, which the command line has ruled out.
    """
    chosen = _STYLES[lang]
    if unicode:
        return chosen
    spaced = {"\u00a0": " "}
    return replace(
        chosen,
        group=spaced.get(chosen.group, chosen.group),
        minus="-",
        percent=chosen.percent.replace("\u00a0", " "),
        points=" pp",
        dash="-",
        to=" to ",
        unicode=False,
    )
