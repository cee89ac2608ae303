"""`init`: a commented smmfunnel.yaml from the files' own headers, statuses and reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from smmfunnel.cli import outputs, streams
from smmfunnel.cli.options import PATHS, ReadingOptions
from smmfunnel.cli.run import refuse_terminal, settings_of
from smmfunnel.cli.spread import spread
from smmfunnel.errors import OutputError, Where
from smmfunnel.texts import say

NAME = "smmfunnel.yaml"


@spread(reading=ReadingOptions)
def init(
    paths: Annotated[list[str], PATHS],
    *,
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE", help=say("option.init_output"))] = (NAME),
    update: Annotated[bool, typer.Option("--update", help=say("option.update"))] = False,
    force: Annotated[bool, typer.Option("--force", help=say("option.force"))] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help=say("option.quiet"))] = False,
    reading: ReadingOptions,
) -> None:
    """Survey the files and write; the help is the text `command.init`."""
    from pathlib import Path

    from smmfunnel.starter import new_config, survey, updated_config

    refuse_terminal(paths)
    place = Path(output)
    there = output != outputs.STDOUT and place.exists()
    if there and not (update or force):
        raise OutputError("init_exists", Where(path=output))
    if there and update and reading.config is None:
        reading = replace(reading, config=output)
    # A new file is made of what the files say: a configuration that lies there must not hide their words.
    settings = settings_of(paths, reading, search=False)
    found = survey(paths, settings)
    if there and update:
        text = updated_config(place.read_text(encoding="utf-8-sig"), found, output)
    else:
        text = new_config(found)
    if output == outputs.STDOUT:
        streams.write_stdout(text)
        return
    changed = not there or text.encode() != place.read_bytes()
    if changed:
        outputs.write_all({output: text.encode()})
    if not quiet:
        streams.tell(say("init.written" if changed else "init.unchanged", path=output))
