from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from smmfunnel.engines import DuckEngine, open_duckdb
from smmfunnel.facts import ads as resolved_ads
from smmfunnel.facts import collect, leads, script
from smmfunnel.facts.nearmisses import suggestions
from smmfunnel.facts.question import Question
from smmfunnel.vocabulary import Kind
from tests.facts.tables import Row, ad, load, load_files, load_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ALL = Question(period=None, reference=None, as_of=None)


@pytest.fixture(params=[0, 1 << 30], ids=["small", "large"])
def engine(request: pytest.FixtureRequest) -> Iterator[DuckEngine]:
    """Of a large input ids are stored, and joined, as numbers."""
    with open_duckdb(request.param, threads=1) as opened:
        yield opened


def lead(lead_id: str | None, created: str | None = "2026-09-01", **given: Any) -> Row:
    row = {"file": 1, "lead_id": lead_id, "created_at": created, "tag": 0, "test": False}
    return row | {k: v * 1_000_000 if k == "amount" else v for k, v in given.items()}


def count(
    engine: DuckEngine,
    rows: Sequence[Row],
    *,
    deals: Sequence[Row] = (),
    touches: Sequence[Row] = (),
    files: Sequence[Row] = (),
    tags: Sequence[Row] = (),
    ads: Sequence[Row] = (),
    question: Question = ALL,
    one_space: bool = False,
) -> dict[str, Any]:
    """Resolve and count; return the sums of all cells that are not excluded, and the excluded by why."""
    numbers = {row["file"] for row in (*rows, *deals, *touches, *ads)}
    listed = {row["file"]: row for row in files}
    load_files(engine, [{"file": n, "kind": "leads", **listed.get(n, {})} for n in sorted(numbers)])
    load_tags(engine, tags)
    for kind, kept in ((Kind.LEADS, rows), (Kind.DEALS, deals), (Kind.TOUCHES, touches), (Kind.ADS, ads)):
        load(engine, kind, kept)
    forms = [row for row in rows if listed.get(row["file"], {}).get("role") == "form"]
    loaded = leads.Loaded(len(rows) - len(forms), len(forms), len(deals), len(touches), one_space=one_space)
    loaded = replace(loaded, numbers=engine.numbers(loaded.base), deal_numbers=engine.numbers("deals"))
    engine.run(question.terms())
    resolved_ads.refer(engine)
    leads.resolve(engine, loaded)
    leads.link(engine, loaded)
    script.run(engine, "30_match")
    leads.count(engine, loaded, question)
    cells = collect.lead_cells(engine, question)
    total: dict[str, Any] = {
        name: sum(cell.counts[name] for cell in cells if cell.excluded is None) for name in leads.COUNTS
    }
    total["excluded"] = {cell.excluded: cell.counts["leads"] for cell in cells if cell.excluded}
    return total


def test_leads_and_their_own_sales_are_counted(engine: DuckEngine) -> None:
    rows = [
        lead("1", status="won", amount=100, closed_at="2026-09-05"),
        lead("2", status="lost"),
        lead("3", status="in_progress"),
        lead("4", status="unmapped"),
    ]
    total = count(engine, rows)
    assert (total["leads"], total["sold"], total["open"], total["unmapped"]) == (4, 1, 1, 1)
    assert total["revenue"] == 100_000_000


def test_the_same_contact_within_thirty_days_is_a_duplicate(engine: DuckEngine) -> None:
    rows = [
        lead("1", "2026-09-01", phone="+79990000001"),
        lead("2", "2026-09-20", phone="+79990000001"),
        lead("3", "2026-11-20", phone="+79990000001"),
        lead("4", "2026-09-20", email="a@b.ru"),
        lead("5", "2026-09-21", email="a@b.ru"),
    ]
    total = count(engine, rows)
    assert total["leads"] == 3
    assert total["excluded"] == {"duplicate": 2}


