"""Tables of how leads were worked and followed: response, managers, clickbait, cohorts, credit, next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render.model import Cell, Column, Row, Table, Unit
from smmfunnel.results import Estimate
from smmfunnel.texts import has, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smmfunnel.results import Action, Band, Credit, Report, Response

_TIMES = ("p50_minutes", "p90_minutes", "p50_working_minutes", "p90_working_minutes")


def response(report: Report) -> Table:
    """Return all leads with the quantiles of their response, then one row a band, then those off hours."""
    columns = (
        Column("band", Unit.CODE, words="band", key=True),
        Column("leads", Unit.COUNT),
        Column("sales", Unit.COUNT),
        Column("rate", Unit.SHARE, estimate=True),
        Column("touched", Unit.COUNT),
        Column("untouched", Unit.COUNT),
        Column("timed", Unit.COUNT),
        *(Column(name, Unit.MINUTES) for name in _TIMES),
        Column("sla_minutes", Unit.MINUTES),
    )
    found = report.response
    return Table("response", columns, tuple(_response(found)) if found else ())


def _response(found: Response) -> Iterator[Row]:
    times = (getattr(found, name) for name in _TIMES)
    leads = found.touched + found.untouched
    yield Row(("all", leads, None, None, found.touched, found.untouched, found.timed, *times, found.sla_minutes))
    yield from (_band(each, each.band) for each in found.bands)
    if found.off_hours:
        yield _band(found.off_hours, "off_hours")


def _band(each: Band, code: str) -> Row:
    nothing: tuple[Cell, ...] = (None,) * (len(_TIMES) + 4)
    return Row((code, each.leads, each.sales, each.rate, *nothing))


def managers(report: Report) -> Table:
    """Return one row a manager, in the order of the report."""
    columns = (
        Column("manager", key=True),
        Column("leads", Unit.COUNT),
        Column("touched", Unit.COUNT),
        Column("p50_minutes", Unit.MINUTES),
        Column("sales", Unit.COUNT),
        Column("rate", Unit.SHARE, estimate=True, group="rate"),
        Column("adjusted_rate", Unit.SHARE, estimate=True, group="adjusted"),
        Column("junk_rate", Unit.SHARE, estimate=True, group="junk"),
        Column("junk_untouched", Unit.COUNT),
        Column("junk_flag", Unit.FLAG),
        Column("too_little", Unit.FLAG),
    )
    rows = (Row(tuple(getattr(each, column.name) for column in columns)) for each in report.managers)
    return Table("managers", columns, tuple(rows))


def clickbait(report: Report) -> Table:
    """Return one row a campaign or ad."""
    columns = (
        Column("by", Unit.CODE, words="by", key=True),
        Column("platform", key=True),
        Column("campaign", key=True),
        Column("key", key=True),
        Column("clicks", Unit.COUNT),
        Column("click_rate", Unit.SHARE, estimate=True),
        Column("landing_rate", Unit.SHARE, estimate=True),
        Column("leads", Unit.COUNT),
        Column("valid_rate", Unit.SHARE, estimate=True),
        Column("qualified_rate", Unit.SHARE, estimate=True),
        Column("click_change", Unit.SHARE, signed=True),
        Column("quality_change", Unit.SHARE, signed=True),
        Column("flagged", Unit.FLAG),
        Column("too_little", Unit.FLAG),
    )
    rows = (Row(tuple(getattr(each, column.name) for column in columns)) for each in report.clickbait)
    return Table("clickbait", columns, tuple(rows))


def cohorts(report: Report) -> Table:
    """Return one row a week of leads."""
    columns = (
        Column("week", Unit.DAY, key=True),
        Column("leads", Unit.COUNT),
        Column("exposure", Unit.SALES),
        Column("sales", Unit.COUNT),
        Column("rate", Unit.SHARE, estimate=True),
    )
    rows = (Row((e.week, e.leads, e.exposure, e.sales, e.rate)) for e in report.cohorts)
    return Table("cohorts", columns, tuple(rows))


def maturity(report: Report) -> Table:
    """Return the one row of how far the period's leads were followed."""
    columns = (
        Column("horizon_days", Unit.DAYS),
        Column("chosen", Unit.CODE, words="horizon"),
        Column("share_mature", Unit.SHARE),
        Column("median_lag_days", Unit.DAYS),
        Column("rate", Unit.SHARE, estimate=True),
        Column("cycle_shift", Unit.CODE, words="cycle"),
        Column("cycle_p_value", Unit.NUMBER),
    )
    found = report.maturity
    rows = (Row(tuple(getattr(found, column.name) for column in columns)),) if found else ()
    return Table("maturity", columns, rows, upright=True)


def credit(report: Report) -> Table:
    """Return the claims on leads, each as counts: those of advertising, then those entered by hand."""
    columns = (
        Column("claim", Unit.CODE, words="credit", key=True),
        Column("source", key=True),
        Column("leads", Unit.COUNT),
        Column("sales", Unit.COUNT),
    )
    return Table("credit", columns, tuple(_credit(report.credit)) if report.credit else ())


def _credit(found: Credit) -> Iterator[Row]:
    yield Row(("smm_leads", None, found.smm_leads, None))
    yield Row(("new_to_crm", None, found.new_to_crm, None))
    yield Row(("known_earlier", None, found.known_earlier, found.sales_of_known_earlier))
    for source, leads in found.earlier_by_source:
        yield Row(("known_earlier_source", source, leads, None))
    yield Row(("hand_entered", None, found.hand_entered, None))
    sales = found.sales_of_hand_entered_after_ad
    yield Row(("hand_entered_after_ad", None, found.hand_entered_after_ad, sales))


def actions(report: Report) -> Table:
    """Return the next steps, what each is worth and the command that lists the rows behind it."""
    columns = (
        Column("zone", Unit.CODE, words="zone_name", key=True),
        Column("code", Unit.CODE, key=True),
        Column("action"),
        Column("sales", Unit.SALES, estimate=True),
        Column("money", Unit.MONEY, rounded=True),
        Column("command"),
    )
    lang = report.heading.lang
    rows = (
        Row(
            (e.zone.value, e.code, action_text(e, lang), e.sales or Estimate(None), e.money, e.command),
            report.heading.currency,
        )
        for e in report.actions
    )
    return Table("actions", columns, tuple(rows))


def action_text(each: Action, lang: str) -> str:
    """Say the next step, filled with its figures; a code nobody worded reads as itself."""
    key = f"action.{each.code}"
    return say(key, lang, **each.params) if has(key, lang) else each.code.replace("_", " ")
