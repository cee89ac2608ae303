"""What people see of each section: which columns, in which words, with which remarks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smmfunnel.render import views_attribution, views_desk, views_ledger
from smmfunnel.render.notes import grouped
from smmfunnel.render.texted import Head, Text, TextTable, nothing, texted, upright
from smmfunnel.render.words import one_line
from smmfunnel.results import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from smmfunnel.render.model import Cell, Row, Table
    from smmfunnel.render.words import Words
    from smmfunnel.results import Check

_HIDDEN = {
    "awareness": frozenset({"currency"}),
    "inputs": frozenset({"format", "sha256"}),
    "match": frozenset({"currency"}),
    "money": frozenset({"currency"}),
    "skipped": frozenset({"code"}),
}
"""Columns only programs need."""


def views(answer: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the tables people read for a section: none where it is empty, several for several dimensions."""
    if table.section == "warnings":
        return warnings(answer, words)
    if not table.rows:
        return ()
    own = _OWN.get(table.section)
    if own:
        return own(answer, table, words)
    hidden = _HIDDEN.get(table.section, frozenset())
    return (upright(table, words, hidden) if table.upright else texted(table, words, hidden),)


def funnel(_: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return the funnel with a remark beside the step that fell most."""
    plain = texted(table, words, frozenset({"worst"}))
    remarks = [Text(words.say("funnel.worst"), "bad") if worst else Text("") for worst in table.column("worst")]
    return (_with_column(plain, Head("worst", words.say("column.remark"), number=False), remarks),)


def segments(answer: Report | Check, table: Table, words: Words) -> tuple[TextTable, ...]:
    """Return one table a dimension: names in words, flagged rates marked, a remark where one is due."""
    denominators = (
        {step.stage.value: step.of.value for step in answer.funnel if step.of} if isinstance(answer, Report) else {}
    )
    kinds = dict.fromkeys(str(by) for by in table.column("by"))
    found = tuple(_dimension(_only(table, by), by, denominators, words) for by in kinds)
    return (*found[:-1], replace(found[-1], legend=tuple(_legend(table, found, words)))) if found else ()


def _only(table: Table, by: str) -> Table:
    at = table.names.index("by")
    return replace(table, rows=tuple(row for row in table.rows if row.cells[at] == by))


def _legend(table: Table, found: tuple[TextTable, ...], words: Words) -> Iterator[str]:
    if any(cell.text == nothing(words) for view in found for row in view.rows for cell in row):
        yield words.say("segments.dash")
    if any(table.column("flagged")):
        yield words.say("segments.flag")


_SEGMENT_HIDDEN = frozenset({"by", "members", "other", "currency", "flagged", "too_little"})


def _dimension(table: Table, by: str, denominators: Mapping[str, str], words: Words) -> TextTable:
    several = len(set(table.column("platform"))) > 1 and by != "platform"
    hidden = _SEGMENT_HIDDEN if several else _SEGMENT_HIDDEN | {"platform"}
    plain = texted(table, words, hidden, terse=True)
    if all(head.name != "key" for head in plain.heads):
        # Nothing has a value of the dimension: its one row is named all the same.
        heads = (Head("key", "", number=False), *plain.heads)
        plain = replace(plain, heads=heads, rows=tuple((Text(""), *row) for row in plain.rows))
    names = {"key": words.label("by", by)}
    for stage, of in denominators.items():
        names[f"{stage}_rate"] = words.label("share_of", of)
    heads = tuple(replace(head, text=names.get(head.name, head.text)) for head in plain.heads)
    rows = tuple(
        _segment(row, table.names, dict(zip(plain.heads, texts, strict=True)), words)
        for row, texts in zip(table.rows, plain.rows, strict=True)
    )
    title = words.say("segments.title", by=words.label("by", by).lower())
    remark = Head("remark", words.say("column.remark"), number=False, part=2)
    remarks = [_remark(row, table.names, words) for row in table.rows]
    return _with_column(replace(plain, title=title, heads=heads, rows=rows), remark, remarks)


def _segment(row: Row, names: tuple[str, ...], texts: dict[Head, Text], words: Words) -> tuple[Text, ...]:
    """Name the row in words, mark its flagged rates, and let it step back if there is too little of it."""
    given = dict(zip(names, row.cells, strict=True))
    flagged = {f"{stage}_rate" for stage in _codes(given["flagged"])}
    tone = "dim" if given["too_little"] or given["other"] or given["key"] is None else ""
    cells = []
    for head, text in texts.items():
        if head.name == "key":
            cells.append(Text(_key(given, words), tone))
        elif head.name in flagged:
            cells.append(Text(words.mark("▼") + text.text, "bad"))
        else:
            cells.append(replace(text, tone=tone))
    return tuple(cells)


_PLACES = frozenset({"platform", "campaign", "ad_group", "ad"})
"""Dimensions of ads: what has no value there was not matched to them."""


def _key(given: Mapping[str, Cell], words: Words) -> str:
    if given["other"]:
        return words.say("segments.other", n=given["members"])
    if given["key"] is not None:
        return one_line(str(given["key"]))
    if given["platform"] is not None:
        return words.say("segments.unnamed")
    return words.say("segments.unmatched" if given["by"] in _PLACES else "segments.unknown")


def _remark(row: Row, names: tuple[str, ...], words: Words) -> Text:
    given = dict(zip(names, row.cells, strict=True))
    if given["too_little"]:
        return Text(words.say("segments.too_little"), "dim")
    flagged = [words.label("stage", stage).lower() for stage in _codes(given["flagged"])]
    return Text(words.say("segments.flagged", stages=", ".join(flagged)), "bad") if flagged else Text("")


def _codes(cell: object) -> tuple[str, ...]:
    return cell if isinstance(cell, tuple) else ()


def warnings(answer: Report | Check, words: Words) -> tuple[TextTable, ...]:
    """Return the warnings grouped by code, the one to read first at the end."""
    groups = grouped(answer.warnings, words)
    if not groups:
        return ()
    heads = (
        Head("level", words.say("column.level"), number=False),
        Head("message", words.say("column.warnings.message"), number=False),
    )
    rows = tuple(
        (Text(words.label("level", group.level)), Text(one_line(line))) for group in groups for line in group.lines
    )
    return (TextTable(words.label("section", "warnings"), heads, rows),)


def _with_column(table: TextTable, head: Head, texts: list[Text]) -> TextTable:
    if not any(text.text for text in texts):
        return table
    rows = tuple((*row, text) for row, text in zip(table.rows, texts, strict=True))
    return replace(table, heads=(*table.heads, head), rows=rows)


_OWN: Mapping[str, Callable[[Report | Check, Table, Words], tuple[TextTable, ...]]] = {
    "funnel": funnel,
    "segments": segments,
    **views_attribution.VIEWS,
    **views_ledger.VIEWS,
    **views_desk.VIEWS,
}
