"""Tables of where the numbers come from: the run, the files, the match and the warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.render.model import Cell, Column, Row, Table, Unit
from smmfunnel.render.notes import message
from smmfunnel.results import Estimate, Report
from smmfunnel.texts import has, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smmfunnel.results import Check, Skipped, Span

MATCHED_BY = ("click_id", "campaign_id", "campaign_name", "ad_group_id", "ad_id", "utm", "source")
"""The ways a lead is joined to the ads, always listed, in order."""

TO_PLATFORM = frozenset({"click_id", "source"})
"""Of these, the ways that lead to a platform only: such leads count as not matched."""


def schema_name(answer: Report | Check) -> str:
    """Name the contract of an answer's JSON."""
    return "smmfunnel/report/1" if isinstance(answer, Report) else "smmfunnel/check/1"


def about(answer: Report | Check) -> Table:
    """Return the one row that says what was asked, of what, by which version."""
    heading = answer.heading
    period, reference = heading.period, heading.reference
    given: tuple[tuple[Column, Cell], ...] = (
        (Column("schema", key=True), schema_name(answer)),
        (Column("version"), heading.version),
        (Column("as_of", Unit.DAY), heading.as_of),
        (Column("lang"), heading.lang),
        (Column("currency"), heading.currency),
        (Column("config_path"), heading.config_path),
        (Column("config_sha256"), heading.config_sha256),
        *_span("period", period),
        (Column("reference_kind", Unit.CODE, words="kind_of_span"), reference.kind if reference else None),
        *_span("reference", reference),
        (Column("scope", Unit.CODE, words="scope"), heading.scope),
        (Column("open_leads", Unit.COUNT), answer.open_leads if isinstance(answer, Report) else None),
    )
    columns, cells = zip(*given, strict=True)
    return Table("about", columns, (Row(cells),), upright=True)


def _span(name: str, span: Span | None) -> tuple[tuple[Column, Cell], ...]:
    return (
        (Column(f"{name}_start", Unit.DAY), span.start if span else None),
        (Column(f"{name}_end", Unit.DAY), span.end if span else None),
        (Column(f"{name}_why", Unit.CODE, words="why"), span.why if span else None),
    )


def inputs(answer: Report | Check) -> Table:
    """Return one row a file, a column for every cause rows of these files were skipped for."""
    causes = sorted({cause for each in answer.inputs for cause in each.skipped})
    columns = (
        Column("path", key=True),
        Column("kind", Unit.CODE, words="kind_of_file"),
        Column("format"),
        Column("title"),
        Column("encoding"),
        Column("delimiter", Unit.CODE, words="delimiter"),
        Column("currency"),
        Column("rows_read", Unit.COUNT),
        Column("rows_kept", Unit.COUNT),
        *(Column(f"skipped_{cause}", Unit.COUNT, head=f"row.{cause}") for cause in causes),
        Column("first_day", Unit.DAY),
        Column("last_day", Unit.DAY),
        Column("sha256"),
    )
    rows = (
        Row(
            (
                each.path,
                each.kind,
                each.format,
                each.title,
                each.encoding,
                each.delimiter,
                each.currency,
                each.rows_read,
                each.rows_kept,
                *(each.skipped.get(cause, 0) for cause in causes),
                each.first_day,
                each.last_day,
                each.sha256,
            )
        )
        for each in answer.inputs
    )
    return Table("inputs", columns, tuple(rows))


def totals(answer: Report | Check) -> Table:
    """Return the files' own totals held against the sums of their rows."""
    columns = (
        Column("path", key=True),
        Column("column", key=True),
        Column("stated", Unit.COUNT),
        Column("summed", Unit.COUNT),
        Column("agrees", Unit.FLAG),
    )
    rows = (
        Row((each.path, total.column, total.stated, total.summed, total.agrees))
        for each in answer.inputs
        for total in each.totals
    )
    return Table("totals", columns, tuple(rows))


def skipped(answer: Report | Check) -> Table:
    """Return the files of a folder that no format matched."""
    columns = (Column("path", key=True), Column("code"), Column("message"))
    lang = answer.heading.lang
    rows = (Row((each.path, each.code, why_skipped(each, lang))) for each in answer.skipped)
    return Table("skipped", columns, tuple(rows))


def why_skipped(each: Skipped, lang: str) -> str:
    """Say why a file was left out: by its own text or that of the error its reading ended in.

    A code without either reads as itself.
    """
    keys = (f"{area}.{each.code}" for area in ("skipped", "error"))
    key = next((key for key in keys if has(key, lang)), None)
    return say(key, lang, **each.params) if key else each.code.replace("_", " ")


def match(answer: Report | Check) -> Table:
    """Return how the leads were joined to the ads: one row, none where there was nothing to join."""
    found = answer.match
    others = sorted(set(found.by) - set(MATCHED_BY)) if found else []
    ways = (*MATCHED_BY, *others)
    columns = (
        Column("currency"),
        Column("leads", Unit.COUNT),
        Column("matched", Unit.COUNT),
        *(Column(f"by_{way}", Unit.COUNT) for way in ways),
        Column("unmatched", Unit.COUNT),
        Column("broken_tags", Unit.COUNT),
        Column("campaigns_without_leads", Unit.COUNT),
        Column("spend_without_leads", Unit.MONEY),
        Column("cpl_bounds", Unit.MONEY, estimate=True),
    )
    if found is None:
        return Table("match", columns, (), upright=True)
    cells = (
        answer.heading.currency,
        found.leads,
        found.matched,
        *(found.by.get(way, 0) for way in ways),
        found.unmatched,
        found.broken_tags,
        found.campaigns_without_leads,
        found.spend_without_leads,
        found.cpl_bounds or Estimate(None),
    )
    return Table("match", columns, (Row(cells, answer.heading.currency),), upright=True)


def suggestions(answer: Report | Check) -> Table:
    """Return the values of leads that are nearly a campaign's name."""
    columns = (Column("value", key=True), Column("leads", Unit.COUNT), Column("campaign"))
    near = answer.match.suggestions if answer.match else ()
    return Table("suggestions", columns, tuple(Row((e.value, e.leads, e.campaign)) for e in near))


def excluded(report: Report) -> Table:
    """Return the leads left out of the funnel, by why."""
    return counted("excluded", "excluded", report.excluded.items())


def counted(section: str, words: str, counts: Iterable[tuple[str, int]]) -> Table:
    """Return a table of codes and numbers of leads, by code."""
    columns = (Column("why", Unit.CODE, words=words, key=True), Column("leads", Unit.COUNT))
    return Table(section, columns, tuple(Row(pair) for pair in sorted(counts)))


def unmapped(answer: Report | Check) -> Table:
    """Return the status and reason words nobody mapped."""
    columns = (
        Column("path", key=True),
        Column("column", Unit.CODE, words="column", key=True),
        Column("value", key=True),
        Column("rows", Unit.COUNT),
    )
    return Table("unmapped", columns, tuple(Row((e.path, e.column, e.value, e.rows)) for e in answer.words))


def warnings(answer: Report | Check) -> Table:
    """Return the warnings, one row each, as they were given."""
    columns = (
        Column("code", key=True),
        Column("source", key=True),
        Column("level"),
        Column("count", Unit.COUNT),
        Column("message"),
    )
    lang = answer.heading.lang
    rows = (Row((e.code, e.source, e.level, e.count, message(e, lang))) for e in answer.warnings)
    return Table("warnings", columns, tuple(rows))
