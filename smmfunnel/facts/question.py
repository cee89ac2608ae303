"""What one run asks of the tables: spans, dimensions and terms, as plain values the SQL can hold."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.facts.script import quoted
from smmfunnel.facts.values import PERIOD, REFERENCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

ADS_DIMS = ("ad_group", "ad", "device", "week", "month")
"""Dimensions of ads beside campaign and platform, which every cell has."""
LEAD_DIMS = ("ad_group", "ad", "manager", "week", "month")
"""Dimensions of leads beside campaign, platform and source, which every cell has."""
APART = 10
"""Ads and visits of compared spans that are neither the funnel's period nor its reference are numbered from here."""
DIMENSIONS = ("campaign", "ad_group", "ad", "platform", "device", "source", "manager", "week", "month")
"""Everything `--by` takes."""


@dataclass(frozen=True)
class Question:
    """The terms of one run, resolved to days."""

    period: tuple[date, date] | None
    reference: tuple[date, date] | None
    as_of: date | None
    by: Sequence[str] = ()
    dedupe_days: int = 30
    currency: str | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    """Currency to units of `currency`."""

    compared: Mapping[int, tuple[date, date]] = field(default_factory=dict)
    """Days of the spans the attribution compares, by their number."""

    @property
    def of_ads(self) -> dict[int, int]:
        """The number under which ads and visits of each compared span are counted."""
        own = {self.period: PERIOD, self.reference: REFERENCE}
        return {number: own.get(days, APART + number) for number, days in self.compared.items()}

    @property
    def apart(self) -> dict[int, tuple[date, date]]:
        """Days of the compared spans that the funnel does not count by itself."""
        return {of_ads: self.compared[number] for number, of_ads in self.of_ads.items() if of_ads >= APART}

    def ads_dims(self) -> list[str]:
        """Asked dimensions that ads have."""
        return [dim for dim in ADS_DIMS if dim in self.by]

    def lead_dims(self) -> list[str]:
        """Asked dimensions that leads have."""
        return [dim for dim in LEAD_DIMS if dim in self.by]

    def span_of(self, day: str) -> str:
        """SQL for the number of the span the expression `day` falls in; without a period, every day's."""
        if self.period is None:
            late = f"{day} > {_literal(self.as_of)}" if self.as_of else "FALSE"
            return f"CASE WHEN {late} THEN NULL ELSE {PERIOD} END"
        parts = [f"WHEN {day} BETWEEN {_literal(self.period[0])} AND {_literal(self.period[1])} THEN {PERIOD}"]
        if self.reference:
            first, last = self.reference
            parts.append(f"WHEN {day} BETWEEN {_literal(first)} AND {_literal(last)} THEN {REFERENCE}")
        return "CASE " + " ".join(parts) + " END"

    def terms(self) -> str:
        """SQL that makes the tables `settings` and `rates`."""
        device = quoted("device" if "device" in self.by else "")
        rows = "".join(
            f"INSERT INTO rates VALUES ({quoted(code)}, {quoted(self.currency)}, {rate!r});"
            for code, rate in sorted(self.rates.items())
        )
        return (
            f"CREATE TABLE settings AS SELECT {self.dedupe_days} AS dedupe_days, {device} AS wanted_dim,"
            f" {_literal(self.as_of)} AS as_of, {quoted(self.currency)} AS currency;"
            'CREATE TABLE rates (currency VARCHAR, "into" VARCHAR, rate DOUBLE);' + rows
        )


def _literal(day: date | None) -> str:
    return "CAST(NULL AS DATE)" if day is None else f"DATE '{day.isoformat()}'"
