from __future__ import annotations

from datetime import date

import pytest

from smmfunnel.facts.compared import Coverage
from smmfunnel.facts.spans import followed_until, until
from smmfunnel.results import Span

FIRST, LAST = date(2026, 8, 1), date(2026, 9, 30)
PLAIN = Coverage({"ads": (FIRST, LAST)}, LAST)
WHOLE = Coverage({"ads": (FIRST, LAST)}, LAST, lambda days: days != (FIRST, LAST))


def test_leads_are_followed_until_the_files_end() -> None:
    assert followed_until(LAST, LAST) == (LAST, ())
    assert followed_until(date(2026, 9, 1), LAST) == (date(2026, 9, 1), ())
    day, notes = followed_until(date(2026, 10, 14), LAST)
    assert day == LAST
    assert [(note.code, note.params["asked"]) for note in notes] == [("as_of_after_files", "2026-10-14")]
    assert followed_until(None, None) == (None, ())


@pytest.mark.parametrize(
    ("period", "as_of", "covered", "found"),
    [
        (None, LAST, PLAIN, None),
        (None, date(2026, 8, 15), PLAIN, (FIRST, date(2026, 8, 15))),
        (None, date(2026, 7, 15), PLAIN, None),
        (None, date(2026, 8, 15), WHOLE, None),
        ((date(2026, 9, 1), LAST), date(2026, 9, 15), PLAIN, (date(2026, 9, 1), date(2026, 9, 15))),
        ((FIRST, LAST), date(2026, 9, 15), WHOLE, (FIRST, LAST)),
        ((date(2026, 9, 1), LAST), date(2026, 8, 15), PLAIN, (date(2026, 9, 1), LAST)),
    ],
)
def test_files_are_counted_until_the_day_of_the_report(
    period: tuple[date, date] | None, as_of: date, covered: Coverage, found: tuple[date, date] | None
) -> None:
    asked = Span(*period, why="asked") if period else None
    cut = until(asked, as_of, (FIRST, LAST), covered)
    assert (None if cut is None else (cut.start, cut.end)) == found