def test_a_duplicates_sale_is_its_first_leads(engine: DuckEngine) -> None:
    rows = [
        lead("1", "2026-09-01", phone="+79990000001", status="in_progress"),
        lead("2", "2026-09-20", phone="+79990000001", status="won", amount=50, closed_at="2026-09-25"),
    ]
    total = count(engine, rows)
    assert (total["leads"], total["sold"], total["revenue"]) == (1, 1, 50_000_000)


def test_a_duplicates_sale_has_the_day_of_its_first_lead(engine: DuckEngine) -> None:
    rows = [
        lead("1", "2026-08-20", phone="+79990000001", status="in_progress"),
        lead("2", "2026-09-10", phone="+79990000001", status="in_progress"),
    ]
    # Closed before the duplicate came, but not before the lead that stands for it.
    deals = [deal("a", status="won", amount=5, closed_at="2026-09-05") | {"lead_id": "2"}]
    september = Question(period=(date(2026, 9, 1), date(2026, 9, 30)), reference=None, as_of=None)
    total = count(engine, rows, deals=deals, question=september)
    loaded = leads.Loaded(2, 0, 1, 0)
    bridge = collect.bridge(engine, loaded, september)
    assert (bridge.by_closing_day, bridge.of_earlier_leads, bridge.by_lead_day) == (1, 1, 0)
    assert (total["leads"], total["sold"], total["backwards"]) == (0, 0, 0)


def test_rows_of_one_id_are_one_lead(engine: DuckEngine) -> None:
    rows = [lead("1", status="in_progress"), lead("1", status="won", amount=7, closed_at="2026-09-05")]
    total = count(engine, rows)
    assert (total["leads"], total["sold"]) == (1, 1)
    assert collect.excluded_same_id(engine, ALL) == {0: 1}


def test_the_later_export_tells_the_status(engine: DuckEngine) -> None:
    rows = [lead("1", status="in_progress"), lead("1", status="lost") | {"file": 2}]
    total = count(engine, rows)
    assert (total["leads"], total["open"]) == (1, 0)
    assert collect.overlapped_rows(engine) == {1: 1}


def test_a_file_without_creation_dates_adds_to_leads(engine: DuckEngine) -> None:
    rows = [
        lead("1"),
        lead("2"),
        lead("1", None, status="won", closed_at="2026-09-09", amount=3) | {"file": 2},
        lead("9", None, status="won") | {"file": 2},
    ]
    total = count(engine, rows, files=[{"file": 2, "supplement": True}])
    assert (total["leads"], total["sold"]) == (2, 1)
    assert collect.unlinked_supplements(engine) == 1


def deal(deal_id: str, **given: Any) -> Row:
    return lead(None, given.pop("created", None), deal_id=deal_id, **given) | {"file": 5}


def test_the_first_won_deal_is_the_sale_and_later_ones_repeat_revenue(engine: DuckEngine) -> None:
    deals = [
        deal("a", status="won", amount=10, closed_at="2026-09-10") | {"lead_id": "1"},
        deal("b", status="won", amount=4, closed_at="2026-10-10") | {"lead_id": "1"},
        deal("c", status="lost") | {"lead_id": "2"},
    ]
    total = count(engine, [lead("1"), lead("2")], deals=deals)
    assert (total["sold"], total["revenue"], total["repeat_revenue"]) == (1, 10_000_000, 4_000_000)
    assert total["open"] == 0


@pytest.mark.parametrize("one_space", [False, True])
def test_deals_join_by_id_whether_or_not_the_crm_is_asked_for(engine: DuckEngine, *, one_space: bool) -> None:
    deals = [
        deal("a", status="won", closed_at="2026-09-10") | {"lead_id": "1"},
        deal("b", status="won", closed_at="2026-09-10"),
    ]
    total = count(engine, [lead("1"), lead("2", deal_id="b"), lead("3")], deals=deals, one_space=one_space)
    assert (total["leads"], total["sold"]) == (3, 2)


