from __future__ import annotations

import pytest

from smmfunnel.config.load import load_rules, parse_config, parse_rules
from smmfunnel.config.rules import Rule
from smmfunnel.errors import UsageError
from smmfunnel.vocabulary import Outcome, Zone

FIVE_FAULTS = """\
rules:
  - id: Never touched
    outcome: untouched
    when: {touched: no}
  - id: dear
    outcome: ofer
    when:
      reson: price
  - id: rest
    outcome: unknown
    zone: nobody
    when: {reason: pric}
"""

ZONES = "'smm', 'sales', 'site', 'offer', 'budget', 'tracking' or 'unattributed'"

IN_A_CONFIG = """\
rules:
  - id: dear
    outcome: offer
    zone: sales
    says: The price list is the sales department's.
    when: {state: closed, reason: [price, financing]}
    unless: {touched: no}
  - {id: rest, outcome: unknown}
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(UsageError) as caught:
        parse_rules(text.encode(), "r.yaml")
    return caught.value.message.splitlines()


def test_every_fault_is_told_at_once_with_its_line() -> None:
    assert faults_of(FIVE_FAULTS) == [
        "r.yaml:2: rules[1].id: string should match pattern '^[a-z][a-z0-9_]*$', not \"Never touched\"",
        'r.yaml:6: rules[2].outcome: "ofer" is not known here, did you mean offer?',
        "r.yaml:8: unknown key rules[2].when.reson, did you mean reason?",
        "r.yaml:11: rules[3].zone: input should be " + ZONES + ', not "nobody"',
        'r.yaml:12: rules[3].when.reason: "pric" is not known here, did you mean price?',
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rules: []", "the last rule must fit every lead"),
        ("rules: [{id: a, outcome: won, when: {sold: yes}}]", "r.yaml:1: rules: the last rule must fit every lead"),
        ("rules: [{id: a, outcome: unknown}, {id: a, outcome: unknown}]", "rules: the id a is there twice"),
        (
            "rules: [{id: a, outcome: untouched, when: {touched: no}}, {id: z, outcome: unknown}]",
            "rules[1]: it reads that no touch is on record, so it must say `needs: [touch_log]`",
        ),
        (
            "rules: [{id: a, outcome: untouched, when: {response: [late, none]}}, {id: z, outcome: unknown}]",
            "rules[1]: it reads that no touch is on record",
        ),
        ("rules: [{id: a, outcome: won, needs: [calls]}]", "rules[1].needs[1]"),
        ("rules: [{id: a, outcome: won, when: {sold: maybe}}]", "rules[1].when.sold: input should be a valid boolean"),
        ("rules: {a: 1}", "rules: input should be a valid tuple"),
        ("statuses: {}", "unknown key statuses"),
        ("", "rules is missing"),
    ],
)
def test_a_fault_is_told(text: str, told: str) -> None:
    assert any(told in line for line in faults_of(text)), faults_of(text)


def test_rules_may_stand_in_the_configuration() -> None:
    rules = parse_config(IN_A_CONFIG.encode(), "a.yaml").rules
    assert isinstance(rules, tuple)
    assert [rule.id for rule in rules] == ["dear", "rest"]
    assert (rules[0].outcome, rules[0].zone) == (Outcome.OFFER, Zone.SALES)
    assert rules[0].when.reason == ("price", "financing")
    assert rules[0].unless.touched is False
    assert rules[1].always


def test_faults_of_rules_in_the_configuration_have_its_lines() -> None:
    with pytest.raises(UsageError) as caught:
        parse_config(IN_A_CONFIG.replace("state: closed", "state: shut").encode(), "a.yaml")
    assert caught.value.message == (
        'a.yaml:6: rules[1].when.state: "shut" is not known here, there are open, closed, unmapped'
    )


def test_a_missing_file_of_rules_is_told() -> None:
    with pytest.raises(UsageError, match="the rules cannot be read"):
        load_rules("nowhere.yaml")


def test_a_rule_that_asks_anything_does_not_fit_always() -> None:
    assert not Rule(id="a", outcome=Outcome.UNKNOWN, needs=("reasons",)).always
