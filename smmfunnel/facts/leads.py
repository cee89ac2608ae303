"""Leads resolved: one row a lead, duplicates, sales, responses, and their counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.facts import script
from smmfunnel.tables import CRM

if TYPE_CHECKING:
    from collections.abc import Callable

    from smmfunnel.engines import Engine
    from smmfunnel.facts.question import Question

COUNTS = (
    "leads",
    "sold",
    "qualified",
    "contacted",
    "open",
    "unmapped",
    "backwards",
    "revenue",
    "priced",
    "repeat_revenue",
    "repeats",
)
_MERGED_APART = (
    "file",
    "row",
    "tag",
    "test",
    "created_at",
    "first_response_at",
    "qualified_at",
    "attempts",
    "last_activity_at",
)
_COUNTABLE = "NOT test AND created_at IS NOT NULL"
"""Leads that may be a duplicate of another, or have one."""
_OPEN = (
    "CASE WHEN v.status = 'unmapped' THEN 'unmapped' WHEN v.status IN ('lost', 'junk') THEN 'closed' ELSE 'open' END"
)


@dataclass(frozen=True)
class Loaded:
    """Which tables hold anything: steps without rows are left out."""

    leads: int
    """Rows of CRM lead files."""
    forms: int
    deals: int
    touches: int
    lead_files: bool = True
    """Whether any CRM lead file is loaded, be it empty."""
    any_crm: bool = True
    """Whether any file of leads or deals is loaded, be it empty."""
    sales_told: bool = True
    """Whether the status of any lead or deal may say that it was won."""
    one_space: bool = False
    """Whether ids of leads and deals are surely of one CRM, so that nothing need be asked but the ids."""
    numbers: frozenset[str] = frozenset()
    """Ids of the base that are there as numbers too, see `Engine.numbers`."""
    deal_numbers: frozenset[str] = frozenset()
    """The same of the deals."""

    @property
    def base(self) -> str:
        """The table whose rows are the leads."""
        return "leads" if (self.lead_files and (self.leads or not self.deals)) or not self.deals else "deals"

    @property
    def most(self) -> int:
        """As many leads as there can be."""
        return max(self.leads + self.forms, self.deals)

    @property
    def forms_beside_crm(self) -> bool:
        """Whether leads of forms stand beside those of a CRM."""
        return self.forms > 0 and (self.leads > 0 or self.deals > 0)

    @property
    def forms_only(self) -> bool:
        """Whether the forms' leads are the only ones."""
        return self.forms > 0 and not self.forms_beside_crm

    @property
    def identity(self) -> str:
        """The column that tells rows of the base apart."""
        return "deal_id" if self.base == "deals" else "lead_id"

    @property
    def linked_deals(self) -> bool:
        """Whether deals are joined to leads (rather than being them)."""
        return self.base == "leads" and self.deals > 0


def resolve(engine: Engine, loaded: Loaded) -> None:
    """Make `lead_view` (a row a lead) and `excluded`; needs the tables files, tags, tag_order, settings."""
    identity = loaded.identity
    key = f"{identity}_number" if identity in loaded.numbers else f"hash({identity})"
    roles = "form" if loaded.forms_only else "crm"
    script.run(engine, "20_base", base=loaded.base, role=roles)
    engine.repeated("ids_twice", f"SELECT {key} FROM base WHERE {identity} IS NOT NULL", loaded.most)
    script.run(engine, "21_same_id", id=identity, key=key)
    told = [*CRM, *sorted(f"{name}_number" for name in loaded.numbers)]
    listed = ", ".join(["lead", "space", *(name for name in told if name != "row")])
    if engine.fetch("SELECT count(*) AS n FROM same_id")[0]["n"]:
        merged = ",\n    ".join(
            f"arg_min({name}, n) FILTER ({name} IS NOT NULL) AS {name}" for name in told if name not in _MERGED_APART
        )
        script.run(engine, "21_merge", columns=merged)
        script.run(engine, "22_lead_view", columns=listed)
    else:
        script.run(engine, "22_lead_view_plain", columns=listed)
    engine.both(_repeated("phone", loaded.most), _repeated("email", loaded.most), always=True)
    if script.query(engine, "23_contacts", countable=_COUNTABLE)[0]["tied"]:
        script.run(engine, "23_ties", id=identity)
    script.run(engine, "23_duplicates")
    script.run(engine, "24_excluded")


