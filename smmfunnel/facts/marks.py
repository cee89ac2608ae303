"""The evidence of every lead: one row a lead, with the rule of the ledger that fits it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from smmfunnel.dataclass import dataclass
from smmfunnel.facts import clocks, leads, rules, script, touchlog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smmfunnel.config import Settings
    from smmfunnel.engines import Engine
    from smmfunnel.facts.evidence import TouchLogFacts
    from smmfunnel.facts.leads import Loaded
    from smmfunnel.facts.question import Question
    from smmfunnel.facts.rules import RuleBook
    from smmfunnel.facts.touchlog import Record

STANDARD = 60
"""Minutes within which a lead should be answered, where nobody agreed on a time: for `evidence.outcome` only."""
STANDARDS = (15, 60, 240, 1440)
"""Standards the ledger is shown under where nobody agreed on one."""
FORMS = 8
"""Most forms told apart in a lead's quality, the most frequent; the rest are `other`."""
SAID_ONCE = 50_000
"""Leads up to which what is said of them is stored: to plan its joins in every question takes longer."""
DAY = timedelta(days=1)
BARE = (
    *("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "click_platform"),
    *("campaign_id", "campaign", "ad_group_id", "ad_group", "ad_id", "ad"),
)
"""Fields of a tag that a person who enters a lead by hand leaves empty."""


@dataclass(frozen=True)
class Marked:
    """What making the evidence found out on the way."""

    touch_log: TouchLogFacts
    book: RuleBook
    has: Mapping[str, bool]
    """See Evidence.has; beside them touch_log: whether anything of touches is on record."""
    standards: tuple[int, ...]
    """Minutes of the standards the ledger is shown under, the agreed one among them."""
    standard: int
    """Minutes of the standard that `evidence.outcome` is of."""
    identity: str
    """Column of `lead_view` that holds the leads' own ids."""
    logs: bool
    """Whether touches are loaded, so that `touch_links` is there."""


def make(engine: Engine, tables: Loaded, question: Question, settings: Settings) -> Marked:
    """Make the table `evidence`, a row a lead; needs the tables of `leads.resolve`, `leads.link` and `30_match`.

    Args:
        engine: holds the resolved tables; afterwards also `evidence`, `lead_evidence`, `rules`.
        tables: what is loaded.
        question: spans and terms of the run.
        settings: what was agreed on: standard, tries, working hours, rules.
    """
    has = _has(engine, tables, settings)
    record = _record(engine, tables, question, has)
    has["touch_log"] = record.any
    _tags(engine)
    said = leads.said(tables, question, created_by=has["created_by"])
    if has["created_by"]:
        engine.run("CREATE TABLE people AS SELECT DISTINCT manager AS name FROM lead_view WHERE manager IS NOT NULL")
    kind = "TABLE" if tables.leads + tables.forms <= SAID_ONCE else "VIEW"
    script.run(engine, "41_said", kind=kind, **said)
    touch_log = _touch_log(engine, record, question)
    touchlog.load_verdicts(engine, touch_log)
    clock = clocks.clock(engine, record, settings)
    book = rules.book(settings.rules, has)
    _forms(engine)
    standard = settings.sla_minutes or STANDARD
    script.run(
        engine,
        "43_evidence",
        **clock,
        span=question.span_of("day"),
        compared=compared_of(question, "day"),
        log=touchlog.log_state(record, touch_log, "s.created_at", compared_of(question, "CAST(s.created_at AS DATE)")),
        by_closing=_by_closing(),
        checked="contact" if has["contact"] else "'unknown'",
        enough=str(settings.attempts),
        against=rules.against(standard),
        rule=book.case(),
        currency=script.quoted(_currency(engine, question)),
        age=_age(question.as_of),
    )
    engine.run(book.table())
    script.run(engine, "44_evidence_view")
    standards = tuple(sorted({*STANDARDS, *([settings.sla_minutes] if settings.sla_minutes else [])}))
    return Marked(touch_log, book, has, standards, standard, tables.identity, tables.touches > 0)


def compared_of(question: Question, day: str) -> str:
    """SQL for the number of the compared span that the expression `day` falls in."""
    parts = [
        f"WHEN {day} BETWEEN DATE '{first}' AND DATE '{last}' THEN {number}"
        for number, (first, last) in sorted(question.compared.items())
    ]
    return f"CASE {' '.join(parts)} END" if parts else "CAST(NULL AS INTEGER)"


def _has(engine: Engine, tables: Loaded, settings: Settings) -> dict[str, bool]:
    """Ask which fields any lead has."""
    row: dict[str, Any] = engine.fetch(
        """
        SELECT coalesce(bool_or(contact <> 'absent'), FALSE) AS contact, count(form) > 0 AS form,
            count(manager) > 0 AS manager, count(first_response_at) > 0 AS responses,
            count(attempts) > 0 AS attempts, count(reason) > 0 AS reasons, count(created_by) > 0 AS created_by,
            count(amount) > 0 AS amounts,
            coalesce(bool_or(status IN ('won', 'lost', 'junk')), FALSE) AS closed,
            coalesce(bool_or(status IN ('lost', 'junk')), FALSE) AS lost,
            coalesce(bool_or(status = 'junk'), FALSE) AS junk
        FROM lead_view
        """
    )[0]
    row["own_touches"] = row["responses"] or row["attempts"]
    if tables.touches:
        log = engine.fetch(
            "SELECT count(first_response_at) > 0 AS responses, coalesce(max(attempts), 0) > 0 AS attempts"
            " FROM responses"
        )[0]
        row |= {name: row[name] or log[name] for name in log}
    if tables.linked_deals:
        deals = engine.fetch(
            """
            SELECT count(reason) > 0 AS reasons, count(manager) > 0 AS manager, count(amount) > 0 AS amounts,
                coalesce(bool_or(status IN ('won', 'lost', 'junk')), FALSE) AS closed,
                coalesce(bool_or(status IN ('lost', 'junk')), FALSE) AS lost,
                coalesce(bool_or(status = 'junk'), FALSE) AS junk
            FROM deal_rows JOIN deal_links USING (deal)
            """
        )[0]
        row |= {name: row[name] or deals[name] for name in deals}
    row["worktime"] = settings.worktime is not None
    return {name: bool(value) for name, value in row.items()}


def _record(engine: Engine, tables: Loaded, question: Question, has: Mapping[str, bool]) -> Record:
    """Ask what is on record of touches, and until when."""
    until = datetime.combine(question.as_of + DAY, time()) if question.as_of else None
    bound = touchlog.literal(until)
    own = has["own_touches"]
    log: dict[str, Any] = {"first": None, "last": None}
    if tables.touches:
        log = engine.fetch(
            'SELECT min("at") AS first, max("at") AS last FROM touch_rows'
            f' WHERE coalesce("at" < {bound}, TRUE) AND (outgoing OR answered OR automatic)'
        )[0]
    last = engine.fetch(
        f"SELECT greatest(max(created_at) FILTER (coalesce(created_at < {bound}, TRUE)),"
        f" max(first_response_at) FILTER (coalesce(first_response_at < {bound}, TRUE)),"
        f" max(last_activity_at) FILTER (coalesce(last_activity_at < {bound}, TRUE))) AS last FROM lead_view"
    )[0]["last"]
    seen = log["last"] if log["last"] and not own else max(filter(None, (log["last"], last)), default=None)
    return touchlog.Record(own, log["first"], log["last"], seen)


def _tags(engine: Engine) -> None:
    bare = " AND ".join(f"t.{name} IS NULL" for name in BARE)
    engine.run(
        f"CREATE TABLE tag_traits AS SELECT m.tag, m.source, {bare} AS bare"
        " FROM tag_match AS m JOIN tags AS t USING (tag)"
    )


def _touch_log(engine: Engine, record: Record, question: Question) -> TouchLogFacts:
    if not record.any:
        return touchlog.judge(record, ())
    rows = script.query(
        engine,
        "42_touch_log",
        span=question.span_of("CAST(created_at AS DATE)"),
        compared=compared_of(question, "CAST(created_at AS DATE)"),
        sold_at=clocks.ended("sold_at"),
        covered=record.covered("created_at"),
    )
    return touchlog.judge(record, [touchlog.Won(**row) for row in rows])


def _by_closing() -> str:
    """SQL for a touch of the log or of the CRM's own fields, no later than the closing."""
    sold, closed = clocks.ended("s.sold_at"), clocks.ended("s.closed_at")
    closing = f"CASE WHEN s.sold THEN {sold} WHEN s.state = 'closed' THEN {closed} END"
    return f"s.counted OR coalesce(s.first_at <= coalesce({closing}, s.first_at), FALSE)"


def _forms(engine: Engine) -> None:
    """Make the table `form_names`: the forms told apart in a lead's quality."""
    engine.run(
        "CREATE TABLE form_names AS SELECT form AS written, CASE WHEN place <= "
        f"{FORMS} THEN lower(form) ELSE 'other' END AS name FROM ("
        " SELECT form, row_number() OVER (ORDER BY n DESC, form) AS place"
        " FROM (SELECT form, count(*) AS n FROM lead_view WHERE form IS NOT NULL GROUP BY form))"
    )


def _currency(engine: Engine, question: Question) -> str | None:
    """The report's currency, else the one most sales name."""
    if question.currency:
        return question.currency
    rows = engine.fetch(
        "SELECT currency FROM sales WHERE amount IS NOT NULL AND currency IS NOT NULL"
        " GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1"
    )
    return rows[0]["currency"] if rows else None


def _age(as_of: date | None) -> str:
    if as_of is None:
        return "CAST(NULL AS BIGINT)"
    return f"greatest(date_diff('day', day, DATE '{as_of.isoformat()}'), 0)"
