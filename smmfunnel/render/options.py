"""What the reader asked of a rendering: the format, the room there is, colour, alphabet and parts."""

from __future__ import annotations

from smmfunnel.dataclass import dataclass


@dataclass(frozen=True)
class RenderOptions:
    """How one Report or Check becomes text; nothing else, no stream and no environment, takes part."""

    format: str = "table"
    """A name in `FORMATS`."""
    width: int | None = None
    """Columns of the terminal for `table`; None is a pipe: the full natural width, nothing folded."""
    color: bool = False
    """Whether `table` may use ANSI colours."""
    unicode: bool = True
    """False where the stream cannot show bars, dashes and currency signs: ASCII stands for them."""
    lang: str = "en"
    """Language of the texts."""
    sections: tuple[str, ...] = ()
    """Parts to render, names of `SECTIONS` or `CHECK_SECTIONS`; empty is all of them."""
