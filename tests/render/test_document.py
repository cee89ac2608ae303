"""JSON: the names of the contract, raw numbers, and a schema that holds for every document."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from smmfunnel.errors import InputError, Where
from smmfunnel.render import (
    CHECK_SECTIONS,
    SCHEMAS,
    SECTIONS,
    RenderOptions,
    error_document,
    render_check,
    render_report,
    schema,
)
from smmfunnel.render.members import member
from tests.render.samples import (
    CHECKS,
    NASTY,
    REPORTS,
    heading,
    hostile,
    money,
    rich,
    rich_check,
    two_currencies,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from smmfunnel.results import Check, Report

JSON = RenderOptions("json")


def valid(text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text)
    validator = jsonschema.Draft202012Validator(
        schema(document["schema"]), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    validator.validate(document)
    return document


@pytest.mark.parametrize("make", REPORTS.values(), ids=REPORTS)
def test_every_report_obeys_its_schema(make: Callable[[], Report]) -> None:
    valid(render_report(make(), JSON))


@pytest.mark.parametrize("make", CHECKS.values(), ids=CHECKS)
def test_every_audit_obeys_its_schema(make: Callable[[], Check]) -> None:
    valid(render_check(make(), JSON))


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_of_a_report_obeys_it_too(section: str) -> None:
    assert valid(render_report(rich(), RenderOptions("json", sections=(section,))))["scope"] == "smm"


@pytest.mark.parametrize("section", CHECK_SECTIONS)
def test_a_section_of_an_audit_obeys_it_too(section: str) -> None:
    valid(render_check(rich_check(), RenderOptions("json", sections=(section,))))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


def test_there_is_no_other_schema() -> None:
    with pytest.raises(KeyError):
        schema("smmfunnel/report/2")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d | {"extra": 1},
        lambda d: d | {"schema": "smmfunnel/check/1"},
        lambda d: d | {"as_of": "03.10.2026"},
        lambda d: {k: v for k, v in d.items() if k != "as_of"},
        lambda d: d | {"scope": None},
        lambda d: d | {"funnel": [{**d["funnel"][0], "count": None}]},
        lambda d: d | {"funnel": [{**d["funnel"][0], "zone": "owner"}]},
        lambda d: d | {"money": {**d["money"], "spend": "1,234"}},
    ],
)
def test_the_schema_refuses_what_is_not_a_report(spoil: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    document = json.loads(render_report(rich(), JSON))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spoil(document), schema("smmfunnel/report/1"))


def test_a_document_opens_with_its_schema() -> None:
    assert render_report(rich(), JSON).startswith('{"schema": "smmfunnel/report/1",\n')
    assert render_check(rich_check(), JSON).startswith('{"schema": "smmfunnel/check/1",\n')


def test_numbers_are_raw_and_the_unknown_is_null_with_a_reason() -> None:
    document = valid(render_report(rich(), JSON))
    assert document["money"]["spend"] == 1_234_567.89
    assert document["money"]["cpv"] is None
    assert document["money"]["reasons"] == {"cpv": "absent"}
    assert document["money"]["intervals"] == {"cpl": {"low": 829.4, "high": 920.6}}
    assert document["period"] == {
        "kind": "period",
        "start": "2026-09-01",
        "end": "2026-09-30",
        "why": "last_full_month",
    }
    stage = document["funnel"][1]
    assert (stage["stage"], stage["count"], stage["of"], stage["zone"]) == (
        "clicks",
        32_665,
        "impressions",
        "smm",
    )
    assert stage["rate"]["value"] == 32_665 / 2_290_268
    unmatched = document["segments"][2]
    assert (unmatched["by"], unmatched["key"], unmatched["leads"], unmatched["impressions"]) == (
        "platform",
        None,
        60,
        None,
    )
    assert document["match"]["by"]["ad_id"] == 0
    assert document["warnings"][0] == {
        "code": "sample_rejected",
        "message": "12 rows could not be read",
        "count": 12,
        "source": "exports/amocrm_deals.csv",
        "level": "warning",
    }


def test_with_several_currencies_money_is_that_of_the_report_or_null() -> None:
    document = valid(render_report(two_currencies(), JSON))
    assert document["money"] is None
    assert [each["currency"] for each in document["money_by_currency"]] == ["RUB", "AED"]
    ours = replace(two_currencies(), heading=heading(currency="AED"))
    assert valid(render_report(ours, JSON))["money"]["currency"] == "AED"


def test_without_money_there_is_none() -> None:
    document = valid(render_report(replace(rich(), money=()), JSON))
    assert (document["money"], document["money_by_currency"]) == (None, [])


def test_names_are_written_as_they_are() -> None:
    document = valid(render_report(hostile(), JSON))
    assert [each["key"] for each in document["segments"]] == list(NASTY)


def test_without_unicode_json_is_ascii_and_says_the_same() -> None:
    narrow = render_report(hostile(), RenderOptions("json", unicode=False))
    assert narrow.isascii()
    assert json.loads(narrow) == json.loads(render_report(hostile(), JSON))


def test_a_section_brings_its_part_and_the_envelope_alone() -> None:
    document = json.loads(render_report(rich(), RenderOptions("json", sections=("money",))))
    assert {"money", "money_by_currency"} == set(document) - set(schema("smmfunnel/report/1")["required"])
    audit = json.loads(render_check(rich_check(), RenderOptions("json", sections=("bridge", "totals"))))
    assert {"reconciliation", "inputs"} == set(audit) - set(schema("smmfunnel/check/1")["required"])


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_failure_has_the_same_envelope(name: str) -> None:
    document = valid(error_document(InputError("sample", Where("a.csv", 3)), name, "0.1.0"))
    assert document["error"] == {"code": "sample", "message": "a.csv:3: is broken", "hint": "mend it"}
    assert document["tool"] == {"name": "smmfunnel", "version": "0.1.0"}
    assert document["period"] is None


def test_the_order_of_counts_by_code_is_the_same_whatever_order_they_came_in() -> None:
    report = rich()
    assert report.match is not None
    turned = replace(
        report,
        excluded=dict(reversed(list(report.excluded.items()))),
        match=replace(report.match, by=dict(reversed(list(report.match.by.items())))),
        inputs=tuple(replace(e, skipped=dict(reversed(list(e.skipped.items())))) for e in report.inputs),
        money=(money(),),
    )
    for name in ("json", "csv", "table", "plain", "md"):
        assert render_report(turned, RenderOptions(name)) == render_report(report, RenderOptions(name))


def test_a_value_of_no_known_kind_is_a_fault() -> None:
    with pytest.raises(TypeError, match="no JSON for set"):
        member({1}, "en")
