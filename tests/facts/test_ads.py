from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from smmfunnel.engines import DuckEngine, open_duckdb
from smmfunnel.facts import ads
from smmfunnel.facts.question import Question
from smmfunnel.vocabulary import Kind
from tests.facts.tables import Row, ad, load, load_files, load_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with open_duckdb(0, threads=1) as opened:
        yield opened


def spend(engine: DuckEngine, rows: Sequence[Row], question: Question, **files: Row) -> dict[str, int]:
    """Resolve ad rows and return spend by campaign, in whole units, of the period."""
    numbers = sorted({row["file"] for row in rows})
    load_files(engine, [{"file": n, "kind": "ads", **files.get(f"f{n}", {})} for n in numbers])
    load_tags(engine, ())
    load(engine, Kind.ADS, rows)
    engine.run(question.terms())
    engine.run("CREATE TABLE awareness (platform VARCHAR, campaign_ref VARCHAR)")
    ads.choose(engine, ads.place(engine), question)
    ads.total(engine, question)
    cells = engine.fetch(
        "SELECT c.name, sum(spend) AS spend FROM ads_cells JOIN campaigns AS c USING (campaign_ref)"
        " WHERE span = 0 GROUP BY ALL"
    )
    return {cell["name"]: int(cell["spend"]) // 1_000_000 for cell in cells}


ALL = Question(period=None, reference=None, as_of=None)


def test_a_file_given_twice_counts_once(engine: DuckEngine) -> None:
    rows = [ad(1, "2026-09-01", "A", spend=10), ad(2, "2026-09-01", "A", spend=10)]
    assert spend(engine, rows, ALL) == {"A": 10}


def test_the_later_export_of_a_day_wins(engine: DuckEngine) -> None:
    rows = [
        ad(1, "2026-09-01", "A", spend=10),
        ad(1, "2026-09-02", "A", spend=20),
        ad(2, "2026-09-02", "A", spend=25),
        ad(2, "2026-09-03", "A", spend=30),
    ]
    assert spend(engine, rows, ALL) == {"A": 65}


def test_rows_of_one_key_in_one_file_are_summed(engine: DuckEngine) -> None:
    rows = [ad(1, "2026-09-01", "A", spend=10, keyword="a"), ad(1, "2026-09-01", "A", spend=5, keyword="b")]
    assert spend(engine, rows, ALL) == {"A": 15}


def test_the_finer_of_two_levels_counts(engine: DuckEngine) -> None:
    rows = [
        ad(1, "2026-09-01", "A", spend=30),
        ad(2, "2026-09-01", "A", spend=10, ad="x", ad_key="x"),
        ad(2, "2026-09-01", "A", spend=20, ad="y", ad_key="y"),
    ]
    assert spend(engine, rows, ALL, f2={"level": 3}) == {"A": 30}


def test_months_inside_a_wider_period_tile_what_is_asked(engine: DuckEngine) -> None:
    rows = [
        ad(1, "2026-01-01", "A", "2026-01-31", spend=1),
        ad(2, "2026-02-01", "A", "2026-02-28", spend=2),
        ad(3, "2025-12-01", "A", "2026-03-31", spend=9),
    ]
    assert spend(engine, rows, ALL) == {"A": 9}


def test_asked_months_are_taken_from_their_files(engine: DuckEngine) -> None:
    rows = [
        ad(1, "2026-01-01", "A", "2026-01-31", spend=1),
        ad(2, "2026-02-01", "A", "2026-02-28", spend=2),
        ad(3, "2025-12-01", "A", "2026-03-31", spend=9),
    ]
    asked = Question((date(2026, 1, 1), date(2026, 2, 28)), (date(2026, 2, 1), date(2026, 2, 28)), None)
    assert spend(engine, rows, asked) == {"A": 3}


def test_a_name_alone_means_the_id_another_file_gives_it(engine: DuckEngine) -> None:
    rows = [
        ad(1, "2026-09-01", "A", spend=10, campaign_id="77"),
        ad(2, "2026-09-01", "A", spend=12),
    ]
    assert spend(engine, rows, ALL) == {"A": 12}


def test_accounts_that_differ_do_not_overlap(engine: DuckEngine) -> None:
    rows = [
        ad(1, "2026-09-01", "Brand", spend=10, account="one"),
        ad(2, "2026-09-01", "Brand", spend=12, account="two"),
    ]
    assert spend(engine, rows, ALL) == {"Brand": 22}


def test_figures_of_two_files_of_one_key_complete_each_other(engine: DuckEngine) -> None:
    rows = [ad(1, "2026-09-01", "A", impressions=100), ad(2, "2026-09-01", "A", spend=12)]
    assert spend(engine, rows, ALL) == {"A": 12}
    cell = engine.fetch("SELECT impressions, spend FROM ads_cells")[0]
    assert cell == {"impressions": 100_000_000, "spend": 12_000_000}


def test_a_total_of_the_account_is_set_aside_where_campaigns_are_known(engine: DuckEngine) -> None:
    total = ad(1, "2026-09-01", "", spend=30) | {"campaign": None, "campaign_key": None}
    rows = [total, ad(2, "2026-09-01", "A", spend=10), ad(2, "2026-09-01", "B", spend=20)]
    assert spend(engine, rows, ALL, f1={"level": 0}) == {"A": 10, "B": 20}
    assert ads.left_out(engine, ALL) == {1: {"overlap": 1}, 2: {}}


def test_a_row_of_which_a_later_export_says_all_is_left_out(engine: DuckEngine) -> None:
    rows = [ad(1, "2026-09-01", "A", spend=10), ad(2, "2026-09-01", "A", spend=12)]
    assert spend(engine, rows, ALL) == {"A": 12}
    assert ads.left_out(engine, ALL) == {1: {"overlap": 1}, 2: {}}


def test_a_row_that_only_a_compared_span_counts_is_outside(engine: DuckEngine) -> None:
    september, august = ((date(2026, month, 1), date(2026, month, 28)) for month in (9, 8))
    question = Question(september, None, None, compared={0: september, 1: august})
    rows = [ad(1, "2026-09-01", "A", spend=10), ad(1, "2026-08-01", "A", spend=4)]
    assert spend(engine, rows, question) == {"A": 10}
    assert ads.left_out(engine, question) == {1: {"outside": 1}}


def test_of_files_that_count_as_they_are_nothing_is_left_out(engine: DuckEngine) -> None:
    rows = [ad(1, "2026-09-01", "A", spend=10), ad(1, "2026-09-02", "B", spend=2), ad(2, "2026-08-01", "A", spend=4)]
    assert spend(engine, rows, ALL) == {"A": 14, "B": 2}
    assert not any(ads.left_out(engine, ALL).values())


def test_other_currencies_are_converted_only_by_given_rates(engine: DuckEngine) -> None:
    rows = [ad(1, "2026-09-01", "A", spend=10), ad(1, "2026-09-02", "A", spend=2) | {"currency": "USD"}]
    rated = Question(None, None, None, currency="RUB", rates={"USD": 90.0})
    assert spend(engine, rows, rated) == {"A": 190}


def test_of_many_ads_only_those_a_tag_may_name_are_listed(engine: DuckEngine) -> None:
    rows = [
        ad(1, "2026-09-01", "A", ad_id="7", ad="Blue", ad_key="blue"),
        ad(1, "2026-09-02", "A", ad=" blue", ad_key="blue"),
        ad(1, "2026-09-01", "A", ad_id="8", ad="Red", ad_key="red"),
        ad(1, "2026-09-01", "A", ad_id="9"),
        ad(1, "2026-09-01", "A", ad="Green", ad_key="green"),
    ]
    load_files(engine, [{"file": 1, "kind": "ads"}])
    load_tags(engine, [{"tag": 1, "utm_content": "7"}, {"tag": 2, "utm_term": "Green", "utm_term_key": "green"}])
    load(engine, Kind.ADS, rows)
    ads.refer(engine, all_ads=False)
    named = "SELECT ad_ref, ad_id, ad_key, name FROM ad_names ORDER BY ad_ref"
    some = engine.fetch(named)
    assert [row["ad_id"] or row["ad_key"] for row in some] == ["7", "green"]
    with open_duckdb(0, threads=1) as other:
        load_files(other, [{"file": 1, "kind": "ads"}])
        load_tags(other, ())
        load(other, Kind.ADS, rows)
        ads.refer(other)
        every = other.fetch(named)
    assert [row for row in every if row in some] == some
    assert len(every) == 4
