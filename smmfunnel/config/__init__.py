"""The YAML configuration and the settings of one run."""

from __future__ import annotations

from smmfunnel.config.clock import dated
from smmfunnel.config.load import find_config, load_config, load_rules
from smmfunnel.config.models import Config, FileMap
from smmfunnel.config.rates import load_rates
from smmfunnel.config.rules import Rule
from smmfunnel.config.schema import config_schema
from smmfunnel.config.settings import Overrides, Settings, make_settings
from smmfunnel.config.spans import previous, resolve_span
from smmfunnel.config.targets import Target
from smmfunnel.config.worktime import WorkTime

__all__ = [
    "Config",
    "FileMap",
    "Overrides",
    "Rule",
    "Settings",
    "Target",
    "WorkTime",
    "config_schema",
    "dated",
    "find_config",
    "load_config",
    "load_rates",
    "load_rules",
    "make_settings",
    "previous",
    "resolve_span",
]
