"""The file of exchange rates: a line a currency."""

from __future__ import annotations

import re
from pathlib import Path

from smmfunnel.errors import SmmFunnelError, UsageError, Where, join

_LINE = re.compile(r"^\s*[\"']?([A-Za-z]{3,4})[\"']?\s*[:;,=\t ]\s*[\"']?(\d+(?:[.,]\d+)?)[\"']?\s*$")
_HEADER = re.compile(r"^\s*\"?(currency|code|валюта)\b", re.IGNORECASE)


def load_rates(path: str) -> dict[str, float]:
    """Read a file of rates: `USD: 81.5`, `USD,81.5` or `USD;81,5` a line, `#` begins a remark.

    Returns:
        Currency code to its worth in units of the report's currency.

    Raises:
        UsageError: the file cannot be read or has faults: all of them, each with its line.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError("rates_unreadable", Where(path=path), problem=problem) from error
    return parse_rates(text, path)


def parse_rates(text: str, path: str) -> dict[str, float]:
    r"""Read the lines of a file of rates.

    Example:
        >>> parse_rates("currency,rate\nUSD,81.5\neur;95,2  # of 1 September", "rates.csv")
        {'USD': 81.5, 'EUR': 95.2}
    """
    rates: dict[str, float] = {}
    faults: list[SmmFunnelError] = []
    for number, line in enumerate(text.splitlines(), start=1):
        told = line.partition("#")[0].strip()
        found = _LINE.match(told)
        place = Where(path=path, line=number)
        if not told or (number == 1 and _HEADER.match(told) and not found):
            continue
        code, rate = (found[1].upper(), float(found[2].replace(",", "."))) if found else ("", 0.0)
        if rate <= 0:
            faults.append(UsageError("rates_line", place, line=told))
        elif code in rates:
            faults.append(UsageError("rates_twice", place, currency=code))
        else:
            rates[code] = rate
    if faults:
        raise join(faults)
    if not rates:
        raise UsageError("rates_empty", Where(path=path))
    return rates
