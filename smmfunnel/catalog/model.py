"""What one export format's YAML file states, as a frozen value."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smmfunnel.vocabulary import Kind, Reason


@dataclass(frozen=True)
class Alias:
    """One header an export uses for a canonical column."""

    header: str
    """As written in the export, without currency suffix."""
    lang: str
    """Language of the header, ISO 639-1."""
    key: str
    """The header normalised, as files' headers are compared with it."""


@dataclass(frozen=True)
class Format:
    """One export format: its headers, words and habits, read from one YAML file."""

    name: str
    """File name without ending, e.g. `meta_ads`."""
    title: str
    kind: Kind
    columns: Mapping[str, tuple[Alias, ...]]
    """Canonical column to its headers, the most specific first."""
    require: tuple[tuple[str, ...], ...]
    """Signature: of each group at least one must be there. An item is a canonical column of this format, or
    `=Header` for one header (with its currency suffix if it is written with one), or `==Header` letter for
    letter, or `~text` for a beginning of a line above the header or below the table."""
    forbid: tuple[str, ...] = ()
    """Items (same spelling) of which none may be there."""
    generic: bool = False
    """A format of canonical names and synonyms: considered only where no other matches."""
    platform: str | None = None
    """Ad platform the rows belong to: meta, google, yandex, vk, mytarget, tiktok, linkedin, telegram,
    microsoft, x, pinterest, snapchat, reddit."""
    space: str | None = None
    """Id space of lead and deal ids: files of one space may refer to each other's ids."""
    role: str = "crm"
    """Of leads: crm, or form (leads as an ad platform's own form counted them)."""
    ignore: tuple[str, ...] = ()
    """Headers known and without use; `*` at the end stands for any ending."""
    prefixes: tuple[str, ...] = ()
    """Beginnings of headers to strip before matching, e.g. `Deal - `."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Canonical columns every row has the same value of, e.g. `channel: call`."""
    lead_results: tuple[str, ...] = ()
    """Result types that are leads: whole names after normalising, `*` stands for any text; `word:quote` is
    a word of a name split at capitals and punctuation; a name with an `except:view` word is none."""
    awareness: tuple[str, ...] = ()
    """Objectives and result types of attention rather than leads, spelled as in `lead_results`."""
    statuses: Mapping[str, Status] = field(default_factory=dict)
    """Normalised status word to its meaning, beside the shared words of the file's language."""
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    """Normalised reason word to its meaning, beside the shared words of the file's language."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Column to its own words, e.g. `direction: {входящий: in}`, `answered: {да: yes}`."""
    totals: tuple[str, ...] = ()
    """Labels of totals rows besides the common ones, as regular expressions on the whole cell."""
    blank_total: tuple[str, ...] = ()
    """Canonical columns that are all blank in this format's totals row (Meta's account row)."""
    footers: tuple[str, ...] = ()
    """Beginnings of lines below the table."""
    strip_ids: tuple[str, ...] = ()
    """Beginnings and endings to strip from ids, e.g. `l:`, `[`."""
    date_order: str | None = None
    """dmy, mdy or ymd where the product documents it; the values may still contradict it."""
    decimal: str | None = None
    """`.` or `,` where the product documents it; the values may still contradict it."""
    currency: str | None = None
    """Currency of money columns that name none."""
    fraction: tuple[str, ...] = ()
    """Canonical columns that are counts scaled in this format, as `column:factor` (`spend:0.000001`)."""
    campaign_from_name: bool = False
    """The file has no campaign column: its name is the campaign (Telegram Ads)."""
    name_without: tuple[str, ...] = ()
    """Words of such a name that tell what the file shows rather than of what: its campaign is called without them,
    so that two files of one campaign meet."""
    warnings: tuple[str, ...] = ()
    """Codes of notes every file of this format brings, e.g. `open_deals_only_trap`."""
    export: tuple[str, ...] = ()
    """How to export it from the product, one step a line; closed deals included."""
    source: str = ""
    """Where the evidence of headers and words comes from, with its grade."""
    checked: str = ""
    """Day of the evidence, ISO."""

    @property
    def tells_sales(self) -> bool:
        """Whether a lead's own status may say that it was won: in some CRMs only its deal does."""
        return self.generic or not self.statuses or Status.WON in self.statuses.values()

    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Headers by canonical column, without their languages."""
        return {column: tuple(alias.header for alias in known) for column, known in self.columns.items()}
