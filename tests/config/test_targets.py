from __future__ import annotations

import pytest

from smmfunnel.config.schema import config_schema
from smmfunnel.config.targets import SHORT, Target, Targets, rate
from smmfunnel.vocabulary import Factor

NOT_A_NUMBER = {Factor.MIX, Factor.COUNT, Factor.QUALITY, Factor.HANDLING, Factor.COMMON, Factor.SPECIFIC}


def test_short_names_become_the_factors_own() -> None:
    told = Targets(ctr="1.2%", lead_sale="30/250", average_deal="48 000", cpl="500").told()
    assert told == {
        "clicks_per_impression": Target(0.012),
        "lead_to_sale": Target(0.12, 30.0, 250.0),
        "average_deal": Target(48000.0),
        "cpl": Target(500.0),
    }


def test_a_price_of_impressions_is_also_impressions_a_unit_of_money() -> None:
    told = Targets(cpm="200").told()
    assert (told["cpm"].value, told["impressions_per_spend"].value) == (200.0, 5.0)


def test_every_factor_that_is_a_number_may_be_a_target() -> None:
    assert {factor.value for factor in Factor} - {factor.value for factor in NOT_A_NUMBER} <= {*Targets.model_fields}
    assert {*SHORT} <= {*Targets.model_fields}
    assert {*Targets.model_fields} == {*config_schema()["$defs"]["Targets"]["properties"]}


@pytest.mark.parametrize("text", ["2", "150%", "3/2", "0", "-1%", "1/2/3", "%", ""])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        rate(text)