@pytest.mark.parametrize("other", ["x", "07", "7"])
def test_ids_join_as_texts_whether_or_not_all_of_them_are_numbers(engine: DuckEngine, other: str) -> None:
    rows = [lead("1", manager="Anna"), lead("1", status="lost") | {"file": 2}, lead("7"), lead(None)]
    deals = [deal("a", status="won", amount=3) | {"lead_id": "1"}, deal("b", status="won") | {"lead_id": other}]
    total = count(engine, rows, deals=deals, files=[{"file": 2, "rank": 2}])
    assert (total["leads"], total["sold"], total["revenue"]) == (3, 1 + (other == "7"), 3_000_000)
    assert engine.fetch("SELECT manager FROM sales JOIN lead_view USING (lead) WHERE lead_id = '1'") == [
        {"manager": "Anna"}
    ]


def test_the_same_id_of_another_crm_is_another_lead(engine: DuckEngine) -> None:
    rows = [lead("1"), lead("1", manager="Nina") | {"file": 2}]
    deals = [deal("a", status="won", closed_at="2026-09-10") | {"lead_id": "1"}]
    count(engine, rows, deals=deals, files=[{"file": 2, "space": "hubspot"}, {"file": 5, "space": "hubspot"}])
    sold = engine.fetch("SELECT v.manager FROM sales AS s JOIN lead_view AS v ON v.lead = s.lead")
    assert sold == [{"manager": "Nina"}]


@pytest.mark.parametrize("turned", [False, True])
def test_of_leads_of_one_contact_and_moment_the_smallest_id_stands_for_the_others(
    engine: DuckEngine, *, turned: bool
) -> None:
    rows = [lead(number, "2026-09-01 10:00", phone="+79990000001") for number in ("9", "1", "5")]
    total = count(engine, rows[::-1] if turned else rows)
    assert total["leads"] == 1
    found = "SELECT v.lead_id FROM excluded AS x JOIN lead_view AS v ON v.lead = x.lead ORDER BY 1"
    assert [row["lead_id"] for row in engine.fetch(found)] == ["5", "9"]


def test_deals_join_by_contact_to_the_latest_lead_before_them(engine: DuckEngine) -> None:
    rows = [
        lead("1", "2026-01-01", phone="+79990000001"),
        lead("2", "2026-06-01", phone="+79990000001"),
        lead("3", "2026-09-01", phone="+79990000001"),
    ]
    deals = [deal("a", created="2026-06-10", status="won", amount=1, closed_at="2026-06-20", phone="+79990000001")]
    count(engine, rows, deals=deals)
    sold = engine.fetch("SELECT v.lead_id FROM sales JOIN lead_view AS v USING (lead)")
    assert sold == [{"lead_id": "2"}]


def test_a_deal_from_before_its_lead_is_not_its_sale(engine: DuckEngine) -> None:
    deals = [deal("a", created="2026-08-01", status="won", closed_at="2026-08-02", phone="+79990000001")]
    total = count(engine, [lead("1", "2026-09-01", phone="+79990000001")], deals=deals)
    assert total["sold"] == 0


def test_a_sale_before_its_lead_by_id_counts_and_is_remarked(engine: DuckEngine) -> None:
    deals = [deal("a", status="won", closed_at="2026-08-02") | {"lead_id": "1"}]
    total = count(engine, [lead("1", "2026-09-01")], deals=deals)
    assert (total["sold"], total["backwards"]) == (1, 1)


def test_deals_are_the_leads_where_nothing_else_is(engine: DuckEngine) -> None:
    deals = [
        deal("a", created="2026-08-01", status="won", closed_at="2026-08-02", amount=5),
        deal("b", created="2026-08-01", status="lost"),
    ]
    total = count(engine, [], deals=deals)
    assert (total["leads"], total["sold"]) == (2, 1)


