"""The text of a new smmfunnel.yaml: what was found is filled in, what nobody can know is left to fill."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from smmfunnel.starter.entries import entries
from smmfunnel.starter.yamltext import one_or_list, remark, scalar
from smmfunnel.texts import say
from smmfunnel.vocabulary import Reason, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from smmfunnel.starter.entries import Entry
    from smmfunnel.starter.survey import Survey


WIDTH = 110
"""Columns of a remark."""


def new_config(found: Survey) -> str:
    """Write the configuration that a survey suggests; it is valid as it stands."""
    parts = [say("starter.head"), *_files(found)]
    parts += _words("statuses", found.statuses, Status)
    parts += _words("reasons", found.reasons, Reason)
    return "\n".join(line.rstrip() for part in parts for line in part.splitlines() or [""]) + "\n"


def _files(found: Survey) -> Iterator[str]:
    yield ""
    for known in found.known:
        yield f"# {remark(known.display)}: {known.title} ({known.format})"
        if known.unknown and not known.proposal.columns:
            yield "#   " + say("starter.not_read", headers=remark(one_or_list(known.unknown)))
    for path, error in found.unread.items():
        yield f"# {remark(path)}: {say(f'error.{error.code}', **error.params)}"
    proposed = list(entries(found))
    if not proposed:
        yield from ("", say("starter.no_files"))
        return
    yield ""
    yield "files:" if any(entry.active for entry in proposed) else "# files:"
    for entry in proposed:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    """Write one entry, as a remark where it may not stand as it is."""
    yield from (f"  # {line}" for line in entry.remarks)
    start = "  " if entry.active else "  # "
    for number, (key, value) in enumerate(entry.keys.items()):
        dash = "- " if number == 0 else "  "
        if isinstance(value, dict):
            yield f"{start}{dash}{key}:"
            yield from (f"{start}    {name}: {_value(one)}" for name, one in value.items())
        else:
            yield f"{start}{dash}{key}: {_value(value)}"
    if entry.left:
        yield f"    # {say('starter.left')}"
        yield f"    # ignore: {one_or_list(entry.left) if len(entry.left) > 1 else f'[{scalar(entry.left[0])}]'}"


def _value(value: str | list[str]) -> str:
    return one_or_list([value] if isinstance(value, str) else value)


def _words(key: str, words: Mapping[str, int], meanings: Iterable[str]) -> Iterator[str]:
    """Write the words nobody mapped, each as `unmapped`, which changes nothing until somebody knows better."""
    yield ""
    yield say(f"starter.{key}")
    known = ", ".join(one for one in meanings if one != "unmapped")
    yield from wrap(say("starter.meanings", meanings=known), WIDTH, subsequent_indent="# ")
    if not words:
        yield f"# {key}:"
        yield say("starter.all_mapped")
        return
    yield f"{key}:"
    yield from (f"  {scalar(word)}: unmapped  # {say('test.rows', n=rows)}" for word, rows in words.items())
