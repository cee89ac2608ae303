"""The JSON documents `smmfunnel/report/1` and `smmfunnel/check/1`: a public contract, described by `schema`.

Numbers are raw, days ISO, unknown is null and the reason stands beside it. A document opens with its
schema, by which smmfunnel knows its own output in a folder of exports.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from smmfunnel.render import judged
from smmfunnel.render.members import (
    Json,
    awareness,
    main_money,
    match,
    member,
    money,
    segment,
    skipped,
    span,
)
from smmfunnel.render.model import raw
from smmfunnel.render.sources import schema_name
from smmfunnel.results import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from smmfunnel.errors import SmmFunnelError
    from smmfunnel.render.options import RenderOptions
    from smmfunnel.results import Check, Heading

ENVELOPE = (
    "schema",
    "tool",
    "as_of",
    "lang",
    "currency",
    "config_path",
    "config_sha256",
    "period",
    "reference",
    "scope",
)
"""Members every document has, whatever sections were asked for and whether or not the run succeeded."""


def write(answer: Report | Check, options: RenderOptions) -> str:
    """Write the whole document, or its envelope and the parts of the sections asked for."""
    parts = _report(answer) if isinstance(answer, Report) else _check(answer)
    asked = frozenset(options.sections)
    body = {name: make() for name, (of, make) in parts.items() if not asked or asked & of}
    return dump(envelope(answer.heading, schema_name(answer)) | body, ascii_only=not options.unicode)


def error_document(error: SmmFunnelError, schema: str, version: str, lang: str = "en") -> str:
    """Write what a failed run prints with `-f json`: the envelope of `schema` with the error in it."""
    empty: dict[str, Json] = dict.fromkeys(ENVELOPE)
    told: Json = {"code": error.code, "message": error.message, "hint": error.hint}
    return dump(empty | {"schema": schema, "tool": _tool(version), "lang": lang, "error": told})


def dump(document: Mapping[str, Json], *, ascii_only: bool = False) -> str:
    """Write a document a line a member and, in its lists, a line an item, so that a diff shows what changed.

    Example:
        >>> print(dump({"schema": "smmfunnel/report/1", "funnel": [{"stage": "clicks"}]}), end="")
        {"schema": "smmfunnel/report/1",
         "funnel": [
          {"stage": "clicks"}]}
    """

    def text(value: Json) -> str:
        return json.dumps(value, ensure_ascii=ascii_only, allow_nan=False)

    def lines(value: Json) -> str:
        if not isinstance(value, list) or not value:
            return text(value)
        return "[\n  " + ",\n  ".join(map(text, value)) + "]"

    return "{" + ",\n ".join(f"{text(name)}: {lines(value)}" for name, value in document.items()) + "}\n"


def envelope(heading: Heading, schema: str) -> dict[str, Json]:
    """Return the members every document opens with."""
    return {
        "schema": schema,
        "tool": _tool(heading.version),
        "as_of": raw(heading.as_of),
        "lang": heading.lang,
        "currency": heading.currency,
        "config_path": heading.config_path,
        "config_sha256": heading.config_sha256,
        "period": span(heading.period),
        "reference": span(heading.reference),
        "scope": heading.scope,
    }


def _tool(version: str) -> Json:
    return {"name": "smmfunnel", "version": version}


_Parts = dict[str, "tuple[frozenset[str], Callable[[], Json]]"]
"""Members by name: the sections that ask for each, and how it is made."""


def _report(report: Report) -> _Parts:
    lang, currency = report.heading.lang, report.heading.currency
    return {
        "attribution": (_ATTRIBUTION, lambda: judged.attribution(report.attribution, lang)),
        "rescue": (frozenset({"rescue"}), lambda: member(report.rescue, lang)),
        "ledger": (_LEDGER, lambda: judged.ledger(report.ledger, lang)),
        "response": (frozenset({"response"}), lambda: member(report.response, lang)),
        "managers": (frozenset({"managers"}), lambda: member(report.managers, lang)),
        "clickbait": (frozenset({"clickbait"}), lambda: member(report.clickbait, lang)),
        "cohorts": (frozenset({"cohorts"}), lambda: member(report.cohorts, lang)),
        "maturity": (frozenset({"maturity"}), lambda: judged.maturity(report)),
        "credit": (frozenset({"credit"}), lambda: judged.credit(report.credit)),
        "actions": (frozenset({"actions"}), lambda: [judged.action(each, lang) for each in report.actions]),
        "inputs": (_INPUTS, lambda: member(report.inputs, lang)),
        "skipped": (frozenset({"skipped"}), lambda: skipped(report.skipped, lang)),
        "funnel": (frozenset({"funnel"}), lambda: member(report.funnel, lang)),
        "open_leads": (frozenset({"funnel"}), lambda: report.open_leads),
        "money": (frozenset({"money"}), lambda: main_money(report)),
        "money_by_currency": (frozenset({"money"}), lambda: [money(each) for each in report.money]),
        "awareness": (frozenset({"awareness"}), lambda: [awareness(e, currency) for e in report.awareness]),
        "segments": (frozenset({"segments"}), lambda: [segment(e, currency) for e in report.segments]),
        "origins": (frozenset({"origins"}), lambda: member(report.origins, lang)),
        "excluded": (frozenset({"excluded"}), lambda: member(report.excluded, lang)),
        "match": (_MATCH, lambda: match(report.match, lang)),
        "unmapped": (frozenset({"unmapped"}), lambda: member(report.words, lang)),
        "warnings": (frozenset({"warnings"}), lambda: member(report.warnings, lang)),
    }


def _check(check: Check) -> _Parts:
    lang = check.heading.lang
    return {
        "inputs": (_INPUTS, lambda: member(check.inputs, lang)),
        "skipped": (frozenset({"skipped"}), lambda: skipped(check.skipped, lang)),
        "reconciliation": (_RECONCILIATION, lambda: member(check.reconciliation, lang)),
        "match": (_MATCH, lambda: match(check.match, lang)),
        "unmapped": (frozenset({"unmapped"}), lambda: member(check.words, lang)),
        "fitness": (frozenset({"fitness"}), lambda: member(check.fitness, lang)),
        "warnings": (frozenset({"warnings"}), lambda: member(check.warnings, lang)),
    }


_ATTRIBUTION = frozenset({"verdict", "zones", "factors", "crosschecks", "sensitivity", "ladder", "missing"})
_LEDGER = frozenset({"ledger", "ledger_zones", "rules", "touch_log", "sla"})
_INPUTS = frozenset({"inputs", "totals"})
_MATCH = frozenset({"match", "suggestions"})
_RECONCILIATION = frozenset({"cabinets", "leads", "excluded", "bridge"})
