"""Pages of `explain`: one topic each, as data in YAML, a file a kind of topic."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "outcome": "outcomes",
        "zone": "zones",
        "factor": "factors",
        "number": "numbers",
        "stage": "stages",
        "section": "sections",
        "method": "methods",
    }
)
"""Kinds of topics and their files, in the order of the list."""


@dataclass(frozen=True)
class Figures:
    """Where this run's figures on a topic stand: a section, and which rows of it."""

    section: str
    where: Mapping[str, str]
    """By column: the value of the rows; empty is the whole section."""


@dataclass(frozen=True)
class Page:
    """One topic."""

    kind: str
    name: str
    title: str
    says: str
    """What it is, in a few sentences."""
    formula: str = ""
    example: str = ""
    limits: str = ""
    """What it does not say."""
    change: str = ""
    """The option or the key of the config that changes it."""
    source: str = ""
    see: tuple[str, ...] = ()
    """Topics near it, by id."""
    figures: tuple[Figures, ...] = ()
    zone: str = ""
    """For a factor: its zone by default."""

    @property
    def topic(self) -> str:
        """The topic's id: kind and name."""
        return f"{self.kind}.{self.name}"


@cache
def pages(lang: str = "en") -> Mapping[str, Page]:
    """Return every page by its id, in the order of the list.

    Example:
        >>> pages()["outcome.untouched"].title
        'Never contacted'
    """
    import yaml

    found: dict[str, Page] = {}
    for kind, name in KINDS.items():
        text = (files("smmfunnel.texts") / lang / "pages" / f"{name}.yaml").read_text("utf-8")
        for topic, given in yaml.safe_load(text).items():
            page = _page(kind, topic, given)
            found[page.topic] = page
    return MappingProxyType(found)


def _page(kind: str, name: str, given: dict[str, object]) -> Page:
    listed = given.pop("figures", [])
    see = given.pop("see", [])
    assert isinstance(listed, list)  # noqa: S101 - told to the type checker: tests read every page
    assert isinstance(see, list)  # noqa: S101 - as above
    figures = [Figures(each["section"], each.get("where", {})) for each in listed] or _own(kind, name)
    texts = {key: str(value).strip() for key, value in given.items()}
    return Page(kind, name, see=tuple(see), figures=tuple(figures), **texts)


def _own(kind: str, name: str) -> list[Figures]:
    """Return where a topic of this kind has its figures, unless its page says otherwise."""
    if kind == "section":
        return [Figures(name, {})]
    if kind == "outcome":
        return [Figures("ledger", {"outcome": name})]
    if kind == "factor":
        return [Figures("factors", {"factor": name}), Figures("sensitivity", {"factor": name})]
    if kind == "stage":
        return [Figures("funnel", {"stage": name})]
    if kind == "zone":
        return [Figures(section, {"zone": name}) for section in ("zones", "factors", "ledger_zones", "actions")]
    return []


def found(name: str, lang: str = "en") -> tuple[Page, ...]:
    """Return the pages on a topic: by its id, or every kind of thing that has the name.

    Example:
        >>> [page.topic for page in found("site")], [page.topic for page in found("zone.site")], found("sight")
        (['outcome.site', 'zone.site'], ['zone.site'], ())
    """
    known = pages(lang)
    asked = name.strip().lower().replace("-", "_").replace(" ", "_")
    if asked in known:
        return (known[asked],)
    return tuple(page for page in known.values() if asked in {page.name, page.title.lower().replace(" ", "_")})
