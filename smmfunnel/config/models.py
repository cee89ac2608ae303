"""What smmfunnel.yaml may hold: every key with its meaning, checked all at once."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PositiveFloat,
    StringConstraints,
    Tag,
    WithJsonSchema,
)

from smmfunnel.config.base import Model, Texts, known, listed, text
from smmfunnel.config.durations import days_of, minutes_of
from smmfunnel.config.rules import RuleList
from smmfunnel.config.spans import check_reference, check_span
from smmfunnel.config.targets import SHORT, Targets
from smmfunnel.config.worktime import WorkTime, zone
from smmfunnel.vocabulary import Factor, Kind, Reason, Status, Zone

Dimension = Literal["campaign", "ad_group", "ad", "platform", "device", "source", "manager", "week", "month"]


def _span(text: str) -> str:
    check_span(text)
    return text


def _period(text: str) -> str:
    if text == "previous":
        msg = "previous is a reference: a period cannot come before itself"
        raise ValueError(msg)
    return _span(text)


def _reference(text: str) -> str:
    check_reference(text)
    return text


def _day(text: str) -> str:
    if text == "today":
        return text
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        msg = f"{text!r} is neither a day like 2026-09-30 nor today"
        raise ValueError(msg) from error


def _encoding(name: str) -> str:
    try:
        b"a".decode(name)
    except LookupError as error:
        msg = f"no encoding is called {name!r}: write one like utf-8 or cp1251"
        raise ValueError(msg) from error
    return name


def _delimiter(text: str) -> str:
    char = "\t" if text in {"tab", r"\t"} else text
    if len(char) != 1:
        msg = "a delimiter is one character, or tab"
        raise ValueError(msg)
    return char


def _duration(words: str) -> str:
    minutes_of(words)
    return words


def _days(words: str) -> str:
    days_of(words)
    return words


def _factor(name: str) -> str:
    return known(name, (*(factor.value for factor in Factor), *SHORT))


def _how(value: object) -> str:
    """Tell a path from a list of rules by its form."""
    return PATH if isinstance(value, str) else LIST


PATH, LIST = "[path]", "[list]"
"""Tags of the two ways to give rules: parts of a fault's place that stand in no file."""


TimeZone = Annotated[str, AfterValidator(zone)]
SpanText = Annotated[str, BeforeValidator(text), AfterValidator(_span)]
PeriodText = Annotated[str, BeforeValidator(text), AfterValidator(_period)]
ReferenceText = Annotated[str, BeforeValidator(text), AfterValidator(_reference)]
DayText = Annotated[str, BeforeValidator(text), AfterValidator(_day)]
Encoding = Annotated[str, AfterValidator(_encoding)]
Delimiter = Annotated[str, StringConstraints(strip_whitespace=False), AfterValidator(_delimiter)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3,4}$", description="Currency code in capitals, like RUB")]
Decimal = Literal[".", ","]
DateOrder = Literal["dmy", "mdy", "ymd"]
Minutes = Annotated[str, AfterValidator(_duration)]
DayCount = Annotated[str, BeforeValidator(text), AfterValidator(_days), WithJsonSchema({"type": ["string", "integer"]})]
FactorName = Annotated[str, AfterValidator(_factor)]
Zones = Annotated[
    dict[FactorName, Zone],
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"enum": [*(factor.value for factor in Factor), *SHORT]},
            "additionalProperties": {"enum": [zone.value for zone in Zone]},
        }
    ),
]
Rules = Annotated[Annotated[str, Tag(PATH)] | Annotated[RuleList, Tag(LIST)], Discriminator(_how)]


class TouchWords(Model):
    """What the words of a log of calls and messages mean, where it has its own."""

    channel: dict[str, Literal["call", "message", "email", "meeting"]] = Field(
        default_factory=dict, description="Word: what kind of touch it was"
    )
    direction: dict[str, Literal["in", "out", "none"]] = Field(
        default_factory=dict, description="Word: from the lead (in), to the lead (out), or no touch"
    )
    answered: dict[str, Literal["yes", "no", "planned"]] = Field(
        default_factory=dict, description="Word: whether somebody answered, or it is only planned"
    )
    automatic: dict[str, Literal["yes", "no"]] = Field(default_factory=dict, description="Word: whether a robot did it")


