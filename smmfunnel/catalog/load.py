"""The catalogue: every known format, the shared words and the words of sources, read from YAML."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING

from smmfunnel.catalog.formatfile import meanings, parse_format
from smmfunnel.catalog.index import Index, build_index
from smmfunnel.catalog.sources import Sources, parse_sources
from smmfunnel.catalog.words import SharedWords
from smmfunnel.catalog.yamlfile import Faults, compose, items
from smmfunnel.errors import InputError, SmmFunnelError, Where, join
from smmfunnel.vocabulary import Reason, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from smmfunnel.catalog.model import Format


@dataclass(frozen=True)
class Catalog:
    """What is known about exports."""

    formats: Mapping[str, Format]
    """By name, in alphabetical order; the user's own formats replace built-in ones of their name."""
    words: SharedWords
    sources: Sources
    index: Index = field(repr=False, compare=False)
    """The formats' headers by key, for `identify`."""


def load_catalog(extra: Sequence[Path] = ()) -> Catalog:
    """Read the built-in catalogue and the user's own format files.

    Raises:
        InputError: a format file cannot be read or states what cannot be; all faults of all files at once.

    Example:
        >>> load_catalog().formats["meta_ads"].kind
        <Kind.ADS: 'ads'>
    """
    root = files("smmfunnel.catalog")
    formats, faults = _parse_all(_named(root / "formats"))
    own, own_faults = _parse_all(_read_own(extra))
    if faults or own_faults:
        raise join([*faults, *own_faults])
    both = {**formats, **own}
    ordered = {name: both[name] for name in sorted(both)}
    source_file = root / "sources.yaml"
    return Catalog(
        formats=ordered,
        words=parse_words({lang: text for lang, text, _ in _named(root / "words")}),
        sources=parse_sources(source_file.read_text(encoding="utf-8"), source_file.name),
        index=build_index(ordered.values()),
    )


def _named(folder: Traversable) -> Iterable[tuple[str, str, str]]:
    """Yield name, text and path of each YAML file of a built-in folder, sorted."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name.endswith(".yaml"):
            yield item.name.removesuffix(".yaml"), item.read_text(encoding="utf-8"), item.name


def _read_own(paths: Sequence[Path]) -> Iterable[tuple[str, str | InputError, str]]:
    for path in paths:
        try:
            yield path.stem, path.read_text(encoding="utf-8-sig"), str(path)
        except (OSError, UnicodeDecodeError) as error:
            problem = error.strerror if isinstance(error, OSError) else str(error)
            yield (
                path.stem,
                InputError("format_unreadable", Where(path=str(path)), problem=problem),
                str(path),
            )


def _parse_all(
    sources: Iterable[tuple[str, str | InputError, str]],
) -> tuple[dict[str, Format], list[SmmFunnelError]]:
    formats: dict[str, Format] = {}
    faults: list[SmmFunnelError] = []
    for name, text, path in sources:
        if isinstance(text, InputError):
            faults.append(text)
            continue
        try:
            formats[name] = parse_format(text, name, path)
        except InputError as error:
            faults += [error, *error.others]
    return formats, faults


def parse_words(texts: Mapping[str, str]) -> SharedWords:
    """Turn the texts of the shared words files, by language, into SharedWords.

    Raises:
        InputError: a file is not YAML or gives one word two meanings.
    """
    statuses: dict[str, Mapping[str, Status]] = {}
    reasons: dict[str, Mapping[str, Reason]] = {}
    for lang, text in texts.items():
        path = f"{lang}.yaml"
        faults = Faults(path)
        for key, key_node, value in items(compose(text, path), faults):
            if key == "statuses":
                statuses[lang] = meanings(value, Status, faults)
            elif key == "reasons":
                reasons[lang] = meanings(value, Reason, faults)
            else:
                faults.add("format_unknown_key", key_node, key=key)
        faults.raise_all()
    return SharedWords(statuses, reasons)
