"""Options declared once, as fields of a dataclass, and spread over the commands that share them."""

from __future__ import annotations

import inspect
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


def spread(**groups: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command each field of its dataclass parameters as an option of its own.

    Args:
        groups: parameter of the command to the dataclass it takes.

    Example:
        >>> from dataclasses import dataclass
        >>> @dataclass(frozen=True)
        ... class Options:
        ...     width: int = 80
        >>> @spread(options=Options)
        ... def draw(text: str, options: Options) -> None:
        ...     print(text, options.width)
        >>> inspect.signature(draw)
        <Signature (text: str, *, width: int = 80) -> None>
        >>> draw("a", width=7)
        a 7
    """

    def spreading(command: Callable[..., None]) -> Callable[..., None]:
        def run(*args: object, **values: object) -> None:
            for name, group in groups.items():
                values[name] = group(**{field.name: values.pop(field.name) for field in fields(group)})
            command(*args, **values)

        parameters = [*_own(command, groups), *_spread(groups)]
        run.__name__ = command.__name__
        run.__doc__ = command.__doc__
        run.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": None}
        vars(run)["__signature__"] = inspect.Signature(parameters, return_annotation=None)
        return run

    return spreading


def _own(command: Callable[..., None], groups: Mapping[str, type]) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(command, include_extras=True)
    for parameter in inspect.signature(command).parameters.values():
        if parameter.name not in groups:
            yield parameter.replace(annotation=hints[parameter.name])


def _spread(groups: Mapping[str, type]) -> Iterator[inspect.Parameter]:
    for group in groups.values():
        hints = get_type_hints(group, include_extras=True)
        for field in fields(group):
            default = field.default
            if default is MISSING:
                default = inspect.Parameter.empty
            if field.default_factory is not MISSING:
                default = field.default_factory()
            kind = inspect.Parameter.KEYWORD_ONLY
            yield inspect.Parameter(field.name, kind, default=default, annotation=hints[field.name])