def test_first_response_is_by_a_person_answered_or_outgoing(engine: DuckEngine) -> None:
    touches: list[Row] = [
        {"file": 6, "lead_id": "1", "at": "2026-09-01T10:00:00", "automatic": True, "outgoing": True},
        {"file": 6, "lead_id": "1", "at": "2026-09-01T11:00:00", "outgoing": False, "answered": False},
        {"file": 6, "lead_id": "1", "at": "2026-09-01T12:00:00", "outgoing": True, "answered": False},
        {
            "file": 6,
            "phone": "+79990000002",
            "at": "2026-09-01T12:30:00",
            "outgoing": False,
            "answered": True,
        },
    ]
    rows = [lead("1"), lead("2", phone="+79990000002"), lead("3")]
    total = count(engine, rows, touches=touches)
    assert total["contacted"] == 2
    first = engine.fetch("SELECT first_response_at::VARCHAR AS first, attempts FROM responses ORDER BY first")
    assert first == [
        {"first": "2026-09-01 12:00:00", "attempts": 1},
        {"first": "2026-09-01 12:30:00", "attempts": 0},
    ]


def test_tests_and_existing_customers_are_excluded(engine: DuckEngine) -> None:
    rows = [lead("1", test=True), lead("2", status="existing"), lead("3", reason="duplicate"), lead("4")]
    total = count(engine, rows)
    assert total["leads"] == 1
    assert total["excluded"] == {"test": 1, "existing": 1, "duplicate": 1}


def test_sales_after_as_of_are_not_counted(engine: DuckEngine) -> None:
    from datetime import date

    early = Question(None, None, date(2026, 9, 3))
    rows = [
        lead("1", status="won", closed_at="2026-09-05"),
        lead("2", status="won", closed_at="2026-09-02"),
        lead("3", "2026-09-04"),
    ]
    total = count(engine, rows, question=early)
    assert (total["leads"], total["sold"], total["open"]) == (2, 1, 1)


def test_a_deal_made_the_day_before_its_lead_may_be_in_another_zone(engine: DuckEngine) -> None:
    deals = [deal("a", created="2026-08-31T22:00:00", status="won", closed_at="2026-09-05", phone="+79990000001")]
    total = count(engine, [lead("1", "2026-09-01T01:00:00", phone="+79990000001")], deals=deals)
    assert total["sold"] == 1


def test_a_deal_made_long_before_its_lead_is_not_its_sale_even_by_id(engine: DuckEngine) -> None:
    deals = [deal("a", created="2026-06-01", status="won", closed_at="2026-06-05") | {"lead_id": "1"}]
    total = count(engine, [lead("1", "2026-09-01")], deals=deals)
    assert total["sold"] == 0
    assert collect.unlinked_won(engine, ALL) == 1


def test_lists_that_both_count_from_one_are_kept_apart(engine: DuckEngine) -> None:
    rows = [
        lead("1", "2026-08-01", phone="+79990000001"),
        lead("1", "2026-09-15", phone="+79990000002") | {"file": 2},
        lead("2", "2026-08-02", phone="+79990000003"),
        lead("2", "2026-08-02", phone="+79990000003", status="lost") | {"file": 2},
    ]
    assert count(engine, rows)["leads"] == 3
    assert collect.strange_ids(engine) == 1


@pytest.mark.parametrize(("value", "campaign"), [("Осен Окна", "Осень Окна"), ("Осен", "Осень"), ("Ок", None)])
def test_a_near_miss_is_counted_in_letters_whatever_they_take_in_bytes(
    engine: DuckEngine, value: str, campaign: str | None
) -> None:
    tags = [{"tag": 1, "utm_campaign": value, "utm_campaign_key": value.lower(), "platform": "vk"}]
    names = ("Осень Окна", "Осень")
    ads = [ad(2, "2026-09-01", name, impressions=1) for name in names]
    count(engine, [lead("1", tag=1)], tags=tags, ads=ads)
    found = suggestions(engine)
    assert [(each.value, each.campaign) for each in found] == ([(value, campaign)] if campaign else [])
