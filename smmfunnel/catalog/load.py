"""The catalogue: every known format, the shared words and the words of sources, read from YAML."""

from __future__ import annotations

import json
from dataclasses import field
from importlib.resources import files
from typing import TYPE_CHECKING

from smmfunnel.catalog.compiled import Compiled, digest, format_of, plain, read_compiled, sources_of, words_of
from smmfunnel.catalog.formatfile import meanings, parse_format
from smmfunnel.catalog.index import Index, build_index
from smmfunnel.catalog.sources import Sources, parse_sources
from smmfunnel.catalog.words import LanguageWords, SharedWords
from smmfunnel.catalog.yamlfile import Faults, compose, items
from smmfunnel.dataclass import dataclass
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
    compiled = read_compiled(root)
    formats, faults = _built_in(root / "formats", compiled)
    own, own_faults = _parse_all(_read_own(extra))
    if faults or own_faults:
        raise join([*faults, *own_faults])
    both = {**formats, **own}
    ordered = {name: both[name] for name in sorted(both)}
    return Catalog(
        formats=ordered,
        words=_built_in_words(root / "words", compiled),
        sources=_built_in_sources(root / "sources.yaml", compiled),
        index=build_index(ordered.values()),
    )


def compile_catalog() -> str:
    """Write what all built-in files say as the text of `compiled.json`, a line a file.

    Raises:
        InputError: a file states what cannot be.
    """
    root = files("smmfunnel.catalog")
    nothing = Compiled({})
    formats, faults = _built_in(root / "formats", nothing)
    if faults:
        raise join(faults)
    words = _built_in_words(root / "words", nothing)
    parts: dict[str, Format | LanguageWords | Sources] = {
        **{f"formats/{name}.yaml": form for name, form in formats.items()},
        "sources.yaml": _built_in_sources(root / "sources.yaml", nothing),
        **{
            f"words/{lang}.yaml": LanguageWords(words.statuses.get(lang, {}), words.reasons.get(lang, {}))
            for lang, _ in _yaml_files(root / "words")
        },
    }
    lines = [
        f"{json.dumps(path)}: "
        + json.dumps({"sha256": digest((root / path).read_bytes()), "says": plain(part)}, ensure_ascii=False)
        for path, part in parts.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _yaml_files(folder: Traversable) -> Iterable[tuple[str, Traversable]]:
    """Yield the YAML files of a built-in folder with their names, sorted."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name.endswith(".yaml"):
            yield item.name.removesuffix(".yaml"), item


def _built_in(folder: Traversable, compiled: Compiled) -> tuple[dict[str, Format], list[SmmFunnelError]]:
    """Take the formats the JSON knows and parse the others."""
    known: dict[str, Format] = {}
    others: list[tuple[str, str, str]] = []
    for name, item in _yaml_files(folder):
        data = item.read_bytes()
        says = compiled.of(f"formats/{item.name}", data)
        if says is None:
            others.append((name, data.decode(), item.name))
        else:
            known[name] = format_of(says)
    parsed, faults = _parse_all(others)
    return {**known, **parsed}, faults


def _built_in_words(folder: Traversable, compiled: Compiled) -> SharedWords:
    known: dict[str, LanguageWords] = {}
    others: dict[str, str] = {}
    for lang, item in _yaml_files(folder):
        data = item.read_bytes()
        says = compiled.of(f"words/{item.name}", data)
        if says is None:
            others[lang] = data.decode()
        else:
            known[lang] = words_of(says)
    parsed = parse_words(others)
    return SharedWords(
        {**{lang: words.statuses for lang, words in known.items()}, **parsed.statuses},
        {**{lang: words.reasons for lang, words in known.items()}, **parsed.reasons},
    )


def _built_in_sources(item: Traversable, compiled: Compiled) -> Sources:
    data = item.read_bytes()
    says = compiled.of(item.name, data)
    return parse_sources(data.decode(), item.name) if says is None else sources_of(says)


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
