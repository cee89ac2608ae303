"""The error tree and the exit codes.

SmmFunnelError          anything the program can explain; carries a message, a hint and a place
├── UsageError          2   the command line or the configuration asks for what cannot be
├── InputError          3   an input cannot be read, identified or understood
├── RejectedError       4   more rows were rejected than --max-rejects allows
└── OutputError         5   an output cannot be written
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from smmfunnel.dataclass import dataclass
from smmfunnel.texts import has, say

if TYPE_CHECKING:
    from collections.abc import Sequence


class ExitCode(IntEnum):
    """What the process exits with; a public contract."""

    OK = 0
    """A report was produced, a valid empty one included."""
    CONDITION = 1
    """A `--fail-on` condition is true."""
    USAGE = 2
    """The command line or the configuration is wrong."""
    INPUT = 3
    """An input cannot be read, identified or understood."""
    REJECTED = 4
    """More rows were rejected than `--max-rejects` allows."""
    OUTPUT = 5
    """An output cannot be written."""
    FAULT = 70
    """A fault of the program."""
    INTERRUPTED = 130
    """Interrupted by the user."""


@dataclass(frozen=True)
class Where:
    """The place of a fault: each part as far as it is known."""

    path: str | None = None
    line: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        """Write `file:line: column "value"`, with the parts that are known.

        Example:
            >>> str(Where("a.csv", 7, "Spend", "12..5"))
            'a.csv:7: column "Spend": "12..5"'
        """
        head = ":".join(str(part) for part in (self.path, self.line) if part is not None)
        column = f'column "{self.column}"' if self.column is not None else ""
        value = f'"{_short(self.value)}"' if self.value is not None else ""
        return ": ".join(part for part in (head, column, value) if part)


def _short(value: str, most: int = 80) -> str:
    """One printable line of a value, so that no cell can flood or steer a terminal."""
    line = "".join(c if c.isprintable() else " " for c in value)
    return line if len(line) <= most else line[: most - 1] + "…"


class SmmFunnelError(Exception):
    """Something the program can explain: texts `error.<code>` and, if there is one, `hint.<code>`."""

    exit_code = ExitCode.FAULT

    def __init__(self, code: str, where: Where | None = None, **params: object) -> None:
        """Fill the texts of `code` with `params`; `where` comes first in the message."""
        self.code = code
        self.where = where
        self.params = params
        self.others: tuple[SmmFunnelError, ...] = ()
        super().__init__(code)

    @property
    def message(self) -> str:
        """The place and what is wrong, one line a fault."""
        text = say(f"error.{self.code}", **self.params)
        own = f"{self.where}: {text}" if self.where and str(self.where) else text
        return "\n".join([own, *(other.message for other in self.others)])

    @property
    def hint(self) -> str | None:
        """What to do about it; of several faults, each hint once."""
        faults = (self, *self.others)
        hints = [say(f"hint.{e.code}", **e.params) for e in faults if has(f"hint.{e.code}")]
        return "\n".join(dict.fromkeys(hints)) or None

    def __str__(self) -> str:
        """Return the message, so that a log or a test reads it."""
        return self.message


class UsageError(SmmFunnelError):
    """The command line or the configuration asks for what cannot be."""

    exit_code = ExitCode.USAGE


class InputError(SmmFunnelError):
    """An input cannot be read, identified or understood."""

    exit_code = ExitCode.INPUT


class RejectedError(SmmFunnelError):
    """More rows were rejected than `--max-rejects` allows."""

    exit_code = ExitCode.REJECTED


class OutputError(SmmFunnelError):
    """An output cannot be written."""

    exit_code = ExitCode.OUTPUT


def join(errors: Sequence[SmmFunnelError]) -> SmmFunnelError:
    """Make one error of several, so that all faults are said at once; the first gives the exit code."""
    first = errors[0]
    first.others = tuple(errors[1:])
    return first
