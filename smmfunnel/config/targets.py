"""Rates and costs somebody promised or remembers, to hold the funnel against."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from smmfunnel.config.base import Model, text
from smmfunnel.dataclass import dataclass
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER = re.compile(r"^\d+(?:[ \u00a0\u202f_]\d{3})*(?:[.,]\d+)?$")
PER_MILLE = 1000


@dataclass(frozen=True)
class Target:
    """One number of a plan; counts, where it is one, carry its sampling error."""

    value: float
    successes: float | None = None
    trials: float | None = None


SHORT: Mapping[str, Factor] = {
    "ctr": Factor.CLICKS,
    "landing_rate": Factor.LANDING,
    "lead_rate": Factor.LEAD_RATE,
    "form_rate": Factor.FORM_RATE,
    "click_lead": Factor.CLICK_LEAD,
    "impression_lead": Factor.IMPRESSION_LEAD,
    "delivery_rate": Factor.DELIVERY,
    "lead_sale": Factor.CONVERSION,
    "click_sale": Factor.CLICK_SALE,
}
"""Names an analyst would write, and the factor that each is."""


TURNED: Mapping[str, str] = {
    "cpm": Factor.IMPRESSIONS.value,
    "cpc": Factor.CLICKS_SPEND.value,
    "cpl": Factor.SPEND_LEAD.value,
}
"""Costs, and the factor that each is turned round."""


def number_of(words: str) -> float:
    """Read a positive number; spaces part thousands, a comma or point the decimals.

    Raises:
        ValueError: it is none.

    Example:
        >>> number_of("48 000"), number_of("1,5")
        (48000.0, 1.5)
    """
    plain = words.strip()
    if not _NUMBER.match(plain):
        msg = f"{words!r} is not a number"
        raise ValueError(msg)
    value = float(re.sub(r"[ \u00a0\u202f_]", "", plain).replace(",", "."))
    if value <= 0:
        msg = f"{words!r}: a target is more than nothing"
        raise ValueError(msg)
    return value


def quotient(words: str) -> Target:
    """Read a quotient: 0.02, 2% or counts like 30/250.

    Raises:
        ValueError: it is none.

    Example:
        >>> quotient("30/250")
        Target(value=0.12, successes=30.0, trials=250.0)
        >>> quotient("2%").value
        0.02
    """
    above, slash, below = words.partition("/")
    if slash:
        successes, trials = number_of(above), number_of(below)
        return Target(successes / trials, successes, trials)
    plain = words.strip()
    return Target(number_of(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1))


def rate(words: str) -> Target:
    """Read a share of what went in before.

    Raises:
        ValueError: it is none, or more than the whole.
    """
    found = quotient(words)
    if found.value > 1:
        msg = f"{words!r} is more than the whole: a rate is a fraction like 0.02, a share like 2% or counts like 30/250"
        raise ValueError(msg)
    return found


def _rate(words: str) -> str:
    rate(words)
    return words


def _quotient(words: str) -> str:
    quotient(words)
    return words


def _amount(words: str) -> str:
    number_of(words)
    return words


_SCHEMA = WithJsonSchema({"type": ["string", "number"]})
Rate = Annotated[str, BeforeValidator(text), AfterValidator(_rate), _SCHEMA]
Quotient = Annotated[str, BeforeValidator(text), AfterValidator(_quotient), _SCHEMA]
Amount = Annotated[str, BeforeValidator(text), AfterValidator(_amount), _SCHEMA]
_FRACTION = "0.02, 2% or 30/250"


class Targets(Model):
    """What was planned, promised or is remembered; what is not named stays as it is."""

    ctr: Rate | None = Field(default=None, description=f"Clicks an impression: {_FRACTION}")
    landing_rate: Rate | None = Field(default=None, description=f"Landing views a click: {_FRACTION}")
    lead_rate: Rate | None = Field(default=None, description=f"Leads a landing view: {_FRACTION}")
    form_rate: Rate | None = Field(default=None, description=f"Leads a click of a platform's form: {_FRACTION}")
    click_lead: Rate | None = Field(default=None, description=f"Leads a click, without landing views: {_FRACTION}")
    impression_lead: Rate | None = Field(default=None, description=f"Leads an impression, without clicks: {_FRACTION}")
    delivery_rate: Quotient | None = Field(default=None, description=f"CRM leads a platform's lead: {_FRACTION}")
    lead_sale: Rate | None = Field(
        default=None, description=f"Sales a lead: {_FRACTION}; counts carry their sampling error"
    )
    click_sale: Rate | None = Field(default=None, description=f"Sales a click, without leads: {_FRACTION}")
    engagement_rate: Rate | None = Field(default=None, description=f"Engagements an impression: {_FRACTION}")
    qualified_rate: Rate | None = Field(default=None, description=f"Qualified leads a lead: {_FRACTION}")
    average_deal: Amount | None = Field(default=None, description="Money a sale, in the report's currency")
    spend: Amount | None = Field(default=None, description="Money to spend in a period, in the report's currency")
    cpm: Amount | None = Field(default=None, description="Money a thousand impressions")
    cpc: Amount | None = Field(default=None, description="Money a click")
    cpv: Amount | None = Field(default=None, description="Money a video view")
    cpl: Amount | None = Field(default=None, description="Money a lead")
    cac: Amount | None = Field(default=None, description="Money a sale")
    reach: Amount | None = Field(default=None, description="People to reach in a period")
    impressions_per_spend: Amount | None = Field(
        default=None, description="Impressions a unit of money; the same as cpm turned round"
    )
    clicks_per_spend: Amount | None = Field(
        default=None, description="Clicks a unit of money; the same as cpc turned round"
    )
    leads_per_spend: Amount | None = Field(
        default=None, description="Leads a unit of money; the same as cpl turned round"
    )
    clicks_per_impression: Rate | None = Field(default=None, description="The same as ctr")
    landing_views_per_click: Rate | None = Field(default=None, description="The same as landing_rate")
    leads_per_landing_view: Rate | None = Field(default=None, description="The same as lead_rate")
    leads_per_click_of_forms: Rate | None = Field(default=None, description="The same as form_rate")
    leads_per_click: Rate | None = Field(default=None, description="The same as click_lead")
    leads_per_impression: Rate | None = Field(default=None, description="The same as impression_lead")
    crm_leads_per_platform_lead: Quotient | None = Field(default=None, description="The same as delivery_rate")
    lead_to_sale: Rate | None = Field(default=None, description="The same as lead_sale")
    sales_per_click: Rate | None = Field(default=None, description="The same as click_sale")

    @model_validator(mode="after")
    def _once(self) -> Targets:
        for name, other in [*((name, factor.value) for name, factor in SHORT.items()), *TURNED.items()]:
            if getattr(self, name) is not None and getattr(self, other) is not None:
                msg = f"{name} and {other} are the same target, given twice"
                raise ValueError(msg)
        return self

    def told(self) -> Mapping[str, Target]:
        """Return the targets by the factor's name, or by their own where they are no factor.

        `cpm` is there under its own name and as impressions a unit of money.

        Example:
            >>> Targets(lead_sale="30/250", cpm="200").told()["impressions_per_spend"].value
            5.0
        """
        found = {}
        for name in type(self).model_fields:
            words = getattr(self, name)
            if words is not None:
                key = SHORT[name].value if name in SHORT else name
                found[key] = Target(number_of(words)) if name in _AMOUNTS else quotient(words)
        if "cpm" in found:
            found[Factor.IMPRESSIONS.value] = Target(PER_MILLE / found["cpm"].value)
        return found


_AMOUNTS = frozenset({"average_deal", "spend", "cpm", "cpc", "cpv", "cpl", "cac", "reach", *TURNED.values()})
