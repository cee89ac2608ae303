"""The Typer group of all commands: it hears `--debug` anywhere and answers for every failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperGroup

from smmfunnel.cli.failures import guarded

if TYPE_CHECKING:
    # Typer carries its click inside; there is no public name of the class its groups are called with.
    from typer._click.core import Context, Parameter

_ARGUMENTS = "smmfunnel.arguments"
"""Key of the context under which the whole command line is kept."""


class Commands(TyperGroup):
    """All commands; every error the program can explain becomes plain lines and its exit code.

    `standalone_mode=False` would do the same from outside, but loses Typer's own usage errors and codes.
    """

    def get_params(self, ctx: Context) -> list[Parameter]:
        """See click; Typer's own flags are False where they are not given.

        Of None, their default, Typer makes a bool with pydantic, whose import doubles the time of `--help`.
        """
        parameters = super().get_params(ctx)
        for parameter in parameters:
            if getattr(parameter, "is_bool_flag", False) and parameter.default is None:
                parameter.default = False
        return parameters

    def make_context(
        self, info_name: str | None, args: list[str], parent: Context | None = None, **extra: object
    ) -> Context:
        """See click: parse the part of the command line before the command."""
        with guarded(args):
            context = super().make_context(info_name, hoisted(args), parent, **extra)
            context.meta[_ARGUMENTS] = tuple(args)
            return context

    def invoke(self, ctx: Context) -> object:
        """See click: parse the command's own part and run it."""
        with guarded(ctx.meta[_ARGUMENTS]):
            return super().invoke(ctx)


def hoisted(args: list[str]) -> list[str]:
    """Put `--debug` first, so that it may stand anywhere before a `--`.

    Example:
        >>> hoisted(["analyze", "a.csv", "--debug"])
        ['--debug', 'analyze', 'a.csv']
    """
    end = args.index("--") if "--" in args else len(args)
    found = "--debug" in args[:end]
    return [*["--debug"] * found, *(arg for arg in args[:end] if arg != "--debug"), *args[end:]]
