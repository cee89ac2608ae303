"""The settings of one run: the configuration with the command line's word over it."""

from __future__ import annotations

import hashlib
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from smmfunnel.config.durations import days_of, minutes_of
from smmfunnel.config.load import find_config, load_config, load_rules
from smmfunnel.config.models import Config
from smmfunnel.config.rates import load_rates
from smmfunnel.config.targets import SHORT
from smmfunnel.dataclass import dataclass
from smmfunnel.errors import UsageError
from smmfunnel.vocabulary import Factor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.config.models import FileMap
    from smmfunnel.config.rules import Rule
    from smmfunnel.config.targets import Target
    from smmfunnel.config.worktime import WorkTime
    from smmfunnel.vocabulary import Reason, Status, Zone

MAX_REJECTS = 0.05
ATTEMPTS = 6
SEED = 1


@dataclass(frozen=True)
class Overrides:
    """What the command line says; None and empty mean that it says nothing."""

    config: str | None = None
    period: str | None = None
    reference: str | None = None
    as_of: str | None = None
    by: Sequence[str] = ()
    timezone: str | None = None
    currency: str | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    as_formats: Mapping[str, str] = field(default_factory=dict)
    """File pattern to format name, from `--as FORMAT:PATH`."""
    format_files: Sequence[str] = ()
    sla: str | None = None
    attempts: int | None = None
    horizon: str | None = None
    seed: int | None = None
    max_rejects: float | None = None
    rejects: str | None = None
    lang: str = "en"
    threads: int | None = None
    batch_bytes: int = 4 << 20


@dataclass(frozen=True)
class Settings:
    """Everything a run depends on beside its files."""

    period: str | None = None
    reference: str | None = None
    as_of: str | None = None
    by: tuple[str, ...] = ()
    timezone: str | None = None
    region: str | None = None
    currency: str | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    dedupe_days: int = 30
    sla_minutes: int | None = None
    """Time within which both sides agreed to answer a lead; None: nobody agreed."""
    attempts: int = ATTEMPTS
    """Tries to reach a person before giving up."""
    horizon_days: int | None = None
    """Days a lead is given to become a sale; None: chosen from the data."""
    worktime: WorkTime | None = None
    control: tuple[str, ...] = ()
    """Sources besides advertising that the same sales team works; empty: chosen from the data."""
    zones: Mapping[Factor, Zone] = field(default_factory=dict)
    """Factors whose zone the two sides agreed on, over the default zone map."""
    targets: Mapping[str, Target] = field(default_factory=dict)
    """By value of Factor, `lead_to_sale` included; costs and rates that are no factor by their own names,
    `cpm` both as itself and as impressions_per_spend."""
    rules: tuple[Rule, ...] | None = None
    """Rules of the ledger; None: the built-in ones."""
    seed: int = SEED
    smm_sources: tuple[str, ...] = ()
    other_sources: tuple[str, ...] = ()
    agency_fee_per_month: float | None = None
    awareness: tuple[str, ...] = ()
    conversions: Mapping[str, str] = field(default_factory=dict)
    lead_results: tuple[str, ...] = ()
    statuses: Mapping[str, Status] = field(default_factory=dict)
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    files: tuple[FileMap, ...] = ()
    format_files: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    as_formats: Mapping[str, str] = field(default_factory=dict)
    max_rejects: float = MAX_REJECTS
    rejects: str | None = None
    lang: str = "en"
    config_path: str | None = None
    config_sha256: str | None = None
    threads: int | None = None
    batch_bytes: int = 4 << 20


def make_settings(inputs: Sequence[str], overrides: Overrides, *, search: bool = True) -> Settings:
    """Find and read the configuration and put the command line's options over it.

    Without `search` only a configuration that is named is read.

    Raises:
        UsageError: the configuration, a file of rates or one of rules is missing or has faults, or there are
            rates and no currency to convert into.
    """
    path = find_config(overrides.config, inputs) if search or overrides.config else None
    config, sha256 = load_config(path) if path else (Config(), None)
    folder = path.parent if path else Path()
    own_formats = [str(folder / name) for name in config.formats]
    own_rates_file = str(folder / config.rates_file) if config.rates_file else None
    own_rates = load_rates(own_rates_file) if own_rates_file else {}
    own_rules = str(folder / config.rules) if isinstance(config.rules, str) else None
    rates = {**own_rates, **config.rates, **overrides.rates}
    currency = overrides.currency or config.currency
    sla, horizon = overrides.sla or config.sla, overrides.horizon or config.horizon
    if rates and not currency:
        raise UsageError("rates_without_currency")
    return Settings(
        period=overrides.period or config.period,
        reference=overrides.reference or config.reference,
        as_of=overrides.as_of or config.as_of,
        by=tuple(dict.fromkeys(overrides.by or config.by)),
        timezone=overrides.timezone or config.timezone,
        region=config.region,
        currency=currency,
        rates=rates,
        dedupe_days=config.dedupe_days,
        sla_minutes=minutes_of(sla) if sla else None,
        attempts=overrides.attempts or config.attempts,
        horizon_days=days_of(horizon) if horizon else None,
        worktime=config.worktime,
        control=config.control,
        zones={SHORT.get(name) or Factor(name): zone for name, zone in config.zones.items()},
        targets=config.targets.told(),
        rules=config.rules if isinstance(config.rules, tuple) else load_rules(own_rules) if own_rules else None,
        seed=SEED if overrides.seed is None else overrides.seed,
        smm_sources=config.sources.smm,
        other_sources=config.sources.other,
        agency_fee_per_month=config.costs.agency_fee_per_month,
        awareness=config.awareness,
        conversions=config.conversions,
        lead_results=config.lead_results,
        statuses=config.statuses,
        reasons=config.reasons,
        files=config.files,
        format_files=(*own_formats, *overrides.format_files),
        encoding=overrides.encoding,
        delimiter=overrides.delimiter,
        date_order=overrides.date_order,
        decimal=overrides.decimal,
        as_formats=overrides.as_formats,
        max_rejects=MAX_REJECTS if overrides.max_rejects is None else overrides.max_rejects,
        rejects=overrides.rejects,
        lang=overrides.lang,
        config_path=str(path) if path else None,
        config_sha256=_with_files(sha256, [own_rules, own_rates_file, *own_formats]),
        threads=overrides.threads,
        batch_bytes=overrides.batch_bytes,
    )


def _with_files(sha256: str | None, names: Sequence[str | None]) -> str | None:
    """Return the sum of the configuration and of the files it names: both sides sign all of them.

    Without such files it is the configuration's own.
    """
    named = [Path(name) for name in names if name is not None]
    if sha256 is None or not named:
        return sha256
    own = [hashlib.sha256(path.read_bytes()).hexdigest() for path in named if path.is_file()]
    return hashlib.sha256("\n".join([sha256, *own]).encode()).hexdigest()
