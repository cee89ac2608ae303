"""`schema`: JSON Schema of the report, the check, lists of leads and the configuration."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from smmfunnel.cli import streams
from smmfunnel.texts import say


class Document(StrEnum):
    """What there is a schema of."""

    REPORT = "report"
    CHECK = "check"
    LEADS = "leads"
    CONFIG = "config"


def schema(
    document: Annotated[
        Document, typer.Argument(metavar="[report|check|leads|config]", help=say("option.document"))
    ] = Document.REPORT,
) -> None:
    """Print the schema; the help is the text `command.schema`."""
    if document is Document.CONFIG:
        from smmfunnel.config import config_schema

        found = config_schema()
    else:
        from smmfunnel.render import schema as schema_of

        found = schema_of(f"smmfunnel/{document.value}/1")
    streams.write_stdout(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
