from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from smmfunnel.ordered import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def slow(number: int) -> int:
    time.sleep(0.002 * (7 - number % 8))
    return number


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    assert list(in_order((partial(slow, number) for number in range(20)), workers)) == list(range(20))


def test_no_more_is_begun_than_there_are_threads_for() -> None:
    begun: list[int] = []

    def tasks() -> Iterator[Callable[[], int]]:
        for number in range(100):
            begun.append(number)
            yield partial(slow, number)

    assert next(in_order(tasks(), 2)) == 0
    assert len(begun) == 3


@pytest.mark.parametrize("workers", [1, 3])
def test_what_a_task_raises_comes_in_its_place(workers: int) -> None:
    results = in_order([partial(slow, 1), partial(divmod, 1, 0), partial(slow, 2)], workers)
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)
