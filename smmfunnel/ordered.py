"""Work done in several threads whose results come in the order of the work."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Result = TypeVar("Result")


def in_order(tasks: Iterable[Callable[[], Result]], workers: int) -> Iterator[Result]:
    """Do tasks, a few at a time and no more ahead than there are threads for, and yield what they return in order.

    Example:
        >>> list(in_order([lambda: 1, lambda: 2, lambda: 3], 2))
        [1, 2, 3]
    """
    if workers == 1:
        yield from (task() for task in tasks)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for task in tasks:
                waiting.append(pool.submit(task))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for task_ahead in waiting:
                task_ahead.cancel()
