"""Leads made by hand and their evidence: everything from canonical rows to the table `evidence`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from smmfunnel.config import Settings
from smmfunnel.facts import ads, cells, leads, marks, script
from smmfunnel.facts.question import Question
from smmfunnel.vocabulary import Kind
from tests.facts.tables import Row, load, load_files, load_tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smmfunnel.engines import Engine
    from smmfunnel.facts.marks import Marked

AS_OF = date(2026, 9, 30)
ALL = Question(period=None, reference=None, as_of=AS_OF)
VK, ORGANIC = 1, 2
TAGS: list[Row] = [
    {"tag": VK, "platform": "vk", "source": "vk", "utm_source": "vk", "utm_campaign": "One", "paid": True},
    {"tag": ORGANIC, "source": "organic", "paid": False},
]


def lead(lead_id: str, created: str = "2026-09-01T10:00:00", **given: Any) -> Row:
    """A lead of a CRM, by default of nobody's source, with a valid contact of its own."""
    own = {"phone": f"+7{lead_id.rjust(10, '0')}", "contact": "valid"}
    if given.get("contact", "valid") != "valid":
        own = {}
    row = {"file": 1, "lead_id": lead_id, "created_at": created, "tag": 0, "test": False} | own
    return row | {name: value * 1_000_000 if name == "amount" else value for name, value in given.items()}


def call(lead_id: str, at: str, **given: Any) -> Row:
    """An outgoing call nobody answered."""
    return {"file": 2, "lead_id": lead_id, "at": at, "channel": "call", "outgoing": True, "answered": False} | given


def won_and_called(number: int = 20, **given: Any) -> tuple[list[Row], list[Row]]:
    """Won leads with a call before closing: they make a touch log that can be trusted."""
    ids = [f"9{n:05}" for n in range(number)]
    rows = [
        lead(one, "2026-09-01T09:00:00", status="won", closed_at="2026-09-10T12:00:00", amount=10, **given)
        for one in ids
    ]
    return rows, [call(one, "2026-09-01T09:10:00", answered=True) for one in ids]


def make(
    engine: Engine,
    rows: Sequence[Row],
    touches: Sequence[Row] = (),
    deals: Sequence[Row] = (),
    *,
    settings: Settings | None = None,
    question: Question = ALL,
    tags: Sequence[Row] = TAGS,
    trusted: bool = False,
) -> Marked:
    """Load rows, resolve them and make the evidence; `trusted` adds won leads that were all called."""
    if trusted:
        more, calls = won_and_called()
        rows, touches = [*rows, *more], [*touches, *calls]
    numbers = sorted({row["file"] for row in (*rows, *touches, *deals)})
    load_files(engine, [{"file": number, "kind": "leads"} for number in numbers])
    load_tags(engine, tags)
    for kind, kept in ((Kind.LEADS, rows), (Kind.DEALS, deals), (Kind.TOUCHES, touches), (Kind.ADS, ())):
        load(engine, kind, kept)
    loaded = leads.Loaded(len(rows), 0, len(deals), len(touches))
    engine.run(question.terms())
    ads.refer(engine)
    engine.run("INSERT INTO ads_platforms VALUES ('vk')")
    leads.resolve(engine, loaded)
    leads.link(engine, loaded)
    script.run(engine, "30_match")
    return marks.make(engine, loaded, question, settings or Settings())


def one(engine: Engine, lead_id: str = "1") -> dict[str, Any]:
    """Return the evidence of one lead."""
    every = engine.fetch("SELECT v.lead_id, e.* FROM evidence AS e JOIN lead_view AS v ON v.lead = e.lead")
    rows = [row for row in every if row["lead_id"] == lead_id]
    assert len(rows) == 1
    return rows[0]


def counted(engine: Engine) -> None:
    """Count leads that stand for half of themselves until they are thirty days old."""
    engine.run(
        "CREATE TABLE horizon AS SELECT 30 AS days;"
        "CREATE TABLE exposure AS SELECT range AS age, CASE WHEN range < 30 THEN 500000 ELSE 1000000 END AS micros"
        " FROM range(31)"
    )
    cells.count(engine)
