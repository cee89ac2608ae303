"""Tags and click ids in addresses and query strings."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

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
    for name, content in parse_qsl(query, keep_blank_values=False):
        found.setdefault(name.strip().casefold(), content.strip())
    return found
