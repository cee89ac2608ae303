from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.reading.urls import UTM, query_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.ru/?utm_source=vk&yclid=1", {"utm_source": "vk", "yclid": "1"}),
        ("a.ru/p?utm_source=vk", {"utm_source": "vk"}),
        ("?utm_source=vk", {"utm_source": "vk"}),
        ("utm_source=vk&utm_medium=cpc", {"utm_source": "vk", "utm_medium": "cpc"}),
        ("https://a.ru/?UTM_Source=vk", {"utm_source": "vk"}),
        ("https://a.ru/?utm_source=vk&utm_source=fb", {"utm_source": "vk"}),
        ("https://a.ru/?utm_source=&utm_source=fb", {"utm_source": "fb"}),
        ("https://a.ru/#/page?utm_source=vk", {"utm_source": "vk"}),
        ("https://a.ru/?a=1&amp;utm_source=vk", {"a": "1", "utm_source": "vk"}),
        ("https://a.ru/?utm_campaign=a+b%2Bc", {"utm_campaign": "a b+c"}),
        ("https://a.ru/?utm_campaign=%EB%E5%F2%EE", {"utm_campaign": "лето"}),
        ("https://a.ru/?utm_campaign={{campaign.name}}", {"utm_campaign": "{{campaign.name}}"}),
        ("https://a.ru/", {}),
        ("http://[broken", {}),
        ("", {}),
        ("no query at all", {}),
        ("=x&&y", {}),
    ],
)
def test_parameters_of_addresses(text: str, expected: dict[str, str]) -> None:
    assert query_of(text) == expected


@given(st.dictionaries(st.sampled_from(UTM), st.text(alphabet="абвё abc123_-&=+#?", min_size=1).filter(str.strip)))
def test_encoded_tags_come_back(tags: dict[str, str]) -> None:
    expected = {name: value.strip() for name, value in tags.items()}
    assert query_of("https://example.com/page?" + urlencode(tags)) == expected
    assert query_of(urlencode(tags)) == expected
