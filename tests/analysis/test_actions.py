from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmfunnel.analysis.actions import OF_FACTORS, OF_OUTCOMES, actions
from smmfunnel.results import (
    Attribution,
    Checks,
    Clickbait,
    Credit,
    CrossCheck,
    Estimate,
    FactorEffect,
    Interval,
    Ledger,
    Manager,
    Match,
    Missing,
    OutcomeRow,
    Rescue,
    SlaRow,
    Span,
    TouchLog,
    Verdict,
    ZoneEffect,
)
from smmfunnel.vocabulary import OUTCOME_ZONES, Factor, Outcome, Zone

ABSENT = Estimate(None, reason="absent")


def ledger(*outcomes: tuple[Outcome, int, float | None], why: str = "complete", by_sla: Any = ()) -> Ledger:
    rows = []
    for outcome, leads, lost in outcomes:
        sales = Estimate(None, reason="not_priced") if lost is None else Estimate(lost, lost / 2, lost * 2)
        money = None if lost is None else lost * 100
        rows.append(OutcomeRow(outcome, OUTCOME_ZONES[outcome], leads, 0.1, sales, money))
    log = TouchLog(ABSENT, trusted=why == "complete", why=why)
    return Ledger(sum(row.leads for row in rows), tuple(rows), (), (), log, by_sla, None, "calendar")


def attribution(*effects: tuple[Zone, Factor, float, float], missing: tuple[Missing, ...] = ()) -> Attribution:
    zones = tuple(
        ZoneEffect(
            zone=zone,
            effect=value,
            low=value - 1,
            high=high,
            bounds=Interval(value - 1, high),
            significant=False,
            money=None,
            factors=(FactorEffect(factor, value, value - 1, high),),
        )
        for zone, factor, value, high in effects
    )
    return Attribution(
        kind="previous",
        why="previous",
        period=Span(date(2026, 9, 1), date(2026, 9, 30), "last_month"),
        reference=None,
        unit="sales",
        horizon_days=30,
        reference_sales=20.0,
        period_sales=10.0,
        change=-10.0,
        interval=None,
        zones=zones,
        residual=0.0,
        crosschecks=CrossCheck(),
        sensitivity=(),
        ladder=(),
        verdict=Verdict("none", None, (), missing),
        checks=Checks(),
    )


def test_what_can_still_be_won_comes_first_then_the_largest_worth() -> None:
    rescue = Rescue(30, 10, Estimate(2.0, 1.0, 3.0), 400.0, Estimate(0.5, 0.2, 0.8))
    found = actions(
        ledger(
            (Outcome.WON, 9, None),
            (Outcome.LATE, 40, 3.0),
            (Outcome.UNTOUCHED, 10, 5.0),
            (Outcome.JUNK, 50, 4.0),
            (Outcome.OFFER, 7, None),
        ),
        rescue,
        None,
    )
    assert [(one.code, one.zone) for one in found] == [
        ("rescue", Zone.SALES),
        ("clean_traffic", Zone.SMM),
        ("answer_faster", Zone.SALES),
        ("call_untouched", Zone.SALES),
        ("check_offer", Zone.OFFER),
    ]
    untouched = found[3]
    # Called now they are worth 0.5 sales, though 5 were lost by waiting.
    assert untouched.sales == Estimate(0.5, 0.2, 0.8)
    assert untouched.money == pytest.approx(100.0)
    assert untouched.command == "smmfunnel leads PATH --outcome untouched"
    assert untouched.params == {"n": 10}
    assert found[0].command == "smmfunnel leads PATH --rescue"
    assert found[1].money == 400.0


def test_untouched_leads_without_a_price_are_still_to_be_called() -> None:
    (call,) = actions(ledger((Outcome.UNTOUCHED, 10, None)), None, None)
    assert (call.code, call.sales, call.money) == ("call_untouched", None, None)


