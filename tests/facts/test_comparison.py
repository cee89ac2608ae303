from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from smmfunnel.engines import DuckEngine, open_duckdb
from smmfunnel.facts import comparison
from smmfunnel.facts.evidence import Compared, Horizon
from smmfunnel.results import Span
from tests.facts.tables import frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AUGUST = Span(date(2026, 8, 1), date(2026, 8, 31), "asked")
SEPTEMBER = Span(date(2026, 9, 1), date(2026, 9, 30), "asked")
TWO = Compared("previous", "month_before", SEPTEMBER, AUGUST, None)
ALONE = Compared("control", "asked", SEPTEMBER, None, None)

COLUMNS = {
    "lead": "BIGINT",
    "compared": "INTEGER",
    "day": "DATE",
    "origin": "VARCHAR",
    "source": "VARCHAR",
    "platform": "VARCHAR",
    "campaign_ref": "VARCHAR",
    "elsewhere": "BOOLEAN",
    "ad": "VARCHAR",
    "quality": "VARCHAR",
    "response": "VARCHAR",
    "off_hours": "BOOLEAN",
    "contact": "VARCHAR",
    "response_seconds": "BIGINT",
    "qualified": "BOOLEAN",
    "excluded": "VARCHAR",
    "sold": "BOOLEAN",
    "lag": "INTEGER",
    "amount": "BIGINT",
    "age": "INTEGER",
}
DEFAULTS: dict[str, Any] = {
    "compared": 0,
    "day": "2026-09-10",
    "origin": "smm",
    "source": "vk",
    "platform": "vk",
    "campaign_ref": "id:1",
    "elsewhere": False,
    "quality": "valid",
    "response": "15m",
    "off_hours": False,
    "contact": "valid",
    "response_seconds": 600,
    "qualified": False,
    "sold": False,
    "age": 20,
}


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with open_duckdb(0, threads=1) as opened:
        yield opened


def load(engine: DuckEngine, leads: Sequence[dict[str, Any]]) -> None:
    engine.create("evidence", COLUMNS)
    engine.load("evidence", [frame(COLUMNS, [DEFAULTS | lead | {"lead": n} for n, lead in enumerate(leads)])])


def groups(engine: DuckEngine) -> dict[str, int]:
    return {r["grp"]: r["n"] for r in engine.fetch("SELECT grp, count(*) AS n FROM grouped GROUP BY grp")}


def test_other_sources_are_controls_only_if_there_are_enough_in_both_spans(engine: DuckEngine) -> None:
    others = [{"origin": "other", "source": "organic", "compared": span} for span in (0, 1) for _ in range(60)]
    more = [{"origin": "other", "source": "referral", "compared": span} for span in (0, 1) for _ in range(40)]
    only_now = [{"origin": "other", "source": "fair"}] * 30
    load(engine, [{}, {"origin": "unknown", "source": None}, *others, *more, *only_now])
    comparison.group(engine, TWO, (), ads=True)
    assert groups(engine) == {"smm": 1, "control": 200, "neither": 31}


def test_too_few_leads_of_other_sources_are_no_control(engine: DuckEngine) -> None:
    others = [{"origin": "other", "source": "organic", "compared": span} for span in (0, 1) for _ in range(60)]
    load(engine, [{}, *others])
    comparison.group(engine, TWO, (), ads=True)
    assert groups(engine) == {"smm": 1, "neither": 120}


def test_the_configuration_names_the_controls(engine: DuckEngine) -> None:
    load(engine, [{}, {"origin": "other", "source": "Сарафан"}, {"origin": "other", "source": "organic"}])
    comparison.group(engine, TWO, ("сарафан",), ads=True)
    assert groups(engine) == {"smm": 1, "control": 1, "neither": 1}


def test_every_named_source_of_the_period_is_a_control_where_the_reference_is_the_controls(engine: DuckEngine) -> None:
    load(engine, [{}, {"origin": "other", "source": "organic"}])
    comparison.group(engine, ALONE, (), ads=True)
    assert groups(engine) == {"smm": 1, "control": 1}


def test_where_nothing_tells_advertising_apart_all_leads_stand_in_its_place(engine: DuckEngine) -> None:
    load(engine, [{"origin": "unknown"}, {"origin": "unknown"}])
    comparison.group(engine, TWO, (), ads=True)
    assert groups(engine) == {"smm": 2}


def test_leads_of_platforms_without_ads_are_left_out_beside_ads_only(engine: DuckEngine) -> None:
    load(engine, [{}, {"elsewhere": True}])
    comparison.group(engine, TWO, (), ads=True)
    assert groups(engine) == {"smm": 1, "neither": 1}


def test_the_model_counts_sales_within_the_horizon_and_exposure_by_age(engine: DuckEngine) -> None:
    sale = {"sold": True, "amount": 3_000_000}
    load(
        engine,
        [
            {"age": 40},
            {"age": 1},
            sale | {"lag": 2, "age": 40},
            sale | {"lag": 9, "age": 40},
            sale | {"lag": 0, "age": 0, "amount": None},
            {"excluded": "test"},
            {"compared": None},
            {"compared": 1, "response": "never"},
        ],
    )
    comparison.group(engine, TWO, (), ads=True)
    comparison.expose(engine, Horizon(3, "asked", (250_000, 500_000, 750_000, 1_000_000)))
    now, before = comparison.model(engine)
    assert (now.span, now.leads, now.sales, now.exposure) == (0, 5, 2, 3_750_000)
    assert (now.revenue, now.priced, now.revenue_square) == (3_000_000, 1, 9)
    assert (before.span, before.leads, before.response.value) == (1, 1, "never")


def test_lags_are_counted_over_all_days(engine: DuckEngine) -> None:
    load(engine, [{"compared": None, "day": "2026-07-01"}, {"sold": True, "lag": 4}, {"sold": True, "lag": 4}])
    comparison.group(engine, TWO, (), ads=True)
    assert [(cell.day.isoformat(), cell.lag, cell.leads) for cell in comparison.lags(engine)] == [
        ("2026-07-01", None, 1),
        ("2026-09-10", 4, 2),
    ]


def test_origins_tell_unknown_and_unmatched_leads(engine: DuckEngine) -> None:
    load(engine, [{}, {"campaign_ref": None}, {"origin": "unknown", "source": None}, {"compared": 1}])
    comparison.group(engine, TWO, (), ads=True)
    assert comparison.origins(engine) == ({0: (1, 3), 1: (0, 1)}, {0: (1, 2), 1: (0, 1)})
