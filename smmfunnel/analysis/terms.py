"""The terms of a run that every output begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel import __version__
from smmfunnel.analysis.money import currencies
from smmfunnel.results import Heading

if TYPE_CHECKING:
    from smmfunnel.analysis.counts import Scope
    from smmfunnel.config import Settings
    from smmfunnel.facts.values import Facts


def heading(facts: Facts, settings: Settings, scope: Scope) -> Heading:
    """State period, reference, scope, currency and configuration of a run."""
    codes = currencies(facts, scope)
    return Heading(
        version=__version__,
        as_of=facts.as_of,
        lang=settings.lang,
        currency=settings.currency or (codes[0] if len(codes) == 1 else None),
        config_path=settings.config_path,
        config_sha256=settings.config_sha256,
        period=facts.period,
        reference=facts.reference,
        scope=scope.name,
    )
