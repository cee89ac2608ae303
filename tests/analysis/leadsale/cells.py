"""Cells of leads for the tests of the lead→sale model."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from smmfunnel.facts.evidence import CONTROL, PLACEBO, SMM, ModelCell
from smmfunnel.facts.values import PERIOD, REFERENCE
from smmfunnel.vocabulary import ResponseClass

if TYPE_CHECKING:
    from collections.abc import Sequence

R = ResponseClass


def cell(
    span: int,
    leads: int,
    sales: int,
    *,
    campaign: str | None = "a",
    quality: str = "valid",
    response: ResponseClass = R.WITHIN_15M,
    group: str = SMM,
    source: str | None = None,
    exposure: int | None = None,
) -> ModelCell:
    """One cell; every lead has had its horizon unless `exposure` (millionths) says otherwise."""
    return ModelCell(
        span=span,
        group=group,
        source=source,
        platform="vk" if group == SMM else None,
        campaign_ref=campaign if group == SMM else None,
        quality=quality,
        response=response,
        off_hours=False,
        leads=leads,
        exposure=leads * 1_000_000 if exposure is None else exposure,
        sales=sales,
        revenue=0,
        priced=0,
        revenue_square=0,
    )


def agency(
    *,
    campaigns: int = 3,
    qualities: Sequence[str] = ("valid", "invalid"),
    sources: int = 2,
    leads: float = 8.0,
    seed: int = 1,
    exposed: float = 1.0,
) -> list[ModelCell]:
    """A made-up account with every kind of lead in both spans."""
    rng = np.random.default_rng(seed)
    found = []
    units = [(SMM, f"c{n}", None) for n in range(campaigns)] + [(CONTROL, None, f"s{n}") for n in range(sources)]
    for (group, campaign, source), span, quality, response in product(units, (PERIOD, REFERENCE), qualities, R):
        number = int(rng.poisson(leads))
        effects = -0.7 * qualities.index(quality) - 0.3 * list(R).index(response) - 0.2 * (span == PERIOD)
        sales = int(rng.binomial(number, exposed / (1 + np.exp(1.2 - effects))))
        if number:
            found.append(
                cell(
                    span,
                    number,
                    sales,
                    campaign=campaign,
                    quality=quality,
                    response=response,
                    group=group,
                    source=source,
                    exposure=round(number * exposed * 1_000_000),
                )
            )
    return found


@st.composite
def any_cells(draw: st.DrawFn) -> list[ModelCell]:
    """Tables of any kind: empty, one-sided, without sales, all sales, hardly exposed."""
    found = []
    for _ in range(draw(st.integers(0, 8))):
        leads = draw(st.integers(1, 30))
        found.append(
            cell(
                draw(st.sampled_from([PERIOD, REFERENCE, PLACEBO])),
                leads,
                draw(st.integers(0, leads)),
                campaign=draw(st.sampled_from([None, "a", "b"])),
                quality=draw(st.sampled_from(["valid", "invalid", "absent"])),
                response=draw(st.sampled_from(list(R))),
                group=draw(st.sampled_from([SMM, SMM, CONTROL, "neither"])),
                source=draw(st.sampled_from([None, "calls"])),
                exposure=draw(st.sampled_from([0, 1, 300_000, leads * 500_000, leads * 1_000_000])),
            )
        )
    return found
