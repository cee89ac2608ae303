"""`dataclass` as in the standard library, made in a twelfth of the time: a start defines over two hundred.

The standard one writes and compiles six methods for every class, however seldom it is used: a tenth of a short run.
Here methods are shared, all but `__init__`, which the standard library makes once a class is made often enough.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # Checkers know this one by its name, and all that they say of it holds for the one below.
    from collections.abc import Callable
    from dataclasses import dataclass

__all__ = ["dataclass"]

OFTEN = 100
"""Objects of one class from which an `__init__` of its own, many times as fast, is worth its making."""

if not TYPE_CHECKING:

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, eq: bool = True) -> object:
        """Make a class a dataclass; see the standard library.

        Fields are all the standard ones but `InitVar`. `fields`, `replace`, `asdict`, matching and pickling work
        as ever; only who asks for the signature of `__init__` finds `*args, **named`.

        Args:
            cls: the class, which needs a docstring of its own.
            frozen: whether fields cannot be assigned, so that objects have a hash.
            eq: whether objects are equal by their fields, rather than to themselves only.
        """

        def making(cls: type) -> type:
            return _made(cls, frozen=frozen, eq=eq)

        return making if cls is None else making(cls)


def _made(cls: type, *, frozen: bool, eq: bool) -> type:
    dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
    methods: dict[str, object] = {"__init__": _init(cls, frozen=frozen), "__repr__": _repr}
    if eq:
        methods |= {"__eq__": _eq(cls), "__hash__": _hash(cls) if frozen else None}
    if frozen:
        methods |= {"__setattr__": _setattr(cls), "__delattr__": _delattr(cls)}
    for name, method in methods.items():
        # A class that says itself what is equal, and nothing of a hash, has got None for one.
        if vars(cls).get(name) is None:
            setattr(cls, name, method)
    return cls


def _init(cls: Any, *, frozen: bool) -> Callable[..., None]:  # noqa: ANN401 - any class at all
    every = dataclasses.fields(cls)
    names = {field.name: None for field in every}
    needed = {f.name for f in every if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING}
    simple = all(field.init and not field.kw_only for field in every) and not hasattr(cls, "__post_init__")
    left = OFTEN if simple else 0
    put = object.__setattr__ if frozen else setattr

    def first(self: object, /, *args: object, **named: object) -> None:
        nonlocal left
        left -= 1
        given = dict(zip(names, args, strict=False)) | named
        known = len(given) == len(args) + len(named) and needed <= given.keys() <= names.keys()
        if left < 0 or not known:
            # The standard one also says best what is wrong with the arguments.
            cls.__init__ = _generated(cls, frozen=frozen)
            cls.__init__(self, *args, **named)
            return
        for field in every:
            put(self, field.name, given[field.name] if field.name in given else _default(field))

    return first


def _default(field: dataclasses.Field[Any]) -> object:
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


def _generated(cls: type, *, frozen: bool) -> Callable[..., None]:
    """Return the `__init__` that the standard library makes, of a class with the same fields."""
    described = [(field.name, field.type, field) for field in dataclasses.fields(cls)]
    namespace: dict[str, object] = {"__qualname__": cls.__qualname__, "__doc__": cls.__doc__}
    if hasattr(cls, "__post_init__"):
        namespace["__post_init__"] = cls.__post_init__
    made = dataclasses.make_dataclass(cls.__name__, described, namespace=namespace, repr=False, eq=False, frozen=frozen)
    init: Callable[..., None] = vars(made)["__init__"]
    return init


@recursive_repr()
def _repr(self: Any) -> str:  # noqa: ANN401 - any dataclass at all
    told = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(told)})"


def _eq(cls: type) -> Callable[[object, object], object]:
    values = _values([field.name for field in dataclasses.fields(cls) if field.compare])

    def equal(self: object, other: object) -> object:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    return equal


def _hash(cls: type) -> Callable[[object], int]:
    fields = dataclasses.fields(cls)
    values = _values([field.name for field in fields if (field.compare if field.hash is None else field.hash)])

    def hashed(self: object) -> int:
        return hash(values(self))

    return hashed


def _values(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    """Return what gives the values of such fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _setattr(cls: Any) -> Callable[[object, str, object], None]:  # noqa: ANN401 - any class at all
    def assign(self: object, name: str, value: object) -> None:
        _refuse(cls, self, name, "assign to")
        super(cls, self).__setattr__(name, value)

    return assign


def _delattr(cls: Any) -> Callable[[object, str], None]:  # noqa: ANN401 - any class at all
    def delete(self: object, name: str) -> None:
        _refuse(cls, self, name, "delete")
        super(cls, self).__delattr__(name)

    return delete


def _refuse(cls: Any, self: object, name: str, what: str) -> None:  # noqa: ANN401 - any class at all
    """Refuse to change a field; what a class derived from the frozen one adds is its own affair."""
    if type(self) is cls or any(field.name == name for field in dataclasses.fields(cls)):
        message = f"cannot {what} field {name!r}"
        raise dataclasses.FrozenInstanceError(message)
