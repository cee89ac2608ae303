"""Tag values that miss a campaign's name by a letter or two: suggested, never applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smmfunnel.results import Suggestion

if TYPE_CHECKING:
    from smmfunnel.engines import Engine

FAR, LONG_NAME = 2, 10
"""Letters a near miss may be away, one less for names shorter than this."""
LONGEST_SUGGESTIONS = 100
"""Unmatched tag values looked at for near misses, the most frequent first."""


def suggestions(engine: Engine) -> tuple[Suggestion, ...]:
    """Find tag values one or two letters from a campaign's name, the most frequent first."""
    rows = engine.fetch(
        f"""
        WITH unmatched AS (
            SELECT m.utm_campaign_key AS key, min(m.utm_campaign) AS value, min(m.platform) AS platform,
                sum(c.leads) AS leads
            FROM tag_match AS m JOIN lead_counts AS c USING (tag)
            WHERE m.campaign_ref IS NULL AND m.utm_campaign_key IS NOT NULL AND NOT m.broken
                AND c.excluded IS NULL AND c.span = 0
            GROUP BY m.utm_campaign_key
            ORDER BY leads DESC, key LIMIT {LONGEST_SUGGESTIONS}
        )
        SELECT u.key, u.value, u.leads, k.campaign_key, c.name, c.campaign_ref
        FROM unmatched AS u JOIN campaign_keys AS k ON abs(length(u.key) - length(k.campaign_key)) <= {FAR}
        JOIN campaigns AS c ON c.platform IS NOT DISTINCT FROM k.platform AND c.campaign_ref = k.campaign_ref
        -- The engine counts bytes, of which a letter has up to four; letters are counted below.
        WHERE levenshtein(u.key, k.campaign_key) <= {FAR} * 4
        ORDER BY u.leads DESC, u.value, c.name, c.campaign_ref
        """
    )
    nearest: dict[str, tuple[int, Suggestion]] = {}
    for row in rows:
        apart = edits(row["key"], row["campaign_key"])
        allowed = FAR if len(row["key"]) >= LONG_NAME else FAR - 1
        if apart <= min(allowed, nearest[row["key"]][0] - 1 if row["key"] in nearest else allowed):
            nearest[row["key"]] = apart, Suggestion(row["value"], int(row["leads"]), row["name"])
    return tuple(suggestion for _, suggestion in nearest.values())


def edits(one: str, two: str) -> int:
    """Count the letters to insert, delete or exchange that turn one text into the other (Levenshtein, 1966).

    Example:
        >>> edits("осен", "осень"), edits("дача", "дачи"), edits("", "ab")
        (1, 1, 2)
    """
    before = list(range(len(two) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, other in enumerate(two, 1):
            kept = before[column - 1] + (letter != other)
            current.append(min(before[column] + 1, current[-1] + 1, kept))
        before = current
    return before[-1]
