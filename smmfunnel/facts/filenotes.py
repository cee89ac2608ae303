"""What the files themselves give a reader to know: notes of reading, and words nobody mapped."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from smmfunnel.results import Note, Word
from smmfunnel.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smmfunnel.facts.coverage import Covered, Plan
    from smmfunnel.facts.load import LoadedFile

_SUMMED = ("results_are_leads", "results_taken_for_leads", "results_are_not_leads")
"""Notes said once for all files that are used, rather than for each."""


def words(loaded: Sequence[LoadedFile]) -> tuple[Word, ...]:
    """List the status and reason words without a meaning, by file, the most frequent first."""
    found = [
        Word(item.scan.found.display, column, value, rows)
        for item in loaded
        for (column, value), rows in item.summary.words.items()
    ]
    return tuple(sorted(found, key=lambda word: (word.path, word.column, -word.rows, word.value)))


def of_files(loaded: Sequence[LoadedFile]) -> list[Note]:
    """Collect what reading each file found, sums of several files said once."""
    notes = [note for item in loaded for note in item.summary.ordered_notes if note.code not in _SUMMED]
    notes += _summed(loaded)
    notes += [
        Note("platform_by_name", source=item.scan.found.display, params={"platform": item.scan.named}, level="info")
        for item in loaded
        if item.scan.named
    ]
    platforms = {item.scan.platform for item in loaded if item.scan.kind is Kind.ADS}
    notes += [
        Note(code, source=item.scan.found.display, level="info")
        for item in loaded
        for code in item.scan.form.warnings
        # Taxes in the figures matter only beside figures of others.
        if item.scan.kind is Kind.ADS and len(platforms) > 1
    ]
    words = [(item, word) for item in loaded for word in item.summary.words]
    if words:
        notes.append(Note("unmapped_words", len(words)))
    notes += [
        Note("other_columns", len(others), item.scan.found.display, {"headers": ", ".join(others)}, "info")
        for item in loaded
        if (others := item.scan.match.others)
    ]
    return notes


def set_aside(loaded: Sequence[LoadedFile]) -> list[Note]:
    """Say how many rows of ads stand there twice, cell by cell, and how many others count the same days."""
    codes = {"duplicate": "rows_identical", "overlap": "rows_set_aside"}
    numbers = {why: sum(item.left_out[why] for item in loaded if item.scan.kind is Kind.ADS) for why in codes}
    return [Note(codes[why], number, level="info") for why, number in numbers.items() if number]


def _summed(loaded: Sequence[LoadedFile]) -> list[Note]:
    """Add up what the files that are used counted as results, by kind."""
    found: Counter[tuple[str, str]] = Counter()
    for item in loaded:
        used = item.summary.rows_kept > sum(item.left_out.values())
        for note in item.summary.notes:
            if used and note.code in _SUMMED:
                found[note.code, str(note.params["kind"])] += note.count or 0
    return [
        Note(code, count, params={"kind": kind}, level="info")
        for (code, kind), count in sorted(found.items(), key=lambda entry: (_SUMMED.index(entry[0][0]), entry[0][1]))
    ]


def nameless(covered: Sequence[Covered], chosen: Plan, names: Mapping[int, str]) -> list[Note]:
    """Files of the same days that name neither platform nor campaign: one account twice, or two platforms."""
    files: dict[int, list[Covered]] = {}
    for item in covered:
        if item.platform is None and item.level == 0:
            files.setdefault(chosen.groups[item.file, None], []).append(item)
    alike: set[int] = set()
    for group in files.values():
        for one, two in combinations(group, 2):
            days = one.first, one.last, two.first, two.last
            known = [day for day in days if day is not None]
            apart = len(known) == len(days) and max(known[0], known[2]) > min(known[1], known[3])
            if one.file != two.file and not apart:
                alike |= {one.file, two.file}
    return [Note("same_days_nameless", len(alike), names[min(alike)])] if alike else []
