from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.render import RenderOptions
from smmfunnel.render.ledgers import rescue as rescue_table
from smmfunnel.render.ledgers import sla as sla_table
from smmfunnel.render.views_ledger import rescue, sla
from smmfunnel.render.words import Words
from tests.render import parts
from tests.render.samples import judged

if TYPE_CHECKING:
    from smmfunnel.results import Report

WORDS = Words.of(RenderOptions())


def with_log(why: str, untouched: int) -> Report:
    report = judged()
    assert report.ledger is not None
    log = replace(report.ledger.touch_log, trusted=why == "complete", why=why)
    saved = replace(parts.RESCUE, untouched=untouched, sales_of_untouched=None)
    return replace(report, ledger=replace(report.ledger, touch_log=log), rescue=saved)


def test_open_leads_are_not_called_untouched_by_a_log_that_cannot_tell() -> None:
    for why, untouched, words in (
        ("complete", 0, "0 of them with no touch on record."),
        ("incomplete", 0, "too thin to tell which of them were called."),
        ("incomplete", 3, "3 of them with no touch on record."),
    ):
        report = with_log(why, untouched)
        [view] = rescue(report, rescue_table(report), WORDS)
        assert view.lines[0].endswith(words)


def test_without_any_touch_there_are_no_standards_to_show() -> None:
    report = with_log("none", 0)
    assert sla(report, sla_table(report), WORDS) == ()
    report = with_log("incomplete", 0)
    assert sla(report, sla_table(report), WORDS)
