"""The house's dataclass against the standard one: whatever is done with either, the outcome is the same."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import dataclass as standard
from dataclasses import field
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmfunnel import dataclass as module
from smmfunnel.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Any
    Shape = Callable[[Decorator], Any]


def _plain(decorate: Decorator) -> Any:
    @decorate
    class Thing:
        """Fields with and without defaults."""

        a: object
        b: object = 2
        c: list[object] = field(default_factory=list)

    return Thing


def _odd(decorate: Decorator) -> Any:
    @decorate
    class Thing:
        """Every kind of field."""

        a: object = field(repr=False)
        b: object = field(default=2, compare=False)
        c: object = field(default=3, hash=False)
        d: object = field(init=False, default=4)
        e: object = field(default=5, kw_only=True)

    return Thing


def _checked(decorate: Decorator) -> Any:
    @decorate
    class Thing:
        """Looks at what it is given."""

        a: object

        def __post_init__(self) -> None:
            """Refuse zero."""
            if self.a == 0:
                raise ValueError("zero")

    return Thing


def _own(decorate: Decorator) -> Any:
    @decorate
    class Thing:  # noqa: PLW1641 - a frozen one gets its hash all the same
        """Has methods of its own."""

        a: object

        def __repr__(self) -> str:
            """Tell what no dataclass would."""
            return "own"

        def __eq__(self, other: object) -> bool:
            """Be equal to everything."""
            return True

    return Thing


def _single(decorate: Decorator) -> Any:
    @decorate
    class Thing:
        """One field."""

        a: object = None

    return Thing


def _empty(decorate: Decorator) -> Any:
    @decorate
    class Thing:
        """No field."""

    return Thing


def _derived(decorate: Decorator) -> Any:
    @decorate
    class Base:
        """What the other adds to."""

        a: object
        b: object = 2

    @decorate
    class Thing(Base):
        """Another default and another field."""

        b: object = 3
        z: object = 4

    return Thing


SHAPES = (_plain, _odd, _checked, _own, _single, _empty, _derived)
TERMS: tuple[dict[str, bool], ...] = ({"frozen": True}, {}, {"frozen": True, "eq": False})
VALUES = st.integers(0, 2) | st.sampled_from(["", "x", None, ()]) | st.lists(st.integers(0, 1), max_size=1)
ARGUMENTS = st.tuples(
    st.lists(VALUES, max_size=4), st.dictionaries(st.sampled_from(["a", "b", "c", "d", "e", "z", "self"]), VALUES)
)


def outcome(act: Callable[..., object], *args: object, **named: object) -> object:
    """Return what comes of an act: its answer, or its fault and what that says."""
    try:
        return act(*args, **named)
    except (TypeError, ValueError, AttributeError) as error:
        return type(error), str(error)


@pytest.mark.parametrize("often", [0, 1, 100])
@pytest.mark.parametrize("terms", TERMS)
@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=20)
@given(calls=st.lists(ARGUMENTS, min_size=1, max_size=4))
def test_objects_are_made_told_and_compared_alike(
    shape: Shape, terms: dict[str, bool], often: int, calls: list[tuple[list[Any], dict[str, Any]]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "OFTEN", often)
        ours, theirs = shape(dataclass(**terms)), shape(standard(**terms))
    pairs = []
    for args, named in calls:
        one, its = outcome(ours, *args, **named), outcome(theirs, *args, **named)
        if isinstance(its, theirs):
            assert list(vars(one).items()) == list(vars(its).items())
            assert repr(one) == repr(its)
            pairs.append((one, its))
        else:
            assert one == its
    for one, its in pairs:
        assert [one == other for other, _ in pairs] == [its == other for _, other in pairs]
        assert one != its or shape is _own
        assert outcome(hash, one) == outcome(hash, its) or not terms.get("eq", True)


@pytest.mark.parametrize("terms", TERMS)
@pytest.mark.parametrize("shape", SHAPES)
def test_fields_change_alike(shape: Shape, terms: dict[str, bool]) -> None:
    ours, theirs = shape(dataclass(**terms)), shape(standard(**terms))
    one, its = ours(*_some(ours)), theirs(*_some(theirs))
    for name in ("a", "b", "d", "unknown"):
        assert outcome(setattr, one, name, 7) == outcome(setattr, its, name, 7)
        assert vars(one) == vars(its)
        assert outcome(delattr, one, name) == outcome(delattr, its, name)
        assert vars(one) == vars(its)


def _some(cls: Any) -> list[int]:
    return [1 for each in dataclasses.fields(cls) if each.init and not each.kw_only]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_library_knows_the_class_alike(shape: Shape) -> None:
    ours, theirs = shape(dataclass(frozen=True)), shape(standard(frozen=True))
    one, its = ours(*_some(ours)), theirs(*_some(theirs))
    assert [(f.name, f.type, f.init) for f in dataclasses.fields(ours)] == [
        (f.name, f.type, f.init) for f in dataclasses.fields(theirs)
    ]
    assert ours.__match_args__ == theirs.__match_args__
    assert dataclasses.asdict(one) == dataclasses.asdict(its)
    assert dataclasses.astuple(one) == dataclasses.astuple(its)
    assert dataclasses.replace(one) == one
    assert copy.copy(one) == copy.deepcopy(one) == one


def test_a_class_derived_from_a_frozen_one_may_add_what_it_likes() -> None:
    for decorate in (dataclass, standard):
        made = type("Derived", (_single(decorate(frozen=True)),), {})(1)
        made.other = 2
        del made.other
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'a'"):
            made.a = 2
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'a'"):
            del made.a


def test_an_object_that_holds_itself_can_be_told() -> None:
    texts = set()
    for decorate in (dataclass, standard):
        made = _single(decorate(frozen=True))([])
        made.a.append(made)
        texts.add(repr(made))
    assert len(texts) == 1


@dataclass(frozen=True)
class Named:
    """One that a module holds, as pickling needs."""

    a: int
    b: str = "b"


def test_objects_are_pickled_by_any_protocol() -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(Named(1), protocol)) == Named(1)  # noqa: S301 - its own object


def test_without_brackets_and_by_pattern() -> None:
    made = _plain(dataclass)(1)
    made.a = 5
    assert made.a == 5
    match Named(1, "x"):
        case Named(1, b):
            assert b == "x"
        case _:
            pytest.fail("no match")


def test_what_is_made_often_has_the_standard_init() -> None:
    made = _plain(dataclass(frozen=True))
    for _ in range(module.OFTEN + 1):
        made(1)
    assert made.__init__.__code__.co_varnames[:4] == ("self", "a", "b", "c")
    assert repr(made(1)).endswith("Thing(a=1, b=2, c=[])")