def _repeated(contact: str, most: int) -> Callable[[Engine], int]:
    query = f"SELECT {contact} FROM lead_view WHERE {_COUNTABLE} AND {contact} IS NOT NULL"
    return lambda engine: engine.repeated(f"{contact}s_twice", query, most)


def link(engine: Engine, loaded: Loaded) -> None:
    """Join deals, touches and form leads to leads, as far as there are any; make `won` and `sales`."""
    _sell(engine, loaded)
    if loaded.touches:
        script.run(engine, "27_touches")
    if loaded.forms_beside_crm:
        script.run(engine, "28_forms")


def _sell(engine: Engine, loaded: Loaded) -> None:
    """Join the deals and tell the sales."""
    if not loaded.linked_deals:
        _win(engine, loaded, _NO_DEALS)
        return
    twice = script.query(engine, "25_deal_keys")[0]["twice"]
    script.run(engine, "25_deals" if twice else "25_deals_plain")
    same_space = "" if loaded.one_space else "v.space = d.space AND"
    lead_id = "lead_id_number" if "lead_id" in loaded.numbers & loaded.deal_numbers else "lead_id"
    script.run(engine, "25_deal_links", same_space=same_space, lead_id=lead_id)
    # Deals are few enough for one thread each.
    engine.both(lambda one: _win(one, loaded, _LINKED_DEALS), lambda other: script.run(other, "29_states"), always=True)


def _win(engine: Engine, loaded: Loaded, linked: str) -> None:
    script.run(engine, "26_won", linked=linked, id=loaded.identity)


_NO_DEALS = (
    "SELECT NULL::BIGINT AS lead, NULL::TIMESTAMP AS closed_at, NULL::BIGINT AS amount,"
    " NULL::VARCHAR AS currency, NULL::TIMESTAMP AS created_at, 'none' AS via, NULL::VARCHAR AS id"
    " WHERE FALSE"
)
_LINKED_DEALS = (
    # A deal made or, joined by contact alone, won before the lead came cannot be its sale; a day is
    # allowed for exports that keep different time zones.
    "SELECT l.lead, d.closed_at, d.amount, d.currency, l.created_at, l.via, d.deal_id AS id"
    " FROM deal_rows AS d JOIN deal_links AS l USING (deal)"
    " WHERE d.status = 'won'"
    " AND NOT coalesce(CAST(d.created_at AS DATE) < CAST(l.created_at AS DATE) - 1, FALSE)"
    " AND NOT (l.via = 'contact'"
    " AND coalesce(CAST(d.closed_at AS DATE) < CAST(l.created_at AS DATE) - 1, FALSE))"
)


@dataclass(frozen=True)
class _Parts:
    """SQL over `lead_view AS v` of what leads, deals, touches and forms say together."""

    joins: tuple[str, ...]
    told: str
    """More leads than those excluded or sold of which anything but the lead itself tells something."""
    tag: str
    responded: str
    qualified: str
    state: str


def _parts(loaded: Loaded) -> _Parts:
    joins, told, tag, responded, qualified, state = (
        [],
        [],
        "v.tag",
        "v.first_response_at IS NOT NULL",
        _QUALIFIED,
        _OPEN,
    )
    responded += " OR coalesce(v.attempts > 0, FALSE)"
    if loaded.touches:
        joins.append("LEFT JOIN responses AS r ON r.lead = v.lead")
        told.append("responses")
        responded += " OR r.first_response_at IS NOT NULL"
    if loaded.linked_deals:
        joins.append("LEFT JOIN deal_states AS d ON d.lead = v.lead")
        told.append("deal_states")
        qualified += " OR coalesce(d.qualified, FALSE)"
        state = (
            f"CASE WHEN d.lead IS NULL THEN {_OPEN} WHEN d.open THEN 'open'"
            " WHEN d.unmapped THEN 'unmapped' ELSE 'closed' END"
        )
    if loaded.forms_beside_crm:
        joins.append("LEFT JOIN form_links AS l ON l.lead = v.lead LEFT JOIN tag_match AS w ON w.tag = v.tag")
        told.append("form_links")
        # What the form knows of the ad stands where the CRM's own fields lead to no campaign.
        tag = "CASE WHEN w.campaign_ref IS NULL THEN coalesce(l.tag, v.tag) ELSE v.tag END"
    union = " ".join(f"UNION SELECT lead FROM {table}" for table in told)
    return _Parts(tuple(joins), union, tag, responded, qualified, state)


