"""What smmfunnel.yaml may hold: every key with its meaning, checked all at once."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PositiveFloat,
    StringConstraints,
    WithJsonSchema,
)

from smmfunnel.config.spans import check_reference, check_span
from smmfunnel.vocabulary import Kind, Reason, Status

Dimension = Literal["campaign", "ad_group", "ad", "platform", "device", "source", "manager", "week", "month"]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        msg = f"no time zone is called {name!r}: write one like Europe/Moscow"
        raise ValueError(msg) from error
    return name


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


def _listed(value: object) -> object:
    """Take one header for a list of one."""
    return [value] if isinstance(value, (str, int, float)) else value


def _text(value: object) -> object:
    """Take a day or number for its text."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, (int, float)) else value


TimeZone = Annotated[str, AfterValidator(_zone)]
SpanText = Annotated[str, BeforeValidator(_text), AfterValidator(_span)]
PeriodText = Annotated[str, BeforeValidator(_text), AfterValidator(_period)]
ReferenceText = Annotated[str, BeforeValidator(_text), AfterValidator(_reference)]
DayText = Annotated[str, BeforeValidator(_text), AfterValidator(_day)]
Encoding = Annotated[str, AfterValidator(_encoding)]
Delimiter = Annotated[str, StringConstraints(strip_whitespace=False), AfterValidator(_delimiter)]
Texts = Annotated[
    tuple[str, ...],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3,4}$", description="Currency code in capitals, like RUB")]
Decimal = Literal[".", ","]
DateOrder = Literal["dmy", "mdy", "ymd"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class FileMap(_Model):
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
    set: dict[str, Annotated[str, BeforeValidator(_text)]] = Field(
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
    lead_results: Texts = Field(default=(), description="Result types of the platform that are leads")
    conversions: Literal["leads", "sales"] | None = Field(
        default=None, description="What the platform's conversions are, where they are a stage of the funnel"
    )

    @property
    def is_view(self) -> bool:
        """Whether the entry says what the rows are, rather than only how to read them."""
        return bool(self.kind or self.format or self.columns)


class Sources(_Model):
    """Sources of leads beside the built-in lists, as utm_source or the CRM writes them."""

    smm: Texts = Field(default=(), description="Paid social and advertising sources: leads of these are SMM's")
    other: Texts = Field(default=(), description="Sources that are not advertising")


class Costs(_Model):
    """Costs beside the advertising itself."""

    agency_fee_per_month: PositiveFloat | None = Field(
        default=None, description="The agency's fee in the report's currency; ROMI then counts it"
    )


class Config(_Model):
    """The configuration file."""

    period: PeriodText | None = Field(default=None, description="2026-09-01..2026-09-30, last-month, …")
    reference: ReferenceText | None = Field(
        default=None,
        description="What to compare with: previous, last-year, days, before:2026-03-01, targets, control or standards",
    )
    as_of: DayText | None = Field(
        default=None, description="The day the report is made for; by default the last day in the data"
    )
    by: Annotated[tuple[Dimension, ...], BeforeValidator(_listed)] = Field(
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