class FileMap(Model):
    """How files of one name are read: as a known format, through columns of one's own, or both.

    Several entries may match one file: each that names a kind, format or columns reads the file once more.
    """

    pattern: str = Field(description="File name or relative path; * and ? stand for any characters")
    format: str | None = Field(default=None, description="A known format, where the headers do not settle it")
    kind: Kind | None = Field(default=None, description="What one row is, for files of no known format")
    columns: dict[str, Texts] = Field(
        default_factory=dict, description="Canonical column: header or headers of the file"
    )
    ignore: Texts = Field(default=(), description="Headers without use")
    set: dict[str, Annotated[str, BeforeValidator(text)]] = Field(
        default_factory=dict, description="Canonical column: the same value for every row"
    )
    rows: dict[str, Texts] = Field(
        default_factory=dict, description="Header: values; only rows with one of them are read"
    )
    platform: str | None = Field(default=None, description="Ad platform of the rows")
    space: str | None = Field(default=None, description="Files of one space may refer to each other's ids")
    role: Literal["crm", "form"] | None = Field(default=None, description="Of leads: a CRM, or a platform's own form")
    currency: Currency | None = None
    timezone: TimeZone | None = Field(default=None, description="Zone of the file's times, where they name none")
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    date_order: DateOrder | None = None
    decimal: Decimal | None = None
    period: SpanText | None = Field(default=None, description="Days the figures stand for, where the file names none")
    statuses: dict[str, Status] = Field(default_factory=dict, description="Status word: its meaning")
    reasons: dict[str, Reason] = Field(default_factory=dict, description="Loss reason: its meaning")
    words: TouchWords = Field(default=TouchWords(), description="Of touches: what the file's own words mean")
    lead_results: Texts = Field(default=(), description="Result types of the platform that are leads")
    conversions: Literal["leads", "sales"] | None = Field(
        default=None, description="What the platform's conversions are, where they are a stage of the funnel"
    )

    @property
    def is_view(self) -> bool:
        """Whether the entry says what the rows are, rather than only how to read them."""
        return bool(self.kind or self.format or self.columns)


class Sources(Model):
    """Sources of leads beside the built-in lists, as utm_source or the CRM writes them."""

    smm: Texts = Field(default=(), description="Paid social and advertising sources: leads of these are SMM's")
    other: Texts = Field(default=(), description="Sources that are not advertising")


class Costs(Model):
    """Costs beside the advertising itself."""

    agency_fee_per_month: PositiveFloat | None = Field(
        default=None, description="The agency's fee in the report's currency; ROMI then counts it"
    )


class Config(Model):
    """The configuration file."""

    period: PeriodText | None = Field(default=None, description="2026-09-01..2026-09-30, last-month, …")
    reference: ReferenceText | None = Field(
        default=None,
        description="What to compare with: previous, last-year, days, before:2026-03-01, targets, control or standards",
    )
    as_of: DayText | None = Field(
        default=None, description="The day the report is made for; by default the last day in the data"
    )
    by: Annotated[tuple[Dimension, ...], BeforeValidator(listed)] = Field(
        default=(), description="Dimensions to cut by"
    )
    timezone: TimeZone | None = Field(default=None, description="The report's time zone, like Europe/Moscow")
    region: str | None = Field(
        default=None, pattern="^[A-Z]{2}$", description="Country of phone numbers without a code, like RU"
    )
    currency: Currency | None = None
    rates: dict[Currency, PositiveFloat] = Field(
        default_factory=dict, description="Currency: its worth in the report's currency"
    )
    rates_file: str | None = Field(default=None, description="The same in a file, its path relative to this one's")
    dedupe_days: int = Field(
        default=30, ge=0, le=3650, description="The same contact within so many days is a duplicate"
    )
    sla: Minutes | None = Field(
        default=None, description="Time within which both sides agreed to answer a lead: 15m, 1h, 1d; none is assumed"
    )
    attempts: int = Field(default=6, ge=1, le=100, description="Tries to reach a person before giving up")
    horizon: DayCount | None = Field(
        default=None, description="Days a lead is given to become a sale, like 60d; by default chosen from the data"
    )
    worktime: WorkTime | None = Field(default=None, description="Working hours: response times count these only")
    control: Texts = Field(default=(), description="Sources besides advertising that the same sales team works")
    zones: Zones = Field(
        default_factory=dict, description="Factor of the funnel: the zone it falls to, where both sides agreed on it"
    )
    targets: Targets = Targets()
    rules: Rules | None = Field(
        default=None, description="Rules of the ledger in place of the built-in ones: a file beside this one, or a list"
    )
    sources: Sources = Sources()
    costs: Costs = Costs()
    awareness: Texts = Field(default=(), description="Campaigns for attention, not leads; * stands for any characters")
    conversions: dict[str, Literal["leads", "sales"]] = Field(
        default_factory=dict, description="Platform: what its conversions are"
    )
    lead_results: Texts = Field(default=(), description="Result types that are leads, on any platform")
    statuses: dict[str, Status] = Field(default_factory=dict, description="Status word: its meaning")
    reasons: dict[str, Reason] = Field(default_factory=dict, description="Loss reason: its meaning")
    formats: Texts = Field(default=(), description="Format files of one's own")
    files: tuple[FileMap, ...] = ()
