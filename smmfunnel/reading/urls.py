"""Tags and click ids in addresses and query strings."""

from __future__ import annotations

from urllib.parse import urlsplit

from smmfunnel.reading.keys import decode_percent

UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")


def query_of(text: str) -> dict[str, str]:
    """Return the parameters of an address or query string, names in small letters, the first of each.

    Example:
        >>> query_of("https://a.ru/?utm_source=vk&utm_campaign=%D0%BB%D0%B5%D1%82%D0%BE&yclid=1")
        {'utm_source': 'vk', 'utm_campaign': 'лето', 'yclid': '1'}
        >>> query_of("gclid=X"), query_of("https://a.ru/")
        ({'gclid': 'X'}, {})
    """
    value = text.strip()
    try:
        parts = urlsplit(value)
    except ValueError:
        return {}
    query = parts.query or (value if "=" in value and not parts.scheme else "")
    if parts.fragment and "=" in parts.fragment:
        query = f"{query}&{parts.fragment.rpartition('?')[2]}"
    found: dict[str, str] = {}
    for pair in query.replace("&amp;", "&").split("&"):
        name, _, content = pair.partition("=")
        # parse_qsl would make garbage of percent-encoded cp1251.
        read = decode_percent(content.replace("+", "%20")).strip()
        if read:
            found.setdefault(decode_percent(name).strip().casefold(), read)
    found.pop("", None)
    return found
