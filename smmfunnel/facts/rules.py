"""The ledger's rules compiled: an ordered list in YAML becomes one CASE of SQL over a lead's fields."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from smmfunnel.config.load import parse_rules
from smmfunnel.dataclass import dataclass
from smmfunnel.facts.script import quoted
from smmfunnel.reading.masking import masked
from smmfunnel.vocabulary import OUTCOME_ZONES, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.config import Rule
    from smmfunnel.config.rules import Conditions
    from smmfunnel.vocabulary import Zone

BUILT_IN = "rules.yaml"
COLUMNS: Mapping[str, str] = {
    "excluded": "excluded IS NOT NULL",
    "sold": "sold",
    "state": "state",
    "status": "coalesce(status, 'none')",
    "reason": "coalesce(reason, 'none')",
    "contact": "checked",
    "touched": "touched",
    "spoken": "spoken",
    "response": "answer",
    "overdue": "overdue",
    "attempts": "tries",
    "qualified": "qualified",
    "source": "lower(source)",
    "form": "lower(form)",
    "manager": "lower(manager)",
}
"""SQL of each field a rule may name, over the columns of `42_evidence` and of `against`."""
_WORDS = ("source", "form", "manager")
"""Fields whose words are people's own: small and capital letters are one."""
LOG = "log"
"""Column that tells how far the touch log can be trusted for the lead: trusted, untold, gaps, uncovered, none."""
_RECORD: Mapping[str, str] = {
    "touch_log": f"{LOG} = 'trusted'",
    "responses": f"{LOG} IN ('trusted', 'untold')",
    "attempts": f"{LOG} IN ('trusted', 'untold')",
}
"""What the record must be like for a rule that needs it to decide."""


@cache
def built_in() -> tuple[Rule, ...]:
    """Read the rules the program brings."""
    text = (files("smmfunnel.facts") / BUILT_IN).read_bytes()
    return parse_rules(text, BUILT_IN)


@dataclass(frozen=True)
class RuleBook:
    """The rules of one run, those that the data can serve first numbered from 1 in their order."""

    rules: tuple[Rule, ...]
    """Every rule, served or not."""
    served: frozenset[str]
    """Ids of the rules whose needs the loaded data meet."""

    def zone(self, rule: str, outcome: Outcome) -> Zone | None:
        """Return the zone of a lead with this rule and outcome.

        A rule's own zone is that of its own outcome: where the record left the rule undecided, nobody's.
        """
        own = next((one for one in self.rules if one.id == rule), None)
        if own and own.zone is not None and own.outcome is outcome:
            return own.zone
        return OUTCOME_ZONES[outcome]

    @property
    def zones(self) -> Mapping[tuple[str, Outcome], Zone | None]:
        """Zone of every rule with every outcome it may give."""
        given = [(rule.id, outcome) for rule in self.rules for outcome in (rule.outcome, Outcome.NO_RECORD)]
        return {(rule, outcome): self.zone(rule, outcome) for rule, outcome in given}

    def decode(self, number: int) -> tuple[str, Outcome]:
        """Return the rule and outcome of a number that `case` gave."""
        rule = self.rules[abs(number) - 1]
        return rule.id, rule.outcome if number > 0 else Outcome.NO_RECORD

    def case(self) -> str:
        """SQL for the number of the rule that fits, negative where the record does not let it decide."""
        parts = [_branch(number, rule) for number, rule in enumerate(self.rules, 1) if rule.id in self.served]
        always = next(number for number, rule in enumerate(self.rules, 1) if rule.always)
        return f"CASE {' '.join(part for part in parts if part)} ELSE {always} END"

    def table(self) -> str:
        """SQL that makes the table `rules (n, rule, outcome)`, a row for every number `case` may give."""
        numbers = [sign * number for number in range(1, len(self.rules) + 1) for sign in (1, -1)]
        rows = ", ".join(
            f"({n}, {quoted(rule)}, {quoted(outcome.value)})" for n, rule, outcome in map(self._row, numbers)
        )
        return f"CREATE TABLE rules AS SELECT * FROM (VALUES {rows}) AS t (n, rule, outcome);"

    def _row(self, number: int) -> tuple[int, str, Outcome]:
        return (number, *self.decode(number))


def book(rules: Sequence[Rule] | None, has: Mapping[str, bool]) -> RuleBook:
    """Choose the rules the data can serve.

    Args:
        rules: the configuration's, or None for the built-in ones.
        has: whether the data know any touch_log, responses, attempts, reasons and contact.
    """
    chosen = built_in() if rules is None else tuple(rules)
    served = frozenset(rule.id for rule in chosen if all(has[need] for need in rule.needs))
    return RuleBook(chosen, served)


def conditions(asked: Conditions) -> list[tuple[str, str]]:
    """Name and SQL of each condition, null nowhere."""
    found = []
    for name, column in COLUMNS.items():
        value = getattr(asked, name)
        if isinstance(value, bool):
            found.append((name, f"{'' if value else 'NOT '}coalesce({column}, FALSE)"))
        elif value is not None:
            words = [masked(word).casefold() if name in _WORDS else word for word in value]
            found.append((name, f"coalesce({column} IN ({', '.join(quoted(word) for word in words)}), FALSE)"))
    return found


def _branch(number: int, rule: Rule) -> str:
    parts = [text for _, text in conditions(rule.when)]
    parts += [f"NOT ({text})" for _, text in conditions(rule.unless)]
    record = dict.fromkeys(_RECORD[need] for need in rule.needs if need in _RECORD)
    decided = f"CASE WHEN {' AND '.join(record)} THEN {number} ELSE {-number} END" if record else str(number)
    return f"WHEN {' AND '.join(parts) or 'TRUE'} THEN {decided}"


def against(minutes: int | str) -> str:
    """SQL of the columns `answer` and `overdue`: a lead's times against a standard of so many minutes.

    The minutes may be a column's name as well.
    """
    seconds = minutes * 60 if isinstance(minutes, int) else f"({minutes} * 60)"
    return (
        f"CASE WHEN NOT touched THEN 'none' WHEN most_seconds <= {seconds} THEN 'in_time'"
        f" WHEN least_seconds > {seconds} THEN 'late' ELSE 'unknown' END AS answer,"
        f" coalesce(waited_seconds > {seconds}, FALSE) AS overdue"
    )
