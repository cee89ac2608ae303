"""The tables beside the canonical rows: the files of a run, and an order of tags that rows do not decide."""

from __future__ import annotations

from smmfunnel.tables import TAGS

FILES = {
    "file": "INTEGER",
    "kind": "VARCHAR",
    "platform": "VARCHAR",
    "space": "VARCHAR",
    "role": "VARCHAR",
    "supplement": "BOOLEAN",
    "rank": "INTEGER",
    "level": "INTEGER",
    "dims": "VARCHAR",
}
"""`rank` orders exports, the latest highest; `level` is 0 account to 3 ad; `dims` the breakdown columns;
`supplement` marks lead files without creation dates, which only add to leads of other files."""

_CONTENT = [name for name in TAGS if name != "tag"]

TAG_ORDER = (
    "CREATE TABLE tag_order AS SELECT tag, row_number() OVER (ORDER BY "
    + ", ".join(_CONTENT)
    + ") AS place, "
    + " AND ".join(f"{name} IS NULL" for name in _CONTENT if name not in ("broken", "paid"))
    + " AS blank FROM tags"
)
"""Numbers of tags depend on the order of rows; their places by content do not."""
