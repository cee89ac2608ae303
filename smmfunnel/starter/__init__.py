"""The beginning of a configuration, from what the files themselves show."""

from __future__ import annotations

from smmfunnel.starter.survey import KnownFile, Survey, UnknownFile, survey
from smmfunnel.starter.update import updated_config
from smmfunnel.starter.write import new_config

__all__ = ["KnownFile", "Survey", "UnknownFile", "new_config", "survey", "updated_config"]
