"""Every sentence a person reads, by key: one table a language, one module an area."""

from __future__ import annotations

from functools import cache
from importlib import import_module

AREAS = ("errors", "notes", "labels", "commands", "verdict", "ledger", "sections", "explain")
"""Modules of a language's folder; each holds one `TEXTS` mapping of key to template."""


@cache
def _table(lang: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for area in AREAS:
        table.update(import_module(f"smmfunnel.texts.{lang}.{area}").TEXTS)
    return table


def has(key: str, lang: str = "en") -> bool:
    """Tell whether `key` has a text."""
    return key in _table(lang)


def say(key: str, lang: str = "en", /, **params: object) -> str:
    """Fill the template of `key`; a template is a `str.format` string, `{n}` counts choose the plural.

    A template may hold `one|many` forms separated by ` || `; `n` chooses between them.

    Raises:
        KeyError: there is no such text, which is a fault of the program.

    Example:
        >>> say("test.rows", n=1), say("test.rows", n=1200)
        ('1 row', '1,200 rows')
    """
    template = _table(lang)[key]
    if " || " in template:
        one, many = template.split(" || ")
        template = one if params.get("n") == 1 else many
    return template.format(**params)
