from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smmfunnel.catalog.load import load_catalog
from smmfunnel.config import Settings
from smmfunnel.engines import open_duckdb
from smmfunnel.facts import contacts, leads
from smmfunnel.facts.contacts import Contact, mask_email, mask_phone
from smmfunnel.facts.load import load, understand
from smmfunnel.reading.discover import discover

if TYPE_CHECKING:
    from pathlib import Path

LEADS = """\
lead_id,phone,email,created_at,status
1,8 (912) 123-45-12,,2026-09-01 10:00,lost
2,,anna@mail.ru,2026-09-02 10:00,new
3,12,,2026-09-03 10:00,new
4,+7 912 000-00-04,,2026-09-04 10:00,new
"""
LATER = """\
lead_id,phone,email,created_at,status
1,,one@mail.ru,2026-09-01 10:00,won
5,+7 912 000-00-05,,2026-09-25 10:00,new
"""


def test_contacts_are_found_again_in_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(LEADS)
    (tmp_path / "b.csv").write_text(LATER)
    settings = Settings(region="RU")
    catalog = load_catalog([])
    understood = understand(discover([str(tmp_path)]), settings, catalog)
    with open_duckdb(0, threads=1) as engine:
        loaded = load(engine, understood, settings, catalog)
        engine.run("CREATE TABLE settings AS SELECT 30 AS dedupe_days")
        leads.resolve(engine, leads.Loaded(leads=6, forms=0, deals=0, touches=0))
        numbers = {row["lead_id"]: row["lead"] for row in engine.fetch("SELECT lead_id, lead FROM lead_view")}
        found = contacts.find(engine, loaded, settings, catalog, [numbers[name] for name in "1235"])
        assert contacts.find(engine, loaded, settings, catalog, []) == {}
    assert {name: found.get(numbers[name]) for name in "12345"} == {
        "1": Contact("+79121234512", "one@mail.ru"),
        "2": Contact(None, "anna@mail.ru"),
        "3": None,
        "4": None,
        "5": Contact("+79120000005", None),
    }


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("+79121234512", "+7 9•• ••• •• 12"),
        ("+375291234567", "+375 2• ••• •• 67"),
        ("+12025550123", "+1 2•• ••• ••23"),
        (None, None),
    ],
)
def test_a_masked_phone_tells_country_and_ends(phone: str | None, masked: str | None) -> None:
    assert mask_phone(phone) == masked


def test_a_masked_mail_tells_first_letters() -> None:
    assert mask_email("b@c.de") == "b•••@c•••.de"
    assert mask_email(None) is None
    assert "anna" not in str(Contact("+79121234512", "anna@mail.ru").masked())
