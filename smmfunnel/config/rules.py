"""The ledger's rules as people write them: an ordered list, each with an id, an outcome and its conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator

from smmfunnel.config.base import Flag, Model, Texts, known, listed
from smmfunnel.vocabulary import Outcome, Reason, Status, Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NONE = "none"
"""In place of a status or reason: the lead names none."""
STATUSES, REASONS = (*(one.value for one in Status), NONE), (*(one.value for one in Reason), NONE)
STATES = ("open", "closed", "unmapped")
CONTACTS = ("valid", "invalid", "absent", "unknown")
RESPONSES = ("in_time", "late", "unknown", NONE)
ATTEMPTS = ("enough", "too_few", "unknown")

Need = Literal["touch_log", "responses", "attempts", "reasons", "contact"]


def _all_known(words: Sequence[str]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    return lambda values: tuple(known(value, words) for value in values)


def _schema(words: Sequence[str]) -> WithJsonSchema:
    one = {"enum": list(words)}
    return WithJsonSchema({"anyOf": [one, {"type": "array", "items": one}]})


_Listed = BeforeValidator(listed)
StatusWords = Annotated[tuple[str, ...], _Listed, AfterValidator(_all_known(STATUSES)), _schema(STATUSES)]
ReasonWords = Annotated[tuple[str, ...], _Listed, AfterValidator(_all_known(REASONS)), _schema(REASONS)]
StateWords = Annotated[tuple[str, ...], _Listed, AfterValidator(_all_known(STATES)), _schema(STATES)]
ContactWords = Annotated[tuple[str, ...], _Listed, AfterValidator(_all_known(CONTACTS)), _schema(CONTACTS)]
ResponseWords = Annotated[tuple[str, ...], _Listed, AfterValidator(_all_known(RESPONSES)), _schema(RESPONSES)]
AttemptWords = Annotated[tuple[str, ...], _Listed, AfterValidator(_all_known(ATTEMPTS)), _schema(ATTEMPTS)]


class Conditions(Model):
    """Fields of a lead and the values that fit: one, or a list of which any will do."""

    excluded: Flag | None = Field(default=None, description="A test, a duplicate or an existing customer")
    sold: Flag | None = Field(default=None, description="Won by the day of the report")
    state: StateWords | None = Field(default=None, description="Open, closed without a sale, or a status nobody mapped")
    status: StatusWords | None = Field(default=None, description="What the CRM's status means; none: it names none")
    reason: ReasonWords | None = Field(default=None, description="What the loss reason means; none: it names none")
    contact: ContactWords | None = Field(
        default=None,
        description="Phone or e-mail as checked: absent is a lead without any, unknown means the files hold none",
    )
    touched: Flag | None = Field(
        default=None, description="A person's touch is on record; of a closed lead, from before its closing"
    )
    spoken: Flag | None = Field(
        default=None, description="Touched, and not by tries alone that nobody took: the person may have said something"
    )
    response: ResponseWords | None = Field(
        default=None,
        description="First touch against the agreed time; unknown: its moment does not tell, none: not touched",
    )
    overdue: Flag | None = Field(default=None, description="More time than agreed has passed since the lead came")
    attempts: AttemptWords | None = Field(default=None, description="Tries on record against the agreed number")
    qualified: Flag | None = Field(default=None, description="Found qualified at some time")
    source: Texts | None = Field(default=None, description="Sources as the report names them")
    form: Texts | None = Field(default=None, description="Forms as the export names them")
    manager: Texts | None = Field(default=None, description="Managers as the export names them")


class Rule(Model):
    """One rule: the first one that fits a lead decides."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")] = Field(
        description="Its name: small letters, digits and _"
    )
    outcome: Outcome = Field(description="What became of the lead")
    zone: Zone | None = Field(default=None, description="The zone of the loss, where it is not the outcome's own")
    says: str | None = Field(default=None, description="The rule in a sentence, for people")
    needs: Annotated[tuple[Need, ...], _Listed] = Field(
        default=(),
        description="Data without which the rule is left out; touch_log: it reads that nothing is on record",
    )
    when: Conditions = Field(default=Conditions(), description="All of these must fit")
    unless: Conditions = Field(default=Conditions(), description="None of these may fit")

    @model_validator(mode="after")
    def _absence(self) -> Rule:
        absent = self.when.touched is False or NONE in (self.when.response or ())
        if absent and "touch_log" not in self.needs:
            msg = "it reads that no touch is on record, so it must say `needs: [touch_log]`"
            raise ValueError(msg)
        return self

    @property
    def always(self) -> bool:
        """Whether the rule fits every lead."""
        return not (self.needs or self.when.model_fields_set or self.unless.model_fields_set)


def ordered(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Check a list of rules as a whole.

    Raises:
        ValueError: ids repeat, or some lead might fit none of them.
    """
    ids = [rule.id for rule in rules]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        msg = f"the id {twice[0]} is there twice"
        raise ValueError(msg)
    if not rules or not rules[-1].always:
        msg = "the last rule must fit every lead: leave out its `when`, `unless` and `needs`"
        raise ValueError(msg)
    return rules


RuleList = Annotated[tuple[Rule, ...], AfterValidator(ordered)]


class RulesFile(Model):
    """A file of rules."""

    rules: RuleList
