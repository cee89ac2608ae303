"""How a failed run ends: a few plain lines on stderr, JSON where it was asked for, and a code."""

from __future__ import annotations

import errno
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from smmfunnel.cli.streams import leave_quietly, settle, tell, write_stdout
from smmfunnel.errors import OutputError, SmmFunnelError, UsageError
from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ClickException: type[Exception] = typer.BadParameter.__mro__[2]
"""Base of Typer's own usage errors; Typer carries its click inside and exports only this descendant."""

_INTERRUPTIONS = ("InterruptException", "Query interrupted")
"""What DuckDB makes of Ctrl-C while it computes: an exception of this name, or one with these words."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def guarded(arguments: Sequence[str]) -> Iterator[None]:
    """Turn whatever goes wrong inside into lines on stderr and an exit code.

    Typer's own usage errors and exits pass through, for it tells them well.

    Args:
        arguments: the whole command line, asked for `--debug` and `-f json`.
    """
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except BrokenPipeError:
        raise leave_quietly() from None
    except ClickException as error:
        _document(UsageError("usage", problem=_sentence(error)), arguments)
        raise
    except SmmFunnelError as error:
        raise _fail(error, arguments) from error
    except OSError as error:
        if error.errno not in _FULL:
            raise _fail(_fault(error), arguments) from error
        settle(sys.stdout)
        raise _fail(OutputError("no_space", problem=error.strerror), arguments) from error
    except Exception as error:
        if type(error).__name__ in _INTERRUPTIONS or str(error) in _INTERRUPTIONS:
            raise KeyboardInterrupt from error
        raise _fail(_fault(error), arguments) from error


def _fault(error: Exception) -> SmmFunnelError:
    return SmmFunnelError("fault", kind=type(error).__name__, problem=" ".join(str(error).split()))


def _fail(error: SmmFunnelError, arguments: Sequence[str]) -> typer.Exit:
    if "--debug" in arguments:
        import traceback

        tell(traceback.format_exc().rstrip())
    tell(block(error))
    _document(error, arguments)
    return typer.Exit(error.exit_code)


def block(error: SmmFunnelError) -> str:
    """Write an error as plain lines: each fault, then what to do about it.

    Example:
        >>> from smmfunnel.errors import OutputError, Where
        >>> print(block(OutputError("output_unwritable", Where("a.csv"), problem="No space left on device")))
        smmfunnel: error: a.csv: cannot be written: No space left on device
    """
    lines = [f"smmfunnel: error: {line}" for line in error.message.splitlines()]
    hint = error.hint
    return "\n".join([*lines, *(say("failure.hint", hint=line) for line in (hint or "").splitlines())])


def _sentence(error: Exception) -> str:
    tell_it = getattr(error, "format_message", None)
    return str(tell_it() if tell_it else error).replace("\n", " ")


def _document(error: SmmFunnelError, arguments: Sequence[str]) -> None:
    """Print the envelope with the error where the run was to print JSON."""
    if not wants_json(arguments):
        return
    from smmfunnel import __version__
    from smmfunnel.render import SCHEMAS, error_document

    of_commands = dict(zip(("analyze", "check", "leads"), SCHEMAS, strict=True))
    name = of_commands.get(_command(arguments) or "", SCHEMAS[0])
    write_stdout(error_document(error, name, __version__))


def _command(arguments: Sequence[str]) -> str | None:
    return next((argument for argument in arguments if not argument.startswith("-")), None)


def wants_json(arguments: Sequence[str]) -> bool:
    """Tell whether a command line asks for JSON on stdout, be the rest of it right or wrong.

    Example:
        >>> wants_json(["analyze", "a.csv", "-f", "json"]), wants_json(["analyze", "json"])
        (True, False)
    """
    if _command(arguments) not in {"analyze", "check", "leads"}:
        return False
    if any(a in {"-o", "--output"} or a.startswith(("-o", "--output=")) for a in arguments):
        return False
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    return any(
        one in {"-fjson", "--format=json"} or (one in {"-f", "--format"} and two == "json") for one, two in pairs
    )