def said(loaded: Loaded, question: Question, *, created_by: bool) -> dict[str, str]:
    """SQL of the parts of `41_said`: what is on record of a lead by the day of the report."""
    parts = _parts(loaded)
    joins = [*parts.joins]
    until = f"DATE '{question.as_of.isoformat()}'" if question.as_of else "NULL"
    own = f"CASE WHEN coalesce(CAST(v.first_response_at AS DATE) <= {until}, TRUE) THEN v.first_response_at END"
    found = f"coalesce(CAST(v.qualified_at AS DATE) <= {until}, v.qualified_at IS NOT NULL)"
    moved = f"s.lead IS NOT NULL OR coalesce(v.status IN ({_MOVED}), FALSE) OR {found}"
    first, attempts, robot, unanswered = own, "v.attempts", "FALSE", "FALSE"
    if loaded.touches:
        # A day without a time tells less than a moment of the same day.
        first = (
            f"CASE WHEN CAST(v.first_response_at AS DATE) = CAST(r.first_response_at AS DATE)"
            " AND v.first_response_at = date_trunc('day', v.first_response_at) THEN r.first_response_at"
            f" ELSE least({own}, r.first_response_at) END"
        )
        attempts, robot = "greatest(v.attempts, coalesce(r.attempts, 0))", "coalesce(r.robot, FALSE)"
        unanswered = "v.first_response_at IS NULL AND coalesce(r.unanswered, FALSE)"
    deals = loaded.linked_deals
    if created_by:
        joins.append("LEFT JOIN people AS p ON p.name = v.created_by")
    return {
        "joins": "\n".join(joins),
        "tag": parts.tag,
        "state": parts.state,
        "qualified": f"({parts.qualified})",
        "responded": f"({parts.responded})",
        "manager": "coalesce(v.manager, d.manager)" if deals else "v.manager",
        "status": "CASE WHEN d.junk THEN 'junk' ELSE v.status END" if deals else "v.status",
        "reason": "coalesce(d.reason, v.reason)" if deals else "v.reason",
        "closed_at": "coalesce(d.closed_at, v.closed_at)" if deals else "v.closed_at",
        "first_at": first,
        "attempts": attempts,
        "moved": f"({moved} OR d.lead IS NOT NULL)" if deals else f"({moved})",
        "by_hand": "t.bare AND p.name IS NOT NULL" if created_by else "FALSE",
        "robot": robot,
        "unanswered": unanswered,
    }


_MOVED = "'in_progress', 'contacted', 'qualified', 'won'"
"""Stages past the first: a person moved the lead there, nobody knows when."""


def count(engine: Engine, loaded: Loaded, question: Question) -> None:
    """Count leads into `lead_cells`; needs `tag_match`."""
    parts = _parts(loaded)
    day = "CAST(v.created_at AS DATE)"
    row_dims = {
        "manager": "v.manager",
        "week": f"CAST(date_trunc('week', {day}) AS DATE)::VARCHAR",
        "month": f"strftime({day}, '%Y-%m')",
    }
    places = {"ad_group": "g.name", "ad": "n.name"}
    asked = question.lead_dims()
    mine = [dim for dim in asked if dim in row_dims]
    script.run(
        engine,
        "40_lead_facts",
        span=question.span_of(day),
        tag=parts.tag,
        told=parts.told,
        row_dims=", ".join(f"{row_dims[d]} AS dim_{d}" for d in mine) or "NULL AS dim_none",
        row_names=", ".join(f"dim_{d}" for d in mine) or "dim_none",
        dims=", ".join(f"{places.get(d, f'c.dim_{d}')} AS dim_{d}" for d in asked) or "NULL AS dim_none",
        qualified=f"({parts.qualified})",
        responded=f"({parts.responded})",
        state=parts.state,
        joins="\n    ".join(parts.joins),
        sums=",\n    ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in COUNTS),
    )


_QUALIFIED = "coalesce(v.status IN ('qualified', 'won'), FALSE) OR v.qualified_at IS NOT NULL"