def test_a_step_of_both_ledger_and_attribution_is_listed_once_as_the_ledger_has_it() -> None:
    change = attribution((Zone.SALES, Factor.HANDLING, -6.0, -2.0), (Zone.SMM, Factor.CLICKS, -3.0, -1.0))
    found = {one.code: one for one in actions(ledger((Outcome.LATE, 40, 3.0)), None, change)}
    assert found["answer_faster"].sales == Estimate(3.0, 1.5, 6.0)
    assert found["review_creative"].sales == Estimate(3.0, 1.0, 4.0)
    assert found["review_creative"].params == {"factor": "clicks_per_impression"}


def test_a_loss_too_small_to_be_named_asks_for_no_step() -> None:
    change = attribution((Zone.SMM, Factor.CLICKS, -0.4, -0.3), (Zone.SITE, Factor.LANDING, -0.5, -0.1))
    assert [one.code for one in actions(None, None, change)] == ["check_site"]


def test_nobody_is_told_to_mend_what_may_be_chance_or_cannot_be_placed() -> None:
    change = attribution(
        (Zone.SMM, Factor.CLICKS, -0.5, 0.3),
        (Zone.SITE, Factor.LANDING, 4.0, 5.0),
        (Zone.UNATTRIBUTED, Factor.COUNT, -4.0, -1.0),
    )
    assert actions(None, None, change) == ()


def test_what_cannot_be_placed_between_lead_and_sale_wants_a_joint_sample_and_more_data() -> None:
    change = attribution(
        (Zone.UNATTRIBUTED, Factor.CONVERSION, -4.0, -1.0), missing=(Missing("responses"), Missing("control"))
    )
    found = {one.code: one for one in actions(None, None, change)}
    # It tells whose the loss is; it wins none of it back.
    assert found["audit"].sales is None
    assert found["separate"].params == {"n": 2, "codes": "responses, control"}


def test_what_both_sides_have_to_agree_on() -> None:
    rows = tuple(SlaRow(minutes, leads, ABSENT, named=False) for minutes, leads in ((15, 90), (1440, 30)))
    found = {
        one.code: one for one in actions(ledger((Outcome.WON, 3, None), why="incomplete", by_sla=rows), None, None)
    }
    assert found["agree_sla"].params == {"least": 30, "most": 90}
    assert found["complete_log"].zone is Zone.SALES
    assert actions(ledger((Outcome.WON, 3, None), why="too_few_won"), None, None) == ()


def test_sections_send_their_readers_to_their_rows() -> None:
    bait = Clickbait(
        "ad", "x", "vk", "a", 9, ABSENT, ABSENT, 9, ABSENT, ABSENT, 0.5, -0.5, flagged=True, too_little=False
    )
    anna = Manager("Anna", 90, 90, 5.0, 9, ABSENT, ABSENT, ABSENT, junk_flag=True, junk_untouched=0, too_little=False)
    match = Match(100, 70, {}, 30, broken_tags=0, spend_without_leads=None, campaigns_without_leads=0)
    credit = Credit(100, 80, 20, (), 30, 12, 3, 2)
    found = {
        one.code: one
        for one in actions(None, None, None, clickbait=(bait,), managers=(anna,), match=match, credit=credit)
    }
    assert {code: one.params["n"] for code, one in found.items()} == {
        "review_campaigns": 1,
        "review_labels": 1,
        "fix_tags": 30,
        "settle_credit": 12,
    }
    assert found["review_campaigns"].command == "smmfunnel analyze PATH --section clickbait"
    assert actions(None, None, None) == ()


def test_every_loss_has_a_step() -> None:
    lost = {outcome for outcome, zone in OUTCOME_ZONES.items() if zone is not None}
    assert set(OF_OUTCOMES) | {Outcome.UNREACHABLE} == lost
    assert Factor.COMMON not in OF_FACTORS


@given(
    st.permutations(
        [(Outcome.LATE, 4, 3.0), (Outcome.JUNK, 5, 3.0), (Outcome.SITE, 6, None), (Outcome.UNKNOWN, 6, None)]
    )
)
def test_the_order_of_rows_changes_nothing(rows: Any) -> None:
    assert [one.code for one in actions(ledger(*rows), None, None)] == [
        *("clean_traffic", "answer_faster", "check_site", "ask_reasons")
    ]
